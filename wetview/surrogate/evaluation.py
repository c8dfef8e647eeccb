"""Scores on electrodes that were left out of the training whole, and the interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import r_squared
from wetview.surrogate.final_level import LevelSample, fit_level, log_slenderness
from wetview.surrogate.presets import preset_named
from wetview.surrogate.scores import score_run
from wetview.surrogate.surrogate import interval_half_width
from wetview.surrogate.training import leave_out_folds, member, rows_of, train_folds

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.filling import PoreFillingTimes
    from wetview.surrogate.dataset import Dataset, RunRecord
    from wetview.surrogate.final_level import FinalLevel
    from wetview.surrogate.fitting import OnEpoch
    from wetview.surrogate.scores import RunScore
    from wetview.surrogate.surrogate import Surrogate
    from wetview.surrogate.training import TrainingSettings

INTERVAL = 0.9
"""Share of the simulated curves that the interval is to hold."""
INTERVAL_FLOOR = 0.02
"""Spread that is counted even where all members agree."""

MEMBERS_LEFT_OUT = 2
"""Networks that are trained without each electrode, or group of them."""

_SATURATIONS = (0, 1, 7, 8, 9)


@dataclass(frozen=True, eq=False)
class ScoredRun:
    """A run that was predicted by networks which never saw its electrode.

    Parameters
    ----------
    score : RunScore
        Of its curve and its pores.
    times : PoreFillingTimes
        What was simulated.
    volume_vx : (n_pores,) ndarray
        Volume of each pore.
    """

    score: RunScore
    times: PoreFillingTimes
    volume_vx: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How well electrodes are predicted that were left out.

    Parameters
    ----------
    runs : tuple of ScoredRun
        Every run of the data set.
    interval_factor, interval_floor : float
        Calibrated on all of them; see `Surrogate`.
    level : FinalLevel or None
        Learnt from all of them; each electrode was scored by one of the others.
    covered : float
        Share of the curves inside the interval, each electrode's by an interval that
        was calibrated on the others.
    """

    runs: tuple[ScoredRun, ...]
    interval_factor: float
    interval_floor: float
    level: FinalLevel | None
    covered: float

    @property
    def electrodes(self) -> tuple[str, ...]:
        """Names, sorted."""
        return tuple(sorted({run.score.electrode for run in self.runs}))

    @property
    def pressures_pa(self) -> tuple[float, ...]:
        """Applied pressures, rising."""
        return tuple(sorted({run.score.pressure_pa for run in self.runs}))

    def of_electrode(self, name: str) -> tuple[ScoredRun, ...]:
        """The runs of one electrode."""
        return tuple(run for run in self.runs if run.score.electrode == name)

    def at_pressure(self, pressure_pa: float) -> tuple[ScoredRun, ...]:
        """The runs at one pressure."""
        return tuple(run for run in self.runs if run.score.pressure_pa == pressure_pa)

    def as_dict(self) -> dict[str, Any]:
        """The scores, as a card and a program read them."""
        return {
            **_summary(self.runs),
            "interval_covers": self.covered,
            "by_electrode": {
                name: _summary(self.of_electrode(name)) for name in self.electrodes
            },
            "by_pressure_pa": {
                f"{pressure:.6g}": _summary(self.at_pressure(pressure))
                for pressure in self.pressures_pa
            },
        }


def evaluate_left_out(
    dataset: Dataset,
    settings: TrainingSettings,
    *,
    n_members: int = MEMBERS_LEFT_OUT,
    on_epoch: OnEpoch | None = None,
    on_batch: Callable[[float], None] | None = None,
) -> Evaluation:
    """Leave out every electrode once, train on others, predict it.

    One at a time of few, of many in twenty groups; all those networks are trained
    together.

    Parameters
    ----------
    dataset : Dataset
        Runs of two electrodes at least.
    settings : TrainingSettings
        As for the surrogate that is to be judged.
    n_members : int
        Networks of each ensemble.
    on_epoch, on_batch : callable, optional
        Told how it goes; see `wetview.surrogate.fitting.fit`.

    Raises
    ------
    UserError
        If there is one electrode only.
    """
    rows = rows_of(dataset, preset_named(settings.preset))
    folds = leave_out_folds(rows)
    repeated = [fold for fold in folds.values() for _ in range(n_members)]
    # The row that is left out must not choose the best state either.
    settings = replace(settings, fit=replace(settings.settings(), keeps_best=False))
    every, _ = train_folds(
        rows,
        repeated,
        settings,
        name=dataset.name,
        on_epoch=on_epoch,
        on_batch=on_batch,
    )
    ensembles = {
        electrode: member(every, slice(index * n_members, (index + 1) * n_members))
        for index, group in enumerate(folds)
        for electrode in group
    }
    return evaluate_with(dataset, lambda electrode: ensembles.get(electrode))


