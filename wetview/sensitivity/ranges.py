"""Within which limits every input varies."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.units import format_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wetview.sensitivity.sensitive_model import SensitiveModel


@dataclass(frozen=True)
class InputRange:
    """The limits of one input.

    Parameters
    ----------
    name, title, unit : str
        As the model calls it.
    low, high : float
        Limits; where they are equal, the input is fixed.
    factor : float
        A value in `unit` over the value that the model is given.

    Raises
    ------
    UserError
        If a limit is not a number, or they are the wrong way round.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    factor: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise UserError(
                f"The range of `{self.name}` is {self.low:g} to {self.high:g}",
                "Give two numbers",
            )
        if self.low > self.high:
            raise UserError(
                f"The range of `{self.name}` starts at {self.low:g} and ends at "
                f"{self.high:g}, which is less",
                "Give the smaller number first",
            )

    def shown(self, value: float) -> str:
        """A value with its unit, as the user reads it."""
        return f"{format_digits(self.factor * value)} {self.unit}".strip()

    @property
    def is_fixed(self) -> bool:
        """Whether the input does not vary at all."""
        return self.low == self.high


def ranges_of(model: SensitiveModel) -> tuple[InputRange, ...]:
    """The ranges of the training data."""
    return tuple(
        InputRange(
            column.name,
            column.title,
            column.unit,
            float(column.low),
            float(column.high),
            float(column.factor),
        )
        for column in model.inputs
    )


def with_ranges(
    ranges: Sequence[InputRange], limits: Mapping[str, tuple[float, float]]
) -> tuple[InputRange, ...]:
    """The same with other limits for some inputs.

    Raises
    ------
    UserError
        If there is no such input, or limits make no range.
    """
    names = [entry.name for entry in ranges]
    for name in limits:
        if name not in names:
            raise UserError(
                f"There is no input `{name}`", f"The inputs are {', '.join(names)}"
            )
    return tuple(
        replace(entry, low=limits[entry.name][0], high=limits[entry.name][1])
        if entry.name in limits
        else entry
        for entry in ranges
    )


def parse_range(text: str) -> tuple[str, tuple[float, float]]:
    """Take "name=low:high" apart.

    Raises
    ------
    UserError
        If it has another form.

    Examples
    --------
    >>> parse_range("pressure_pa=1e5:4e5")
    ('pressure_pa', (100000.0, 400000.0))
    """
    name, has_name, limits = text.partition("=")
    low, has_limits, high = limits.partition(":")
    try:
        if not (has_name and has_limits and name.strip()):
            raise ValueError
        return name.strip(), (float(low), float(high))
    except ValueError:
        raise UserError(
            f"`{text}` is not a range", "Write it as name=low:high"
        ) from None
