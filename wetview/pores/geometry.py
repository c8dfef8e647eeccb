"""Volume, areas and neighbours of labelled pores, counted over six neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from wetview.pores.pores import PoreTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

AREA_PER_FACE = 2 / 3
"""Area of a voxel's face in a randomly oriented surface.

A staircase of faces has 3/2 times the area of the smooth surface that it stands for,
averaged over all orientations.
"""


def face_counts(labels: NDArray[np.int32]) -> sparse.csr_array:
    """Voxel faces between every two labels, 0 (solid) among them.

    Faces on the outside of the sample do not count.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1.

    Returns
    -------
    (n + 1, n + 1) csr_array of int64
        Symmetric, with an empty diagonal.
    """
    n = int(labels.max()) + 1
    counts = sparse.csr_array((n, n), dtype=np.int64)
    for axis in range(3):
        one = np.moveaxis(labels, axis, 0)[:-1].ravel()
        other = np.moveaxis(labels, axis, 0)[1:].ravel()
        differ = one != other
        pairs = (one[differ], other[differ])
        ones = np.ones(len(pairs[0]), dtype=np.int64)
        counts += sparse.coo_array((ones, pairs), shape=(n, n)).tocsr()
    return (counts + counts.T).tocsr()


def pore_table(
    labels: NDArray[np.int32], counts: sparse.csr_array
) -> tuple[PoreTable, NDArray[np.int32], NDArray[np.float64]]:
    """Geometry of every pore, the pairs of neighbours, and the area each pair shares.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1 without gaps.
    counts : (n + 1, n + 1) csr_array of int64
        Of `face_counts`.
    """
    n = counts.shape[0] - 1
    flat = labels.ravel()
    volume = np.bincount(flat, minlength=n + 1)[1:]
    centre = np.empty((n, 3))
    for axis in range(3):
        position = np.arange(labels.shape[axis], dtype=np.float64)
        shape = [1, 1, 1]
        shape[axis] = -1
        weights = np.broadcast_to(position.reshape(shape), labels.shape).ravel()
        centre[:, axis] = (
            np.bincount(flat, weights=weights, minlength=n + 1)[1:] / volume
        )
    between_pores = counts[1:, 1:]
    pairs = sparse.triu(between_pores, k=1).tocoo()
    order = np.lexsort((pairs.col, pairs.row))
    neighbours = np.stack([pairs.row, pairs.col], axis=1)[order].astype(np.int32) + 1
    table = PoreTable(
        volume_vx=volume.astype(np.int64),
        surface_area_vx2=counts[1:].sum(axis=1) * AREA_PER_FACE,
        contact_area_vx2=between_pores.sum(axis=1) * AREA_PER_FACE,
        centre_vx=centre,
        touches_inlet=_touches(labels[0], n),
        touches_outlet=_touches(labels[-1], n),
    )
    return table, neighbours, pairs.data[order] * AREA_PER_FACE


def _touches(layer: NDArray[np.int32], n: int) -> NDArray[np.bool_]:
    return np.bincount(layer.ravel(), minlength=n + 1)[1:] > 0
