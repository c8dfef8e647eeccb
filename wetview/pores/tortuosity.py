"""Tortuosity factor of the pores: how much they hinder diffusion through the sample.

Laplace's equation in the pores with fixed values on two opposite faces, in finite
volumes of one voxel; conjugate gradients over the voxels that join both faces, helped
by the same equation on cells of many voxels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.pores.cells import cells_to_solve_on
from wetview.pores.conjugate_gradients import ConjugateGradients
from wetview.pores.slow_flow import (
    Links,
    half_links,
    joins_both_faces,
    touching_voxels,
)
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_TOLERANCE = 1e-4
_SOLVED = 1e-12
"""Error of the solution at which no step makes it any better."""
_CHECK_EVERY = 10
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
    flux has changed by less than 1e-5 over 10 iterations.
    """
    turned = np.ascontiguousarray(np.moveaxis(is_pore, axis, 0))
    through = joins_both_faces(turned)
    if not through.any():
        return float("inf")
    one, other = touching_voxels(through)
    evenly = np.ones(int(np.count_nonzero(through)), dtype=np.float32)
    at_first, at_last = (half_links(through, at, evenly) for at in (0, -1))
    links = Links(one, other, np.ones(len(one), np.float32), at_first + at_last)
    cells = cells_to_solve_on(through)
    value = 1 - (np.nonzero(through)[0] + 0.5) / turned.shape[0]
    solution = ConjugateGradients(links, at_first, value, cells)
    flux = _flux(solution, at_first, at_last, report)
    n_cross = turned.shape[1] * turned.shape[2]
    effective = flux * turned.shape[0] / n_cross
    return float(np.count_nonzero(turned) / turned.size / effective)


def _flux(
    solution: ConjugateGradients,
    at_first: NDArray[np.float64],
    at_last: NDArray[np.float64],
    report: Report,
) -> float:
    """Flux from the first face, where the value is 1, to the last, where it is 0."""
    first, last = np.flatnonzero(at_first), np.flatnonzero(at_last)
    flux_before = 0.0
    for iteration in range(_MOST_ITERATIONS):
        flux_in = float(at_first[first] @ (1 - solution.value[first]))
        flux_out = float(at_last[last] @ solution.value[last])
        flux = (flux_in + flux_out) / 2
        if solution.error <= _SOLVED:
            break
        if iteration % _CHECK_EVERY == 0:
            difference = abs(flux_in - flux_out) / flux
            change = abs(flux - flux_before) / flux
            if difference < _TOLERANCE and change < _TOLERANCE / 10:
                break
            closeness = np.log(max(difference, change, 1e-300)) / np.log(_TOLERANCE)
            report(float(np.clip(closeness, 0, 0.99)), 1, "Tortuosity")
            flux_before = flux
        solution.step()
    return flux
