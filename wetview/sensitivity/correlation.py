"""Whether inputs vary independently, which Sobol's indices take for granted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

CORRELATION_LIMIT = 0.5
"""From here on a pair of inputs is told of."""

_FEWEST_ROWS = 3


@dataclass(frozen=True)
class CorrelatedPair:
    """Two inputs that go together.

    Parameters
    ----------
    first, second : int
        Which ones, counted from 0.
    correlation : float
        Their rank correlation, -1 to 1.
    """

    first: int
    second: int
    correlation: float


def rank_correlation(rows: ArrayLike) -> NDArray[np.float64]:
    """Spearman's correlation of every input with every other.

    Ranks, since volumes and areas of pores are skewed and go together along a curve.

    Parameters
    ----------
    rows : (n_rows, n_inputs) array_like
        Training data. Rows that are not finite are left out.

    Returns
    -------
    (n_inputs, n_inputs) ndarray
        NaN beside the diagonal where an input is constant or rows are fewer than 3.
    """
    values = np.atleast_2d(np.asarray(rows, dtype=np.float64))
    values = values[np.isfinite(values).all(axis=1)]
    n_rows, n_inputs = values.shape
    correlation = np.full((n_inputs, n_inputs), np.nan)
    np.fill_diagonal(correlation, 1.0)
    varies = np.ptp(values, axis=0) > 0 if n_rows >= _FEWEST_ROWS else np.zeros(0, bool)
    if varies.any():
        ranks = np.column_stack([_ranks(column) for column in values[:, varies].T])
        at = np.ix_(varies, varies)
        correlation[at] = np.atleast_2d(np.corrcoef(ranks, rowvar=False))
    return correlation


def correlated_pairs(
    correlation: NDArray[np.float64], limit: float = CORRELATION_LIMIT
) -> tuple[CorrelatedPair, ...]:
    """Pairs whose correlation is at least `limit` either way, the strongest first."""
    pairs = [
        CorrelatedPair(int(first), int(second), float(correlation[first, second]))
        for first, second in zip(*np.triu_indices(len(correlation), 1), strict=True)
        if abs(correlation[first, second]) >= limit
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.correlation)))


def correlated_groups(
    correlation: NDArray[np.float64],
    names: Sequence[str],
    limit: float = CORRELATION_LIMIT,
) -> tuple[tuple[str, ...], ...]:
    """Groups of inputs that are joined by chains of correlated pairs.

    Between two groups no pair reaches the limit. Inputs alone make no group.
    """
    root = list(range(len(names)))
    for pair in correlated_pairs(correlation, limit):
        joined, other = root[pair.first], root[pair.second]
        root = [joined if entry == other else entry for entry in root]
    groups = (
        tuple(name for name, mine in zip(names, root, strict=True) if mine == entry)
        for entry in dict.fromkeys(root)
    )
    return tuple(group for group in groups if len(group) > 1)


def _ranks(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 0; equal values share their mean rank."""
    _, which, counts = np.unique(column, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: NDArray[np.float64] = last - (counts + 1) / 2
    return middle[which]
