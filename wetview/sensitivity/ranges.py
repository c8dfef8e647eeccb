"""Within which limits every input varies."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.units import format_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wetview.sensitivity.sensitive_model import Distribution, SensitiveModel

_TAILS_PERCENT = (5, 95)
_SKEWED = 1.0
"""Skewness from which on values count as skewed; that of exponential ones is 2."""


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
    is_log : bool
        Whether the logarithm varies evenly between the limits, not the value.

    Raises
    ------
    UserError
        If a limit is not a number, they are the wrong way round, or the lower one
        has no logarithm.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    factor: float = 1.0
    is_log: bool = False

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
        if self.is_log and self.low <= 0:
            raise UserError(
                f"The range of `{self.name}` starts at {self.low:g}, which has no "
                "logarithm",
                "Give a number above 0, or let the value itself vary evenly",
            )

    def at(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at shares, 0 to 1, of the way from the lower to the upper limit."""
        if self.is_log:
            low, high = math.log(self.low), math.log(self.high)
            values: NDArray[np.float64] = np.exp(low + share * (high - low))
            return values
        return self.low + share * (self.high - self.low)

    def shown(self, value: float) -> str:
        """A value with its unit, as the user reads it."""
        return f"{format_digits(self.factor * value)} {self.unit}".strip()

    @property
    def is_fixed(self) -> bool:
        """Whether the input does not vary at all."""
        return self.low == self.high


def ranges_of(model: SensitiveModel) -> tuple[InputRange, ...]:
    """From the smallest to the largest value in the training data, evenly."""
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


def usual_ranges(
    model: SensitiveModel, distribution: Distribution = "uniform"
) -> tuple[InputRange, ...]:
    """The ranges in which an analysis varies the inputs unless it is told otherwise.

    Where inputs vary independently, one whose training values are skewed goes from
    their 5 % to their 95 % quantile, evenly in its logarithm: a few very large pores
    would otherwise make most points large ones, which hardly occur. Skewed is what has
    a skewness above 1 that its logarithm, between those quantiles, has at most half of.
    All others, and all that are drawn from the training rows, go from the smallest to
    the largest value.
    """
    ranges = ranges_of(model)
    rows = model.training_inputs
    if distribution == "training" or not len(rows):
        return ranges
    return tuple(
        entry if entry.is_fixed else _by_logarithm(entry, values)
        for entry, values in zip(ranges, rows.T, strict=True)
    )


def _by_logarithm(entry: InputRange, values: NDArray[np.float64]) -> InputRange:
    """Between the tails of the values, evenly in the logarithm, if they are skewed."""
    from scipy.stats import skew

    low, high = np.percentile(values, _TAILS_PERCENT)
    if not 0 < low < high:
        return entry
    skewness = float(skew(values))
    of_log = float(skew(np.log(np.clip(values, low, high))))
    if skewness <= _SKEWED or abs(of_log) > skewness / 2:
        return entry
    return replace(entry, low=float(low), high=float(high), is_log=True)


def with_ranges(
    ranges: Sequence[InputRange], limits: Mapping[str, tuple[float, float]]
) -> tuple[InputRange, ...]:
    """The same with other limits for some inputs.

    One whose logarithm varies evenly keeps that, unless a limit has no logarithm.

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
        _with_limits(entry, *limits[entry.name]) if entry.name in limits else entry
        for entry in ranges
    )


def _with_limits(entry: InputRange, low: float, high: float) -> InputRange:
    return replace(entry, low=low, high=high, is_log=entry.is_log and low > 0)


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
