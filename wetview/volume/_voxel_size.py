"""The voxel size that a file states, where it states one clearly."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

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


def tiff_voxel_m(file: tifffile.TiffFile) -> float | None:
    """Edge of a voxel in metres; None unless it is stated and the same on all axes."""
    if file.is_ome and file.ome_metadata:
        sizes = _ome_sizes_m(file.ome_metadata)
    elif file.is_imagej:
        sizes = _imagej_sizes_m(file, file.imagej_metadata or {})
    else:
        sizes = _tag_sizes_m(file)
    return cube_edge_m(sizes)


def skyscan_voxel_m(folder: Path) -> float | None:
    """Edge of a voxel in metres by the logs of a SkyScan beside its slices.

    None without such a log, or where several do not agree.
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
                sizes.add(metres(found[1], "um"))
                break
    return cube_edge_m([sizes.pop()]) if len(sizes) == 1 else None


def cube_edge_m(sizes_m: Sequence[float | None]) -> float | None:
    """Edge of a voxel in metres, where all sizes are stated, alike and plausible."""
    known = [size for size in sizes_m if size is not None and math.isfinite(size)]
    if not known or len(known) < len(sizes_m):
        return None
    low, high = min(known), max(known)
    if low < _PLAUSIBLE_M[0] or high > _PLAUSIBLE_M[1] or high > low * (1 + _SAME):
        return None
    return float(f"{known[0]:.9g}")


def metres(size: object, unit: str) -> float | None:
    """A length in metres; None where it or its unit is not understood."""
    factor = _METRES.get(unit.strip().lower())
    try:
        return None if factor is None else float(str(size)) * factor
    except ValueError:
        return None


def _ome_sizes_m(xml: str) -> list[float | None]:
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        return []
    pixels = root.find(".//{*}Pixels")
    if pixels is None:
        return []
    sizes: list[float | None] = []
    for axis in "XYZ":
        size = pixels.get(f"PhysicalSize{axis}")
        unit = pixels.get(f"PhysicalSize{axis}Unit", "µm")
        if size is not None:
            sizes.append(metres(size, unit))
    return sizes


def _imagej_sizes_m(
    file: tifffile.TiffFile, metadata: Mapping[str, object]
) -> list[float | None]:
    unit = str(metadata.get("unit", ""))
    sizes = [metres(size, unit) for size in _per_pixel(file)]
    if "spacing" in metadata:
        sizes.append(metres(metadata["spacing"], unit))
    return sizes


def _tag_sizes_m(file: tifffile.TiffFile) -> list[float | None]:
    tag = file.pages.first.tags.get("ResolutionUnit")
    if tag is None or int(tag.value) != _CENTIMETRE:
        return []
    return [metres(size, "cm") for size in _per_pixel(file)]


def _per_pixel(file: tifffile.TiffFile) -> list[float]:
    """Edges of a pixel in the file's unit, from the two resolution tags."""
    sizes = []
    for name in ("XResolution", "YResolution"):
        tag = file.pages.first.tags.get(name)
        if tag is None or 0 in tuple(tag.value):
            return []
        numerator, denominator = tag.value
        sizes.append(denominator / numerator)
    return sizes
