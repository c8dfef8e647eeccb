"""Gas that liquid has surrounded: clusters of voxels that reach no open face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, sparse

from wetview.units import ATM
from wetview.volume.faces import axis_of, is_far

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from wetview.volume.faces import Face

HALF_FILLED = 128
"""Liquid fraction, of 255, from which on a voxel counts as liquid: 1/2."""

N_SIZE_CLASSES = 31
"""Size classes of the histogram: 1, 2-3, 4-7 ... voxels, each twice as wide."""


@dataclass(frozen=True, eq=False)
class TrappedGas:
    """Clusters of gas that no longer reach an open face.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 elsewhere; clusters from 1, the largest first.
    volume_vx : (n_clusters,) ndarray of int64
        Voxels of each cluster.
    """

    labels: NDArray[np.int32]
    volume_vx: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.volume_vx)


def trapped_gas(
    liquid_fraction: NDArray[np.uint8],
    is_pore: NDArray[np.bool_],
    *,
    open_faces: Collection[Face],
    periodic_axes: Collection[int] = (),
) -> TrappedGas:
    """Find the gas that is joined to no open face.

    A pore voxel is gas if its liquid fraction is below 1/2; voxels are joined by their
    six faces, also across periodic sides. Pores that no way leads to are among what is
    found, from the beginning.

    Parameters
    ----------
    liquid_fraction : (nx, ny, nz) ndarray of uint8
        0 to 255.
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    open_faces : collection of Face
        Faces that gas can leave by.
    periodic_axes : collection of int
        Axes along which the sample repeats.

    Examples
    --------
    >>> import numpy as np
    >>> liquid = np.full((1, 1, 6), 255, np.uint8)
    >>> liquid[..., 0] = liquid[..., 2:4] = 0
    >>> pore = np.ones((1, 1, 6), bool)
    >>> trapped_gas(liquid, pore, open_faces=["z-"]).volume_vx
    array([2])
    """
    is_gas = is_pore & (liquid_fraction < HALF_FILLED)
    piece, n_pieces = ndimage.label(is_gas)
    cluster_of_piece = _joined(piece, n_pieces, periodic_axes)
    is_trapped = np.ones(n_pieces + 1, dtype=bool)
    is_trapped[cluster_of_piece[0]] = False  # what is no gas
    for face in open_faces:
        layer = np.take(piece, -1 if is_far(face) else 0, axis=axis_of(face))
        pieces = np.unique(layer)
        is_trapped[cluster_of_piece[pieces]] = False
    volume_vx = np.bincount(
        cluster_of_piece,
        weights=np.bincount(piece.ravel(), minlength=n_pieces + 1),
        minlength=n_pieces + 1,
    ).astype(np.int64)
    found = np.flatnonzero(is_trapped & (volume_vx > 0))
    found = found[np.argsort(-volume_vx[found], kind="stable")]
    number = np.zeros(n_pieces + 1, dtype=np.int32)
    number[found] = 1 + np.arange(len(found), dtype=np.int32)
    return TrappedGas(number[cluster_of_piece[piece]], volume_vx[found])


def size_histogram(
    volume_vx: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Clusters by size.

    Parameters
    ----------
    volume_vx : (n_clusters,) ndarray of int64
        Voxels of each cluster, at least 1.

    Returns
    -------
    least_vx, count : (31,) ndarray of int64
        Least volume of each size class, which ends below that of the next, and how
        many clusters are in it.

    Examples
    --------
    >>> least_vx, count = size_histogram(np.array([9, 8, 3, 1]))
    >>> count[:4]
    array([1, 1, 0, 2])
    """
    size_class = np.frexp(volume_vx.astype(np.float64))[1] - 1  # floor of log2, exactly
    last = N_SIZE_CLASSES - 1
    count = np.bincount(np.minimum(size_class, last), minlength=N_SIZE_CLASSES)
    return 2 ** np.arange(N_SIZE_CLASSES, dtype=np.int64), count.astype(np.int64)


def _joined(
    piece: NDArray[np.int32], n_pieces: int, periodic_axes: Collection[int]
) -> NDArray[np.int64]:
    """Cluster of every piece, where pieces may go on at the opposite face."""
    pairs = []
    for axis in periodic_axes:
        first, last = np.take(piece, 0, axis=axis), np.take(piece, -1, axis=axis)
        meet = (first > 0) & (last > 0)
        pairs.append(np.stack([first[meet], last[meet]]))
    if not pairs:
        return np.arange(n_pieces + 1)
    one, other = np.concatenate(pairs, axis=1)
    links = sparse.coo_array(
        (np.ones(len(one), dtype=bool), (one, other)),
        shape=(n_pieces + 1, n_pieces + 1),
    )
    cluster: NDArray[np.int64] = sparse.csgraph.connected_components(
        links, directed=False
    )[1].astype(np.int64)
    return cluster


def saturation_with_real_gas(
    saturation: float,
    *,
    trapped: float,
    pressure_pa: float,
    trapped_mass: float | None = None,
) -> float:
    """What a saturation would be if trapped gas were compressed as an ideal gas is.

    Parameters
    ----------
    saturation : float
        Of the lattice, whose gas is hardly compressed.
    trapped : float
        Share of the pores that is trapped gas.
    pressure_pa : float
        Of the electrolyte above that of the gas before, which is taken as 1 atm.
    trapped_mass : float, optional
        The gas in it, over what fills all pores at 1 atm; where it is not known, as
        much as without any compression.

    Notes
    -----
    Boyle's law at constant temperature. The capillary pressure in the clusters, and
    what else would fill on the way, are left out.

    Examples
    --------
    >>> round(saturation_with_real_gas(0.8, trapped=0.2, pressure_pa=3 * 101325), 4)
    0.95
    """
    mass = trapped if trapped_mass is None else trapped_mass
    compressed = mass * ATM / (ATM + pressure_pa)
    return min(1.0, saturation + max(0.0, trapped - compressed))
