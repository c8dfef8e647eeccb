"""From the user's numbers to those of the lattice, checked before a run starts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from wetview.errors import UserError
from wetview.pores import require_filling_path
from wetview.units import KPA
from wetview.volume import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.fluids import Fluids
    from wetview.volume import Phases

Outlet = Literal["vent", "open", "closed"]
Sides = Literal["wall", "periodic"]
TrappedGas = Literal["kept", "dissolving"]


@dataclass(frozen=True)
class FillingPlan:
    """Everything that one filling run is told, in SI and in lattice units.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    pressure_pa : float
        Pressure at the inlet above that of the gas.
    voxel_m : float
        Edge of a voxel.
    outlet : {"vent", "open", "closed"}
        The face opposite the inlet: gas leaves and liquid is held back, both leave,
        or neither.
    sides : {"wall", "periodic"}
        The four faces beside.
    trapped_gas : {"kept", "dissolving"}
        What becomes of gas that the liquid has surrounded.
    surface_tension_lattice, liquid_viscosity_lattice, gas_viscosity_lattice : float
        Surface tension and kinematic viscosities in lattice units.
    pressure_lattice : float
        Inlet pressure in lattice units; the inlet's density is 1 + 3 times that.
    step_s : float
        Physical time of one step.
    max_steps : int
        Where the run ends if the saturation is still rising.
    notes : tuple of str
        What the plan assumes, in words for the user.
    """

    fluids: Fluids
    pressure_pa: float
    voxel_m: float
    outlet: Outlet
    sides: Sides
    trapped_gas: TrappedGas
    surface_tension_lattice: float
    liquid_viscosity_lattice: float
    gas_viscosity_lattice: float
    pressure_lattice: float
    step_s: float
    max_steps: int
    notes: tuple[str, ...] = ()

    @property
    def inlet_density(self) -> float:
        """Lattice density of the reservoir at the inlet."""
        return 1 + 3 * self.pressure_lattice


DENSITY_LIMIT = 0.15
"""Largest excess density at the inlet: above it the lattice gas is no longer nearly
incompressible."""
SURFACE_TENSION_LIMIT = 0.03
"""At 0.1 capillary jumps in throats of one voxel make a run blow up."""
LIQUID_VISCOSITY_RANGE = (0.06, 1 / 6)
"""Kinematic viscosities of the liquid for which a run is stable and not too long."""
GAS_VISCOSITY_FLOOR = 0.01
"""Below it runs have diverged."""
GAS_SINK = 0.02
"""Share of its overpressure that gas loses in a step where it dissolves."""

MOST_PRESSURE_PA = 1e8
RAMP_STEPS = 300
"""Steps over which the inlet's pressure rises, so that no shock runs through."""

_LEAST_SURFACE_TENSION = 2e-4
_VISCOSITY_CEILING = 0.5
_FEWEST_STEPS = 4_000
_MOST_STEPS = 400_000
_STEPS_OVER_EXPECTED = 8
_TORTUOSITY = 2.0
_BYTES_A_NODE = 2 * 4 * 25 + 4 * 18 + 4 * 4 + 4 * 3 + 24


@dataclass(frozen=True)
class Estimate:
    """What a run will need.

    Parameters
    ----------
    n_nodes : int
        Pore voxels.
    expected_steps : int
        Steps until the saturation is flat, from Darcy's law; good to a factor of three.
    n_bytes : int
        Memory.
    """

    n_nodes: int
    expected_steps: int
    n_bytes: int


