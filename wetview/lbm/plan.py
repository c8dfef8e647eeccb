"""From the user's numbers to those of the lattice, checked before a run starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from wetview.errors import UserError
from wetview.lbm.expectation import expect_filling
from wetview.lbm.lattice_units import choose_lattice_numbers, laplace_number
from wetview.lbm.pore_space import measure_pore_space
from wetview.lbm.schedule import PressureSchedule, inlet_knots
from wetview.pores import require_filling_path
from wetview.units import format_time
from wetview.volume.faces import FACES, Face

if TYPE_CHECKING:
    from wetview.lbm.expectation import Expectation
    from wetview.lbm.fluids import Fluids
    from wetview.lbm.lattice_units import LatticeNumbers
    from wetview.volume import Phases

Outlet = Literal["vent", "open", "closed"]
Sides = Literal["wall", "periodic", "vent"]
TrappedGas = Literal["kept", "dissolving", "evacuated"]

GAS_SINKS: dict[TrappedGas, float] = {
    "kept": 0.0,
    "dissolving": 0.02,
    "evacuated": 0.2,
}
"""Share of its overpressure that gas loses in a step."""
MOST_STEPS_EVER = 10_000_000
"""Steps after which any run ends."""
BYTES_A_NODE = 255
"""Memory of a pore voxel in the engine, walls and open faces included."""
BYTES_A_VOXEL = 85
"""Memory of any voxel: labels, frames, and at the start the lattice's numbering."""
BYTES_OF_PROGRAM = 215_000_000
"""Memory of a job that computes nothing yet. All three as measured on 0.01, 0.75 and 3
million voxels."""

_FEWEST_STEPS = 4_000
_MOST_STEPS = 400_000
_STEPS_OVER_EXPECTED = 8
_FLAT_OVER_CROSSING = 3.6
"""When a filling is flat, in times that a sharp front needs to the outlet: 2.9 to 4.2
for electrodes at 0 to 4 atm."""


