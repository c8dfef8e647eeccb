"""What a reader of indices must know, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wetview.sensitivity.correlation import CorrelatedPair, correlated_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.sensitivity.result import SobolOutput, SobolResult

_WIDE = 0.1
_FEW = 256
_MOST_PAIRS = 3
_MOST_FIXED = 3


def with_notes(result: SobolResult) -> SobolResult:
    """The result with its notes."""
    found = (
        *_on_inputs(result),
        *_on_dependence(result),
        *_on_sampling(result),
        *(note for output in result.outputs for note in _on_output(result, output)),
        *_on_intervals(result),
    )
    return replace(result, notes=tuple(found))


def dependent_pairs(result: SobolResult) -> tuple[CorrelatedPair, ...]:
    """Correlated inputs that were varied as if they were independent."""
    factor_of = {
        name: number
        for number, factor in enumerate(result.factors)
        for name in factor.inputs
    }
    names = [entry.name for entry in result.ranges]
    return tuple(
        pair
        for pair in correlated_pairs(result.correlation)
        if (one := factor_of.get(names[pair.first])) is not None
        and (other := factor_of.get(names[pair.second])) is not None
        and one != other
    )


def describe_pair(result: SobolResult, pair: CorrelatedPair) -> str:
    """The pair in words: "Pore volume and Surface area (0.93)"."""
    first, second = result.ranges[pair.first], result.ranges[pair.second]
    return f"{first.title} and {second.title} ({pair.correlation:+.2f})"


def _on_inputs(result: SobolResult) -> Iterator[str]:
    fixed = [entry for entry in result.ranges if entry.is_fixed]
    if fixed:
        shown = [
            f"{entry.title} at {entry.shown(entry.low)}"
            for entry in fixed[:_MOST_FIXED]
        ]
        n_more = len(fixed) - len(shown)
        more = f" and {n_more} more" if n_more else ""
        yield f"Fixed and without an index: {', '.join(shown)}{more}."
    titles = {entry.name: entry.title for entry in result.ranges}
    for factor in result.factors:
        if len(factor.inputs) > 1:
            members = ", ".join(titles[name] for name in factor.inputs)
            yield f"One group: {members}."


def _on_dependence(result: SobolResult) -> Iterator[str]:
    pairs = dependent_pairs(result)
    if not pairs:
        return
    shown = ", ".join(describe_pair(result, pair) for pair in pairs[:_MOST_PAIRS])
    more = len(pairs) - _MOST_PAIRS
    yield (
        "In the training data inputs go together: "
        f"{shown}{f' and {more} more' if more > 0 else ''}. "
        "Sobol's indices assume that they vary independently, so the model was asked "
        "about combinations that do not occur. Group these inputs."
    )


def _on_sampling(result: SobolResult) -> Iterator[str]:
    n_base = result.n_base
    if n_base & (n_base - 1):
        nearest = 2 ** round(np.log2(n_base))
        yield (
            f"N is {n_base}, not a power of two: the Sobol sequence is balanced only "
            f"there. {nearest} is the nearest."
        )
    if n_base < _FEW:
        yield f"N is {n_base}: too few to trust the intervals. 1024 is usual."


def _on_output(result: SobolResult, output: SobolOutput) -> Iterator[str]:
    n_lost = result.n_base - output.n_used
    row = result.outputs.index(output)
    if n_lost:
        what = "logarithm" if output.is_logarithm else "number"
        yield (
            f"{output.title} has no {what} in {n_lost} of {result.n_base} base samples "
            f"({n_lost / result.n_base:.0%}), which were left out: its indices hold "
            "where there is one."
        )
    if np.isnan(result.total[row]).all():
        why = "known at too few points" if n_lost else "constant"
        yield f"{output.title} is {why} within these ranges: it has no indices."


def _on_intervals(result: SobolResult) -> Iterator[str]:
    widths = result.total_half_width
    if np.isfinite(widths).any() and np.nanmax(widths) > _WIDE:
        row, at = np.unravel_index(np.nanargmax(widths), widths.shape)
        yield (
            f"Some intervals are wide: ±{widths[row, at]:.2f} for the total index of "
            f"{result.outputs[row].title} on {result.factors[at].title}. Raise N."
        )
