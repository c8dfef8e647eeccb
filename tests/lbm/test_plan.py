from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.lbm import Fluids, estimate, fluid_presets, plan_filling
from wetview.lbm.plan import DENSITY_LIMIT, SURFACE_TENSION_LIMIT
from wetview.units import ATM
from wetview.volume import Phase, Phases, generate_electrode

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)


@pytest.fixture(scope="module")
def electrode() -> Phases:
    return generate_electrode((32, 24, 24), seed=0)


def test_the_dimensionless_pressure_is_kept(electrode):
    plan = plan_filling(electrode, FLUIDS, pressure_pa=ATM)
    on_lattice = plan.pressure_lattice / plan.surface_tension_lattice
    assert on_lattice == pytest.approx(ATM * 1e-6 / 0.0728)


def test_time_follows_from_viscosity_and_surface_tension(electrode):
    plan = plan_filling(electrode, FLUIDS, pressure_pa=ATM)
    lattice = plan.liquid_viscosity_lattice / plan.surface_tension_lattice
    assert plan.step_s == pytest.approx(3.7e-3 * 1e-6 / 0.0728 / lattice)


@pytest.mark.parametrize("pressure_atm", [0.5, 1, 2, 4, 8])
def test_density_and_surface_tension_stay_within_their_limits(electrode, pressure_atm):
    plan = plan_filling(electrode, FLUIDS, pressure_pa=pressure_atm * ATM)
    assert plan.inlet_density <= 1 + DENSITY_LIMIT + 1e-12
    assert plan.surface_tension_lattice <= SURFACE_TENSION_LIMIT


def test_low_pressure_uses_the_largest_surface_tension(electrode):
    plan = plan_filling(electrode, FLUIDS, pressure_pa=0.1 * ATM)
    assert plan.surface_tension_lattice == SURFACE_TENSION_LIMIT


def test_a_more_viscous_electrolyte_takes_longer_per_step(electrode):
    thick = dataclasses.replace(FLUIDS, liquid_viscosity_pa_s=0.05)
    thin_plan = plan_filling(electrode, FLUIDS, pressure_pa=ATM)
    assert plan_filling(electrode, thick, pressure_pa=ATM).step_s > thin_plan.step_s


def test_the_estimate_counts_the_pore_voxels(electrode):
    plan = plan_filling(electrode, FLUIDS, pressure_pa=ATM)
    assert estimate(plan, electrode).n_nodes == np.count_nonzero(electrode.is_pore)


def test_imbibition_without_pressure_is_planned(electrode):
    wetting = dataclasses.replace(
        FLUIDS, contact_angle_deg=30.0, binder_contact_angle_deg=30.0
    )
    assert plan_filling(electrode, wetting, pressure_pa=0).pressure_lattice == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"pressure_pa": 0}, "Nothing drives the electrolyte"),
        ({"pressure_pa": -5e3}, "pressure is -5 kPa"),
        ({"pressure_pa": float("nan")}, "pressure is nan kPa"),
        ({"pressure_pa": 5e7}, "Stay below"),
        ({"pressure_pa": ATM, "outlet": "left"}, "outlet is 'left'"),
        ({"pressure_pa": ATM, "max_steps": 3}, "number of steps is 3"),
    ],
)
def test_what_can_not_be_done_is_refused_with_the_reason(electrode, settings, words):
    with pytest.raises(UserError, match=words):
        plan_filling(electrode, FLUIDS, **settings)


def test_a_blocked_sample_is_refused():
    labels = np.zeros((8, 6, 6), dtype=np.uint8)
    labels[4] = Phase.ACTIVE_MATERIAL
    with pytest.raises(UserError, match="do not join"):
        plan_filling(Phases(labels, 1e-6, "blocked"), FLUIDS, pressure_pa=ATM)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("contact_angle_deg", 180.0, "contact angle is 180 degrees"),
        ("liquid_viscosity_pa_s", 0.0, "viscosity is 0 mPa s"),
        ("surface_tension_n_m", float("nan"), "surface tension is nan"),
    ],
)
def test_impossible_fluids_are_refused(field, value, words):
    with pytest.raises(UserError, match=words):
        dataclasses.replace(FLUIDS, **{field: value})


def test_presets_are_fluids_with_names_of_their_own():
    presets = fluid_presets()
    assert len(presets) >= 4
    assert all(name == fluids.name for name, fluids in presets.items())
