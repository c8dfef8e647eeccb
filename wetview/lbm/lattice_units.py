"""The lattice's numbers: the longest step that is stable and keeps the physics.

What a step stands for is one number, `s = sigma_lattice / nu_l` (lattice densities are
1): a step takes `s mu dx / sigma`, and a speed u becomes `(mu u / sigma) s` voxels a
step. The larger s the fewer steps, so it is made as large as four limits allow: surface
tension and density of the lattice, both proportional to sigma_lattice; the speed, which
grows with s; and inertia, told by the Laplace number `sigma_lattice / nu_l^2`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.units import KPA, format_time

if TYPE_CHECKING:
    from wetview.lbm.expectation import Expectation
    from wetview.lbm.fluids import Fluids

DENSITY_LIMIT = 0.15
"""Largest excess density at the inlet: above it the lattice gas is no longer nearly
incompressible."""
SURFACE_TENSION_LIMIT = 0.03
"""At 0.1 capillary jumps in throats of one voxel make a run blow up."""
SPEED_LIMIT = 0.1
"""Largest expected speed in voxels a step; a third of the way to the speed of sound the
model is no longer accurate."""
LAPLACE_LIMIT = 1.0
"""Largest Laplace number sigma rho dx / mu^2, unless the real one is larger. Imbibition
at 30 degrees was slower by 3 % at 1, by 11 % at 3 and by 25 % at 8 than at 0.5."""
LIQUID_VISCOSITY_RANGE = (0.06, 1 / 6)
"""Kinematic viscosities of the liquid. Below the first the gas, held at its floor,
would be less than six times thinner and slow every filling down."""
GAS_VISCOSITY_FLOOR = 0.01
"""Below it runs have diverged."""
SMOOTHING_STEPS = 300
"""Most steps over which a jump of the pressure is spread, so that no shock runs
through."""
SMOOTHING_SHARE = 1 / 20
"""Largest share of the expected filling that this takes."""

_LEAST_SURFACE_TENSION = 2e-4
"""Below it 32-bit numbers and spurious currents drown the capillary forces."""
_GAS_VISCOSITY_CEILING = 0.5
_PEAK_OVER_MEAN = 2.0
"""Fastest speed over the mean one in a round pore."""


@dataclass(frozen=True)
class LatticeNumbers:
    """What the engine is given, in lattice units, and what one step stands for.

    Parameters
    ----------
    surface_tension : float
        Between the fluids.
    liquid_viscosity, gas_viscosity : float
        Kinematic viscosities.
    step_s : float
        Physical time of a step.
    smoothing_steps : int
        Steps over which a jump of the pressure is spread.
    largest_speed : float
        Expected at most, in voxels a step.
    limited_by : str
        Which limit keeps a step from being longer.
    """

    surface_tension: float
    liquid_viscosity: float
    gas_viscosity: float
    step_s: float
    smoothing_steps: int
    largest_speed: float
    limited_by: str


def choose_lattice_numbers(
    fluids: Fluids, expected: Expectation, *, voxel_m: float, largest_pa: float
) -> LatticeNumbers:
    """Choose the longest step for a filling.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    expected : Expectation
        How fast it will go.
    voxel_m : float
        Edge of a voxel.
    largest_pa : float
        The highest pressure at the inlet.

    Raises
    ------
    UserError
        If pressure or speed are so large against the surface tension that the lattice
        can not hold both.
    """
    tension_limit = _surface_tension_limit(fluids, voxel_m, largest_pa)
    low, high = LIQUID_VISCOSITY_RANGE
    capillary_time_s = (
        fluids.liquid_viscosity_pa_s * voxel_m / fluids.surface_tension_n_m
    )
    laplace_limit = max(laplace_number(fluids, voxel_m), LAPLACE_LIMIT)
    speed_step_s = _longest_step_s(expected, voxel_m)
    limits = {
        "surface tension"
        if tension_limit == SURFACE_TENSION_LIMIT
        else "density": tension_limit / low,
        "inertia": math.sqrt(tension_limit * laplace_limit),
        "speed": speed_step_s / capillary_time_s,
    }
    limited_by = min(limits, key=lambda name: limits[name])
    s = limits[limited_by]
    # At a given s the largest viscosity leaves the gas the most room above its floor.
    liquid_viscosity = min(tension_limit / s, high)
    surface_tension = s * liquid_viscosity
    _require_surface_tension(surface_tension, speed_step_s)
    step_s = s * capillary_time_s
    smoothing_steps = _smoothing_steps(expected, step_s)
    real_ratio = fluids.liquid_viscosity_pa_s / fluids.gas_viscosity_pa_s
    return LatticeNumbers(
        surface_tension=surface_tension,
        liquid_viscosity=liquid_viscosity,
        gas_viscosity=min(
            max(liquid_viscosity / real_ratio, GAS_VISCOSITY_FLOOR),
            _GAS_VISCOSITY_CEILING,
        ),
        step_s=step_s,
        smoothing_steps=smoothing_steps,
        largest_speed=_largest_speed(expected, voxel_m, step_s, smoothing_steps),
        limited_by=limited_by,
    )


def laplace_number(fluids: Fluids, voxel_m: float) -> float:
    """How much inertia there is in what capillarity drives, on the scale of a voxel."""
    return (
        fluids.surface_tension_n_m
        * fluids.liquid_density_kg_m3
        * voxel_m
        / fluids.liquid_viscosity_pa_s**2
    )


def _surface_tension_limit(fluids: Fluids, voxel_m: float, largest_pa: float) -> float:
    """Largest surface tension for which the density stays within its limit.

    The dimensionless pressure P* = p dx / sigma is kept, and the density's excess is
    3 P* sigma_lattice.
    """
    scaled_pressure = largest_pa * voxel_m / fluids.surface_tension_n_m
    if scaled_pressure == 0:
        return SURFACE_TENSION_LIMIT
    limit = min(SURFACE_TENSION_LIMIT, DENSITY_LIMIT / 3 / scaled_pressure)
    if limit < _LEAST_SURFACE_TENSION:
        most_pa = largest_pa * limit / _LEAST_SURFACE_TENSION
        raise UserError(
            f"The pressure is {largest_pa / KPA:g} kPa, so large against the surface"
            " tension that the lattice can not hold both",
            f"Stay below {most_pa / KPA:.3g} kPa for this electrolyte and voxel size,"
            " or use smaller voxels",
        )
    return limit


def _longest_step_s(expected: Expectation, voxel_m: float) -> float:
    """Longest step for which the largest expected speed stays within its limit.

    That is `_largest_speed` solved for the step, with the smoothing as long as
    `SMOOTHING_STEPS` or `SMOOTHING_SHARE` allow.
    """
    mean_limit_m = SPEED_LIMIT / _PEAK_OVER_MEAN * voxel_m
    step_s = mean_limit_m**2 / expected.diffusivity_m2_s
    return min(
        SMOOTHING_STEPS * step_s,
        math.sqrt(SMOOTHING_SHARE * expected.crossing_s * step_s),
    )


def _smoothing_steps(expected: Expectation, step_s: float) -> int:
    share = math.ceil(SMOOTHING_SHARE * expected.crossing_s / step_s)
    return min(SMOOTHING_STEPS, share)


def _largest_speed(
    expected: Expectation, voxel_m: float, step_s: float, smoothing_steps: int
) -> float:
    """Peak speed while the pressure rises, in voxels a step.

    Under a pressure that rises evenly over n steps the front moves evenly,
    `x = t sqrt(D / n)` with the diffusivity D at full pressure; after that it slows
    down.
    """
    diffusivity = expected.diffusivity_m2_s * step_s / voxel_m**2
    return _PEAK_OVER_MEAN * math.sqrt(diffusivity / smoothing_steps)


def _require_surface_tension(surface_tension: float, speed_step_s: float) -> None:
    if surface_tension < _LEAST_SURFACE_TENSION:
        raise UserError(
            "The electrolyte would rush in so fast that a step may last only"
            f" {format_time(speed_step_s)}: the surface tension would be"
            f" {surface_tension:.2g} on the lattice, below {_LEAST_SURFACE_TENSION:g}",
            "Choose a lower pressure or smaller voxels",
        )
