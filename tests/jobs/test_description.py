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
    SimulateJob,
    VideoJob,
    job_from,
    load_job,
    save_job,
)
from wetview.lbm import fluid_presets

if TYPE_CHECKING:
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
        ({"kind": "melt"}, ["`kind`", "'melt'", "pores, simulate, video, demo"]),
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
    from wetview.cli import options
    from wetview.lbm.plan import Outlet, Sides, TrappedGas

    assert get_args(Outlet) == options.OUTLETS
    assert get_args(Sides) == options.SIDES
    assert get_args(TrappedGas) == options.TRAPPED_GAS
