"""Grey values or labels become phases: by a threshold, and by picking labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.volume.phases import Phase, Phases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from wetview.volume.phases import Volume

MOST_LABELS = 16
"""A volume with more distinct values than this is grey, not segmented."""


def label_values(volume: Volume) -> tuple[tuple[int, float], ...] | None:
    """Labels of a segmented volume in rising order, each with its share of the voxels.

    Returns
    -------
    tuple of (int, float), or None
        None where the volume is grey: more than 16 values, or not whole numbers.
    """
    values: dict[int, int] = {}
    for plane in volume.voxels:
        found, counts = np.unique(plane, return_counts=True)
        if len(found) > MOST_LABELS or not _are_whole(found):
            return None
        for value, count in zip(found.tolist(), counts.tolist(), strict=True):
            values[int(value)] = values.get(int(value), 0) + count
        if len(values) > MOST_LABELS:
            return None
    n_voxels = volume.voxels.size
    return tuple((value, values[value] / n_voxels) for value in sorted(values))


def phases_by_threshold(
    volume: Volume, threshold: float, *, pore_is_dark: bool = True, voxel_m: float
) -> Phases:
    """Pore and active material on the two sides of a grey value.

    Parameters
    ----------
    volume : Volume
        Grey values.
    threshold : float
        Voxels up to it are dark, voxels above it bright.
    pore_is_dark : bool
        Which of the two is pore; in X-ray tomograms it is the dark one.
    voxel_m : float
        Edge of a voxel in metres.

    Raises
    ------
    UserError
        If all voxels lie on one side.
    """
    is_dark = volume.voxels <= threshold
    n_dark = int(np.count_nonzero(is_dark))
    if n_dark in (0, is_dark.size):
        low, high = volume.voxels.min(), volume.voxels.max()
        raise UserError(
            f"The threshold is {threshold:g} but the grey values of {volume.name} go "
            f"from {low:g} to {high:g}",
            "Give a threshold between them, or use the one found by Otsu's method",
        )
    solid = ~is_dark if pore_is_dark else is_dark
    labels = solid.view(np.uint8) * np.uint8(Phase.ACTIVE_MATERIAL)
    return Phases(labels, voxel_m, volume.name)


def phases_by_label(
    volume: Volume, roles: Mapping[int, Phase], *, voxel_m: float
) -> Phases:
    """Phases of a segmented volume, by what each of its labels stands for.

    Parameters
    ----------
    volume : Volume
        Labels: at most 16 whole numbers.
    roles : mapping of int to Phase
        Phase of every label that occurs; others may be named too.
    voxel_m : float
        Edge of a voxel in metres.

    Raises
    ------
    UserError
        If the volume is grey, a label has no role, or no label is pore.
    """
    labels = label_values(volume)
    if labels is None:
        raise UserError(
            f"{volume.name} is not segmented: it has more than {MOST_LABELS} values",
            "Use a threshold instead of labels",
        )
    _validate_roles(volume.name, [label for label, _ in labels], roles)
    phases: NDArray[np.uint8] = np.empty(volume.shape, dtype=np.uint8)
    for plane, out in zip(volume.voxels, phases, strict=True):
        for label, _ in labels:
            out[plane == label] = roles[label]
    return Phases(phases, voxel_m, volume.name)


def _validate_roles(name: str, labels: list[int], roles: Mapping[int, Phase]) -> None:
    shown = ", ".join(map(str, labels))
    without = [label for label in labels if label not in roles]
    if without:
        raise UserError(
            f"Label {without[0]} of {name} has no phase",
            f"Say for each of its labels ({shown}) whether it is pore, active material "
            "or binder",
        )
    if all(roles[label] != Phase.PORE for label in labels):
        named = [label for label, phase in roles.items() if phase == Phase.PORE]
        wrong = f"label {named[0]}, which is named as pore, does not occur"
        raise UserError(
            f"No label of {name} is pore" + (f": {wrong}" if named else ""),
            f"Choose which of its labels ({shown}) is pore",
        )


def _are_whole(values: NDArray[Any]) -> bool:
    return values.dtype.kind != "f" or bool((values == np.round(values)).all())
