"""What is kept of a training: its errors, and how electrodes left out were predicted.

It is enough to draw every figure again when a project is opened later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.surrogate.evaluation import Evaluation, ScoredRun
    from wetview.surrogate.fitting_settings import History


@dataclass(frozen=True, eq=False)
class LeftOutRun:
    """A run, simulated and predicted by networks that never saw its electrode.

    Parameters
    ----------
    run, electrode : str
        Which.
    pressure_pa : float
        At its inlet.
    time_s, simulated, predicted : (n_times,) ndarray of float64
        The electrode's curves.
    simulated_t_f0_s, simulated_t_f1_s : (n_pores,) ndarray of float64
        When filling started and stopped; NaN where it never did.
    predicted_t_f0_s, predicted_t_f1_s : (n_pores,) ndarray of float64
        The same as predicted.
    """

    run: str
    electrode: str
    pressure_pa: float
    time_s: NDArray[np.float64]
    simulated: NDArray[np.float64]
    predicted: NDArray[np.float64]
    simulated_t_f0_s: NDArray[np.float64]
    simulated_t_f1_s: NDArray[np.float64]
    predicted_t_f0_s: NDArray[np.float64]
    predicted_t_f1_s: NDArray[np.float64]

    @classmethod
    def of(cls, scored: ScoredRun) -> Self:
        """What is kept of a run that was scored."""
        score, times = scored.score, scored.times
        return cls(
            score.run,
            score.electrode,
            score.pressure_pa,
            score.time_s,
            score.simulated,
            score.predicted,
            times.t_f0_s,
            times.t_f1_s,
            score.prediction.t_f0_s,
            score.prediction.t_f1_s,
        )


@dataclass(frozen=True, eq=False)
class TrainingRecord:
    """How a network learnt.

    Parameters
    ----------
    training : History
        Errors of the network itself.
    leaving_out : History or None
        Errors while electrodes were left out; None where none was.
    left_out : tuple of LeftOutRun
        Every run, predicted without its electrode.
    """

    training: History
    leaving_out: History | None = None
    left_out: tuple[LeftOutRun, ...] = ()

    def with_scores(self, evaluation: Evaluation, history: History | None) -> Self:
        """The same with electrodes that were left out."""
        runs = tuple(LeftOutRun.of(scored) for scored in evaluation.runs)
        return type(self)(self.training, history, runs)
