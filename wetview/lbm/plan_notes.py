"""What a plan assumes, in words: shown before a run, and written into its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.lbm.lattice_units import (
    DENSITY_LIMIT,
    SPEED_LIMIT,
    SURFACE_TENSION_LIMIT,
)
from wetview.units import ATM, KPA, UM, format_time

if TYPE_CHECKING:
    from wetview.lbm.plan import FillingPlan


_CREEPING = 1.0
_ALIKE = 1.25


def plan_notes(plan: FillingPlan) -> tuple[str, ...]:
    """Sentences that say what a plan simplifies and how good its numbers are."""
    return (
        _step(plan),
        _flow(plan),
        _limits(plan),
        "Both fluids have the same lattice density: the gas's inertia is far too small"
        " to matter, in the model as in reality.",
        _viscosities(plan),
        *_pressure(plan),
        _trapped_gas(plan),
    )


def slower_than_real(ratio: float, real_ratio: float) -> float:
    """Share by which the model's gas lengthens a filling.

    A front through a length L has liquid behind and gas before it; the time to cross
    is the integral of `x + (L - x) / ratio`, which is `1 + 1 / ratio` times that of
    liquid alone.
    """
    return (1 + 1 / ratio) / (1 + 1 / real_ratio) - 1


def _step(plan: FillingPlan) -> str:
    words = {
        "surface tension": "the lattice's surface tension",
        "density": "the lattice's density at the inlet",
        "inertia": "inertia, which a longer step would overstate,",
        "speed": "the speed on the lattice",
    }[plan.lattice.limited_by]
    return (
        f"A step is {format_time(plan.step_s)}. {words[0].upper()}{words[1:]} keeps it"
        " from being longer."
    )


def _flow(plan: FillingPlan) -> str:
    expected = plan.expected
    return (
        f"The front is expected to move at {expected.front_speed_m_s:.2g} m/s through"
        f" pores of {expected.pore_diameter_m / UM:.2g} µm (Darcy and Kozeny, good to"
        f" a factor of three): capillary number {expected.capillary:.2g}, Reynolds"
        f" number {expected.reynolds:.2g}, {plan.lattice_reynolds:.2g} on the lattice."
        f" {_inertia(expected.reynolds, plan.lattice_reynolds)}"
    )


def _inertia(real: float, on_lattice: float) -> str:
    if max(real, on_lattice) <= _CREEPING:
        return "Inertia hardly matters."
    if on_lattice < real / _ALIKE:
        return "Inertia is understated: the real filling is slower than computed."
    if on_lattice > real * _ALIKE:
        return "Inertia is overstated, which costs about 3 % of the time at most."
    return "Inertia matters a little, and is as it really is."


def _limits(plan: FillingPlan) -> str:
    lattice = plan.lattice
    return (
        f"On the lattice: surface tension {lattice.surface_tension:.2g} (at most"
        f" {SURFACE_TENSION_LIMIT:g}), viscosity {lattice.liquid_viscosity:.2g}, excess"
        f" density at the inlet {plan.density_excess:.2g} (at most {DENSITY_LIMIT:g}),"
        f" largest expected speed {lattice.largest_speed:.2g} voxels a step (at most"
        f" {SPEED_LIMIT:g})."
    )


def _viscosities(plan: FillingPlan) -> str:
    fluids = plan.fluids
    real_ratio = fluids.liquid_viscosity_pa_s / fluids.gas_viscosity_pa_s
    slower = slower_than_real(plan.viscosity_ratio, real_ratio)
    return (
        f"Liquid is {plan.viscosity_ratio:.3g} times as viscous as gas in the model,"
        f" {real_ratio:.3g} times in reality: filling takes up to about {slower:.0%}"
        " longer."
    )


def _pressure(plan: FillingPlan) -> tuple[str, ...]:
    """What is done to the pressure, and where it is too low for most pores."""
    notes = []
    largest_pa = plan.pressure.largest_pa
    if largest_pa > 0:
        smoothing_s = plan.lattice.smoothing_steps * plan.step_s
        share = smoothing_s / plan.expected.crossing_s
        notes.append(
            f"A jump of the pressure is spread over {plan.lattice.smoothing_steps}"
            f" steps, so that no shock runs through: {format_time(smoothing_s)}, which"
            f" is {share:.1%} of the time that the front needs."
        )
    if 0 < largest_pa < -plan.expected.capillary_pa:
        notes.append(
            f"The mean pore lets electrolyte in from"
            f" {-plan.expected.capillary_pa / KPA:.3g} kPa: at {largest_pa / KPA:.3g}"
            " kPa only wider ones fill, and how many is not foreseen."
        )
    return tuple(notes)


def _trapped_gas(plan: FillingPlan) -> str:
    if plan.trapped_gas == "dissolving":
        return (
            f"Trapped gas loses {plan.gas_sink:.0%} of its overpressure a step"
            f"{_gone(plan)}. That rate is chosen to suit the filling; real gas takes"
            " longer, so trust where a filling ends, not when."
        )
    if plan.trapped_gas == "evacuated":
        return (
            "The sample counts as pumped empty before: all gas that the electrolyte"
            f" presses on, trapped or not, loses {plan.gas_sink:.0%} of its"
            f" overpressure a step{_gone(plan)}, and hardly resists the flow."
        )
    if plan.pressure.largest_pa == 0:
        return "Trapped gas is kept: it neither dissolves nor leaves."
    real = ATM / (ATM + plan.pressure.largest_pa)
    return (
        "Trapped gas is kept: it neither dissolves nor leaves. The lattice compresses"
        f" it by at most {plan.density_excess:.0%}; real gas, at 1 atm before, would"
        f" shrink to {real:.0%} of its volume, so the gas that stays is overstated."
    )


def _gone(plan: FillingPlan) -> str:
    """How long a bubble under the inlet's pressure lasts, to go on a sentence."""
    if plan.density_excess == 0:
        return ""
    lasts_s = plan.step_s / (plan.gas_sink * plan.density_excess)
    return f", so a bubble under full pressure lasts about {format_time(lasts_s)}"
