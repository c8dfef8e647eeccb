"""Electrolyte and gas, with the presets that come with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from wetview.assets import asset
from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Fluids:
    """The liquid that enters, the gas that leaves, and what lies between them.

    Parameters
    ----------
    name : str
        What to call the pair, usually the electrolyte's name.
    liquid_density_kg_m3, liquid_viscosity_pa_s : float
        Of the electrolyte.
    gas_density_kg_m3, gas_viscosity_pa_s : float
        Of the gas in the pores before.
    surface_tension_n_m : float
        Between the two.
    contact_angle_deg, binder_contact_angle_deg : float
        Measured in the liquid, on active material and on carbon binder.
    """

    name: str
    liquid_density_kg_m3: float
    liquid_viscosity_pa_s: float
    surface_tension_n_m: float
    contact_angle_deg: float = 90.0
    binder_contact_angle_deg: float = 90.0
    gas_density_kg_m3: float = 1.18
    gas_viscosity_pa_s: float = 1.85e-5

    def __post_init__(self) -> None:
        for name, (low, high, title, unit, factor) in _RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise UserError(
                    f"The {title} is {value * factor:g} {unit}",
                    f"Give a value from {low * factor:g} to {high * factor:g} {unit}",
                )


@dataclass(frozen=True)
class FluidPreset:
    """Fluids under a name, with where each of their numbers comes from.

    Parameters
    ----------
    fluids : Fluids
        The numbers.
    description : str
        What it is, in a line.
    sources : dict of str
        For a field of `Fluids`, where its number comes from and how good it is.
    note : str
        What else to know.
    """

    fluids: Fluids
    description: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.fluids.name

    @property
    def properties(self) -> tuple[str, ...]:
        """The fields of `Fluids` that belong to it; all where no source is known.

        The contact angle belongs to an electrolyte only together with its electrode.
        """
        return tuple(self.sources) or PROPERTIES

    def describes(self, fluids: Fluids) -> bool:
        """Whether fluids have the numbers that belong to it."""
        return all(
            getattr(fluids, name) == getattr(self.fluids, name)
            for name in self.properties
        )

    def given_to(self, fluids: Fluids) -> Fluids:
        """Fluids with its name and the numbers that belong to it."""
        values = {name: getattr(self.fluids, name) for name in self.properties}
        return replace(fluids, name=self.name, **values)

    def as_dict(self) -> dict[str, Any]:
        """What a file keeps of it; `from_dict` reads it."""
        return {
            "name": self.name,
            "description": self.description,
            "properties": {
                name: {
                    "value": getattr(self.fluids, name),
                    "source": self.sources.get(name, ""),
                }
                for name in PROPERTIES
            },
            "note": self.note,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> FluidPreset:
        """Read what `as_dict` wrote.

        Raises
        ------
        UserError
            If a number is outside of what can be simulated.
        KeyError, TypeError, ValueError
            If it is no such entry.
        """
        properties = stored["properties"]
        unknown = set(properties) - set(PROPERTIES)
        if unknown:
            msg = f"`{sorted(unknown)[0]}` is no property of a fluid"
            raise ValueError(msg)
        values = {name: float(entry["value"]) for name, entry in properties.items()}
        return cls(
            Fluids(_name(stored["name"]), **values),
            description=str(stored.get("description", "")),
            sources={
                name: str(entry.get("source", "")) for name, entry in properties.items()
            },
            note=str(stored.get("note", "")),
        )


_RANGES: dict[str, tuple[float, float, str, str, float]] = {
    "liquid_density_kg_m3": (100.0, 20_000.0, "electrolyte's density", "kg/m3", 1.0),
    "gas_density_kg_m3": (0.001, 100.0, "gas density", "kg/m3", 1.0),
    "liquid_viscosity_pa_s": (1e-5, 10.0, "electrolyte's viscosity", "mPa s", 1e3),
    "gas_viscosity_pa_s": (1e-6, 1e-3, "gas viscosity", "mPa s", 1e3),
    "surface_tension_n_m": (1e-4, 1.0, "surface tension", "mN/m", 1e3),
    "contact_angle_deg": (0.0, 180.0, "contact angle", "degrees", 1.0),
    "binder_contact_angle_deg": (
        0.0,
        180.0,
        "contact angle on the binder",
        "degrees",
        1.0,
    ),
}

PROPERTIES = tuple(entry.name for entry in fields(Fluids) if entry.name != "name")
"""The fields of `Fluids` that are numbers."""

LONGEST_NAME = 60


def shipped_presets() -> dict[str, FluidPreset]:
    """The fluids in resources/fluids.json by their names, in that order."""
    return dict(_shipped())


def fluid_presets() -> dict[str, Fluids]:
    """The numbers of the fluids that come with the program, by their names."""
    return {name: preset.fluids for name, preset in _shipped().items()}


def read_presets(
    content: Mapping[str, Any], *, gas: Mapping[str, Any] | None = None
) -> dict[str, FluidPreset]:
    """Fluids of a file, by their names.

    Parameters
    ----------
    content : mapping
        What the JSON file held: "fluids", a list of entries.
    gas : mapping, optional
        Properties of the gas for entries that do not say theirs.

    Raises
    ------
    UserError
        If a number is outside of what can be simulated.
    KeyError, TypeError, ValueError
        If it is no such file.
    """
    presets = {}
    for entry in content["fluids"]:
        properties = {**(gas or {}), **entry["properties"]}
        preset = FluidPreset.from_dict({**entry, "properties": properties})
        presets[preset.name] = preset
    return presets


@cache
def _shipped() -> dict[str, FluidPreset]:
    content = json.loads(asset("fluids.json").read_text(encoding="utf-8"))
    return read_presets(content, gas=content["gas"])


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        msg = f"`name` is {name!r}, not a text of 1 to {LONGEST_NAME} letters"
        raise ValueError(msg)
    return name.strip()
