from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.lbm import (
    FillingPlan,
    Fluids,
    PressureSchedule,
    estimate,
    fluid_presets,
    plan_filling,
)
from wetview.lbm.lattice_units import (
    DENSITY_LIMIT,
    LAPLACE_LIMIT,
    LIQUID_VISCOSITY_RANGE,
    SMOOTHING_SHARE,
    SPEED_LIMIT,
    SURFACE_TENSION_LIMIT,
    laplace_number,
)
from wetview.lbm.plan import BYTES_A_NODE, MOST_STEPS_EVER
from wetview.units import ATM
from wetview.volume import Phase, Phases, generate_electrode

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)
WETTING = dataclasses.replace(
    FLUIDS, contact_angle_deg=30.0, binder_contact_angle_deg=30.0
)
IMBIBITION = PressureSchedule.constant(0)


@pytest.fixture(scope="module")
def electrode() -> Phases:
    return generate_electrode((32, 24, 24), seed=0)


def _slit(width_vx: int, length_vx: int = 24, voxel_m: float = 1e-6) -> Phases:
    """Two walls; the pore between them has the hydraulic radius of half its width."""
    labels = np.full((length_vx, 4, width_vx + 2), Phase.ACTIVE_MATERIAL, np.uint8)
    labels[:, :, 1:-1] = Phase.PORE
    return Phases(labels, voxel_m, "slit")


def _plan(phases: Phases, fluids: Fluids, pressure_atm: float, **more) -> FillingPlan:
    pressure = PressureSchedule.constant(pressure_atm * ATM)
    return plan_filling(phases, fluids, pressure=pressure, **more)


def _plan_slit(slit: Phases, fluids: Fluids, pressure_pa: float) -> FillingPlan:
    """A slit without end beside the flow."""
    pressure = PressureSchedule.constant(pressure_pa)
    return plan_filling(slit, fluids, pressure=pressure, sides="periodic")


def test_the_dimensionless_pressure_is_kept(electrode):
    plan = _plan(electrode, FLUIDS, 1)
    on_lattice = plan.density_excess / 3 / plan.lattice.surface_tension
    assert on_lattice == pytest.approx(ATM * 1e-6 / 0.0728)


def test_time_follows_from_viscosity_and_surface_tension(electrode):
    plan = _plan(electrode, FLUIDS, 1)
    on_lattice = plan.lattice.liquid_viscosity / plan.lattice.surface_tension
    assert plan.step_s == pytest.approx(3.7e-3 * 1e-6 / 0.0728 / on_lattice)


@pytest.mark.parametrize("fluids", fluid_presets().values(), ids=lambda f: f.name)
@pytest.mark.parametrize("pressure_atm", [0, 0.5, 1, 2, 4, 8])
@pytest.mark.parametrize("length_vx", [24, 64])
def test_every_plan_keeps_all_limits_and_reaches_one(fluids, pressure_atm, length_vx):
    if pressure_atm == 0:
        fluids = dataclasses.replace(
            fluids, contact_angle_deg=40.0, binder_contact_angle_deg=40.0
        )
    phases = generate_electrode((length_vx, 24, 24), seed=0)
    plan = _plan(phases, fluids, pressure_atm)
    lattice = plan.lattice
    low, high = LIQUID_VISCOSITY_RANGE
    laplace = lattice.surface_tension / lattice.liquid_viscosity**2
    shares = {
        "surface tension": lattice.surface_tension / SURFACE_TENSION_LIMIT,
        "density": plan.density_excess / DENSITY_LIMIT,
        "speed": lattice.largest_speed / SPEED_LIMIT,
        "inertia": laplace / max(laplace_number(fluids, 1e-6), LAPLACE_LIMIT),
    }
    # A number of smoothing steps is whole: the speed is met to one step of some 70.
    assert max(shares.values()) <= 1.02
    assert shares[lattice.limited_by] == pytest.approx(1, rel=0.02)
    assert low - 1e-9 <= lattice.liquid_viscosity <= high + 1e-9


def test_low_pressure_takes_no_shorter_steps_than_capillarity_needs(electrode):
    low = _plan(electrode, WETTING, 0.05)
    assert low.step_s == pytest.approx(_plan(electrode, WETTING, 0).step_s, rel=0.1)
    assert low.step_s > 3 * _plan(electrode, WETTING, 4).step_s


def test_a_more_viscous_electrolyte_takes_longer_per_step(electrode):
    thick = dataclasses.replace(FLUIDS, liquid_viscosity_pa_s=0.05)
    assert _plan(electrode, thick, 1).step_s > _plan(electrode, FLUIDS, 1).step_s


def test_smoothing_takes_a_small_share_of_the_filling(electrode):
    for pressure_atm in (0.5, 4):
        plan = _plan(electrode, FLUIDS, pressure_atm)
        smoothing_s = plan.lattice.smoothing_steps * plan.step_s
        assert smoothing_s <= (SMOOTHING_SHARE + 1e-3) * plan.expected.crossing_s


