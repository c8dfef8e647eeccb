"""Under which conditions a filling happened, and what tells several of them apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wetview.units import KPA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.filling.filling import Filling

_DIGITS = 4


@dataclass(frozen=True)
class Conditions:
    """What was set for a filling; None or "" where its description does not say.

    Parameters
    ----------
    pressure_pa : float or None
        Applied pressure above the gas; the highest one where it changes.
    pressure_points : tuple of (float, float)
        Pressure over time, where it changes.
    fluid : str
        Name of the electrolyte.
    contact_angle_deg : float or None
        On the active material.
    inlet, trapped_gas : str
        Where the electrolyte enters; what becomes of gas that it surrounds.
    """

    pressure_pa: float | None
    pressure_points: tuple[tuple[float, float], ...]
    fluid: str
    contact_angle_deg: float | None
    inlet: str
    trapped_gas: str

    def matches(self, other: Conditions) -> bool:
        """Whether nothing that both of them say is different.

        A prediction does not say all that a simulation does.
        """
        pairs = (
            (self.fluid, other.fluid),
            (self.inlet, other.inlet),
            (self.trapped_gas, other.trapped_gas),
        )
        numbers = (
            (self.pressure_pa, other.pressure_pa),
            (self.contact_angle_deg, other.contact_angle_deg),
        )
        return (
            self.pressure_points == other.pressure_points
            and all(not one or not two or one == two for one, two in pairs)
            and all(
                one is None or two is None or math.isclose(one, two, rel_tol=1e-6)
                for one, two in numbers
            )
        )


def conditions_of(filling: Filling) -> Conditions:
    """Read the conditions from the description of a filling."""
    stored = filling.description
    fluids = stored.get("fluids")
    fluids = fluids if isinstance(fluids, dict) else {}
    points = tuple(
        (float(time_s), float(pressure_pa))
        for time_s, pressure_pa in stored.get("pressure_points") or ()
    )
    pressure_pa = _number(stored.get("pressure_pa"))
    if points:
        pressure_pa = max(pressure for _, pressure in points)
    return Conditions(
        pressure_pa=pressure_pa,
        pressure_points=points,
        fluid=str(fluids.get("name") or ""),
        contact_angle_deg=_number(fluids.get("contact_angle_deg")),
        inlet=str(stored.get("inlet") or ""),
        trapped_gas=str(stored.get("trapped_gas") or ""),
    )


def distinguishing_labels(conditions: Sequence[Conditions]) -> list[str]:
    """Short words for each, of what is not the same in all; the pressure always.

    Examples
    --------
    >>> at = lambda kpa, deg: Conditions(1e3 * kpa, (), "LP30", deg, "x-", "kept")
    >>> distinguishing_labels([at(100, 90), at(200, 90)])
    ['100 kPa', '200 kPa']
    >>> distinguishing_labels([at(100, 90), at(100, 60)])
    ['100 kPa, 90°', '100 kPa, 60°']
    """
    words = [
        [_pressure_words(one) for one in conditions],
        [one.fluid for one in conditions],
        [
            "" if one.contact_angle_deg is None else f"{one.contact_angle_deg:.4g}°"
            for one in conditions
        ],
        [f"inlet {one.inlet}" if one.inlet else "" for one in conditions],
        [f"gas {one.trapped_gas}" if one.trapped_gas else "" for one in conditions],
    ]
    shown = [
        column
        for number, column in enumerate(words)
        if number == 0 or len(set(column)) > 1
    ]
    return [", ".join(word for word in row if word) for row in zip(*shown, strict=True)]


def _pressure_words(conditions: Conditions) -> str:
    if conditions.pressure_pa is None:
        return "unknown pressure"
    words = f"{conditions.pressure_pa / KPA:.{_DIGITS}g} kPa"
    return f"up to {words}" if conditions.pressure_points else words


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
