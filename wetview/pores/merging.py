"""Fragments whose interface is a large share of the smaller one's surface are one pore.

The widest interface goes first, and shares are counted again after every join, as in
Shodiev et al., Energy Storage Mater. 38, 80 (2021). Where two interfaces are equally
wide, size and place decide, and not the fragments' numbers: the same pore space turned
or moved gives the same pores.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.pores.geometry import faces_of, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores

MERGE_FRACTION = 0.10
"""Share of the smaller pore's surface above which an interface is none."""

_Candidate = tuple[float, int, int, float, int, int, int, int]


def merge_pores(
    pores: Pores, merge_fraction: float = MERGE_FRACTION
) -> tuple[Pores, NDArray[np.int32]]:
    """Join the fragments of a labelling, without dividing the pore space again.

    Parameters
    ----------
    pores : Pores
        Fragments, or pores: what is merged already stays as it is.
    merge_fraction : float
        Two fragments are joined when the faces they share exceed this share of the
        smaller one's surface; 1 joins none.

    Returns
    -------
    pores : Pores
        Labels from 1, by the position of each pore's first voxel.
    new_label : (n_fragments + 1,) ndarray of int32
        Label of the pore that each fragment went into; 0 for the solid.

    Raises
    ------
    UserError
        If `merge_fraction` is not between 0 and 1.
    """
    validate_merge_fraction(merge_fraction)
    owner = _merged_owner(pores, merge_fraction)
    new_label = np.unique(owner, return_inverse=True)[1].astype(np.int32)
    return joined(pores, new_label), new_label


def validate_merge_fraction(merge_fraction: float) -> None:
    """Refuse a threshold that is no share.

    Raises
    ------
    UserError
        If it is not above 0 and up to 1.
    """
    if not 0 < merge_fraction <= 1:
        raise UserError(
            f"The merge threshold is {merge_fraction:g}",
            "Give a share above 0 and up to 1, for example 0.1 for 10 %",
        )


def _merged_owner(pores: Pores, merge_fraction: float) -> NDArray[np.int32]:
    """The first of the fragments that each fragment was joined with.

    Returns
    -------
    (n_fragments + 1,) ndarray of int32
        0 for the solid.
    """
    n = len(pores) + 1
    surface = [0, *faces_of(pores.table.surface_area_vx2).tolist()]
    volume = [0, *pores.table.volume_vx.tolist()]
    # The sum of the coordinates is the same in any order of the axes.
    place_sum = pores.table.volume_vx * pores.table.centre_vx.sum(axis=1)
    moment = [0.0, *np.rint(place_sum).tolist()]
    shared = _shared_faces(pores)
    parent = list(range(n))
    version = [0] * n

    def candidate(one: int, other: int) -> _Candidate:
        faces = shared[one][other]
        both = volume[one] + volume[other]
        place = round((moment[one] + moment[other]) / both, 6)
        share = faces / min(surface[one], surface[other])
        return (
            *(-share, -faces, both, place),
            *(one, other, version[one], version[other]),
        )

    queue = [
        candidate(one, other)
        for one in range(1, n)
        for other, faces in shared[one].items()
        if one < other and faces > merge_fraction * min(surface[one], surface[other])
    ]
    heapq.heapify(queue)
    while queue:
        minus_share, *_, one, other, one_version, other_version = heapq.heappop(queue)
        if -minus_share <= merge_fraction:
            break
        if version[one] != one_version or version[other] != other_version:
            continue
        keep, gone = one, other
        if len(shared[one]) < len(shared[other]):
            keep, gone = other, one
        surface[keep] += surface[gone] - 2 * shared[keep].pop(gone)
        volume[keep] += volume[gone]
        moment[keep] += moment[gone]
        del shared[gone][keep]
        for further, faces in shared[gone].items():
            del shared[further][gone]
            shared[keep][further] = shared[keep].get(further, 0) + faces
            shared[further][keep] = shared[keep][further]
        shared[gone].clear()
        parent[gone] = keep
        version[gone] = -1
        version[keep] += 1
        for further, faces in shared[keep].items():
            if faces > merge_fraction * min(surface[keep], surface[further]):
                heapq.heappush(queue, candidate(keep, further))
    return _roots(parent)


def _shared_faces(pores: Pores) -> list[dict[int, int]]:
    """Faces that each fragment shares with every other one."""
    shared: list[dict[int, int]] = [{} for _ in range(len(pores) + 1)]
    pairs, counts = pores.neighbours.tolist(), faces_of(pores.shared_area_vx2).tolist()
    for (one, other), n_faces in zip(pairs, counts, strict=True):
        shared[one][other] = shared[other][one] = n_faces
    return shared


def _roots(parent: list[int]) -> NDArray[np.int32]:
    """The lowest number among all whose chains of parents end at the same one."""
    roots = np.array(parent, dtype=np.int32)
    while not np.array_equal(further := roots[roots], roots):
        roots = further
    lowest = np.full(len(roots), len(roots), dtype=np.int32)
    np.minimum.at(lowest, roots, np.arange(len(roots), dtype=np.int32))
    return lowest[roots]
