"""One pass over the voxels that counts all that the pores are described by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from wetview import scratch
from wetview.volume.phases import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares

_BINDER = int(Phase.BINDER)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MANY_BITS = np.uint64(40)


@dataclass(frozen=True, eq=False)
class Counts:
    """Sums over voxels and voxel faces; row i of n belongs to label i + 1.

    Parameters
    ----------
    volume_vx : (n,) ndarray of int64
        Voxels.
    position_sum_vx : (n, 3) ndarray of int64
        Sum of the voxels' indices.
    active_faces, binder_faces : (n,) ndarray of int64
        Faces towards active material (and any solid that is not binder), and binder.
    pairs : (m, 2) ndarray of int32
        Labels that share faces, the smaller first, in ascending order.
    shared_faces : (m,) ndarray of int64
        How many they share.
    widest_vx2 : (n,) ndarray of uint32
        Square of the greatest distance from the solid within each label; 0 without
        distances.
    throat_vx2 : (m,) ndarray of uint32
        Square of the greatest distance from the solid in the interface of each pair:
        of the lesser one of both voxels beside a face; 0 without distances.
    """

    volume_vx: NDArray[np.int64]
    position_sum_vx: NDArray[np.int64]
    active_faces: NDArray[np.int64]
    binder_faces: NDArray[np.int64]
    pairs: NDArray[np.int32]
    shared_faces: NDArray[np.int64]
    widest_vx2: NDArray[np.uint32]
    throat_vx2: NDArray[np.uint32]


def renamed(labels: NDArray[np.int32], new: NDArray[np.int32]) -> NDArray[np.int32]:
    """The new number of each voxel's label.

    NumPy would first make a copy of the labels of twice their size.
    """
    found = scratch.zeros(labels.shape, np.int32)
    _put_renamed(labels, new, found)
    return found


def count(
    labels: NDArray[np.int32],
    *,
    phases: NDArray[np.uint8] | None = None,
    distance_vx2: NDArray[Squares] | None = None,
) -> Counts:
    """Count voxels and faces; those on the outside of the sample do not count.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1 without gaps.
    phases : (nx, ny, nz) ndarray of uint8, optional
        `Phase` of each voxel; without it all solid is active material.
    distance_vx2 : (nx, ny, nz) ndarray of uint16 or uint32, optional
        Of `squared_distance`.
    """
    n = int(labels.max(initial=0))
    nothing = (0, 0, 0)
    solid = np.zeros(nothing, np.uint8) if phases is None else phases
    depth = np.zeros(nothing, np.uint16) if distance_vx2 is None else distance_vx2
    volume = np.zeros(n + 1, dtype=np.int64)
    position = np.zeros((n + 1, 3), dtype=np.int64)
    faces = np.zeros((n + 1, 2), dtype=np.int64)
    widest = np.zeros(n + 1, dtype=np.uint32)
    keys, shared, throat = _count(labels, solid, depth, volume, position, faces, widest)
    order = np.argsort(keys)
    one, other = np.divmod(keys[order], n + 1)
    return Counts(
        volume[1:],
        position[1:],
        faces[1:, 0],
        faces[1:, 1],
        np.stack([one, other], axis=1).astype(np.int32),
        shared[order],
        widest[1:],
        throat[order],
    )


@njit(cache=True, nogil=True)
def _count(labels, phases, distance, volume, position, faces, widest):  # type: ignore[no-untyped-def]
    nx, ny, nz = labels.shape
    n_labels = len(volume)
    has_phases, has_distance = phases.size > 0, distance.size > 0
    keys = _no_keys(1024)
    shared = np.zeros(1024, dtype=np.int64)
    throat = np.zeros(1024, dtype=np.uint32)
    n_pairs = 0
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                here = labels[x, y, z]
                if here > 0:
                    volume[here] += 1
                    position[here, 0] += x
                    position[here, 1] += y
                    position[here, 2] += z
                    if has_distance:
                        widest[here] = max(widest[here], distance[x, y, z])
                for axis in range(3):
                    to_x, to_y, to_z = x, y, z
                    if axis == 0:
                        to_x += 1
                    elif axis == 1:
                        to_y += 1
                    else:
                        to_z += 1
                    if to_x == nx or to_y == ny or to_z == nz:
                        continue
                    there = labels[to_x, to_y, to_z]
                    if here == there:
                        continue
                    if here == 0:
                        is_binder = has_phases and phases[x, y, z] == _BINDER
                        faces[there, int(is_binder)] += 1
                        continue
                    if there == 0:
                        is_binder = has_phases and phases[to_x, to_y, to_z] == _BINDER
                        faces[here, int(is_binder)] += 1
                        continue
                    if 2 * n_pairs >= len(keys):
                        keys, shared, throat = _with_room(keys, shared, throat)
                    key = np.int64(min(here, there)) * n_labels + max(here, there)
                    place = _place(keys, key)
                    if keys[place] < 0:
                        keys[place] = key
                        n_pairs += 1
                    shared[place] += 1
                    if has_distance:
                        lesser = min(distance[x, y, z], distance[to_x, to_y, to_z])
                        throat[place] = max(throat[place], lesser)
    is_used = keys >= 0
    return keys[is_used], shared[is_used], throat[is_used]


@njit(cache=True, nogil=True)
def _place(keys, key):  # type: ignore[no-untyped-def]
    """Where a key stands, or may be put, in a table of a power of two places."""
    last = len(keys) - 1
    place = np.int64((np.uint64(key) * _MIX) >> _MANY_BITS) & last
    step = 0
    while keys[place] >= 0 and keys[place] != key:
        step += 1
        place = (place + step) & last
    return place


@njit(cache=True, nogil=True)
def _no_keys(n):  # type: ignore[no-untyped-def]
    """A table of n places without a key."""
    keys = np.empty(n, dtype=np.int64)
    for place in range(n):
        keys[place] = -1
    return keys


@njit(cache=True, nogil=True)
def _with_room(keys, shared, throat):  # type: ignore[no-untyped-def]
    """The same table with twice the places."""
    n = 2 * len(keys)
    more_keys = _no_keys(n)
    more_shared = np.zeros(n, dtype=np.int64)
    more_throat = np.zeros(n, dtype=np.uint32)
    for old in range(len(keys)):
        if keys[old] >= 0:
            place = _place(more_keys, keys[old])
            more_keys[place] = keys[old]
            more_shared[place] = shared[old]
            more_throat[place] = throat[old]
    return more_keys, more_shared, more_throat


@njit(cache=True, nogil=True)
def first_seen(labels, n):  # type: ignore[no-untyped-def]
    """(n + 1,) new numbers from 1 in the order in which labels are met; 0 stays 0."""
    new = np.zeros(n + 1, dtype=np.int32)
    met = 0
    for label in labels.ravel():
        if label > 0 and new[label] == 0:
            met += 1
            new[label] = met
    return new


@njit(cache=True, nogil=True)
def rename(labels, new):  # type: ignore[no-untyped-def]
    """Give every voxel the new number of its label, in place."""
    flat = labels.reshape(-1)
    for i in range(len(flat)):
        flat[i] = new[flat[i]]


@njit(cache=True, nogil=True)
def _put_renamed(labels, new, found):  # type: ignore[no-untyped-def]
    flat, new_flat = labels.ravel(), found.reshape(-1)
    for i in range(len(flat)):
        new_flat[i] = new[flat[i]]


@njit(cache=True, nogil=True)
def extents(labels, n):  # type: ignore[no-untyped-def]
    """(n + 1, 3, 2), where each label begins along each axis, and one past its end."""
    found = np.zeros((n + 1, 3, 2), dtype=np.int32)
    nx, ny, nz = labels.shape
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                label = labels[x, y, z]
                if label <= 0:
                    continue
                one = found[label]
                is_new = one[0, 1] == 0
                for axis in range(3):
                    at = x if axis == 0 else y if axis == 1 else z
                    if is_new or at < one[axis, 0]:
                        one[axis, 0] = at
                    if at >= one[axis, 1]:
                        one[axis, 1] = at + 1
    return found


@njit(cache=True, nogil=True)
def label_within(labels, others, n):  # type: ignore[no-untyped-def]
    """(n + 1,) for each label the other one of its last voxel; 0 for the solid."""
    found = np.zeros(n + 1, dtype=np.int32)
    flat, other = labels.ravel(), others.ravel()
    for i in range(len(flat)):
        if flat[i] > 0:
            found[flat[i]] = other[i]
    return found


@njit(cache=True, nogil=True)
def sums(labels, values, n):  # type: ignore[no-untyped-def]
    """(n + 1,) sum of a value over each label's voxels."""
    total = np.zeros(n + 1)
    flat, value = labels.ravel(), values.ravel()
    for i in range(len(flat)):
        if flat[i] > 0:
            total[flat[i]] += value[i]
    return total


@njit(cache=True, nogil=True)
def greatest(labels, values, n):  # type: ignore[no-untyped-def]
    """(n + 1,) greatest value in each label's voxels; 0 where none is above 0."""
    most = np.zeros(n + 1, dtype=values.dtype)
    flat, value = labels.ravel(), values.ravel()
    for i in range(len(flat)):
        if flat[i] > 0:
            most[flat[i]] = max(most[flat[i]], value[i])
    return most