def evaluate_with(
    dataset: Dataset, surrogate_for: Callable[[str], Surrogate | None]
) -> Evaluation:
    """Score every run by the surrogate that is to be used for its electrode."""
    judged = [
        (record, surrogate)
        for record in dataset.records
        if (surrogate := surrogate_for(record.electrode)) is not None
    ]
    samples = [_level_sample(*one) for one in judged]
    levels = {
        electrode: fit_level([one for one in samples if one.electrode != electrode])
        for electrode in {one.electrode for one in samples}
    }
    runs = []
    for record, surrogate in judged:
        score = score_run(replace(surrogate, level=levels[record.electrode]), record)
        runs.append(ScoredRun(score, record.times, record.columns["volume_vx"]))
    factor = _interval_factor(runs)
    covered = []
    for electrode in sorted({run.score.electrode for run in runs}):
        others = [run for run in runs if run.score.electrode != electrode]
        from_others = _interval_factor(others)
        covered += [
            _covered(run.score, from_others)
            for run in runs
            if run.score.electrode == electrode
        ]
    return Evaluation(
        tuple(runs), factor, INTERVAL_FLOOR, fit_level(samples), float(np.mean(covered))
    )


def _level_sample(record: RunRecord, surrogate: Surrogate) -> LevelSample:
    """What the end of a run says of the final level."""
    score = score_run(surrogate, record)
    volume = record.columns["volume_vx"]
    slenderness = log_slenderness(record.columns)
    return LevelSample(
        record.electrode,
        0.0 if slenderness is None else slenderness,
        float((volume * score.prediction.fills).sum() / volume.sum()),
        float(score.simulated[-1] - score.predicted[-1]),
    )


def _interval_factor(runs: list[ScoredRun]) -> float:
    """What makes the interval hold the wanted share of the curves."""
    if not runs:
        return float("nan")
    ratios = [_ratio(run.score) for run in runs]
    return float(np.quantile(np.concatenate(ratios), INTERVAL))


def _ratio(score: RunScore) -> NDArray[np.float64]:
    """Error over the half width for a factor of one."""
    unit = interval_half_width(
        score.predicted, score.spread, factor=1.0, floor=INTERVAL_FLOOR
    )
    ratio: NDArray[np.float64] = np.abs(score.predicted - score.simulated) / unit
    return ratio


def _covered(score: RunScore, factor: float) -> float:
    return float((_ratio(score) <= factor).mean()) if np.isfinite(factor) else np.nan


def _summary(runs: tuple[ScoredRun, ...]) -> dict[str, Any]:
    """Scores over some runs: R2 over the pores that fill and are predicted to."""
    fills = np.concatenate([run.times.fills for run in runs])
    said = np.concatenate([run.score.prediction.fills for run in runs])
    volume = np.concatenate([run.volume_vx for run in runs])
    both = fills & said
    errors = [run.score.curve_error for run in runs]
    return {
        "n_runs": len(runs),
        "n_pores": len(fills),
        "curve_mae": float(np.mean(errors)),
        "curve_mae_worst": float(np.max(errors)),
        "fills_right": float((fills == said).mean()),
        "fills_right_by_volume": float(volume[fills == said].sum() / volume.sum()),
        "r2": {
            name: r_squared(wanted[both], given[both])
            for name, wanted, given in _outputs(runs)
        },
    }


def _outputs(
    runs: tuple[ScoredRun, ...],
) -> list[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """Name, simulated and predicted values of every output."""

    def joined(of: Callable[[ScoredRun], Any]) -> NDArray[np.float64]:
        return np.concatenate([np.asarray(of(run), dtype=np.float64) for run in runs])

    with np.errstate(divide="ignore", invalid="ignore"):
        pairs = [
            (
                "log_t_f0",
                np.log(joined(lambda run: run.times.t_f0_s)),
                np.log(joined(lambda run: run.score.prediction.t_f0_s)),
            ),
            (
                "log_t_f1",
                np.log(joined(lambda run: run.times.t_f1_s)),
                np.log(joined(lambda run: run.score.prediction.t_f1_s)),
            ),
        ]
    wanted = joined(lambda run: run.times.saturation)
    given = joined(lambda run: run.score.prediction.saturation)
    pairs += [
        (f"s{index + 1}", wanted[:, index], given[:, index]) for index in _SATURATIONS
    ]
    pairs.append(
        (
            "final_saturation",
            joined(lambda run: run.times.final_saturation),
            joined(lambda run: run.score.prediction.final_saturation),
        )
    )
    return pairs