def plan_filling(
    phases: Phases,
    fluids: Fluids,
    *,
    pressure_pa: float,
    outlet: Outlet = "vent",
    sides: Sides = "wall",
    trapped_gas: TrappedGas = "kept",
    max_steps: int | None = None,
) -> FillingPlan:
    """Choose the lattice's numbers for a filling of a sample.

    The dimensionless pressure P* = p dx / sigma is kept; the surface tension in lattice
    units is the largest for which the inlet's density stays within `DENSITY_LIMIT`.
    Times follow by viscous-capillary similarity,
    `step_s = (mu dx / sigma) / (mu_lattice / sigma_lattice)`. The viscosity is the one
    that keeps the Laplace number `sigma rho dx / mu^2` too, so that what inertia there
    is, is the real one, as far as `LIQUID_VISCOSITY_RANGE` allows.

    Raises
    ------
    UserError
        If nothing drives the electrolyte in, the pores lead nowhere, or the numbers are
        beyond what the model can do.
    """
    require_filling_path(phases)
    _validate_settings(pressure_pa, outlet, sides, trapped_gas, max_steps)
    scaled_pressure = pressure_pa * phases.voxel_m / fluids.surface_tension_n_m
    surface_tension = min(
        SURFACE_TENSION_LIMIT, DENSITY_LIMIT / 3 / max(scaled_pressure, 1e-12)
    )
    if surface_tension < _LEAST_SURFACE_TENSION:
        most_pa = (
            DENSITY_LIMIT
            / 3
            / _LEAST_SURFACE_TENSION
            * fluids.surface_tension_n_m
            / phases.voxel_m
        )
        raise UserError(
            f"The pressure is {pressure_pa / KPA:g} kPa, so large against the surface"
            " tension that the lattice can not hold both",
            f"Stay below {most_pa / KPA:.3g} kPa for this electrolyte and voxel size,"
            " or use smaller voxels",
        )
    real_ratio = fluids.liquid_viscosity_pa_s / fluids.gas_viscosity_pa_s
    liquid_viscosity = _liquid_viscosity(fluids, phases.voxel_m, surface_tension)
    gas_viscosity = min(
        max(liquid_viscosity / real_ratio, GAS_VISCOSITY_FLOOR), _VISCOSITY_CEILING
    )
    step_s = (
        fluids.liquid_viscosity_pa_s * phases.voxel_m / fluids.surface_tension_n_m
    ) / (liquid_viscosity / surface_tension)
    plan = FillingPlan(
        fluids=fluids,
        pressure_pa=pressure_pa,
        voxel_m=phases.voxel_m,
        outlet=outlet,
        sides=sides,
        trapped_gas=trapped_gas,
        surface_tension_lattice=surface_tension,
        liquid_viscosity_lattice=liquid_viscosity,
        gas_viscosity_lattice=gas_viscosity,
        pressure_lattice=scaled_pressure * surface_tension,
        step_s=step_s,
        max_steps=0,
        notes=_notes(surface_tension, liquid_viscosity / gas_viscosity, real_ratio),
    )
    if max_steps is None:
        expected = estimate(plan, phases).expected_steps
        max_steps = min(
            max(_STEPS_OVER_EXPECTED * expected, _FEWEST_STEPS), _MOST_STEPS
        )
    return replace(plan, max_steps=max_steps)


