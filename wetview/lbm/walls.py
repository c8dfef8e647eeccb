"""What the solid beside pores shows the fluids: the colour that makes them meet it.

Every solid voxel beside a pore carries a liquid fraction, from which its pore
neighbours take their colour gradient. It is the one at which the recolouring would move
nothing across the wall if the interface met it at its contact angle:

    C_s - C = b [C (1 - C) + C_s (1 - C_s)],    b = beta e . n = beta cos(theta) e . n_s

with e the link from the pore to the solid and n_s the wall's normal. That is the
interface's own profile, continued into the solid, so that a straight interface stays
straight up to the wall. Huang and Wu (arXiv:1610.07124, 2016) continue the hyperbolic
tangent of a phase field so; here it is the profile that this lattice keeps.

A thin wall has pores on both sides that know nothing of each other: it is one cell for
each side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wetview.lbm.lattice import N_DIRECTIONS, VELOCITIES, WEIGHTS
from wetview.lbm.model import SHARPNESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LINKS = 6
"""Of a wall cell: along the axes, or else along a single diagonal, since diagonals
share faces with axes only."""

SHARPNESS_AT_WALL = 1.011 * SHARPNESS
"""beta of the walls: a little more than between nodes, fitted to slits of 6 to 16
voxels, where arcs are bent within the stencil."""
# A wall's normal is told by the pores around a voxel, and leans towards each link by
# this: fitted to stairs at 45 degrees. A particle of one voxel has no other normal.
_LEAN_TO_LINK = 0.15
_FACE_TO_FACE = [
    (axis - 1, diagonal - 1)
    for axis in range(1, 7)
    for diagonal in range(7, N_DIRECTIONS)
    if VELOCITIES[axis] @ VELOCITIES[diagonal] == 1
]
"""Neighbours of a voxel, by direction, that share a face."""


class WallCells(NamedTuple):
    """Sides of solid voxels, and the links from whose mean each takes its colour.

    Parameters
    ----------
    start : (n_walls + 1,) ndarray of int32
        Where the links of each side begin; at most `MOST_LINKS` a side.
    node : (k,) ndarray of int32
        The pore node of every link.
    bond : (k,) ndarray of float32
        b of every link, or of each of its two hops.
    hops : (n_walls,) ndarray of uint8
        1 where links are along axes; 2 where the link is a diagonal, which liquid, that
        travels along axes alone, does not take at once.
    """

    start: NDArray[np.int32]
    node: NDArray[np.int32]
    bond: NDArray[np.float32]
    hops: NDArray[np.uint8]


def wall_cells(
    direction: NDArray[np.int64],
    node: NDArray[np.int64],
    solid: NDArray[np.int64],
    cosine: NDArray[np.float32],
) -> tuple[WallCells, NDArray[np.int64]]:
    """Divide solid voxels into sides.

    Parameters
    ----------
    direction, node, solid : (k,) ndarray of int
        Of every link from a node into solid: its direction, 1 .. 18, the node, and the
        number of the solid voxel.
    cosine : (n_solid,) ndarray of float32
        Cosine of the contact angle on every solid voxel.

    Returns
    -------
    WallCells
    (k,) ndarray of int64
        The side that every link leads to.
    """
    label = _sides(direction, solid, len(cosine))[solid, direction - 1]
    is_side = np.zeros((len(cosine), N_DIRECTIONS - 1), dtype=bool)
    is_side[solid, label] = True
    number = np.cumsum(is_side.ravel()) - 1
    side = number[solid * (N_DIRECTIONS - 1) + label]
    n_sides = int(is_side.sum())

    along = VELOCITIES[direction]
    weight = WEIGHTS[direction]
    weight /= np.bincount(side, weight, n_sides)[side]
    normal = np.stack(
        [np.bincount(side, weight * along[:, axis], n_sides) for axis in range(3)],
        axis=1,
    )
    is_axis = direction <= 6
    has_axis = np.bincount(side, is_axis, n_sides) > 0
    taken = np.flatnonzero(is_axis | ~has_axis[side])
    taken = taken[np.argsort(side[taken], kind="stable")]

    of, along = side[taken], along[taken]
    leaning = normal[of] + _LEAN_TO_LINK * along
    leaning /= np.linalg.norm(leaning, axis=1, keepdims=True)
    hops = np.where(has_axis, 1, 2)
    count = np.bincount(of, minlength=n_sides)
    facing = (leaning * along).sum(axis=1) / hops[of]
    walls = WallCells(
        start=np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
        node=node[taken].astype(np.int32),
        bond=(SHARPNESS_AT_WALL * cosine[solid[taken]] * facing).astype(np.float32),
        hops=hops.astype(np.uint8),
    )
    return walls, side


def _sides(
    direction: NDArray[np.int64], solid: NDArray[np.int64], n_solid: int
) -> NDArray[np.int8]:
    """(n_solid, 18) the least direction from which pores lead to each, by faces."""
    none = N_DIRECTIONS
    label = np.full((N_DIRECTIONS - 1, n_solid), none, dtype=np.int8)
    label[direction - 1, solid] = direction - 1
    touches = label < none
    joined = [(a, b, touches[a] & touches[b]) for a, b in _FACE_TO_FACE]
    while True:
        before = label.copy()
        for a, b, both in joined:
            least = np.minimum(label[a], label[b])
            np.copyto(label[a], least, where=both)
            np.copyto(label[b], least, where=both)
        if (label == before).all():
            return label.T
