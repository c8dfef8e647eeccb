"""The same filling on a lattice and on one with half its spacing.

On the finer lattice dx is half as long. Twice the surface tension and twice the
viscosities in lattice units keep the pressure in lattice units, so that trapped gas is
compressed alike, and the Laplace number `sigma rho dx / mu^2` of the pores. By
viscous-capillary similarity a step then lasts half as long.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model, ramp

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VISCOSITY_RATIO = 5.0
_RAMP_STEPS = 300
_LEAST_SATURATION = 0.1
"""Below it the shares of S that are compared have no meaning."""


@dataclass(frozen=True)
class Refinement:
    """Saturations on both lattices at the same times.

    Parameters
    ----------
    time : (n,) ndarray
        In units of mu dx / sigma, dx the coarse lattice's spacing.
    coarse, fine : (n,) ndarray
        Saturations.
    """

    time: NDArray[np.float64]
    coarse: NDArray[np.float64]
    fine: NDArray[np.float64]

    @property
    def error(self) -> float:
        """Largest difference as a share of the fine lattice's saturation."""
        known = self.fine > _LEAST_SATURATION
        return float(np.abs(self.coarse[known] / self.fine[known] - 1).max())


def refinement(
    coarse_pore: NDArray[np.bool_],
    fine_pore: NDArray[np.bool_],
    *,
    angle_deg: float,
    pressure: float,
    steps: int,
    surface_tension: float = 0.01,
    liquid_viscosity: float = 0.06,
    samples: int = 25,
    n_threads: int = 1,
) -> Refinement:
    """Fill the same pores on two lattices, at one dimensionless pressure.

    Parameters
    ----------
    coarse_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    fine_pore : (2 nx, 2 ny, 2 nz) ndarray of bool
        The same with voxels of half the edge.
    angle_deg : float
        Contact angle.
    pressure : float
        At the inlet, `p dx / sigma` with the coarse spacing.
    steps : int
        Of the coarse lattice.
    surface_tension, liquid_viscosity : float
        Of the coarse lattice. The gas has a fifth of the liquid's viscosity.
    samples : int
        How often to look at the saturations.
    n_threads : int
        Threads to compute with.
    """
    cosine = math.cos(math.radians(angle_deg))
    curves = []
    for pore, finer in ((coarse_pore, 1), (fine_pore, 2)):
        viscosity = liquid_viscosity * finer
        flow = CpuFlow(
            build_lattice(pore, np.full(pore.shape, cosine, dtype=np.float32)),
            Model(
                surface_tension * finer,
                viscosity,
                viscosity / _VISCOSITY_RATIO,
                inlet_knots=ramp(
                    1 + 3 * pressure * surface_tension, _RAMP_STEPS * finer
                ),
            ),
            n_threads=n_threads,
        )
        saturation = [flow.saturation]
        for sample in range(1, samples + 1):
            # Steps come in pairs.
            until = 2 * round(sample * steps * finer / samples / 2)
            flow.advance(until - flow.step)
            saturation.append(flow.saturation)
        curves.append(np.array(saturation))
    step = np.linspace(0, steps, samples + 1)
    return Refinement(
        time=step * surface_tension / liquid_viscosity,
        coarse=curves[0],
        fine=curves[1],
    )


def split(is_pore: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Every voxel as 2 x 2 x 2 voxels."""
    return is_pore.repeat(2, axis=0).repeat(2, axis=1).repeat(2, axis=2)


def overlapping_spheres(
    n: int, *, radius: float = 0.22, count: int = 12, seed: int = 0
) -> NDArray[np.bool_]:
    """Pores between spheres that may overlap, the same at any number of voxels.

    Parameters
    ----------
    n : int
        Voxels along each axis.
    radius : float
        Of the spheres, as a share of the sample's edge.
    count : int
        Number of spheres; the sample is periodic.
    seed : int
        Of their places.

    Returns
    -------
    (n, n, n) ndarray of bool
        True in the pores.
    """
    centres = np.random.default_rng(seed).random((count, 3))
    place = (np.indices((n, n, n)) + 0.5) / n
    is_pore = np.ones((n, n, n), dtype=bool)
    for centre in centres:
        offset = np.abs(place - centre[:, np.newaxis, np.newaxis, np.newaxis])
        offset = np.minimum(offset, 1 - offset)
        is_pore &= (offset**2).sum(axis=0) > radius**2
    return is_pore