def estimate(plan: FillingPlan, phases: Phases) -> Estimate:
    """Size and duration of a run, before it starts.

    Notes
    -----
    Darcy's law with a sharp front fills a length L in `phi L^2 mu / (2 k p)`, with
    Kozeny's permeability `k = phi r_h^2 / (2 T)`, r_h the hydraulic radius (pore volume
    over surface), T the tortuosity, and p the applied pressure plus the capillary
    pressure `sigma cos(theta) / r_h`.
    """
    is_pore = phases.is_pore
    n_nodes = int(np.count_nonzero(is_pore))
    faces = sum(
        int(np.count_nonzero(np.diff(is_pore.view(np.int8), axis=axis)))
        for axis in range(3)
    )
    hydraulic_radius = n_nodes / max(faces * 2 / 3, 1)
    permeability = hydraulic_radius**2 / (2 * _TORTUOSITY)
    driving = _driving_pressure(plan, phases, hydraulic_radius)
    viscosity = plan.liquid_viscosity_lattice
    steps = phases.shape[0] ** 2 * viscosity / (2 * permeability * driving)
    n_voxels = is_pore.size
    return Estimate(
        n_nodes=n_nodes,
        expected_steps=max(int(2 * steps), _FEWEST_STEPS // 2),
        n_bytes=n_nodes * _BYTES_A_NODE + 30 * n_voxels,
    )


def wall_cosine(phases: Phases, fluids: Fluids) -> NDArray[np.float32]:
    """(nx, ny, nz) ndarray, cosine of the contact angle on every solid voxel."""
    by_phase = np.zeros(max(Phase) + 1, dtype=np.float32)
    by_phase[Phase.ACTIVE_MATERIAL] = math.cos(math.radians(fluids.contact_angle_deg))
    by_phase[Phase.BINDER] = math.cos(math.radians(fluids.binder_contact_angle_deg))
    return by_phase[phases.labels]


def _liquid_viscosity(fluids: Fluids, voxel_m: float, surface_tension: float) -> float:
    """Kinematic viscosity in lattice units that keeps the Laplace number."""
    laplace = (
        fluids.surface_tension_n_m
        * fluids.liquid_density_kg_m3
        * voxel_m
        / fluids.liquid_viscosity_pa_s**2
    )
    low, high = LIQUID_VISCOSITY_RANGE
    return min(max(math.sqrt(surface_tension / laplace), low), high)


def _driving_pressure(
    plan: FillingPlan, phases: Phases, hydraulic_radius: float
) -> float:
    """Applied plus capillary pressure in lattice units.

    Raises
    ------
    UserError
        If it does not press the liquid in.
    """
    solid = phases.labels != Phase.PORE
    cosine = float(wall_cosine(phases, plan.fluids)[solid].mean()) if solid.any() else 0
    capillary = plan.surface_tension_lattice * cosine / hydraulic_radius
    driving = plan.pressure_lattice + capillary
    if plan.pressure_lattice == 0 and capillary <= 0.02 * plan.surface_tension_lattice:
        raise UserError(
            f"Nothing drives the electrolyte in: the pressure is 0 kPa and the contact"
            f" angle {plan.fluids.contact_angle_deg:g} degrees",
            "Give a pressure above 0 kPa or a contact angle clearly below 90 degrees",
        )
    # Below the entry pressure of the mean pore some wider pores still fill.
    return max(driving, 0.2 * max(plan.pressure_lattice, capillary))


def _validate_settings(
    pressure_pa: float,
    outlet: str,
    sides: str,
    trapped_gas: str,
    max_steps: int | None,
) -> None:
    if not 0 <= pressure_pa <= MOST_PRESSURE_PA:
        raise UserError(
            f"The pressure is {pressure_pa / KPA:g} kPa",
            f"Give a gauge pressure from 0 to {MOST_PRESSURE_PA / KPA:g} kPa",
        )
    for title, value, allowed in (
        ("outlet", outlet, get_args(Outlet)),
        ("sides setting", sides, get_args(Sides)),
        ("trapped gas setting", trapped_gas, get_args(TrappedGas)),
    ):
        if value not in allowed:
            raise UserError(
                f"The {title} is {value!r}", f"Choose {' or '.join(allowed)}"
            )
    if max_steps is not None and not 100 <= max_steps <= 10_000_000:
        raise UserError(
            f"The largest number of steps is {max_steps}",
            "Give a number from 100 to 10 000 000",
        )


def _slower(ratio: float, real_ratio: float) -> float:
    """Share by which the model's gas lengthens a filling.

    A front through a length L has liquid behind and gas before it; the time to cross
    is the integral of `x + (L - x) / ratio`, which is `1 + 1 / ratio` times that of
    liquid alone.
    """
    return (1 + 1 / ratio) / (1 + 1 / real_ratio) - 1


def _notes(surface_tension: float, ratio: float, real_ratio: float) -> tuple[str, ...]:
    return (
        f"Surface tension {surface_tension:.3g} in lattice units (limit"
        f" {SURFACE_TENSION_LIMIT}).",
        "Both fluids have the same lattice density: the gas's inertia is far too small"
        " to matter, in the model as in reality.",
        f"Liquid is {ratio:.3g} times as viscous as gas in the model, {real_ratio:.3g}"
        " times in reality: filling takes about"
        f" {_slower(ratio, real_ratio):.0%} longer.",
        "Trapped gas is compressed less than real gas would be: the lattice's density"
        f" rises by at most {DENSITY_LIMIT:.0%}.",
    )
