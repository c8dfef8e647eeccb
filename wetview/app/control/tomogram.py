"""From a file to a tomogram, and from its settings to an electrode; no Qt."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.app.models import Draft, Preview, Source
from wetview.app.models.draft import (
    MOST_GREY_CLASSES,
    usual_classes,
    usual_grid_voxel_m,
)
from wetview.errors import UserError
from wetview.units import UM
from wetview.volume import (
    Box,
    Phase,
    Prepared,
    RawLayout,
    crop,
    describe,
    label_values,
    pore_space_in_words,
    read_volume,
    replayed,
    to_xyz,
    validate_voxel_m,
)
from wetview.volume.big_volumes import glance, read_box
from wetview.volume.cleaning import Resample
from wetview.volume.history import NEEDS_PHASES
from wetview.volume.otsu import otsu_thresholds
from wetview.volume.reading import stretched
from wetview.volume.thresholds import Hysteresis, Labels, Thresholds

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.volume import FileDescription, Operation, Phases, Volume
    from wetview.volume.stretching import Stretch

QUICK_LOOK_GRID = (64, 48, 48)
REV_GRID = (100, 100, 75)
WHOLE_BYTES = 1_500_000_000
"""A larger tomogram is looked at coarsely, and what is cut out is read alone."""
_LOOK_BYTES = 256_000_000
_USUAL_ROLES = (Phase.PORE, Phase.ACTIVE_MATERIAL, Phase.BINDER)


def read_source(
    path: Path,
    *,
    dataset: str | None = None,
    raw: RawLayout | None = None,
    description: FileDescription | None = None,
) -> Source:
    """Read a tomogram as cubes, with the first axis of the file as the thickness.

    One of more than `WHOLE_BYTES` is read coarsely. What the file holds is looked up
    unless it is given, maybe with other edges of its voxels.

    Raises
    ------
    UserError
        If it cannot be read.
    """
    _read_again.cache_clear()
    if description is None:
        description = describe(path, dataset=dataset, raw=raw)
    stretch = description.stretch
    how: dict[str, Any] = {"dataset": dataset, "raw": raw, "stretch": stretch}
    n_bytes = description.n_bytes * max(1.0, math.prod(stretch))
    if n_bytes > WHOLE_BYTES:
        look = glance(path, **how, most_bytes=_LOOK_BYTES)
        volume, step = look.volume, look.step
    else:
        volume, step = read_volume(path, **how), 1
    labels = label_values(volume)
    otsu = {} if labels is not None else _otsu(volume)
    return Source(
        path=path,
        description=description,
        file_volume=volume,
        volume=volume,
        shape=_turned_shape(description.cubic_shape, 0),
        thickness_axis=0,
        labels=labels,
        otsu=otsu,
        dataset=dataset,
        raw=raw,
        step=step,
    )


def turned(source: Source, thickness_axis: int) -> Source:
    """The same tomogram with another axis of the file as x."""
    voxels = to_xyz(source.file_volume.voxels, thickness_axis)
    volume = replace(source.file_volume, voxels=voxels)
    return replace(
        source,
        volume=volume,
        shape=_turned_shape(source.description.cubic_shape, thickness_axis),
        thickness_axis=thickness_axis,
    )


def with_slices_apart(
    source: Source, draft: Draft, slice_m: float
) -> tuple[Source, Draft]:
    """The same tomogram with slices so far apart, and its settings; the box is whole.

    Raises
    ------
    UserError
        If the distance makes no sense, or there is no memory for the cubes.
    """
    assert draft.voxel_m is not None
    validate_voxel_m(slice_m)
    stretch = (slice_m / draft.voxel_m, *source.description.stretch[1:])
    read = read_source(
        source.path,
        dataset=source.dataset,
        raw=source.raw,
        description=stretched(source.description, stretch),
    )
    read = turned(read, source.thickness_axis)
    return read, replace(draft, box=_first_box(read))


def first_draft(source: Source) -> Draft:
    """The settings that a tomogram starts with."""
    voxel_m = source.description.voxel_m
    if voxel_m is None and source.volume.voxel_m is not None:
        voxel_m = source.volume.voxel_m / source.step
    return Draft(
        box=_first_box(source),
        voxel_m=voxel_m,
        grid_voxel_m=usual_grid_voxel_m(voxel_m, source.shape),
        thickness_axis=source.thickness_axis,
        roles=_usual_roles(source),
        thresholds=source.otsu.get(2, ()),
        classes=usual_classes(2) if source.otsu else (),
    )


def fits(draft: Draft, source: Source) -> bool:
    """Whether stored settings belong to this tomogram."""
    ends = (draft.box.x[1], draft.box.y[1], draft.box.z[1])
    labels = {value for value, _ in source.labels or ()}
    is_inside = all(end <= size for end, size in zip(ends, source.shape, strict=True))
    has_thresholds = bool(draft.thresholds) == bool(source.otsu)
    return is_inside and has_thresholds and set(draft.roles_by_label) == labels


def preview_of(source: Source, draft: Draft) -> Preview:
    """What the settings give; problems are part of the answer."""
    from wetview.pores import connected_fractions

    try:
        phases = _electrode(source, draft)
        connected = connected_fractions(phases.is_pore)[0]
    except UserError as problem:
        return Preview(draft, None, problem=problem)
    remark = "" if connected else pore_space_in_words(phases)
    return Preview(draft, phases, connected=connected, remark=remark)


def grid_of(draft: Draft) -> tuple[int, int, int] | None:
    """Voxels after resampling, or None as long as the voxel size is not known."""
    if draft.voxel_m is None or draft.grid_voxel_m <= 0:
        return None
    ratio = draft.voxel_m / draft.grid_voxel_m
    nx, ny, nz = (max(1, round(n_voxels * ratio)) for n_voxels in draft.box.shape)
    return nx, ny, nz


def with_thickness_axis(draft: Draft, source: Source, axis: int) -> Draft:
    """The settings for another thickness axis; the box stays where it was."""
    by_file_axis: dict[int, tuple[int, int]] = {}
    for index, span in zip(
        _file_axes(source.thickness_axis),
        (draft.box.x, draft.box.y, draft.box.z),
        strict=True,
    ):
        by_file_axis[index] = span
    x, y, z = (by_file_axis[index] for index in _file_axes(axis))
    return replace(draft, thickness_axis=axis, box=Box(x=x, y=y, z=z))


def sample_name(source: Source, draft: Draft) -> str:
    """What to call the electrode that these settings give."""
    grid = grid_of(draft) or draft.box.shape
    return f"{source.volume.name} {grid[0]}x{grid[1]}x{grid[2]}"


def _electrode(source: Source, draft: Draft) -> Phases:
    if draft.voxel_m is None:
        raise UserError(
            "The voxel size is not known", "Give the edge length of one voxel"
        )
    before = [step for step in draft.steps if not isinstance(step, NEEDS_PHASES)]
    after = [step for step in draft.steps if isinstance(step, NEEDS_PHASES)]
    cut = replace(_cut(source, draft.box), voxel_m=draft.voxel_m)
    divide: Operation
    if source.labels is not None:
        divide = Labels(tuple((label, int(role)) for label, role in draft.roles))
    elif draft.doubtful is not None and draft.may_doubt:
        divide = Hysteresis(draft.thresholds[0], draft.doubtful, draft.pore_is_dark)
    else:
        divide = Thresholds(draft.thresholds, tuple(map(int, draft.classes)))
    prepared = divide.apply(replayed(Prepared(cut), before))
    if not np.isclose(draft.voxel_m, draft.grid_voxel_m, rtol=1e-6):
        prepared = Resample(draft.grid_voxel_m / UM).apply(prepared)
        phases = replace(prepared.phases("The sample"), voxel_m=draft.grid_voxel_m)
        prepared = replace(prepared, image=phases)
    return replayed(prepared, after).phases("The sample")


def _cut(source: Source, box: Box) -> Volume:
    """All voxels of a box, from memory if they are there, else from the file."""
    if source.step == 1:
        return crop(source.volume, box)
    return _read_again(
        source.path,
        box,
        source.thickness_axis,
        source.dataset,
        source.raw,
        source.description.stretch,
    )


@lru_cache(maxsize=1)
def _read_again(
    path: Path,
    box: Box,
    thickness_axis: int,
    dataset: str | None,
    raw: RawLayout | None,
    stretch: Stretch,
) -> Volume:
    """The box that was read last is kept: thresholds move, the box seldom does."""
    return read_box(
        path,
        box,
        thickness_axis=thickness_axis,
        dataset=dataset,
        raw=raw,
        stretch=stretch,
    )


def _first_box(source: Source) -> Box:
    """Everything, or of a very large tomogram as much as its coarse look takes."""
    size = tuple(max(1, n_voxels // source.step) for n_voxels in source.shape)
    return Box.centred(source.shape, size)


def _otsu(volume: Volume) -> dict[int, tuple[float, ...]]:
    """Otsu's thresholds for every number of classes that the values allow."""
    found = {2: otsu_thresholds(volume, 2)}
    for n_classes in range(3, MOST_GREY_CLASSES + 1):
        try:
            found[n_classes] = otsu_thresholds(volume, n_classes)
        except UserError:  # fewer grey values than classes
            break
    return found


def _usual_roles(source: Source) -> tuple[tuple[int, Phase], ...]:
    values = [value for value, _ in source.labels or ()]
    return tuple(
        (value, _USUAL_ROLES[index] if index < 3 else Phase.ACTIVE_MATERIAL)
        for index, value in enumerate(values)
    )


def _turned_shape(
    file_shape: tuple[int, ...], thickness_axis: int
) -> tuple[int, int, int]:
    nx, ny, nz = (file_shape[axis] for axis in _file_axes(thickness_axis))
    return nx, ny, nz


def _file_axes(thickness_axis: int) -> tuple[int, ...]:
    others = [axis for axis in range(3) if axis != thickness_axis]
    return (thickness_axis, *others)
