"""The user's own fluids in their configuration folder."""

from __future__ import annotations

import dataclasses
import json

import pytest

from wetview.errors import UserError
from wetview.lbm import FluidPreset, Fluids
from wetview.project import (
    find_fluid,
    known_fluids,
    own_fluids,
    own_fluids_path,
    remove_own_fluid,
    save_own_fluid,
)

BATCH = FluidPreset(
    Fluids("Batch 7", 1250, 4.1e-3, 0.035, contact_angle_deg=25.0),
    sources={"surface_tension_n_m": "pendant drop"},
)


def _renamed(preset: FluidPreset, name: str, **values: float) -> FluidPreset:
    fluids = dataclasses.replace(preset.fluids, name=name, **values)
    return dataclasses.replace(preset, fluids=fluids)


def test_there_are_none_at_first() -> None:
    assert own_fluids() == {}
    assert "LP30" in known_fluids()


def test_one_that_is_saved_is_known_with_its_sources() -> None:
    save_own_fluid(BATCH)
    kept = known_fluids()["Batch 7"]
    assert kept.fluids == BATCH.fluids
    assert kept.sources["surface_tension_n_m"] == "pendant drop"


def test_saving_under_a_name_again_replaces_that_one_only() -> None:
    save_own_fluid(_renamed(BATCH, "Batch 6"))
    save_own_fluid(BATCH)
    save_own_fluid(_renamed(BATCH, "batch 7", surface_tension_n_m=0.04))
    assert list(own_fluids()) == ["Batch 6", "batch 7"]
    assert own_fluids()["batch 7"].fluids.surface_tension_n_m == 0.04


def test_one_that_is_removed_is_gone() -> None:
    save_own_fluid(BATCH)
    remove_own_fluid("Batch 7")
    assert own_fluids() == {}
    with pytest.raises(UserError, match="Batch 7 is none of your own"):
        remove_own_fluid("Batch 7")


def test_the_programs_own_names_stay_taken() -> None:
    with pytest.raises(UserError, match="LP30 comes with the program"):
        save_own_fluid(_renamed(BATCH, "lp30"))


@pytest.mark.parametrize("content", ["{", "[]", '{"fluids": 3}', '{"fluids": [{}]}'])
def test_a_damaged_file_is_named_and_left_as_it_is(content: str) -> None:
    path = own_fluids_path()
    path.parent.mkdir(parents=True)
    path.write_text(content)
    for attempt in (own_fluids, lambda: save_own_fluid(BATCH)):
        with pytest.raises(UserError, match=r"fluids\.json"):
            attempt()
    assert path.read_text() == content


def test_the_programs_own_are_found_beside_a_damaged_file() -> None:
    path = own_fluids_path()
    path.parent.mkdir(parents=True)
    path.write_text("{")
    assert find_fluid("lp30").name == "LP30"
    with pytest.raises(UserError, match=r"fluids\.json"):
        find_fluid("batch")


def test_an_impossible_number_in_the_file_is_named() -> None:
    save_own_fluid(BATCH)
    path = own_fluids_path()
    stored = json.loads(path.read_text())
    stored["fluids"][0]["properties"]["contact_angle_deg"]["value"] = 300
    path.write_text(json.dumps(stored))
    with pytest.raises(UserError, match=r"fluids\.json.*contact angle is 300 degrees"):
        own_fluids()


def test_a_fluid_is_found_by_the_beginning_of_its_name_in_any_case() -> None:
    save_own_fluid(BATCH)
    assert find_fluid("batch").name == "Batch 7"
    assert find_fluid("LP30").name == "LP30"


def test_a_whole_name_counts_more_than_a_beginning() -> None:
    save_own_fluid(_renamed(BATCH, "LP30 batch 7"))
    assert find_fluid("lp30").name == "LP30"


@pytest.mark.parametrize(
    ("wanted", "said"), [("milk", "no fluid"), ("LP", "LP30; LP40; LP57")]
)
def test_what_can_not_be_told_is_refused_with_the_choice(
    wanted: str, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        find_fluid(wanted)
