"""The same filling on a lattice and on one with half its spacing.

On the finer lattice dx is half as long. Twice the surface tension and twice the
viscosities in lattice units keep the pressure in lattice units, so that trapped gas is
compressed alike, and the Laplace number `sigma rho dx / mu^2` of the pores. By
viscous-capillary similarity a step then lasts half as long.

Some voxels of liquid lie before the sample and do not count: what the first layer does
to a front depends on the voxel's size, not on the pores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model, ramp
from wetview.lbm.validation.interface import liquid_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VISCOSITY_RATIO = 5.0
_RAMP_STEPS = 300
_CHAMBER_VX = 4
"""Liquid before the sample, in coarse voxels."""
_COMPARED = (0.1, 0.9)


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
        """Largest difference as a share of S, while the fine lattice fills.

        From a tenth to nine tenths of the last saturation: later on, S tells how much
        gas was cut off, and no longer how fast liquid moves.
        """
        low, high = (share * self.fine[-1] for share in _COMPARED)
        filling = (self.fine > low) & (self.fine < high)
        return float(np.abs(self.coarse[filling] / self.fine[filling] - 1).max())


def refinement(
    coarse_pore: NDArray[np.bool_],
    fine_pore: NDArray[np.bool_],
    *,
    angle_deg: float,
    pressure: float,
    steps: int,
    surface_tension: float = 0.009,
    liquid_viscosity: float = 0.1,
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
    curves = [
        _saturations(
            pore,
            angle_deg,
            Model(
                surface_tension * finer,
                liquid_viscosity * finer,
                liquid_viscosity * finer / _VISCOSITY_RATIO,
                inlet_knots=ramp(
                    1 + 3 * pressure * surface_tension, _RAMP_STEPS * finer
                ),
            ),
            _CHAMBER_VX * finer,
            [2 * round(i * steps * finer / samples / 2) for i in range(samples + 1)],
            n_threads,
        )
        for pore, finer in ((coarse_pore, 1), (fine_pore, 2))
    ]
    step = np.linspace(0, steps, samples + 1)
    return Refinement(
        time=step * surface_tension / liquid_viscosity,
        coarse=curves[0],
        fine=curves[1],
    )


def _saturations(
    pore: NDArray[np.bool_],
    angle_deg: float,
    model: Model,
    chamber_vx: int,
    at_steps: list[int],
    n_threads: int,
) -> NDArray[np.float64]:
    chamber = np.ones((chamber_vx, *pore.shape[1:]), dtype=bool)
    is_pore = np.concatenate([chamber, pore])
    cosine = math.cos(math.radians(angle_deg))
    lattice = build_lattice(is_pore, np.full(is_pore.shape, cosine, dtype=np.float32))
    x = np.nonzero(is_pore)[0]
    flow = CpuFlow(
        lattice,
        model,
        colour=liquid_profile(chamber_vx - 0.5 - x),
        n_threads=n_threads,
    )
    saturations = []
    for step in at_steps:
        flow.advance(step - flow.step)
        saturations.append(flow.colour[x >= chamber_vx].mean())
    return np.array(saturations, dtype=np.float64)


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
