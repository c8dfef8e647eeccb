"""Tortuosity factor of the pores: how much they hinder diffusion through the sample.

Laplace's equation in the pores with fixed values on two opposite faces, in finite
volumes of one voxel; conjugate gradients over the voxels that join both faces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy import ndimage

from wetview.pores.connectivity import spanning
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_TOLERANCE = 1e-4
_CHECK_EVERY = 20
_MOST_ITERATIONS = 20_000


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
    flux has changed by less than 1e-5 over 20 iterations.
    """
    turned = np.ascontiguousarray(np.moveaxis(is_pore, axis, 0))
    clusters, _ = ndimage.label(turned)
    through = np.isin(clusters, spanning(clusters, 0))
    del clusters
    if not through.any():
        return float("inf")
    beside, ends = _voxels_beside(through)
    length = turned.shape[0]
    value = 1 - (np.nonzero(through)[0] + 0.5) / length
    flux = _solve(value, beside, ends, report)
    n_cross = turned.shape[1] * turned.shape[2]
    effective = flux * length / n_cross
    return float(np.count_nonzero(turned) / turned.size / effective)


def _solve(
    value: NDArray[np.float64],
    beside: NDArray[np.int32],
    ends: NDArray[np.int8],
    report: Report,
) -> float:
    """Flux from the first face, where the value is 1, to the last, where it is 0."""
    n_links = (beside >= 0).sum(axis=1) + 2.0 * (np.abs(ends) == 1) + 4.0 * (ends == 2)
    source = 2.0 * ((ends == -1) | (ends == 2))
    product = np.empty_like(value)
    _apply(value, beside, n_links, product)
    residual = source - product
    direction = residual / n_links
    strength = float((residual * direction).sum())
    last = 0.0
    for _ in range(_MOST_ITERATIONS // _CHECK_EVERY):
        flux_in, flux_out = _fluxes(value, ends)
        flux = (flux_in + flux_out) / 2
        difference = abs(flux_in - flux_out) / flux
        change = abs(flux - last) / flux
        if (difference < _TOLERANCE and change < _TOLERANCE / 10) or not strength:
            break
        closeness = np.log(max(difference, change, 1e-300)) / np.log(_TOLERANCE)
        report(float(np.clip(closeness, 0, 0.99)), 1, "Tortuosity")
        last = flux
        strength = _iterate(
            _CHECK_EVERY, value, beside, n_links, residual, direction, product, strength
        )
    return sum(_fluxes(value, ends)) / 2


def _fluxes(value: NDArray[np.float64], ends: NDArray[np.int8]) -> tuple[float, float]:
    """What goes in by the first face, and out by the last."""
    is_first, is_last = (ends == -1) | (ends == 2), (ends == 1) | (ends == 2)
    return float(2 * (1 - value[is_first]).sum()), float(2 * value[is_last].sum())


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
def _iterate(n, value, beside, n_links, residual, direction, product, strength):  # type: ignore[no-untyped-def]
    """Some steps of conjugate gradients, preconditioned by the diagonal."""
    for _ in range(n):
        if strength == 0:
            break
        _apply(direction, beside, n_links, product)
        along = 0.0
        for i in range(len(value)):
            along += direction[i] * product[i]
        step = strength / along
        new_strength = 0.0
        for i in range(len(value)):
            value[i] += step * direction[i]
            residual[i] -= step * product[i]
            new_strength += residual[i] * residual[i] / n_links[i]
        turn = new_strength / strength
        for i in range(len(value)):
            direction[i] = residual[i] / n_links[i] + turn * direction[i]
        strength = new_strength
    return strength
