from __future__ import annotations

import numpy as np
import pytest

from wetview.lbm import FillingRun, Fluids, PressureSchedule, estimate, plan_filling
from wetview.lbm.plan import BYTES_A_NODE
from wetview.units import ATM
from wetview.volume import Phase, Phases, generate_electrode
from wetview.volume.faces import FACES, turned_back

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)
FOUR_ATM = PressureSchedule.constant(4 * ATM)


def test_electrolyte_enters_from_the_inlet_and_fills_in_physical_time():
    electrode = generate_electrode((24, 16, 16), seed=1)
    plan = plan_filling(electrode, FLUIDS, pressure=FOUR_ATM)
    run = FillingRun(electrode, plan)
    assert run.saturation == 0
    run.advance(300)
    fraction = run.liquid_fraction()
    assert 0.1 < run.saturation < 1
    assert run.time_s == pytest.approx(300 * plan.step_s)
    by_depth = fraction.sum(axis=(1, 2)) / electrode.is_pore.sum(axis=(1, 2))
    assert by_depth[:6].mean() > 2 * by_depth[-6:].mean()
    assert not fraction[~electrode.is_pore].any()


def test_pore_saturations_add_up_to_the_sample_s():
    electrode = generate_electrode((24, 16, 16), seed=1)
    run = FillingRun(electrode, plan_filling(electrode, FLUIDS, pressure=FOUR_ATM))
    run.advance(400)
    labels = np.where(electrode.is_pore, 1 + np.indices(electrode.shape)[0] // 8, 0)
    volume = np.bincount(labels.ravel())[1:]
    saturation = run.label_saturation(labels.astype(np.int32))
    assert (saturation @ volume) / volume.sum() == pytest.approx(
        run.saturation, rel=1e-5
    )


def test_a_non_wetting_liquid_stays_out_below_the_entry_pressure():
    # A slit of 6 voxels at 130 degrees holds 2 sigma |cos| / H back.
    labels = np.full((24, 4, 8), Phase.ACTIVE_MATERIAL, dtype=np.uint8)
    labels[:, :, 1:-1] = Phase.PORE
    slit = Phases(labels, 1e-6, "slit")
    fluids = Fluids("test", 1300, 3.7e-3, 0.0728, contact_angle_deg=130.0)
    entry_pa = -2 * 0.0728 * np.cos(np.radians(130)) / 6e-6
    reached = []
    for share in (0.7, 1.4):
        plan = plan_filling(
            slit,
            fluids,
            pressure=PressureSchedule.constant(share * entry_pa),
            sides="periodic",
        )
        run = FillingRun(slit, plan)
        run.advance(4000)
        reached.append(run.saturation)
    below, above = reached
    assert below < 0.15
    assert above > 0.5


@pytest.mark.parametrize("sides", ["wall", "periodic"])
def test_high_pressure_on_a_short_sample_stays_stable(sides):
    # Little resistance: gas leaves in jets, which run away within 400 steps where
    # their speed has no limit.
    electrode = generate_electrode((16, 20, 20), seed=0, porosity=0.65)
    plan = plan_filling(
        electrode, FLUIDS, pressure=FOUR_ATM, outlet="open", sides=sides
    )
    run = FillingRun(electrode, plan)
    run.advance(800)
    assert 0.3 < run.saturation <= 1


@pytest.mark.parametrize("inlet", FACES)
def test_each_face_can_be_the_inlet(inlet):
    """The same electrode, laid with its inlet at another face, fills the same way."""
    upright = generate_electrode((20, 12, 14), seed=2)
    laid = Phases(
        np.ascontiguousarray(turned_back(upright.labels, inlet)), 1e-6, "laid"
    )
    runs = []
    for phases, face in ((upright, "x-"), (laid, inlet)):
        run = FillingRun(
            phases, plan_filling(phases, FLUIDS, pressure=FOUR_ATM, inlet=face)
        )
        run.advance(200)
        runs.append(run)
    first, turned = runs
    np.testing.assert_array_equal(
        turned.liquid_fraction(), turned_back(first.liquid_fraction(), inlet)
    )
    layers = np.where(laid.is_pore, 1 + np.indices(laid.shape)[0], 0).astype(np.int32)
    per_layer = turned.liquid_fraction().sum(axis=(1, 2), dtype=float) / 255
    np.testing.assert_allclose(
        turned.label_saturation(layers),
        per_layer / laid.is_pore.sum(axis=(1, 2)),
        atol=2e-3,  # the fraction is kept in 8 bits
    )


@pytest.mark.parametrize("inlet", FACES)
def test_pressure_falls_and_fluid_moves_away_from_the_inlet(inlet):
    labels = np.zeros((16, 16, 16), dtype=np.uint8)
    labels[4::8, 4::8, 4::8] = Phase.ACTIVE_MATERIAL
    phases = Phases(labels, 1e-6, "grains")
    plan = plan_filling(phases, FLUIDS, pressure=FOUR_ATM, inlet=inlet)
    run = FillingRun(phases, plan)
    run.advance(300)
    axis, inward = "xyz".index(inlet[0]), 1 if inlet[1] == "-" else -1
    velocity = run.velocity_m_s().mean(axis=(0, 1, 2))
    across = np.delete(velocity, axis)
    assert inward * velocity[axis] > 100 * np.abs(across).max()
    pressure = np.moveaxis(run.pressure_pa(), axis, 0).mean(axis=(1, 2))[::inward]
    assert pressure[0] > pressure[8] > pressure[-1]
    assert pressure[0] == pytest.approx(4 * ATM, rel=0.2)


def test_the_pressure_acts_when_its_step_comes():
    electrode = generate_electrode((24, 16, 16), seed=1)
    plan_at_once = plan_filling(electrode, FLUIDS, pressure=FOUR_ATM)
    later_s = 600 * plan_at_once.step_s
    pressure = PressureSchedule.steps([(0, 0), (later_s, 4 * ATM)])
    run = FillingRun(electrode, plan_filling(electrode, FLUIDS, pressure=pressure))
    run.advance(2 * int(later_s / run.plan.step_s / 2))
    before = run.saturation
    at_once = FillingRun(electrode, plan_at_once)
    at_once.advance(600)
    assert before < 0.4 * at_once.saturation
    run.advance(600)
    assert run.saturation > before + 0.5 * at_once.saturation


def test_a_closed_outlet_keeps_the_gas_in():
    electrode = generate_electrode((24, 16, 16), seed=1)
    reached = []
    for outlet in ("vent", "closed"):
        plan = plan_filling(electrode, FLUIDS, pressure=FOUR_ATM, outlet=outlet)
        run = FillingRun(electrode, plan)
        run.advance(1200)
        reached.append(run.saturation)
    vented, closed = reached
    assert closed < 0.6 * vented


def test_gas_leaves_by_vented_sides_and_the_electrolyte_stays_in():
    electrode = generate_electrode((24, 16, 16), seed=1)
    reached = {}
    for sides in ("wall", "vent"):
        plan = plan_filling(
            electrode, FLUIDS, pressure=FOUR_ATM, outlet="closed", sides=sides
        )
        run = FillingRun(electrode, plan)
        run.advance(1500)
        reached[sides] = run.saturation
    assert reached["vent"] > reached["wall"] + 0.2
    assert reached["vent"] <= 1


def test_the_engine_takes_the_memory_that_was_planned_for_it():
    electrode = generate_electrode((48, 32, 32), seed=1)
    plan = plan_filling(electrode, FLUIDS, pressure=FOUR_ATM)
    run = FillingRun(electrode, plan)
    assert pytest.approx(BYTES_A_NODE, rel=0.1) == run.n_bytes / run.n_nodes
    assert run.n_bytes < estimate(plan, electrode).n_bytes
