"""What the paper did, done again on its authors' own curves.

Shodiev et al. (2021), "Machine Learning 3D-resolved prediction of electrolyte
infiltration in battery porous electrodes", and the authors' notebook.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import N_SAMPLES, r_squared
from wetview.progress import silent
from wetview.surrogate.evaluation import evaluate_left_out
from wetview.surrogate.prediction import rebuilt_curves
from wetview.surrogate.presets import PAPER_SAMPLES, PaperPreset, preset_named
from wetview.surrogate.training import (
    TrainingSettings,
    random_fold,
    rows_of,
    train_folds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.surrogate.dataset import Dataset
    from wetview.surrogate.evaluation import Evaluation
    from wetview.surrogate.fitting import OnEpoch
    from wetview.surrogate.fitting_settings import FitSettings, History
    from wetview.surrogate.presets import Outputs
    from wetview.surrogate.surrogate import Surrogate

PAPER_R2 = {"log_t_f0": 0.968, "log_t_f1": 0.938}
"""Of the authors' notebook, on a random fifth of their rows."""
OUTPUT_NAMES = ("log_t_f0", "log_t_f1", *(f"s{index + 1}" for index in PAPER_SAMPLES))

KEPT_SETS: tuple[tuple[int, ...], ...] = (
    tuple(range(N_SAMPLES)),
    (0, 1, 2, 7, 8, 9),
    PAPER_SAMPLES,
    (0, 1, 8, 9),
    (0, 4, 9),
    (0, 9),
)
"""Which of S1 (0) to S10 (9) are kept, for figure 2B."""

_EPOCHS_OF_SETS = 4
_EPOCHS_LEFT_OUT = 4
"""Epochs of the random split over those of the other trainings, of which there are
many; longer ones gain nothing on electrodes that were left out."""
_N_TIMES = 200


@dataclass(frozen=True, eq=False)
class RandomSplit:
    """The paper's network, tested on a random fifth of the rows.

    Parameters
    ----------
    surrogate : Surrogate
        The network.
    history : History
        Loss over the epochs; its validation is on the test rows (figure 2A).
    r2 : dict of float
        Of every output, on the test rows.
    simulated, predicted : Outputs-like dict of (n_test,) ndarray
        "t_f0_s" and "t_f1_s" of the test rows (figures 2C and 2D).
    """

    surrogate: Surrogate
    history: History
    r2: dict[str, float]
    simulated: dict[str, NDArray[np.float64]]
    predicted: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class KeptSet:
    """A network that was trained on some of the saturations (figure 2B).

    Parameters
    ----------
    kept : tuple of int
        0 for S1 to 9 for S10.
    mean_r2 : float
        Over its outputs, on the test rows.
    curve_mse : float
        Mean square error of the rebuilt curves of the test rows.
    """

    kept: tuple[int, ...]
    mean_r2: float
    curve_mse: float


@dataclass(frozen=True, eq=False)
class Reproduction:
    """All of it.

    Parameters
    ----------
    random_split : RandomSplit
        Figures 2A, 2C, 2D, and the network of figure 5A.
    kept_sets : tuple of KeptSet
        Figure 2B.
    left_out : Evaluation
        The paper's network with each electrode left out in turn (figure 3).
    improved : Evaluation
        The same inputs, learnt better.
    """

    random_split: RandomSplit
    kept_sets: tuple[KeptSet, ...]
    left_out: Evaluation
    improved: Evaluation


