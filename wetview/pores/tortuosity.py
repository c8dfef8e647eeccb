"""Tortuosity factor of the pores: how much they hinder diffusion through the sample.

Laplace's equation in the pores with fixed values on two opposite faces, in finite
volumes of one voxel; conjugate gradients over the voxels that join both faces, helped
by the same equation on cells of many voxels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy import ndimage
from scipy.sparse.linalg import splu

from wetview.pores.cells import cut_into_cells
from wetview.pores.connectivity import spanning
from wetview.pores.slow_flow import laplacian
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_TOLERANCE = 1e-4
_CHECK_EVERY = 10
_MOST_ITERATIONS = 20_000
_CELL_VX = 5.0
"""Edge of the cells that quicken the solution; it does not depend on them."""
_MOST_CELLS = 60_000


def tortuosity_factor(
    is_pore: NDArray[np.bool_], axis: int, *, report: Report = silent
) -> float:
    """Porosity times the diffusivity in the free fluid over the effective one.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.
    axis : int
        Along which diffusion goes.
    report : callable, optional
        Told how far the work is, as a share that is only estimated.

    Returns
    -------
    float
        1 for straight channels; infinite where no pore joins both faces.

    Notes
    -----
    Definition and boundary values as in TauFactor (Cooper et al., SoftwareX 5, 203
    (2016)): the concentration is fixed on the outer faces of the first and last layer,
    half a voxel from the middles of their voxels, and nothing passes the other four
    faces. Solved until the flux in and the flux out differ by less than 1e-4, and the
    flux has changed by less than 1e-5 over 10 iterations.
    """
    turned = np.ascontiguousarray(np.moveaxis(is_pore, axis, 0))
    clusters, _ = ndimage.label(turned)
    through = np.isin(clusters, spanning(clusters, 0))
    del clusters
    if not through.any():
        return float("inf")
    beside, ends = _voxels_beside(through)
    n_cells, cell = cut_into_cells(through, _CELL_VX, about_most=_MOST_CELLS)
    length = turned.shape[0]
    value = 1 - (np.nonzero(through)[0] + 0.5) / length
    flux = _solve(value, beside, ends, n_cells, cell, report)
    n_cross = turned.shape[1] * turned.shape[2]
    effective = flux * length / n_cross
    return float(np.count_nonzero(turned) / turned.size / effective)


def _solve(
    value: NDArray[np.float64],
    beside: NDArray[np.int32],
    ends: NDArray[np.int8],
    n_cells: int,
    cell: NDArray[np.int32],
    report: Report,
) -> float:
    """Flux from the first face, where the value is 1, to the last, where it is 0.

    The cells see at once what the voxels would hand on one by one: each residual is
    solved for on them, too (R. A. Nicolaides, SIAM J. Numer. Anal. 24 (1987) 355).
    """
    at_ends: NDArray[np.float64] = 2.0 * (np.abs(ends) == 1) + 4.0 * (ends == 2)
    n_links = (at_ends + np.count_nonzero(beside >= 0, axis=1)).astype(np.float32)
    one, other = _cells_beside(beside, cell)
    cells_at_ends = np.bincount(cell, at_ends, n_cells).astype(np.float64)
    of_cells = splu(laplacian(one, other, np.ones(len(one)), cells_at_ends)[0].tocsc())
    first = np.flatnonzero((ends == -1) | (ends == 2))
    last = np.flatnonzero((ends == 1) | (ends == 2))
    product = np.empty_like(value)
    _apply(value, beside, n_links, product)
    residual = -product
    residual[first] += 2
    on_cells = np.bincount(cell, residual, n_cells)
    direction = np.zeros_like(value)
    strength, flux_before = 1.0, 0.0
    for iteration in range(_MOST_ITERATIONS):
        flux_in, flux_out = 2 * (1 - value[first]).sum(), 2 * value[last].sum()
        flux = float(flux_in + flux_out) / 2
        if not strength:
            break
        if iteration % _CHECK_EVERY == 0:
            difference = abs(flux_in - flux_out) / flux
            change = abs(flux - flux_before) / flux
            if difference < _TOLERANCE and change < _TOLERANCE / 10:
                break
            closeness = np.log(max(difference, change, 1e-300)) / np.log(_TOLERANCE)
            report(float(np.clip(closeness, 0, 0.99)), 1, "Tortuosity")
            flux_before = flux
        on_cells = of_cells.solve(on_cells)
        vectors = value, residual, direction, product
        strength = _iterate(beside, n_links, cell, on_cells, *vectors, strength)
    return flux


@njit(cache=True)
def _voxels_beside(is_pore):  # type: ignore[no-untyped-def]
    """Numbers of the pore voxels at the six faces of each, and where the sample ends.

    Returns
    -------
    beside : (n, 6) ndarray of int32
        In the order of the voxels; -1 where there is none.
    ends : (n,) ndarray of int8
        -1 in the first layer, 1 in the last, 2 where they are the same, else 0.
    """
    nx, ny, nz = is_pore.shape
    number = np.full((nx, ny, nz), -1, dtype=np.int32)
    n = 0
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                if is_pore[x, y, z]:
                    number[x, y, z] = n
                    n += 1
    beside = np.full((n, 6), -1, dtype=np.int32)
    ends = np.zeros(n, dtype=np.int8)
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                i = number[x, y, z]
                if i < 0:
                    continue
                if nx == 1:
                    ends[i] = 2
                elif x == 0:
                    ends[i] = -1
                elif x == nx - 1:
                    ends[i] = 1
                if x > 0:
                    beside[i, 0] = number[x - 1, y, z]
                if x < nx - 1:
                    beside[i, 1] = number[x + 1, y, z]
                if y > 0:
                    beside[i, 2] = number[x, y - 1, z]
                if y < ny - 1:
                    beside[i, 3] = number[x, y + 1, z]
                if z > 0:
                    beside[i, 4] = number[x, y, z - 1]
                if z < nz - 1:
                    beside[i, 5] = number[x, y, z + 1]
    return beside, ends


def _cells_beside(
    beside: NDArray[np.int32], cell: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cells that touch, once for each pair of voxels through which they do."""
    one, other = [], []
    for side in (1, 3, 5):
        neighbour = beside[:, side]
        first = np.flatnonzero(neighbour >= 0)
        second = cell[neighbour[first]]
        apart = cell[first] != second
        one.append(cell[first[apart]].astype(np.int64))
        other.append(second[apart].astype(np.int64))
    return np.concatenate(one), np.concatenate(other)


