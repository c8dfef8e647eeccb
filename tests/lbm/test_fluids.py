"""The fluids that come with the program, and how fluids are kept in files."""

from __future__ import annotations

import dataclasses

import pytest

from wetview.errors import UserError
from wetview.lbm import FluidPreset, Fluids, fluid_presets
from wetview.lbm.fluids import read_presets, shipped_presets

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("contact_angle_deg", 181.0, "contact angle is 181 degrees"),
        ("liquid_viscosity_pa_s", 0.0, "viscosity is 0 mPa s"),
        ("surface_tension_n_m", float("nan"), "surface tension is nan"),
    ],
)
def test_impossible_fluids_are_refused(field, value, words):
    with pytest.raises(UserError, match=words):
        dataclasses.replace(FLUIDS, **{field: value})


def test_the_presets_that_were_promised_are_there():
    assert list(fluid_presets()) == [
        *("LP30", "LP40", "LP57", "Shodiev 2021", "Water", "Mercury")
    ]


@pytest.mark.parametrize("preset", shipped_presets().values(), ids=lambda p: p.name)
def test_each_number_of_a_preset_has_a_source_of_its_own(preset):
    chosen = {
        name
        for name in ("contact_angle_deg", "binder_contact_angle_deg")
        if getattr(preset.fluids, name) == 90 and name not in preset.sources
    }
    missing = {
        field.name
        for field in dataclasses.fields(Fluids)
        if field.name != "name" and not preset.sources.get(field.name)
    }
    # An angle of 90 degrees is nobody's number: the note says that it is to be chosen.
    assert missing == chosen
    assert not chosen or "contact angle depends" in preset.note


def test_water_has_the_surface_tension_of_the_iapws_equation():
    reduced = 1 - 293.15 / 647.096
    theory = 235.8e-3 * reduced**1.256 * (1 - 0.625 * reduced)
    assert fluid_presets()["Water"].surface_tension_n_m == pytest.approx(
        theory, rel=1e-4
    )


def test_air_has_the_density_of_an_ideal_gas():
    theory = 101_325 * 28.97e-3 / (8.314 * 298.15)
    assert FLUIDS.gas_density_kg_m3 == pytest.approx(theory, rel=5e-3)


def test_a_preset_survives_the_way_into_a_file_and_back():
    preset = FluidPreset(
        dataclasses.replace(FLUIDS, contact_angle_deg=25.0),
        description="Batch 7",
        sources={"liquid_viscosity_pa_s": "rheometer, 25 C"},
        note="old",
    )
    stored = preset.as_dict()
    again = read_presets({"fluids": [stored]})["test"]
    assert again.fluids == preset.fluids
    assert again.as_dict() == stored


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": 7},
        {"name": "x" * 61},
        {"properties": {"colour": {"value": 1}}},
        {"properties": {"liquid_density_kg_m3": 1300}},
        {"properties": {"liquid_density_kg_m3": {"value": "heavy"}}},
    ],
)
def test_what_is_no_preset_is_refused(change):
    stored = {**FluidPreset(FLUIDS).as_dict(), **change}
    with pytest.raises((KeyError, TypeError, ValueError)):
        FluidPreset.from_dict(stored)


def test_an_electrolyte_leaves_the_contact_angle_as_it_is():
    lp30 = shipped_presets()["LP30"]
    wetting = dataclasses.replace(FLUIDS, contact_angle_deg=25.0)
    given = lp30.given_to(wetting)
    assert (given.name, given.contact_angle_deg) == ("LP30", 25.0)
    assert given.surface_tension_n_m == lp30.fluids.surface_tension_n_m
    assert lp30.describes(given)
    assert not lp30.describes(wetting)


def test_mercury_brings_its_contact_angle():
    mercury = shipped_presets()["Mercury"]
    assert mercury.given_to(FLUIDS).contact_angle_deg == 140
    assert not mercury.describes(
        dataclasses.replace(mercury.fluids, contact_angle_deg=130.0)
    )
