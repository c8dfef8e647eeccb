"""The size of voxels that a file states, where it states one clearly."""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from wetview.volume.stretching import CUBES, MOST_STRETCH, Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import tifffile

_METRES = {
    "nm": 1e-9,
    "nanometer": 1e-9,
    "nanometre": 1e-9,
    "um": 1e-6,
    "µm": 1e-6,  # micro sign
    "μm": 1e-6,  # Greek mu
    "\\u00b5m": 1e-6,  # as ImageJ escapes it
    "micron": 1e-6,
    "microns": 1e-6,
    "micrometer": 1e-6,
    "micrometre": 1e-6,
    "mm": 1e-3,
    "millimeter": 1e-3,
    "millimetre": 1e-3,
    "cm": 1e-2,
    "m": 1.0,
}
"""Units of length that tomographs use; an inch is a printer's, so it says nothing."""

_CENTIMETRE = 3
_MOST_LOGS = 20
_MOST_LOG_BYTES = 1_000_000
_SAME = 0.01
_PLAUSIBLE_M = (1e-9, 20e-6)
"""Coarser than 20 um is a printer's resolution, not a tomograph's."""


class VoxelSize(NamedTuple):
    """What a file says of its voxels.

    Parameters
    ----------
    voxel_m : float or None
        Edge of the cubes in metres; None where no unit is stated that is understood.
    stretch : Stretch
        Edges of a voxel along the axes of the file over that of the cubes, which can
        be known without a unit.
    """

    voxel_m: float | None = None
    stretch: Stretch = CUBES


def voxel_size(
    edges: Sequence[float | str | None], *, unit_m: float | None = 1.0
) -> VoxelSize:
    """The size that edges come to.

    Parameters
    ----------
    edges : sequence of float or str
        Along the axes of the file, slowest axis first, or of some of them. What is no
        number, or not plausible, says nothing.
    unit_m : float or None
        Metres in the unit of the edges.

    Returns
    -------
    VoxelSize
        Cubes are as long as two of the edges, else as the shortest.
    """
    known = [number for number in map(_number, edges) if number is not None]
    if not known or len(known) < len(edges):
        return VoxelSize()
    low, high = min(known), max(known)
    cube, stretch = known[0], CUBES
    if high > low * (1 + _SAME):
        if len(known) != 3 or high > low * MOST_STRETCH:
            return VoxelSize()
        cube = next(
            (
                one
                for one, other in combinations(known[::-1], 2)
                if math.isclose(one, other, rel_tol=_SAME)
            ),
            low,
        )
        first, second, third = (_factor(edge, cube) for edge in known)
        stretch = (first, second, third)
    if unit_m is None or not (
        _PLAUSIBLE_M[0] <= low * unit_m and high * unit_m <= _PLAUSIBLE_M[1]
    ):
        return VoxelSize(None, stretch)
    return VoxelSize(float(f"{cube * unit_m:.9g}"), stretch)


def _factor(edge: float, cube: float) -> float:
    """An edge over that of the cubes; 1 where they are alike."""
    alike = math.isclose(edge, cube, rel_tol=_SAME)
    return 1.0 if alike else float(f"{edge / cube:.9g}")


def _number(edge: float | str | None) -> float | None:
    """A length that can be one."""
    try:
        number = float(edge) if edge is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def metres_in(name: str) -> float | None:
    """Metres in a unit; None where it is not understood."""
    return _METRES.get(name.strip().lower())


def metres(length: str, unit: str) -> float | None:
    """A length in metres; None where it or its unit is not understood."""
    number, factor = _number(length), metres_in(unit)
    return None if number is None or factor is None else number * factor


def tiff_voxel_size(file: tifffile.TiffFile) -> VoxelSize:
    """What the metadata of OME or ImageJ, or the tags of resolution, say."""
    if file.is_ome and file.ome_metadata:
        return _ome_size(file.ome_metadata)
    if file.is_imagej:
        return _imagej_size(file, file.imagej_metadata or {})
    return _tag_size(file)


def skyscan_voxel_size(folder: Path) -> VoxelSize:
    """What the logs of a SkyScan beside its slices say.

    Nothing where several do not agree.
    """
    sizes = set()
    for path in sorted(folder.glob("*.log"))[:_MOST_LOGS]:
        with path.open("rb") as file:
            text = file.read(_MOST_LOG_BYTES).decode("latin-1")
        # Of the slices, which may have been made coarser than the pictures.
        for name in ("Pixel Size", "Scaled Image Pixel Size", "Image Pixel Size"):
            pattern = rf"^{name} \(um\)\s*=\s*([0-9.]+)\s*$"
            found = re.search(pattern, text, re.MULTILINE)
            if found is not None:
                sizes.add(found[1])
                break
    if len(sizes) != 1:
        return VoxelSize()
    return voxel_size([sizes.pop()], unit_m=_METRES["um"])


def _ome_size(xml: str) -> VoxelSize:
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        return VoxelSize()
    pixels = root.find(".//{*}Pixels")
    if pixels is None:
        return VoxelSize()
    edges_m: list[float | None] = []
    for axis in "ZYX":
        edge = pixels.get(f"PhysicalSize{axis}")
        if edge is not None:
            edges_m.append(metres(edge, pixels.get(f"PhysicalSize{axis}Unit", "µm")))
    return voxel_size(edges_m)


def _imagej_size(file: tifffile.TiffFile, metadata: Mapping[str, object]) -> VoxelSize:
    edges: list[float | str | None] = list(_per_pixel(file))
    if "spacing" in metadata:
        edges.insert(0, str(metadata["spacing"]))
        if edges[1:] == [1.0, 1.0] and _number(edges[0]) != 1:
            # What writers put there that know the distance of the slices alone.
            return VoxelSize()
    return voxel_size(edges, unit_m=metres_in(str(metadata.get("unit", ""))))


def _tag_size(file: tifffile.TiffFile) -> VoxelSize:
    tag = file.pages.first.tags.get("ResolutionUnit")
    if tag is None or int(tag.value) != _CENTIMETRE:
        return VoxelSize()
    return voxel_size(_per_pixel(file), unit_m=_METRES["cm"])


def _per_pixel(file: tifffile.TiffFile) -> list[float]:
    """Edges of a pixel, along y and x, in the file's unit, by the resolution tags."""
    edges = []
    for name in ("YResolution", "XResolution"):
        tag = file.pages.first.tags.get(name)
        if tag is None or 0 in tuple(tag.value):
            return []
        numerator, denominator = tag.value
        edges.append(denominator / numerator)
    return edges
