from __future__ import annotations

import numpy as np
import pytest

from wetview.lbm import FillingRun, Fluids, plan_filling
from wetview.units import ATM
from wetview.volume import Phase, Phases, generate_electrode

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)


def test_electrolyte_enters_from_the_inlet_and_fills_in_physical_time():
    electrode = generate_electrode((24, 16, 16), seed=1)
    plan = plan_filling(electrode, FLUIDS, pressure_pa=4 * ATM)
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
    run = FillingRun(electrode, plan_filling(electrode, FLUIDS, pressure_pa=4 * ATM))
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
            slit, fluids, pressure_pa=share * entry_pa, sides="periodic"
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
        electrode, FLUIDS, pressure_pa=4 * ATM, outlet="open", sides=sides
    )
    run = FillingRun(electrode, plan)
    run.advance(800)
    assert 0.3 < run.saturation <= 1
