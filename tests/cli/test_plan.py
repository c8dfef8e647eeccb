"""What a filling would take, and the fluids, from the command line."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from wetview.cli import main
from wetview.jobs.engine_speed import keep_speed, known_speed
from wetview.lbm import FluidPreset, Fluids
from wetview.lbm.self_timing import EngineSpeed
from wetview.project import save_own_fluid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]

SPEED = EngineSpeed(2e6, "a test's CPU")


@pytest.fixture
def plan(slit_path: Path) -> list[str]:
    """Plan the filling of the slit; to be followed by more options."""
    return [
        *("plan", str(slit_path), "--pore", "0", "--binder", "2"),
        *("--voxel-um", "1", "--thickness-axis", "2", "--no-timing"),
    ]


def test_a_plan_tells_steps_memory_and_what_it_assumes(
    answer: Answer, plan: list[str]
) -> None:
    told = answer(*plan, "--pressure-kpa", 405)
    assert told["n_nodes"] == 16 * 6 * 4
    assert told["expected_steps"] < told["max_steps"]
    assert told["pressure_points"] == [[0.0, 405_000.0]]
    assert told["lattice"]["density_excess"] <= 0.15 + 1e-9
    assert told["lattice"]["largest_speed"] <= 0.1 + 1e-3
    assert told["expected"]["reynolds"] > 0
    assert any("viscous" in note for note in told["notes"])
    assert told["expected_seconds"] is None


def test_a_plan_takes_its_minutes_from_the_speed_of_the_machine(
    answer: Answer, plan: list[str]
) -> None:
    keep_speed(SPEED)
    told = answer(*plan)
    updates = told["n_nodes"] * told["expected_steps"]
    assert told["expected_seconds"] == pytest.approx(updates / 2e6)


def test_a_plan_in_words_names_time_and_memory(
    plan: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    keep_speed(SPEED)
    assert main([*plan, "--pressure-steps", "0:0,2:101.3"]) == 0
    said = capsys.readouterr().out
    assert "at 2 million pore voxels a second" in said
    assert "101.3 kPa at 2 µs" in said
    assert "The plan assumes:" in said


def test_speed_is_measured_once_and_kept(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wetview.lbm import self_timing

    monkeypatch.setattr(self_timing, "CPU_SHAPE", (16, 16, 16))
    monkeypatch.setattr(self_timing, "SECONDS", 0.01)
    assert known_speed("cpu", n_threads=1) is None
    told = answer("speed", "--threads", 1, "--device", "cpu")
    assert known_speed("cpu", n_threads=1) == EngineSpeed(**told)
    assert known_speed("cpu", n_threads=2) is None
    assert told["nodes_per_second"] > 1e4
    assert "CPU" in told["device"]


@pytest.mark.parametrize(
    ("options", "points"),
    [
        (["--pressure-kpa", 0], [[0, 0]]),
        (["--pressure-kpa", 200, "--pressure-ramp-us", 3], [[0, 0], [3e-6, 2e5]]),
        (
            ["--pressure-steps", "0:0,1:100,2:200"],
            [[0, 0], [1e-6, 0], [1e-6, 1e5], [2e-6, 1e5], [2e-6, 2e5]],
        ),
    ],
)
def test_pressure_over_time_is_taken_in_microseconds(
    answer: Answer, plan: list[str], options: list[Any], points: list[Any]
) -> None:
    told = answer(*plan, "--contact-angle-deg", 30, *options)["pressure_points"]
    assert [value for point in told for value in point] == pytest.approx(
        [value for point in points for value in point]
    )


def test_boundaries_are_passed_on(answer: Answer, plan: list[str]) -> None:
    told = answer(
        *plan,
        *("--inlet", "x+", "--outlet", "open", "--sides", "periodic"),
        *("--trapped-gas", "evacuated"),
    )
    assert (told["inlet"], told["outlet"]) == ("x+", "open")
    assert (told["sides"], told["trapped_gas"]) == ("periodic", "evacuated")


def test_each_property_of_the_electrolyte_can_be_given(
    answer: Answer, plan: list[str]
) -> None:
    fluids = answer(
        *plan,
        *("--fluid", "water", "--viscosity-mpa-s", 5, "--surface-tension-mn-m", 30),
        *("--density-kg-m3", 1100, "--gas-viscosity-mpa-s", 0.02),
        *("--contact-angle-deg", 40, "--binder-contact-angle-deg", 70),
    )["fluids"]
    assert fluids["name"] == "Water, changed"
    assert fluids["liquid_viscosity_pa_s"] == pytest.approx(5e-3)
    assert fluids["surface_tension_n_m"] == pytest.approx(0.03)
    assert fluids["liquid_density_kg_m3"] == 1100
    assert fluids["gas_viscosity_pa_s"] == pytest.approx(2e-5)
    assert fluids["contact_angle_deg"] == 40
    assert fluids["binder_contact_angle_deg"] == 70


def test_ones_own_fluid_is_known_by_its_name(answer: Answer, plan: list[str]) -> None:
    save_own_fluid(FluidPreset(Fluids("Batch 7", 1250, 4.1e-3, 0.035)))
    assert answer(*plan, "--fluid", "batch")["fluids"]["liquid_density_kg_m3"] == 1250
    listed = answer("fluids")["fluids"]
    assert [fluid["name"] for fluid in listed][-1] == "Batch 7"


def test_fluids_in_words_come_with_the_source_of_each_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fluids"]) == 0
    said = capsys.readouterr().out
    assert "LP57: 1 M LiPF6 in EC:EMC 3:7" in said
    assert "IAPWS R1-76(2014)" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pressure-kpa", "0"], "Nothing drives the electrolyte in"),
        (["--pressure-kpa", "1e7"], "to 100000 kPa"),
        (["--pressure-kpa", "5", "--pressure-steps", "0:1"], "beside --pressure-steps"),
        (["--pressure-ramp-us", "-1"], "to rise within -1 µs"),
        (["--pressure-steps", "5:1,0:2"], "first pressure is given for 5 µs"),
        (["--fluid", "LP"], "several fluids"),
        (["--viscosity-mpa-s", "0"], "viscosity is 0 mPa s"),
        (["--inlet", "y-"], "no pore at its inlet, the face at y = 0"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_line(
    refusal: Refusal, plan: list[str], options: list[str], said: str
) -> None:
    assert said in refusal(*plan, *options)


def test_pressures_that_are_no_list_are_wrong_usage(
    plan: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*plan, "--pressure-steps", "often"]) == 2
    assert "US:KPA" in capsys.readouterr().err


def test_a_speed_of_another_version_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_speed(SPEED)
    monkeypatch.setattr("wetview.__version__", "0.0.1")
    assert known_speed() is None


def test_a_damaged_list_of_speeds_is_measured_again(tmp_path: Path) -> None:
    from wetview.jobs.engine_speed import speed_path

    keep_speed(SPEED)
    speed_path().write_text("{")
    assert known_speed() is None
    keep_speed(SPEED)
    assert known_speed() == SPEED


def test_the_listed_fluids_are_those_of_the_file(answer: Answer) -> None:
    water = next(f for f in answer("fluids")["fluids"] if f["name"] == "Water")
    fields = {field.name for field in dataclasses.fields(Fluids)} - {"name"}
    assert set(water["properties"]) == fields