def test_the_front_is_expected_where_darcy_puts_it():
    # A slit of width H between walls: r_h = H / 2 by volume over area, and faces count
    # for 2/3 of an area, so r_h = 3 H / 4; k / phi = r_h^2 / 4.
    slit = _slit(8, length_vx=50)
    plan = _plan_slit(slit, FLUIDS, 2 * ATM)
    conductance = (6e-6) ** 2 / 4 / 3.7e-3
    assert plan.expected.crossing_s == pytest.approx(
        (50e-6) ** 2 / (2 * conductance * 2 * ATM), rel=1e-6
    )


def test_reynolds_and_capillary_number_follow_from_the_front():
    plan = _plan_slit(_slit(8, length_vx=50), FLUIDS, 2 * ATM)
    speed = 50e-6 / plan.expected.crossing_s
    assert plan.expected.capillary == pytest.approx(3.7e-3 * speed / 0.0728)
    assert plan.expected.reynolds == pytest.approx(1300 * speed * 24e-6 / 3.7e-3)


def test_the_lattice_has_its_own_reynolds_number():
    plan = _plan_slit(_slit(8, length_vx=50), FLUIDS, 2 * ATM)
    speed_vx = 50 / (plan.expected.crossing_s / plan.step_s)
    assert plan.lattice_reynolds == pytest.approx(
        speed_vx * 24 / plan.lattice.liquid_viscosity
    )


def test_sides_that_are_walls_make_a_pore_narrower():
    slit = _slit(8, length_vx=50)
    beside_walls = _plan(slit, FLUIDS, 1, sides="wall").expected
    endless = _plan(slit, FLUIDS, 1, sides="periodic").expected
    assert beside_walls.pore_diameter_m < 0.6 * endless.pore_diameter_m


def test_another_inlet_counts_the_length_along_its_axis():
    labels = np.zeros((10, 40, 10), dtype=np.uint8)
    labels[::4, :, ::4] = Phase.ACTIVE_MATERIAL
    phases = Phases(labels, 1e-6, "posts")
    along_x = _plan(phases, FLUIDS, 1, inlet="x+", sides="periodic")
    along_y = _plan(phases, FLUIDS, 1, inlet="y-", sides="periodic")
    ratio = along_y.expected.crossing_s / along_x.expected.crossing_s
    assert ratio == pytest.approx((40 / 10) ** 2)


def test_the_plan_is_sized_by_the_largest_pressure(electrode):
    course = PressureSchedule.steps([(0, 0.5 * ATM), (1e-5, 8 * ATM), (2e-5, ATM)])
    plan = plan_filling(electrode, FLUIDS, pressure=course)
    assert plan.density_excess <= DENSITY_LIMIT + 1e-9
    densities = [density for _, density in plan.inlet_knots]
    assert max(densities) == pytest.approx(1 + plan.density_excess)
    pressure_ratio = (max(densities) - 1) / (densities[-1] - 1)
    assert pressure_ratio == pytest.approx(8)


def test_a_run_is_not_expected_to_end_before_its_pressure_has_settled(electrode):
    late = PressureSchedule.steps([(0, 0.2 * ATM), (2e-3, 4 * ATM)])
    plan = plan_filling(electrode, FLUIDS, pressure=late)
    assert plan.settled_step >= 2e-3 / plan.step_s
    assert plan.max_steps > plan.expected_steps >= plan.settled_step


def test_times_far_longer_than_a_filling_are_refused_with_the_time_it_takes(electrode):
    slow = PressureSchedule.ramp(ATM, duration_s=1.0)
    with pytest.raises(UserError, match=r"still changes after 1 s.*within about .* µs"):
        plan_filling(electrode, FLUIDS, pressure=slow)


def test_a_filling_that_takes_too_many_steps_is_refused(electrode):
    gentle = PressureSchedule.constant(1)
    with pytest.raises(UserError, match=r"need about .* and a run has at most 1e\+07"):
        plan_filling(electrode, FLUIDS, pressure=gentle)


def test_the_estimate_counts_pore_voxels_and_their_memory(electrode):
    size = estimate(_plan(electrode, FLUIDS, 1), electrode)
    assert size.n_nodes == np.count_nonzero(electrode.is_pore)
    assert size.n_bytes >= size.n_nodes * BYTES_A_NODE


def test_the_time_a_run_takes_follows_from_the_speed_of_the_machine(electrode):
    size = estimate(_plan(electrode, FLUIDS, 1), electrode)
    updates = size.n_nodes * size.expected_steps
    assert size.seconds(nodes_per_second=updates / 60) == pytest.approx(60)


@pytest.mark.parametrize("width_vx", [4, 90])
@pytest.mark.parametrize("angle_deg", [30.0, 60.0, 85.0])
def test_imbibition_is_planned_however_wide_the_pores_are(width_vx, angle_deg):
    fluids = dataclasses.replace(
        FLUIDS, contact_angle_deg=angle_deg, binder_contact_angle_deg=angle_deg
    )
    plan = _plan_slit(_slit(width_vx, 60), fluids, 0)
    assert plan.inlet_knots == ((0.0, 1.0),)
    cosine = math.cos(math.radians(angle_deg))
    radius_m = 0.75e-6 * width_vx
    assert plan.expected.capillary_pa == pytest.approx(0.0728 * cosine / radius_m)


