"""The parts of Darcy's slow flow through pores, between voxels or between cells.

All here flows along the first axis, from the first layer to the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy import ndimage, sparse

from wetview.pores.distance import root_of, squared_distance

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Links:
    """Nodes, voxels or cells, between which something flows.

    Parameters
    ----------
    one, other : (n_links,) ndarray of int32
        Nodes that are linked.
    link : (n_links,) ndarray of float32
        What flows between them at unit difference.
    ends : (n,) ndarray of float64
        The same between each node and the faces that the flow crosses.
    """

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    link: NDArray[np.float32]
    ends: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ends)

    def diagonal(self) -> NDArray[np.float64]:
        """(n,) ndarray, what flows out of each node when it alone is not at 0."""
        total = self.ends.copy()
        _add_links(self.one, self.other, self.link, total)
        return total

    def matrix(self) -> sparse.csc_array:
        """(n, n), what flows out of each node at given values."""
        nodes = np.arange(len(self), dtype=np.int32)
        return sparse.coo_array(
            (
                np.concatenate([-self.link, -self.link, self.diagonal()]),
                (
                    np.concatenate([self.one, self.other, nodes]),
                    np.concatenate([self.other, self.one, nodes]),
                ),
            ),
            shape=(len(self), len(self)),
        ).tocsc()

    def of_cells(self, n_cells: int, cell: NDArray[np.int32]) -> Links:
        """The same between cells, in each of which all nodes have one value.

        Parameters
        ----------
        n_cells : int
            How many there are.
        cell : (n,) ndarray of int32
            The cell of each node.
        """
        one, other = cell[self.one], cell[self.other]
        apart = one != other
        ends = np.bincount(cell, self.ends, n_cells).astype(np.float64)
        return Links(one[apart], other[apart], self.link[apart], ends)


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
    distance = root_of(squared_distance(padded))
    inside = slice(beside, -beside or None)
    # Where there is no wall at all the sample's own size has to do.
    distance = np.minimum(distance[:, inside, inside], max(flow.shape))
    # The distance map counts from the centre of the nearest solid voxel.
    squared: NDArray[np.float64] = (distance.astype(np.float64) - 0.5) ** 2
    return squared


def in_series(
    one: NDArray[np.floating], other: NDArray[np.floating]
) -> NDArray[np.floating]:
    """What two halves of a way conduct one after the other."""
    return 2 * one * other / (one + other)


def touching_voxels(
    is_through: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Numbers of all pairs of pore voxels that share a face.

    Voxels are numbered in the order of the array, and so are the pairs.
    """
    n_pairs = sum(
        int(np.count_nonzero(along[:-1] & along[1:]))
        for along in (np.moveaxis(is_through, axis, 0) for axis in range(3))
    )
    one, other = np.empty((2, n_pairs), dtype=np.int32)
    _find_touching(is_through, one, other)
    return one, other


def half_links(
    is_through: NDArray[np.bool_], layer: int, conductivity: NDArray[np.floating]
) -> NDArray[np.float64]:
    """(n,) ndarray, what leads from a layer's voxels to its face, half a voxel off.

    Parameters
    ----------
    is_through : (nx, ny, nz) ndarray of bool
        The pores.
    layer : int
        0 or -1.
    conductivity : (n,) ndarray
        Of each pore voxel, in the order of the array.
    """
    n, n_here = len(conductivity), int(np.count_nonzero(is_through[layer]))
    here = slice(0, n_here) if layer == 0 else slice(n - n_here, n)
    half = np.zeros(n)
    half[here] = 2 * conductivity[here]
    return half


@njit(cache=True, nogil=True)
def _add_links(one, other, link, total):  # type: ignore[no-untyped-def]
    """Add to every node all that leads away from it."""
    for i in range(len(link)):
        total[one[i]] += link[i]
        total[other[i]] += link[i]


@njit(cache=True, nogil=True)
def _find_touching(is_through, one, other):  # type: ignore[no-untyped-def]
    nx, ny, nz = is_through.shape
    # Only of the layer at hand and the one after it are numbers needed.
    number = np.empty((2, ny, nz), dtype=np.int32)
    n_voxels, n_pairs = 0, 0
    for x in range(nx + 1):
        for y in range(ny):
            for z in range(nz):
                if x < nx and is_through[x, y, z]:
                    number[x % 2, y, z] = n_voxels
                    n_voxels += 1
        if x == 0:
            continue
        here, after = number[(x - 1) % 2], number[x % 2]
        for y in range(ny):
            for z in range(nz):
                if not is_through[x - 1, y, z]:
                    continue
                if x < nx and is_through[x, y, z]:
                    one[n_pairs], other[n_pairs] = here[y, z], after[y, z]
                    n_pairs += 1
                if y + 1 < ny and is_through[x - 1, y + 1, z]:
                    one[n_pairs], other[n_pairs] = here[y, z], here[y + 1, z]
                    n_pairs += 1
                if z + 1 < nz and is_through[x - 1, y, z + 1]:
                    one[n_pairs], other[n_pairs] = here[y, z], here[y, z + 1]
                    n_pairs += 1