@njit(cache=True)
def _apply(value, beside, n_links, product):  # type: ignore[no-untyped-def]
    """What flows out of each voxel, with 0 at the sample's ends."""
    for i in range(len(value)):
        total = n_links[i] * value[i]
        for side in range(6):
            other = beside[i, side]
            if other >= 0:
                total -= value[other]
        product[i] = total


@njit(cache=True)
def _iterate(  # type: ignore[no-untyped-def]
    beside, n_links, cell, on_cells, value, residual, direction, product, strength
):
    """One step of conjugate gradients; `strength` is that of the step before.

    Preconditioned are residuals over the diagonal, with the cells' solution added. In
    `on_cells` it makes room for the sums of the new residuals.

    Returns
    -------
    float
        The residual times the preconditioned one; 0 where nothing is left to do.
    """
    new_strength = 0.0
    for i in range(len(value)):
        new_strength += residual[i] * (residual[i] / n_links[i] + on_cells[cell[i]])
    if new_strength <= 0:
        return 0.0
    turn = new_strength / strength
    for i in range(len(value)):
        step = residual[i] / n_links[i] + on_cells[cell[i]]
        direction[i] = step + turn * direction[i]
    _apply(direction, beside, n_links, product)
    along = 0.0
    for i in range(len(value)):
        along += direction[i] * product[i]
    length = new_strength / along
    on_cells[:] = 0
    for i in range(len(value)):
        value[i] += length * direction[i]
        residual[i] -= length * product[i]
        on_cells[cell[i]] += residual[i]
    return new_strength
