from __future__ import annotations

import numpy as np
import pytest

from wetview.lbm.fluids import Fluids
from wetview.lbm.plan import plan_filling
from wetview.lbm.schedule import PressureSchedule
from wetview.pores import label_pores
from wetview.surrogate import view_electrode
from wetview.surrogate.model_gas import model_gas
from wetview.volume import generate_electrode

ATM = 101_325.0


@pytest.fixture(scope="module")
def electrode():
    phases = generate_electrode((40, 30, 30), seed=5)
    return phases, view_electrode(phases, label_pores(phases))


@pytest.mark.parametrize("pressure_pa", [0.5 * ATM, ATM, 8 * ATM])
@pytest.mark.parametrize("angle_deg", [60.0, 90.0])
def test_the_gas_is_that_of_the_plan(electrode, pressure_pa, angle_deg) -> None:
    """To a tenth: a plan counts the sides as walls without a contact angle, too."""
    phases, view = electrode
    fluids = Fluids("LP30", 1300, 0.0037, 0.042, angle_deg, angle_deg)
    plan = plan_filling(phases, fluids, pressure=PressureSchedule.constant(pressure_pa))
    ratio, rise_s = model_gas(view.with_conditions(fluids, pressure_pa))
    assert np.ptp(ratio) == 0
    assert ratio[0] == pytest.approx(plan.viscosity_ratio, rel=0.1)
    planned_s = plan.lattice.smoothing_steps * plan.lattice.step_s
    assert rise_s[0] == pytest.approx(planned_s, rel=0.15)


def test_where_no_plan_is_possible_the_gas_is_real(electrode) -> None:
    _, view = electrode
    columns = view.with_conditions(Fluids("", 1300, 0.0037, 0.042, 120, 120), 0.0)
    ratio, rise_s = model_gas(columns)
    assert ratio[0] == pytest.approx(0.0037 / Fluids.gas_viscosity_pa_s)
    assert rise_s[0] == 0
    # so large against the surface tension that the lattice can not hold both
    much = view.with_conditions(Fluids("", 1300, 0.0037, 0.042), 9e7)
    assert model_gas(much)[0][0] == pytest.approx(200)
