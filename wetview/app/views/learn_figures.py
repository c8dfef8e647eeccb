"""The figures of a training, each made for a theme and a size."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from wetview.plots import (
    LearningCurve,
    learning_figure,
    learning_table,
    left_out_figure,
    left_out_table,
    parity_figure,
    parity_table,
)
from wetview.surrogate import preset_named
from wetview.units import ATM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from matplotlib.figure import Figure

    from wetview.app.views.figure_view import MakeFigure
    from wetview.jobs import Loss
    from wetview.plots import Table
    from wetview.surrogate import LeftOutRun, TrainingRecord

    Which = Literal["t_f0", "t_f1"]

_OWN = "The network"
_LEFT_OUT = "Electrodes left out, for the scores"


def curves_of_losses(
    losses: Mapping[str, Sequence[Loss]],
    *,
    n_epochs: int,
    leaves_out: bool,
    preset: str,
) -> tuple[LearningCurve, ...]:
    """The errors so far of a training that runs."""
    stages = [("train", _OWN)]
    if leaves_out:
        stages.append(("leave out", _LEFT_OUT))
    return tuple(
        LearningCurve(
            title,
            [loss.epoch for loss in losses.get(stage, ())],
            [loss.training for loss in losses.get(stage, ())],
            [loss.validation for loss in losses.get(stage, ())],
            n_epochs,
            marks_best=stage == "train" and _keeps_best(preset),
        )
        for stage, title in stages
    )


def curves_of_record(
    record: TrainingRecord, *, preset: str
) -> tuple[LearningCurve, ...]:
    """The errors of a training that has ended."""
    histories = [(_OWN, record.training), (_LEFT_OUT, record.leaving_out)]
    return tuple(
        LearningCurve(
            title,
            history.epoch,
            history.training,
            history.validation,
            marks_best=title == _OWN and _keeps_best(preset),
        )
        for title, history in histories
        if history is not None
    )


def _keeps_best(preset: str) -> bool:
    return preset_named(preset).settings.keeps_best


def learning(curves: tuple[LearningCurve, ...]) -> tuple[MakeFigure, Table]:
    """Errors over the epochs."""
    return partial(_learning, curves), learning_table(curves)


def parity(
    runs: Sequence[LeftOutRun], which: Which, *, has_seconds: bool
) -> tuple[MakeFigure, Table]:
    """Predicted over simulated T_f0 or T_f1 of the pores of some runs."""
    simulated, predicted = (
        np.concatenate([getattr(run, f"{side}_{which}_s") for run in runs])
        for side in ("simulated", "predicted")
    )
    ordered = sorted({run.pressure_pa for run in runs})
    labels = {pressure: f"{pressure / ATM:.3g} atm" for pressure in ordered}
    groups = [labels[run.pressure_pa] for run in runs for _ in run.simulated_t_f0_s]
    # Colours go by rising pressure.
    order = np.argsort([ordered.index(p) for p in _pressures(runs)], kind="stable")
    simulated, predicted = simulated[order], predicted[order]
    groups = [groups[index] for index in order]
    make = partial(_parity, simulated, predicted, f"{which}_s", groups, has_seconds)
    unit = "s" if has_seconds else "lattice steps"
    return make, parity_table(simulated, predicted, name=f"{which} ({unit})")


def left_out(
    runs: Sequence[LeftOutRun], *, has_seconds: bool
) -> tuple[MakeFigure, Table]:
    """Curves of an electrode, simulated and predicted without it."""
    return partial(_left_out, tuple(runs), has_seconds), left_out_table(runs)


def _pressures(runs: Sequence[LeftOutRun]) -> list[float]:
    return [run.pressure_pa for run in runs for _ in run.simulated_t_f0_s]


def _learning(
    curves: tuple[LearningCurve, ...], theme: str, size_in: tuple[float, float]
) -> Figure:
    return learning_figure(curves, theme=theme, size_in=size_in)


def _parity(
    simulated: np.ndarray,
    predicted: np.ndarray,
    name: str,
    groups: list[str],
    has_seconds: bool,
    theme: str,
    size_in: tuple[float, float],
) -> Figure:
    return parity_figure(
        simulated,
        predicted,
        name=name,
        groups=groups,
        has_seconds=has_seconds,
        theme=theme,
        size_in=size_in,
    )


def _left_out(
    runs: tuple[LeftOutRun, ...],
    has_seconds: bool,
    theme: str,
    size_in: tuple[float, float],
) -> Figure:
    return left_out_figure(runs, has_seconds=has_seconds, theme=theme, size_in=size_in)
