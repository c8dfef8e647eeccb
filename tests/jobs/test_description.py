"""A job's file is checked before anything is started."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import pytest

from wetview.errors import UserError
from wetview.jobs import (
    DemoJob,
    FluidsSettings,
    PoresJob,
    ResumeJob,
    SimulateJob,
    VideoJob,
    job_from,
    load_job,
    save_job,
)
from wetview.jobs.description import KINDS
from wetview.lbm import fluid_presets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FLUIDS = {
    "liquid_density_kg_m3": 1300,
    "liquid_viscosity_pa_s": 0.0037,
    "surface_tension_n_m": 0.041,
}
SIMULATE: dict[str, Any] = {
    "kind": "simulate",
    "sample": "volumes/a.h5",
    "out": "runs/a.h5",
    "fluids": FLUIDS,
    "pressure_pa": 4e5,
}


def test_each_kind_of_job_is_told_by_its_kind(tmp_path: Path) -> None:
    jobs = [
        PoresJob(sample=tmp_path / "a.h5"),
        SimulateJob(**{**SIMULATE, "sample": tmp_path / "a", "out": tmp_path / "b"}),
        VideoJob(run=tmp_path / "a.h5", out=tmp_path / "a.mp4"),
        DemoJob(folder=tmp_path / "demo"),
    ]
    for job in jobs:
        save_job(job, tmp_path / "job.json")
        assert load_job(tmp_path / "job.json") == job


def test_relative_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_text(json.dumps(SIMULATE))
    job = load_job(tmp_path / "job.json")
    assert isinstance(job, SimulateJob)
    assert job.sample == tmp_path / "volumes" / "a.h5"
    assert job.out == tmp_path / "runs" / "a.h5"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pressure_pa": -3}, ["`pressure_pa`", "-3", "greater than or equal to 0"]),
        ({"pressure_pa": "high"}, ["`pressure_pa`", "'high'", "number"]),
        ({"pressure_pa": float("nan")}, ["`pressure_pa`", "nan"]),
        ({"outlet": "sideways"}, ["`outlet`", "sideways", "'vent', 'open'"]),
        ({"speed": 3}, ["`speed`", "not a setting"]),
        ({"fluids": {**FLUIDS, "colour": 1}}, ["`fluids.colour`", "not a setting"]),
        ({"fluids": None}, ["`fluids`", "None"]),
        ({"n_threads": 0}, ["`n_threads`", "0", "greater than or equal to 1"]),
        ({"kind": "melt"}, ["`kind`", "'melt'", ", ".join(KINDS)]),
        ({"sample": 7}, ["`sample`", "7"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_what_is_allowed(
    tmp_path: Path, change: dict[str, Any], said: list[str]
) -> None:
    file = tmp_path / "job.json"
    file.write_text(json.dumps({**SIMULATE, **change}))
    with pytest.raises(UserError) as caught:
        load_job(file)
    for part in [*said, str(file)]:
        assert part in str(caught.value)


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(UserError, match="`out` is missing"):
        job_from({key: value for key, value in SIMULATE.items() if key != "out"})
    with pytest.raises(UserError, match="`kind` is None"):
        job_from({})


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, "3", "[]", "null"])
def test_a_file_that_is_no_description_is_refused_in_words(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "job.json"
    file.write_text(content)
    with pytest.raises(UserError, match=r"job\.json"):
        load_job(file)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.json. does not exist"):
        load_job(tmp_path / "none.json")


def test_fluids_survive_the_way_into_a_file_and_back() -> None:
    for fluids in fluid_presets().values():
        assert FluidsSettings.of(fluids).to_fluids() == fluids


def test_fluids_that_cannot_be_are_refused_in_the_users_units() -> None:
    with pytest.raises(UserError, match="contact angle is 300 degrees"):
        FluidsSettings(**FLUIDS, contact_angle_deg=300).to_fluids()


def test_the_command_line_offers_what_the_solver_knows() -> None:
    from wetview.cli import filling_options
    from wetview.lbm.plan import Outlet, Sides, TrappedGas
    from wetview.volume.faces import FACES

    assert filling_options.INLETS == FACES
    assert get_args(Outlet) == filling_options.OUTLETS
    assert get_args(Sides) == filling_options.SIDES
    assert get_args(TrappedGas) == filling_options.TRAPPED_GAS


def test_the_largest_of_the_pressures_over_time_need_not_be_said_twice() -> None:
    points = [[0, 0], [5e-5, 0], [5e-5, 4e5], [1e-4, 1e5]]
    content = {key: value for key, value in SIMULATE.items() if key != "pressure_pa"}
    job = job_from({**content, "pressure_points": points})
    assert isinstance(job, SimulateJob)
    assert job.pressure_pa == 4e5
    assert job.pressure.points == tuple((float(t), float(p)) for t, p in points)
    assert job_from(job.model_dump(mode="json")) == job


def test_a_pressure_without_points_is_constant() -> None:
    job = job_from(SIMULATE)
    assert isinstance(job, SimulateJob)
    assert job.pressure.points == ((0.0, 4e5),)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([[0, 1e5], [1e-4, 2e5]], r"`pressure_pa` is 400000, but the largest"),
        ([[1e-4, 4e5]], "first pressure is given for 100 µs"),
        ([[0, -4e5]], "`pressure_pa` is 400000|pressure is -400 kPa"),
    ],
)
def test_pressures_that_are_no_course_are_refused(points: Any, said: str) -> None:
    job = job_from({**SIMULATE, "pressure_points": points})
    assert isinstance(job, SimulateJob)
    with pytest.raises(UserError, match=said):
        _ = job.pressure


def test_neither_a_pressure_nor_a_course_of_it_is_refused() -> None:
    content = {key: value for key, value in SIMULATE.items() if key != "pressure_pa"}
    with pytest.raises(UserError, match="`pressure_pa` is missing"):
        job_from(content)
    with pytest.raises(UserError, match="pressure_points"):
        job_from({**content, "pressure_pa": 4e5, "pressure_points": [[0, "high"]]})


def test_the_plan_of_a_job_has_all_its_settings() -> None:
    from wetview.volume import generate_electrode

    job = job_from(
        {
            **SIMULATE,
            "inlet": "z+",
            "outlet": "closed",
            "sides": "periodic",
            "trapped_gas": "evacuated",
            "max_steps": 1234,
        }
    )
    assert isinstance(job, SimulateJob)
    plan = job.plan(generate_electrode((20, 20, 20), seed=0))
    assert (plan.inlet, plan.outlet, plan.sides) == ("z+", "closed", "periodic")
    assert (plan.trapped_gas, plan.max_steps) == ("evacuated", 1234)
    assert plan.pressure.largest_pa == 4e5
    assert plan.fluids.surface_tension_n_m == 0.041


def test_a_run_to_resume_is_found_from_the_folder_of_the_file(tmp_path: Path) -> None:
    job = job_from({"kind": "resume", "run": "runs/a.h5"}, folder=tmp_path)
    assert isinstance(job, ResumeJob)
    assert job.run == tmp_path / "runs" / "a.h5"
    assert job.max_steps is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"kind": "resume"}, "`run` is missing"),
        ({"kind": "resume", "run": "a.h5", "max_steps": 0}, "`max_steps` is 0"),
        (
            {"kind": "permeability", "sample": "a.h5", "axes": ["w"]},
            r"`axes\.0` is 'w'",
        ),
        (
            {"kind": "permeability", "sample": "a.h5", "ends": "open"},
            "`ends` is 'open'",
        ),
    ],
)
def test_what_is_wrong_with_other_jobs_is_named(
    content: dict[str, object], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        job_from(content)


def test_a_checkpoint_is_written_every_minute_at_least(
    simulate_job: Callable[..., SimulateJob],
) -> None:
    assert simulate_job().checkpoint_every_s < 60
    with pytest.raises(ValueError, match="60"):
        simulate_job(checkpoint_every_s=100)