@pytest.mark.parametrize("angle_deg", [86.0, 90.0, 120.0])
def test_without_pressure_the_angle_must_be_clearly_wetting(electrode, angle_deg):
    fluids = dataclasses.replace(
        FLUIDS, contact_angle_deg=angle_deg, binder_contact_angle_deg=angle_deg
    )
    with pytest.raises(UserError, match=rf"0 kPa and the contact angle {angle_deg:g}"):
        plan_filling(electrode, fluids, pressure=IMBIBITION)


def test_both_angles_count_by_the_walls_that_they_hold_on(electrode):
    """A little binder that repels does not stop an electrode that draws in."""
    mixed = dataclasses.replace(WETTING, binder_contact_angle_deg=120.0)
    plan = plan_filling(electrode, mixed, pressure=IMBIBITION)
    assert plan.expected.capillary_pa > 0
    alone = plan_filling(electrode, WETTING, pressure=IMBIBITION).expected.capillary_pa
    assert plan.expected.capillary_pa < 0.9 * alone


def test_a_pressure_that_no_pore_lets_in_is_refused_with_the_one_it_needs():
    repelling = dataclasses.replace(FLUIDS, contact_angle_deg=130.0)
    # A slit of 10 um holds 2 sigma |cos| / H back, 9.4 kPa.
    with pytest.raises(UserError, match=r"is 2 kPa.* needs about 9\.\d* kPa"):
        _plan_slit(_slit(10), repelling, 2e3)


def test_a_pressure_below_the_mean_entry_pressure_is_planned_with_a_warning():
    repelling = dataclasses.replace(FLUIDS, contact_angle_deg=130.0)
    plan = _plan_slit(_slit(10), repelling, 6e3)
    assert any("only wider ones fill" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("pressure_pa", "settings", "words"),
    [
        (5e7, {}, "Stay below"),
        (ATM, {"inlet": "top"}, "inlet is 'top'"),
        (ATM, {"outlet": "left"}, "outlet is 'left'"),
        (ATM, {"sides": "open"}, "sides setting is 'open'"),
        (ATM, {"trapped_gas": "gone"}, "trapped gas setting is 'gone'"),
        (ATM, {"outlet": "open", "sides": "vent"}, "all open faces hold"),
        (ATM, {"max_steps": 3}, "number of steps is 3"),
        (ATM, {"max_steps": MOST_STEPS_EVER + 1}, "number of steps is 10000001"),
    ],
)
def test_what_can_not_be_done_is_refused_with_the_reason(
    electrode, pressure_pa, settings, words
):
    pressure = PressureSchedule.constant(pressure_pa)
    with pytest.raises(UserError, match=words):
        plan_filling(electrode, FLUIDS, pressure=pressure, **settings)


def test_a_flow_that_is_too_fast_for_any_step_is_refused():
    # Pores of 80 voxels at 8 atm: the front would cross many voxels a step.
    with pytest.raises(UserError, match="rush in so fast"):
        _plan_slit(_slit(80, length_vx=30), FLUIDS, 40 * ATM)


def test_a_blocked_sample_is_refused_unless_the_outlet_is_closed():
    labels = np.zeros((8, 6, 6), dtype=np.uint8)
    labels[4] = Phase.ACTIVE_MATERIAL
    blocked = Phases(labels, 1e-6, "blocked")
    with pytest.raises(UserError, match="do not join"):
        _plan(blocked, FLUIDS, 1)
    assert _plan(blocked, FLUIDS, 1, outlet="closed").outlet == "closed"


def test_vented_sides_are_planned(electrode):
    assert _plan(electrode, FLUIDS, 1, sides="vent").sides == "vent"


def test_the_notes_tell_every_assumption(electrode):
    plan = _plan(electrode, FLUIDS, 4)
    text = " ".join(plan.notes)
    for words in (
        "same lattice density",
        "200 times in reality",
        "Reynolds number",
        "capillary number",
        "largest expected speed",
        "excess density at the inlet",
        "A step is",
        "A jump of the pressure is spread over",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("trapped_gas", "words"),
    [
        ("kept", "real gas, at 1 atm before, would shrink to 20% of its volume"),
        ("dissolving", "loses 2% of its overpressure a step"),
        ("evacuated", "pumped empty before"),
    ],
)
def test_the_notes_say_what_becomes_of_trapped_gas(electrode, trapped_gas, words):
    plan = _plan(electrode, FLUIDS, 4, trapped_gas=trapped_gas)
    assert any(words in note for note in plan.notes)


def test_evacuated_gas_goes_faster_than_dissolving_gas(electrode):
    kept, dissolving, evacuated = (
        _plan(electrode, FLUIDS, 4, trapped_gas=gas).gas_sink
        for gas in ("kept", "dissolving", "evacuated")
    )
    assert kept == 0 < dissolving < evacuated < 1
