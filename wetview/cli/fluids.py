"""`wetview fluids`: the electrolytes that are known, each number with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_verb, print_json
from wetview.units import MN_PER_M, MPA_S

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.lbm import FluidPreset

_ROWS = (
    ("density", "liquid_density_kg_m3", 1.0, "kg/m3"),
    ("viscosity", "liquid_viscosity_pa_s", MPA_S, "mPa s"),
    ("surface tension", "surface_tension_n_m", MN_PER_M, "mN/m"),
    ("contact angle", "contact_angle_deg", 1.0, "degrees"),
    ("gas viscosity", "gas_viscosity_pa_s", MPA_S, "mPa s"),
)


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    add_verb(
        verbs,
        "fluids",
        run,
        summary="List the electrolytes that are known, with the source of each number.",
        notes="Your own come from the window: Simulate, Save as.",
    )


def run(options: argparse.Namespace) -> int:
    """List them."""
    from wetview.project import known_fluids

    presets = known_fluids()
    if options.json:
        listed: list[dict[str, Any]] = [p.as_dict() for p in presets.values()]
        print_json({"fluids": listed})
        return 0
    for preset in presets.values():
        _print(preset)
    return 0


def _print(preset: FluidPreset) -> None:
    print(f"{preset.name}: {preset.description}" if preset.description else preset.name)
    for title, field, si, unit in _ROWS:
        value = getattr(preset.fluids, field) / si
        source = preset.sources.get(field, "")
        print(f"    {title:16} {value:<8.5g} {unit:8} {source}".rstrip())
    if preset.note:
        print(f"    {preset.note}")
