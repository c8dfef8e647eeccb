"""The parts of Darcy's slow flow through pores, between voxels or between cells.

All here flows along the first axis, from the first layer to the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import edt
import numpy as np
from scipy import ndimage, sparse
from scipy.sparse.linalg import LinearOperator, splu, spsolve_triangular

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_FLOW = 1e-4
"""Of the mean: what no flow leads through would never be reached."""


def joins_both_faces(flow: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pores on a way from the first layer to the last."""
    clusters, n_clusters = ndimage.label(flow)
    joins = np.zeros(n_clusters + 1, dtype=bool)
    joins[np.intersect1d(clusters[0], clusters[-1])] = True
    joins[0] = False
    is_through: NDArray[np.bool_] = joins[clusters]
    return is_through


def conductivity_vx2(
    flow: NDArray[np.bool_], *, walls_beside: bool
) -> NDArray[np.float64]:
    """The squared distance to the nearest wall; x = 0 and the end are none.

    Averaged over a slit that is exactly its h^2/12 (Poiseuille), over a round tube
    R^2/6 instead of R^2/8.
    """
    beside = int(walls_beside)
    padded = np.pad(flow, ((0, 0), (beside, beside), (beside, beside)))
    distance: NDArray[np.float32] = edt.edt(
        np.ascontiguousarray(padded), black_border=False, parallel=1
    )
    inside = slice(beside, -beside or None)
    # Where there is no wall at all the sample's own size has to do.
    distance = np.minimum(distance[:, inside, inside], max(flow.shape))
    # The distance map counts from the centre of the nearest solid voxel.
    squared: NDArray[np.float64] = (distance.astype(np.float64) - 0.5) ** 2
    return squared


def numbered(is_through: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The voxels of pores numbered in the order of the array, all others -1."""
    number = np.full(is_through.shape, -1, dtype=np.int64)
    number[is_through] = np.arange(int(is_through.sum()))
    return number


def in_series(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What two halves of a way conduct one after the other."""
    return 2 * one * other / (one + other)


def touching_voxels(
    number: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of all pairs of numbered voxels that share a face; others are -1."""
    one, other = [], []
    for axis in range(3):
        along = np.moveaxis(number, axis, 0)
        first, second = along[:-1].ravel(), along[1:].ravel()
        both = (first >= 0) & (second >= 0)
        one.append(first[both])
        other.append(second[both])
    return np.concatenate(one), np.concatenate(other)


def two_level(
    matrix: sparse.csr_array,
    inverse_diagonal: sparse.dia_array,
    n_cells: int,
    of_node: NDArray[np.integer],
) -> LinearOperator:
    """A preconditioner that sees how cells of nodes differ, too.

    With the diagonal alone every step of conjugate gradients carries news by one node
    (R. A. Nicolaides, SIAM J. Numer. Anal. 24 (1987) 355).
    """
    n = len(of_node)
    gather = sparse.csr_array((np.ones(n), (of_node, np.arange(n))), shape=(n_cells, n))
    of_cells = splu((gather @ matrix @ gather.T).tocsc())

    def apply(residual: NDArray[np.float64]) -> NDArray[np.float64]:
        step: NDArray[np.float64] = inverse_diagonal @ residual
        return step + of_cells.solve(gather @ residual)[of_node]

    return LinearOperator((n, n), matvec=apply, dtype=np.float64)


def laplacian(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    link: NDArray[np.float64],
    ends: NDArray[np.float64],
) -> tuple[sparse.csr_array, sparse.dia_array]:
    """Matrix of the flow between nodes, and the inverse of its diagonal.

    Parameters
    ----------
    one, other : (n_links,) ndarray of int64
        Nodes that are linked.
    link : (n_links,) ndarray of float64
        What flows at unit pressure difference.
    ends : (n,) ndarray of float64
        The same between a node and the faces that the flow crosses.
    """
    n = len(ends)
    diagonal = ends + np.bincount(one, link, n) + np.bincount(other, link, n)
    nodes = np.arange(n)
    matrix = sparse.coo_array(
        (
            np.concatenate([-link, -link, diagonal]),
            (
                np.concatenate([one, other, nodes]),
                np.concatenate([other, one, nodes]),
            ),
        ),
        shape=(n, n),
    ).tocsr()
    return matrix, sparse.diags_array(1 / diagonal)


def along_streamlines(
    order: NDArray[np.int64],
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    flow: NDArray[np.float64],
    into: NDArray[np.float64],
    work: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What adds up along the streamlines up to the end of each node.

    Parameters
    ----------
    order : (n,) ndarray of int64
        Nodes as the pressure falls; flow only leads to later ones.
    one, other : (n_links,) ndarray of int64
        Nodes that are linked.
    flow : (n_links,) ndarray of float64
        Between them, whichever way.
    into : (n,) ndarray of float64
        What enters each node from outside.
    work : (n, n_sums) ndarray of float64
        What each node adds, times what flows through it: its volume adds its time.

    Returns
    -------
    sums : (n, n_sums) ndarray of float64
        Where lines meet, each counts by its share of the flow.
    through : (n,) ndarray of float64
        What flows through each node, at least 1e-4 of the mean.
    """
    n = len(order)
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    is_forth = rank[one] < rank[other]
    source = rank[np.where(is_forth, one, other)]
    target = rank[np.where(is_forth, other, one)]
    amount = np.abs(flow)
    entering = np.bincount(target, amount, n) + into[order]
    entering = np.maximum(entering, _LEAST_FLOW * entering.mean())
    ranks = np.arange(n)
    matrix = sparse.csr_array(
        (
            np.concatenate([entering, -amount]),
            (np.concatenate([ranks, target]), np.concatenate([ranks, source])),
        ),
        shape=(n, n),
    )
    sums, through = np.empty_like(work), np.empty(n)
    sums[order] = spsolve_triangular(matrix, work[order])
    through[order] = entering
    return sums, through


def half_links(
    layer: NDArray[np.int64], conductivity: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) ndarray, what leads from a layer's voxels to the face, half a voxel off."""
    voxels = layer[layer >= 0]
    half = np.zeros(len(conductivity))
    half[voxels] = 2 * conductivity[voxels]
    return half
