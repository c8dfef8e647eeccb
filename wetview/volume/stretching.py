"""Cubes from voxels that are longer along one axis of the file than along another.

Slices are often farther apart than the pixels in them. What follows is made for cubes,
so voxels are divided, or drawn together, along the axes on which they differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.volume.phases import Volume
from wetview.volume.segmentation import label_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray

Stretch = tuple[float, float, float]
"""Edges of a voxel along the axes of the file, over that of the cubes."""

CUBES: Stretch = (1.0, 1.0, 1.0)
MOST_STRETCH = 50.0


def validate_stretch(stretch: Sequence[float]) -> None:
    """Refuse what cannot be meant.

    Raises
    ------
    UserError
        If an edge is more than 50 times, or less than a 50th, of the cubes'.
    """
    for factor in stretch:
        if not 1 / MOST_STRETCH <= factor <= MOST_STRETCH:
            raise UserError(
                f"Voxels are {factor:g} times as long along one axis as along another",
                f"Give edges that differ by no more than {MOST_STRETCH:g} times",
            )


def cubic_shape(shape: Sequence[int], stretch: Stretch) -> tuple[int, ...]:
    """Cubes along each axis of the file."""
    return tuple(
        max(1, round(n_voxels * factor))
        for n_voxels, factor in zip(shape, stretch, strict=True)
    )


def cubed(voxels: NDArray[Any], stretch: Stretch) -> NDArray[Any]:
    """The same volume in cubes.

    Parameters
    ----------
    voxels : (n0, n1, n2) ndarray
        In file order.
    stretch : tuple of float
        See `Stretch`.

    Returns
    -------
    ndarray of the type of `voxels`
        Of `cubic_shape`. Labels are those of the voxel in which the middle of the cube
        lies. Grey values lie on a line between the middles of two voxels, or are the
        mean of all voxels that the cube holds.

    Raises
    ------
    UserError
        If there is no memory for the cubes.
    """
    shape = cubic_shape(voxels.shape, stretch)
    if shape == voxels.shape:
        return voxels
    return cubed_part(voxels, (0, 0, 0), voxels.shape, shape, [(0, n) for n in shape])


def source_spans(
    shape: Sequence[int], cubic: Sequence[int], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Voxels of the file, along each of its axes, that a box of cubes is made from."""
    found = []
    for n_old, n_new, (first, end) in zip(shape, cubic, spans, strict=True):
        ratio = n_old / n_new
        low, high = int(first * ratio) - 1, int(np.ceil(end * ratio)) + 1
        found.append((max(0, low), min(n_old, high)))
    return found


def cubed_part(
    voxels: NDArray[Any],
    start: Sequence[int],
    shape: Sequence[int],
    cubic: Sequence[int],
    spans: Sequence[tuple[int, int]],
) -> NDArray[Any]:
    """A box of cubes from a part of the file.

    Parameters
    ----------
    voxels : (n0, n1, n2) ndarray
        The part, at least all of `source_spans`.
    start : sequence of int
        Where it begins in the file.
    shape, cubic : sequence of int
        Of the whole file, in voxels and in cubes.
    spans : sequence of (int, int)
        First cube of the box along each axis, and the one after the last.
    """
    n_bytes = voxels.dtype.itemsize * int(
        np.prod([end - first for first, end in spans], dtype=object)
    )
    validate_fits_memory("The volume in cubes", n_bytes)
    nearest = label_values(Volume(voxels, None, "")) is not None
    for axis in range(3):
        if shape[axis] == cubic[axis]:
            first, end = spans[axis]
            part = slice(first - start[axis], end - start[axis])
            voxels = np.moveaxis(np.moveaxis(voxels, axis, 0)[part], 0, axis)
            continue
        along = np.moveaxis(voxels, axis, 0)
        n_planes = spans[axis][1] - spans[axis][0]
        made = np.empty((n_planes, *along.shape[1:]), voxels.dtype)
        shares = _shares(shape[axis], cubic[axis], spans[axis], nearest=nearest)
        for plane, parts in zip(made, shares, strict=True):
            plane[:] = _mixed(along, [(at - start[axis], part) for at, part in parts])
        voxels = np.moveaxis(made, 0, axis)
    return np.ascontiguousarray(voxels)


def _shares(
    n_old: int, n_new: int, span: tuple[int, int], *, nearest: bool
) -> Iterator[list[tuple[int, float]]]:
    """Of which old planes each new one is made, and the share of each."""
    ratio = n_old / n_new
    for new in range(*span):
        middle = (new + 0.5) * ratio
        if nearest:
            yield [(min(int(middle), n_old - 1), 1.0)]
        elif ratio < 1:
            at = min(max(middle - 0.5, 0), n_old - 1)
            low = min(int(at), n_old - 2) if n_old > 1 else 0
            parts = [(low, 1 - (at - low)), (low + 1, at - low)]
            yield [(plane, part) for plane, part in parts if part > 0]
        else:
            low_end, high_end = new * ratio, min((new + 1) * ratio, n_old)
            planes = range(int(low_end), int(np.ceil(high_end - 1e-9)))
            lengths = [min(high_end, at + 1) - max(low_end, at) for at in planes]
            whole = sum(lengths)
            yield [(at, part / whole) for at, part in zip(planes, lengths, strict=True)]


def _mixed(along: NDArray[Any], parts: list[tuple[int, float]]) -> NDArray[Any]:
    """One plane of others, each by its share."""
    if len(parts) == 1:
        plane: NDArray[Any] = along[parts[0][0]]
        return plane
    mixed = sum(np.float32(part) * along[at] for at, part in parts)
    assert isinstance(mixed, np.ndarray)
    return np.rint(mixed) if along.dtype.kind in "iu" else mixed
