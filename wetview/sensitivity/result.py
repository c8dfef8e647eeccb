"""What an analysis gives, with all that is needed to judge and repeat it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.sensitivity.factors import Factor
    from wetview.sensitivity.ranges import InputRange
    from wetview.sensitivity.sensitive_model import Distribution


@dataclass(frozen=True)
class SobolOutput:
    """An output that was analysed.

    Parameters
    ----------
    name, title, unit : str
        As the model calls it.
    is_logarithm : bool
        Whether its logarithm was analysed, as networks learn times.
    n_used : int
        Base samples that its indices rest on; others gave no number.
    mean, deviation : float
        Over all evaluations, of the logarithm to base 10 where that was analysed.
    """

    name: str
    title: str
    unit: str
    is_logarithm: bool
    n_used: int
    mean: float
    deviation: float


@dataclass(frozen=True, eq=False)
class Convergence:
    """Indices from the first base samples alone: nested, since the sequence is.

    Parameters
    ----------
    n_base : (n_steps,) ndarray of int64
        How many base samples, doubled from step to step.
    first, total : (n_steps, n_outputs, n_factors) ndarray
        Indices.
    first_half_width, total_half_width : (n_steps, n_outputs, n_factors) ndarray
        Half of their confidence intervals.
    """

    n_base: NDArray[np.int64]
    first: NDArray[np.float64]
    total: NDArray[np.float64]
    first_half_width: NDArray[np.float64]
    total_half_width: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SobolResult:
    """Sobol's indices of a model.

    Parameters
    ----------
    model : str
        Its name.
    ranges : tuple of InputRange
        Limits of all inputs; one whose limits are equal was fixed.
    factors : tuple of Factor
        Inputs or groups that the indices belong to.
    outputs : tuple of SobolOutput
        What was analysed.
    first, total : (n_outputs, n_factors) ndarray
        Share of the output's variance that a factor causes alone, and with others.
        NaN where the output was constant or gave no numbers.
    second : (n_outputs, n_factors, n_factors) ndarray
        Share that two factors cause only together; symmetric, NaN on the diagonal.
    first_half_width, total_half_width, second_half_width : ndarray
        Half of the confidence intervals, shaped as the indices.
    n_base, n_evaluations : int
        Base samples N, and points at which the model was evaluated.
    seed : int
        Of the sequence and of the bootstrap.
    n_resamples : int
        Bootstrap resamples.
    confidence : float
        Level of the intervals, 0.95.
    distribution : {"uniform", "training"}
        How the inputs varied.
    correlation : (n_inputs, n_inputs) ndarray
        Rank correlation of the training inputs, NaN where unknown.
    convergence : Convergence
        The same from fewer base samples.
    notes : tuple of str
        What a reader must know, in sentences.
    """

    model: str
    ranges: tuple[InputRange, ...]
    factors: tuple[Factor, ...]
    outputs: tuple[SobolOutput, ...]
    first: NDArray[np.float64]
    total: NDArray[np.float64]
    second: NDArray[np.float64]
    first_half_width: NDArray[np.float64]
    total_half_width: NDArray[np.float64]
    second_half_width: NDArray[np.float64]
    n_base: int
    n_evaluations: int
    seed: int
    n_resamples: int
    confidence: float
    distribution: Distribution
    correlation: NDArray[np.float64]
    convergence: Convergence
    notes: tuple[str, ...] = ()

    @property
    def is_grouped(self) -> bool:
        """Whether any index belongs to more than one input."""
        return any(len(factor.inputs) > 1 for factor in self.factors)

    def strongest(self, output: int) -> int | None:
        """The factor with the largest total index; None where there are no indices."""
        row = self.total[output]
        return int(np.nanargmax(row)) if np.isfinite(row).any() else None