@dataclass(frozen=True)
class FillingPlan:
    """Everything that one filling run is told, in SI and in lattice units.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    pressure : PressureSchedule
        Pressure at the inlet above that of the gas.
    voxel_m : float
        Edge of a voxel.
    inlet : Face
        Where the electrolyte enters.
    outlet : {"vent", "open", "closed"}
        The face opposite the inlet: gas leaves and liquid is held back, both leave,
        or neither.
    sides : {"wall", "periodic", "vent"}
        The four faces beside.
    trapped_gas : {"kept", "dissolving", "evacuated"}
        What becomes of gas that the liquid has surrounded.
    lattice : LatticeNumbers
        What the engine is given.
    expected : Expectation
        How the filling should go.
    max_steps : int
        Where the run ends if the saturation is still rising.
    """

    fluids: Fluids
    pressure: PressureSchedule
    voxel_m: float
    inlet: Face
    outlet: Outlet
    sides: Sides
    trapped_gas: TrappedGas
    lattice: LatticeNumbers
    expected: Expectation
    max_steps: int

    @property
    def step_s(self) -> float:
        """Physical time of one step."""
        return self.lattice.step_s

    @property
    def pascals_a_lattice_unit(self) -> float:
        """Pressure that a lattice unit of pressure stands for."""
        return self.fluids.surface_tension_n_m / (
            self.voxel_m * self.lattice.surface_tension
        )

    @property
    def density_excess(self) -> float:
        """How much the lattice's density exceeds 1 where the pressure is highest."""
        return 3 * self.pressure.largest_pa / self.pascals_a_lattice_unit

    @property
    def viscosity_ratio(self) -> float:
        """Liquid's over gas's viscosity on the lattice."""
        return self.lattice.liquid_viscosity / self.lattice.gas_viscosity

    @property
    def lattice_reynolds(self) -> float:
        """Reynolds number on the lattice, where inertia may count for more."""
        on_lattice = self.lattice.surface_tension / self.lattice.liquid_viscosity**2
        real = laplace_number(self.fluids, self.voxel_m)
        return self.expected.reynolds * on_lattice / real

    @property
    def gas_sink(self) -> float:
        """Share of its overpressure that gas loses in a step."""
        return GAS_SINKS[self.trapped_gas]

    @property
    def inlet_knots(self) -> tuple[tuple[float, float], ...]:
        """Density of the reservoir at the inlet over steps."""
        return inlet_knots(
            self.pressure,
            step_s=self.step_s,
            density_per_pa=3 / self.pascals_a_lattice_unit,
            smoothing_steps=self.lattice.smoothing_steps,
        )

    @property
    def settled_step(self) -> int:
        """From when on the pressure at the inlet no longer changes."""
        return round(self.inlet_knots[-1][0])

    @property
    def expected_steps(self) -> int:
        """Steps until the saturation is flat; good to a factor of three."""
        steps = _FLAT_OVER_CROSSING * self.expected.crossing_s / self.step_s
        return max(round(steps), self.settled_step, _FEWEST_STEPS // 2)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the plan assumes, in words for the user."""
        from wetview.lbm.plan_notes import plan_notes

        return plan_notes(self)


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

    def seconds(self, nodes_per_second: float) -> float:
        """How long the run will take on a machine of a speed."""
        return self.n_nodes * self.expected_steps / nodes_per_second


def plan_filling(
    phases: Phases,
    fluids: Fluids,
    *,
    pressure: PressureSchedule,
    inlet: Face = "x-",
    outlet: Outlet = "vent",
    sides: Sides = "wall",
    trapped_gas: TrappedGas = "kept",
    max_steps: int | None = None,
) -> FillingPlan:
    """Choose the lattice's numbers for a filling of a sample.

    Times follow by viscous-capillary similarity,
    `step_s = (mu dx / sigma) / (mu_lattice / sigma_lattice)`, and pressures by
    `P* = p dx / sigma`; see `wetview.lbm.lattice_units` for the choice of a step.

    Raises
    ------
    UserError
        If nothing drives the electrolyte in, the pores lead nowhere, or the numbers are
        beyond what the model can do.
    """
    _validate_settings(inlet, outlet, sides, trapped_gas, max_steps)
    require_filling_path(
        phases,
        inlet=inlet,
        outlet_is_open=outlet != "closed" and sides != "vent",
    )
    expected = expect_filling(phases, fluids, pressure, inlet=inlet, sides=sides)
    plan = FillingPlan(
        fluids=fluids,
        pressure=pressure,
        voxel_m=phases.voxel_m,
        inlet=inlet,
        outlet=outlet,
        sides=sides,
        trapped_gas=trapped_gas,
        lattice=choose_lattice_numbers(
            fluids, expected, voxel_m=phases.voxel_m, largest_pa=pressure.largest_pa
        ),
        expected=expected,
        max_steps=0,
    )
    _require_an_end(plan)
    return replace(plan, max_steps=max_steps or _usual_max_steps(plan))


def estimate(plan: FillingPlan, phases: Phases) -> Estimate:
    """Size and duration of a run, before it starts."""
    space = measure_pore_space(phases, inlet=plan.inlet)
    return Estimate(
        n_nodes=space.n_nodes,
        expected_steps=plan.expected_steps,
        n_bytes=BYTES_OF_PROGRAM + engine_bytes(space.n_nodes, space.n_voxels),
    )


def engine_bytes(n_nodes: int, n_voxels: int) -> int:
    """Memory that the engine on the CPU takes for so many pore voxels of a sample."""
    return n_nodes * BYTES_A_NODE + n_voxels * BYTES_A_VOXEL


def _usual_max_steps(plan: FillingPlan) -> int:
    """Far enough beyond what is expected that the saturation decides."""
    expected = plan.expected_steps
    generous = min(_STEPS_OVER_EXPECTED * expected, max(_MOST_STEPS, 2 * expected))
    return min(max(generous, _FEWEST_STEPS), MOST_STEPS_EVER)


def _require_an_end(plan: FillingPlan) -> None:
    """Refuse a pressure that changes for longer than any run lasts, or does little."""
    step = format_time(plan.step_s)
    if plan.settled_step > MOST_STEPS_EVER:
        raise UserError(
            f"The pressure still changes after {format_time(plan.pressure.ends_s)},"
            f" which is {plan.settled_step:.2g} steps of {step}, and a run has at most"
            f" {MOST_STEPS_EVER:.2g}",
            "Give shorter times: under the highest pressure the sample is crossed"
            f" within about {format_time(plan.expected.fastest_crossing_s)}",
        )
    if plan.expected_steps > MOST_STEPS_EVER:
        raise UserError(
            "The electrolyte would need about"
            f" {format_time(plan.expected.crossing_s)} to cross the sample, which is"
            f" {plan.expected_steps:.2g} steps of {step}, and a run has at most"
            f" {MOST_STEPS_EVER:.2g}",
            "Give a higher pressure, a smaller contact angle or a shorter sample",
        )


def _validate_settings(
    inlet: str, outlet: str, sides: str, trapped_gas: str, max_steps: int | None
) -> None:
    for title, value, allowed in (
        ("inlet", inlet, FACES),
        ("outlet", outlet, get_args(Outlet)),
        ("sides setting", sides, get_args(Sides)),
        ("trapped gas setting", trapped_gas, get_args(TrappedGas)),
    ):
        if value not in allowed:
            raise UserError(
                f"The {title} is {value!r}", f"Choose {' or '.join(allowed)}"
            )
    if outlet == "open" and sides == "vent":
        raise UserError(
            "The outlet is open, and the sides are vents that hold electrolyte back",
            "Choose an outlet that is a vent or closed, or other sides: all open faces"
            " hold the electrolyte back, or none",
        )
    if max_steps is not None and not 100 <= max_steps <= MOST_STEPS_EVER:
        raise UserError(
            f"The largest number of steps is {max_steps}",
            "Give a number from 100 to 10 000 000",
        )
