"""Volumes larger than memory: a coarse look at all of it, and a box read alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wetview.memory import validate_fits_memory
from wetview.progress import silent
from wetview.volume._checks import validate_values
from wetview.volume._datasets import several
from wetview.volume.axes import to_xyz, validate_thickness_axis
from wetview.volume.phases import Volume, validate_voxel_m
from wetview.volume.planes import file_planes, mapped_voxels
from wetview.volume.raw_files import certain_layout
from wetview.volume.reading import describe, list_datasets, read_whole, stretched
from wetview.volume.stretching import cubed, cubed_part, source_spans

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.box import Box
    from wetview.volume.description import FileDescription, RawLayout
    from wetview.volume.stretching import Stretch

GLANCE_BYTES = 64_000_000
"""What a coarse look takes at most."""


@dataclass(frozen=True, eq=False)
class Glance:
    """A volume seen coarsely: every so many voxels along each axis, none averaged.

    Parameters
    ----------
    volume : Volume
        What was read, indexed (x, y, z); its voxel size is `step` times the file's.
    step : int
        Of the file's voxels every so many along each axis.
    description : FileDescription
        Of the whole.
    full_shape : (int, int, int)
        Cubes of the file along x, y and z.
    """

    volume: Volume
    step: int
    description: FileDescription
    full_shape: tuple[int, int, int]


def glance(
    path: Path | str,
    *,
    thickness_axis: int = 0,
    dataset: str | None = None,
    raw: RawLayout | None = None,
    voxel_m: float | None = None,
    stretch: Stretch | None = None,
    most_bytes: int | None = None,
    report: Report = silent,
) -> Glance:
    """A coarse look at a volume of any size, in little memory.

    Parameters
    ----------
    path, thickness_axis, dataset, raw, voxel_m, stretch
        As of `read_volume`.
    most_bytes : int, optional
        What the look may take; `GLANCE_BYTES` by default.
    report : Report
        Is told how far it is.

    Raises
    ------
    UserError
        As of `read_volume`, except that voxels between those looked at are not checked.
    """
    description, raw = _described(path, dataset, raw, thickness_axis, voxel_m)
    description = stretched(description, stretch)
    most_bytes = GLANCE_BYTES if most_bytes is None else most_bytes
    step = 1
    # Cubes may be more than the voxels they are made of.
    growth = max(1.0, float(np.prod(description.stretch)))
    while _coarse_bytes(description, step) * growth > most_bytes:
        step += 1
    wanted = range(0, description.shape[0], step)
    planes = file_planes(
        description, wanted, raw=raw, read_whole=partial(_whole, description, raw)
    )
    kept: list[NDArray[Any]] = []
    for plane in planes:
        report(len(kept), len(wanted), "Looking through the file")
        kept.append(np.array(plane[::step, ::step], order="C"))
    voxels = np.stack(kept)
    validate_values(description.path, voxels)
    voxels = cubed(voxels, description.stretch)
    edge_m = voxel_m if voxel_m is not None else description.voxel_m
    return Glance(
        Volume(
            np.ascontiguousarray(to_xyz(voxels, thickness_axis)),
            None if edge_m is None else edge_m * step,
            _name(description.path),
        ),
        step,
        description,
        _xyz_shape(description, thickness_axis),
    )


def read_box(
    path: Path | str,
    box: Box,
    *,
    thickness_axis: int = 0,
    dataset: str | None = None,
    raw: RawLayout | None = None,
    voxel_m: float | None = None,
    stretch: Stretch | None = None,
    report: Report = silent,
) -> Volume:
    """A box of a volume, of which no more is kept in memory.

    Parameters
    ----------
    path, thickness_axis, dataset, raw, voxel_m, stretch
        As of `read_volume`.
    box : Box
        What is read, in cubes of the file, x along the thickness.
    report : Report
        Is told how far it is.

    Raises
    ------
    UserError
        As of `read_volume`, for what lies in the box.
    """
    description, raw = _described(path, dataset, raw, thickness_axis, voxel_m)
    description = stretched(description, stretch)
    order = _file_axes(thickness_axis)
    box.validate_within(_xyz_shape(description, thickness_axis))
    by_axis = dict(zip(order, (box.x, box.y, box.z), strict=True))
    cubes = [by_axis[axis] for axis in range(3)]
    shape, cubic = description.shape, description.cubic_shape
    spans = cubes
    if shape != cubic:
        spans = source_spans(shape, cubic, cubes)
    itemsize = np.dtype(description.dtype).itemsize
    sizes = [end - first for first, end in spans]
    validate_fits_memory("The box", int(np.prod(sizes, dtype=object)) * itemsize)
    rows, columns = slice(*spans[1]), slice(*spans[2])
    wanted = range(*spans[0])
    planes = file_planes(
        description, wanted, raw=raw, read_whole=partial(_whole, description, raw)
    )
    voxels: NDArray[Any] | None = None
    for index, plane in enumerate(planes):
        report(index, len(wanted), "Reading the box")
        part = plane[rows, columns]
        if voxels is None:
            voxels = np.empty((len(wanted), *part.shape), part.dtype)
        voxels[index] = part
    assert voxels is not None
    validate_values(description.path, voxels)
    if shape != cubic:
        starts = [first for first, _ in spans]
        voxels = cubed_part(voxels, starts, shape, cubic, cubes)
    return Volume(
        np.ascontiguousarray(to_xyz(voxels, thickness_axis)),
        voxel_m if voxel_m is not None else description.voxel_m,
        _name(description.path),
    )


def _file_axes(thickness_axis: int) -> tuple[int, ...]:
    """Which axes of the file are x, y and z."""
    return (thickness_axis, *(axis for axis in range(3) if axis != thickness_axis))


def _xyz_shape(
    description: FileDescription, thickness_axis: int
) -> tuple[int, int, int]:
    nx, ny, nz = (description.cubic_shape[axis] for axis in _file_axes(thickness_axis))
    return nx, ny, nz


def is_mappable(description: FileDescription, raw: RawLayout | None = None) -> bool:
    """Whether a file can be looked at without reading what lies between."""
    return mapped_voxels(description, raw) is not None


def _described(
    path: Path | str,
    dataset: str | None,
    raw: RawLayout | None,
    thickness_axis: int,
    voxel_m: float | None,
) -> tuple[FileDescription, RawLayout | None]:
    path = Path(path)
    validate_thickness_axis(thickness_axis)
    if voxel_m is not None:
        validate_voxel_m(voxel_m)
    description = describe(path, dataset=dataset, raw=raw)
    if description.format == "RAW" and raw is None:
        raw = certain_layout(path)
        description = describe(path, raw=raw)
    if description.datasets and description.dataset is None:
        raise several(path, list_datasets(path))
    return description, raw


def _whole(description: FileDescription, raw: RawLayout | None) -> NDArray[Any]:
    validate_fits_memory(description.path.name, description.n_bytes)
    return read_whole(description, raw)


def _coarse_bytes(description: FileDescription, step: int) -> int:
    n_voxels = int(np.prod([-(-n // step) for n in description.shape], dtype=object))
    return n_voxels * np.dtype(description.dtype).itemsize


def _name(path: Path) -> str:
    return path.name if path.is_dir() else path.stem
