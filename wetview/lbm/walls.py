"""What every wall node knows of its wall: where it is, and what angle it wants.

The contact angle belongs to the wall, not to the nodes beside it: on a flat one those
lie half a voxel off, on stairs at 0.35 and 1.06 voxels. Along an arc n . n_s changes
linearly with the distance, so a node is given a mean of the wall's cosine and of the
one that the interface shows further inside; how much of the latter is its `lean`.

What the interface shows is read from the difference of the liquid fraction across the
node. Its inner half is true; its outer half ends in solid cells, whose colour is that
of their pore neighbours, and shows nothing. Of a unit slope into the wall the stencil
therefore sees a part, the node's `response`: 1/2 on a flat wall, 0.46 and 0.91 on
stairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, special

from wetview.lbm.lattice import N_DIRECTIONS, VELOCITIES, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

WALL_ROWS = 6
"""Normal into the solid (3), cosine of the contact angle, lean, 1 / response."""

SMOOTHING_VX = 1.0
"""Width of the Gaussian that the solid is smoothed with, to find normals."""
PAD_VX = 4
"""Voxels around the sample that smoothing needs."""

# The interface is not sharp: where half of the stencil is blind a slope appears steeper
# than it is, the more so the more the interface lies along the wall. Fitted on slits of
# 6 to 16 voxels.
_BLIND_EXCESS = 0.27
# In a slit of one voxel the two walls' normals cancel: no side is the wall's.
_LEAST_NORMAL = 1e-3
_MOST_DISTANCE_VX = 2.0


def wall_rows(
    smooth_solid: NDArray[np.float32],
    node_xyz: tuple[NDArray[np.int64], ...],
    solid_neighbour: NDArray[np.int32],
    solid_cosine: NDArray[np.float32],
    solid_offset: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Numbers of the walls at every node; 0 away from walls.

    Parameters
    ----------
    smooth_solid : (nx + 2 PAD_VX, ...) ndarray of float32
        The solid, 0 or 1, smoothed by `SMOOTHING_VX`.
    node_xyz : tuple of (n_nodes,) ndarray
        Voxel of every node.
    solid_neighbour : (18, n_nodes) ndarray of int32
        Number of the solid cell at x + e_q, q = 1 .. 18; negative where there is none.
    solid_cosine : (n_solid,) ndarray of float32
        Cosine of the contact angle on every solid cell.
    solid_offset : (n_solid, 3) ndarray of float64
        From every solid cell to the mean of the nodes that its colour comes from.

    Returns
    -------
    (WALL_ROWS, n_nodes) ndarray of float32
    """
    n_nodes = solid_neighbour.shape[1]
    rows = np.zeros((WALL_ROWS, n_nodes), dtype=np.float32)
    is_wall = np.asarray((solid_neighbour >= 0).any(axis=0))
    normal = _normals(smooth_solid, [c[is_wall] for c in node_xyz])
    length = np.linalg.norm(normal, axis=0)
    has_normal = length > _LEAST_NORMAL
    is_wall[is_wall] = has_normal
    normal = normal[:, has_normal] / length[has_normal]

    touched = np.zeros(normal.shape[1])
    cosine = np.zeros(normal.shape[1])
    response = np.ones(normal.shape[1])
    for q in range(1, N_DIRECTIONS):
        solid = solid_neighbour[q - 1, is_wall]
        touches = solid >= 0
        solid = solid[touches]
        touched[touches] += WEIGHTS[q]
        cosine[touches] += WEIGHTS[q] * solid_cosine[solid]
        along = VELOCITIES[q] @ normal[:, touches]
        lost = np.einsum("ki,ik->k", solid_offset[solid], normal[:, touches])
        response[touches] += 3 * WEIGHTS[q] * along * lost
    response = np.clip(response, 0.25, 1.0)
    distance = _distances(smooth_solid, [c[is_wall] for c in node_xyz])

    rows[:3, is_wall] = normal
    cosine /= touched
    rows[3, is_wall] = cosine
    rows[4, is_wall] = distance / np.maximum(distance + 1 - response, 1e-6)
    excess = _BLIND_EXCESS * cosine**2 * (1 - response)
    rows[5, is_wall] = (1 - excess) / response
    return rows


def _normals(
    smooth_solid: NDArray[np.float32], xyz: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """(3, n) gradient of the smoothed solid."""
    x, y, z = (c + PAD_VX for c in xyz)
    return np.stack(
        [
            smooth_solid[x + dx, y + dy, z + dz].astype(np.float64)
            - smooth_solid[x - dx, y - dy, z - dz]
            for dx, dy, dz in np.eye(3, dtype=int)
        ]
    )


def _distances(
    smooth_solid: NDArray[np.float32], xyz: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """(n,) distance to the wall, as if it were a plane: there half of the solid."""
    x, y, z = (c + PAD_VX for c in xyz)
    share = smooth_solid[x, y, z].astype(np.float64)
    distance = np.sqrt(2) * SMOOTHING_VX * special.erfcinv(2 * share)
    return np.clip(distance, 0.0, _MOST_DISTANCE_VX)


def smooth(solid: NDArray[np.float32]) -> NDArray[np.float32]:
    """The solid smoothed by `SMOOTHING_VX`."""
    return ndimage.gaussian_filter(solid, SMOOTHING_VX, truncate=3.0)
