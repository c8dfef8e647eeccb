"""Sobol's indices from the values at Saltelli's points, with bootstrap intervals.

The estimators are those of SALib: first order after Saltelli et al. 2010, total order
after Jansen, second order after Saltelli 2002. Each is a ratio of means over the base
samples, so a bootstrap resample is a weighted mean, and all resamples together are one
product of matrices. SALib gathers and sums the samples of each resample again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_N_OF_VARIANCE = 2


@dataclass(frozen=True, eq=False)
class Indices:
    """Indices of one output.

    Parameters
    ----------
    first, total : (..., n_factors) ndarray
        First and total order.
    second : (..., n_factors, n_factors) ndarray
        Second order, symmetric, NaN on the diagonal.
    """

    first: NDArray[np.float64]
    total: NDArray[np.float64]
    second: NDArray[np.float64]

    def half_width(self, z: float) -> Indices:
        """`z` standard deviations over the first axis, the resamples."""
        return Indices(
            first=z * self.first.std(axis=0, ddof=1),
            total=z * self.total.std(axis=0, ddof=1),
            second=z * self.second.std(axis=0, ddof=1),
        )


def products(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is averaged over the base samples.

    Parameters
    ----------
    values : (n_base, 2 n_factors + 2) ndarray
        Of one output, in SALib's order: at A, at A with each factor from B, at B with
        each factor from A, at B. They must not all be the same.

    Returns
    -------
    (n_base, n_products) ndarray
        Mean and mean square of A and B; numerators of first, total and second order.
    """
    # The estimators are biased for outputs far from zero; SALib centres, too.
    y = (values - values.mean()) / values.std()
    n_factors = values.shape[1] // 2 - 1
    a, b = y[:, :1], y[:, -1:]
    ab, ba = y[:, 1 : n_factors + 1], y[:, n_factors + 1 : -1]
    j, k = np.triu_indices(n_factors, 1)
    return np.hstack(
        [
            (a + b) / 2,
            (a**2 + b**2) / 2,
            b * (ab - a),
            (a - ab) ** 2 / 2,
            ba[:, j] * ab[:, k] - a * b,
        ]
    )


def indices(means: NDArray[np.float64], n_factors: int) -> Indices:
    """Indices from the means of `products`.

    Parameters
    ----------
    means : (..., n_products) ndarray
        Over all base samples, or over each resample.
    n_factors : int
        Number of inputs or groups.
    """
    variance = (means[..., 1] - means[..., 0] ** 2)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = means[..., _N_OF_VARIANCE:] / np.where(variance > 0, variance, np.nan)
    first = shares[..., :n_factors]
    total = shares[..., n_factors : 2 * n_factors]
    j, k = np.triu_indices(n_factors, 1)
    second = np.full((*means.shape[:-1], n_factors, n_factors), np.nan)
    second[..., j, k] = shares[..., 2 * n_factors :] - first[..., j] - first[..., k]
    second[..., k, j] = second[..., j, k]
    return Indices(first, total, second)


def resample_weights(
    n_base: int, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(n_resamples, n_base) ndarray, how often each base sample is drawn, over n."""
    drawn = rng.integers(n_base, size=(n_resamples, n_base))
    drawn += n_base * np.arange(n_resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=n_resamples * n_base)
    return counts.reshape(n_resamples, n_base) / n_base
