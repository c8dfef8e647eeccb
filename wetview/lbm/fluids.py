"""Electrolyte and gas, with the presets that come with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache

from wetview.assets import asset
from wetview.errors import UserError


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


_RANGES: dict[str, tuple[float, float, str, str, float]] = {
    "liquid_density_kg_m3": (100.0, 20_000.0, "electrolyte's density", "kg/m3", 1.0),
    "gas_density_kg_m3": (0.001, 100.0, "gas density", "kg/m3", 1.0),
    "liquid_viscosity_pa_s": (1e-5, 10.0, "electrolyte's viscosity", "mPa s", 1e3),
    "gas_viscosity_pa_s": (1e-6, 1e-3, "gas viscosity", "mPa s", 1e3),
    "surface_tension_n_m": (1e-4, 1.0, "surface tension", "mN/m", 1e3),
    "contact_angle_deg": (10.0, 170.0, "contact angle", "degrees", 1.0),
    "binder_contact_angle_deg": (
        10.0,
        170.0,
        "contact angle on the binder",
        "degrees",
        1.0,
    ),
}


@cache
def fluid_presets() -> dict[str, Fluids]:
    """The fluids in resources/fluids.json by their names, in that order."""
    known = {field.name for field in fields(Fluids)}
    entries = json.loads(asset("fluids.json").read_text(encoding="utf-8"))
    return {
        entry["name"]: Fluids(**{k: v for k, v in entry.items() if k in known})
        for entry in entries
    }
