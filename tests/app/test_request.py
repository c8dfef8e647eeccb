"""The settings of the Simulate step, without Qt."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from wetview.app.models import OWN_NAME, FillingRequest, FluidShelf
from wetview.errors import UserError
from wetview.lbm import fluid_presets
from wetview.project import own_fluids_path

REQUEST = FillingRequest(fluid_presets()["LP30"])
FULL = replace(
    REQUEST,
    course="steps",
    levels=((0.0, 0.0), (3e-5, 1e5), (6e-5, 4e5)),
    inlet="y+",
    outlet="open",
    sides="vent",
    trapped_gas="evacuated",
    max_steps=5000,
    device="cpu",
    n_threads=2,
)


def test_settings_survive_the_way_into_a_project_and_back() -> None:
    stored = json.loads(json.dumps(FULL.as_dict()))
    assert REQUEST.restored(stored) == FULL


def test_settings_of_an_older_project_leave_the_rest_as_usual() -> None:
    older = {"pressure_pa": 1e5, "outlet": "closed", "speed_of_light": 3e8}
    assert REQUEST.restored(older) == replace(REQUEST, pressure_pa=1e5, outlet="closed")


@pytest.mark.parametrize("levels", [3, [[0]], [[0, "high"]]])
def test_stored_levels_that_make_no_sense_are_refused(levels: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        REQUEST.restored({"levels": levels})


def test_the_job_has_all_settings() -> None:
    job = FULL.job(Path("a.h5"), Path("b.h5"))
    for name in (
        *("inlet", "outlet", "sides", "trapped_gas"),
        *("max_steps", "device", "n_threads"),
    ):
        assert getattr(job, name) == getattr(FULL, name)
    assert job.pressure_pa == 4e5
    assert job.pressure == FULL.pressure
    assert job.fluids.to_fluids() == FULL.fluids


def test_a_constant_pressure_needs_no_points() -> None:
    job = REQUEST.job(Path("a.h5"), Path("b.h5"))
    assert job.pressure_points is None
    assert job.pressure_pa == REQUEST.pressure_pa


def test_a_ramp_rises_from_nothing() -> None:
    ramp = replace(REQUEST, course="ramp", ramp_s=1e-4)
    assert ramp.pressure.points == ((0.0, 0.0), (1e-4, REQUEST.pressure_pa))


def test_the_name_of_a_run_tells_it_from_others() -> None:
    assert REQUEST.name == "405.3 kPa, 90°"
    assert FULL.name == "400 kPa steps, 90°, from y+, gas evacuated"


def test_steps_in_the_wrong_order_are_refused_in_words() -> None:
    wrong = replace(REQUEST, course="steps", levels=((0, 1e5), (2e-5, 1e5), (1e-5, 0)))
    with pytest.raises(UserError, match="Give the times in their order"):
        wrong.job(Path("a.h5"), Path("b.h5"))


def test_changed_numbers_lose_the_name_and_find_it_again() -> None:
    shelf, lp30 = FluidShelf(), REQUEST.fluids
    thick = shelf.with_values(lp30, liquid_viscosity_pa_s=0.01)
    assert thick.name == OWN_NAME
    assert shelf.preset_of(thick) is None
    assert shelf.with_values(thick, liquid_viscosity_pa_s=0.0037).name == "LP30"


def test_another_contact_angle_makes_no_other_electrolyte() -> None:
    shelf = FluidShelf()
    assert shelf.with_values(REQUEST.fluids, contact_angle_deg=30.0).name == "LP30"


def test_saved_values_are_offered_until_they_are_removed() -> None:
    shelf, heard = FluidShelf(), []
    shelf.changed.connect(lambda: heard.append(list(shelf.presets)))
    kept = shelf.save("Batch 7", REQUEST.fluids)
    assert shelf.is_own("Batch 7")
    assert shelf.preset_of(kept) is not None
    assert list(FluidShelf().presets)[-1] == "Batch 7"
    shelf.remove("Batch 7")
    assert [("Batch 7" in names) for names in heard] == [True, False]


def test_a_damaged_file_of_own_fluids_is_told_and_the_others_stay() -> None:
    path = own_fluids_path()
    path.parent.mkdir(parents=True)
    path.write_text("{")
    shelf = FluidShelf()
    assert "LP30" in shelf.presets
    assert shelf.problem is not None
    with pytest.raises(UserError, match=r"fluids\.json"):
        shelf.save("Batch 7", REQUEST.fluids)