def reproduce_paper(
    dataset: Dataset, *, n_epochs: int = 1000, seed: int = 0, report: Report = silent
) -> Reproduction:
    """Train and test as the paper did, and beyond it on electrodes left out whole.

    Parameters
    ----------
    dataset : Dataset
        The authors' curves.
    n_epochs : int
        Passes over the rows for the random split.
    seed : int
        Of weights and splits.
    report : callable, optional
        Told how far it is.
    """
    preset = PaperPreset()
    fit_settings = replace(preset.settings, n_epochs=n_epochs)
    stages = _Stages(report, 3 + len(KEPT_SETS))
    split = random_split(
        dataset, fit_settings, seed=seed, on_epoch=stages.next("The paper's network")
    )
    shorter = replace(fit_settings, n_epochs=max(n_epochs // _EPOCHS_OF_SETS, 1))
    kept = tuple(
        kept_set(
            dataset,
            kept,
            shorter,
            seed=seed,
            on_epoch=stages.next(f"{len(kept)} saturations kept"),
        )
        for kept in KEPT_SETS
    )
    left_out = evaluate_left_out(
        dataset,
        TrainingSettings(
            "paper",
            fit=replace(fit_settings, n_epochs=max(n_epochs // _EPOCHS_LEFT_OUT, 1)),
            seed=seed,
        ),
        n_members=1,
        on_epoch=stages.next("Leaving electrodes out"),
    )
    better = preset_named("six inputs")
    n_better = min(better.settings.n_epochs, n_epochs)
    improved = evaluate_left_out(
        dataset,
        TrainingSettings(
            "six inputs", fit=replace(better.settings, n_epochs=n_better), seed=seed
        ),
        n_members=better.n_members,
        on_epoch=stages.next("Leaving electrodes out, improved"),
    )
    return Reproduction(split, kept, left_out, improved)


def random_split(
    dataset: Dataset,
    settings: FitSettings,
    *,
    seed: int,
    on_epoch: OnEpoch | None = None,
) -> RandomSplit:
    """Train the paper's network on four fifths of the rows, test it on the others."""
    preset = PaperPreset()
    rows = rows_of(dataset, preset)
    fold = random_fold(rows, seed=seed)
    surrogate, history = train_folds(
        rows,
        [fold],
        TrainingSettings("paper", fit=settings, seed=seed),
        name="Paper, random split",
        on_epoch=on_epoch,
    )
    wanted = rows.targets[fold.validation]
    given = surrogate.networks(rows.features[fold.validation])[0]
    scores = {
        name: r_squared(wanted[:, index], given[:, index])
        for index, name in enumerate(OUTPUT_NAMES)
    }
    times = {"t_f0_s": 0, "t_f1_s": 1}
    return RandomSplit(
        surrogate,
        history,
        scores,
        {name: np.exp(wanted[:, index]) for name, index in times.items()},
        {name: np.exp(given[:, index]) for name, index in times.items()},
    )


def kept_set(
    dataset: Dataset,
    kept: tuple[int, ...],
    settings: FitSettings,
    *,
    seed: int,
    on_epoch: OnEpoch | None = None,
) -> KeptSet:
    """Train on some of the saturations; rebuild the curves of the test rows."""
    from wetview.surrogate.fitting import fit

    preset = PaperPreset(kept)
    rows = rows_of(dataset, preset)
    fold = random_fold(rows, seed=seed)
    listener: dict[str, Any] = {} if on_epoch is None else {"on_epoch": on_epoch}
    networks, _ = fit(
        rows.features, rows.targets, [fold], settings, seed=seed, **listener
    )
    test = fold.validation
    given, wanted = networks(rows.features[test])[0], rows.targets[test]
    scores = [
        r_squared(wanted[:, index], given[:, index]) for index in range(given.shape[1])
    ]
    columns = dict(zip(preset.columns, rows.columns[test].T, strict=True))
    outputs = preset.outputs(columns, given)
    row_numbers = np.flatnonzero(rows.kept)[test]
    return KeptSet(
        kept, float(np.mean(scores)), _curve_mse(dataset, row_numbers, outputs)
    )


def _curve_mse(
    dataset: Dataset, row_numbers: NDArray[np.int64], outputs: Outputs
) -> float:
    """Mean over the rows of the mean square error of each rebuilt curve."""
    errors = []
    first = 0
    for record in dataset.records:
        is_here = (row_numbers >= first) & (row_numbers < first + record.n_pores)
        pores = row_numbers[is_here] - first
        first += record.n_pores
        if not len(pores):
            continue
        time = np.linspace(record.time_s[0], record.time_s[-1], _N_TIMES)
        rebuilt = rebuilt_curves(
            time,
            outputs.t_f0_s[is_here],
            outputs.t_f1_s[is_here],
            outputs.saturation[is_here],
            outputs.final_saturation[is_here],
        )
        for column, pore in enumerate(pores):
            simulated = np.interp(time, record.time_s, record.pore_saturation[:, pore])
            errors.append(float(((rebuilt[:, column] - simulated) ** 2).mean()))
    return float(np.mean(errors))


class _Stages:
    """Turns the epochs of several trainings into one progress."""

    def __init__(self, report: Report, n_stages: int) -> None:
        self._report = report
        self._n_stages = n_stages
        self._stage = -1

    def next(self, note: str) -> OnEpoch:
        """Begin another training."""
        self._stage += 1
        stage = self._stage

        def on_epoch(epoch: int, n_epochs: int, history: History) -> None:
            done = stage + epoch / n_epochs
            self._report(
                done, self._n_stages, f"{note}: error {history.validation[-1]:.3f}"
            )

        return on_epoch
