"""How a network learnt: errors over the epochs, and how many S_i are worth it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.plots.style import (
    PlotStyle,
    figure_with_axes,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.plots.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class KeptSamples:
    """A set of saturations that a network was trained on.

    Parameters
    ----------
    kept : tuple of int
        Which of S1 to S10: (1, 2, 8, 9, 10).
    mean_r2 : float
        Mean over the network's outputs.
    curve_mse : float
        Mean square error of the saturation curve that is rebuilt from them.
    """

    kept: tuple[int, ...]
    mean_r2: float
    curve_mse: float

    @property
    def label(self) -> str:
        """As "1 2 8 9 10"; runs of more than two as "1–10"."""
        parts: list[list[int]] = []
        for number in self.kept:
            if parts and number == parts[-1][-1] + 1:
                parts[-1].append(number)
            else:
                parts.append([number])
        shown = [
            f"{part[0]}–{part[-1]}" if len(part) > 2 else " ".join(map(str, part))
            for part in parts
        ]
        return " ".join(shown) or "none"


def training_figure(
    training_mse: ArrayLike,
    validation_mse: ArrayLike,
    *,
    epochs: ArrayLike | None = None,
    best_epoch: int | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (3.5, 2.7),
    title: str = "",
) -> Figure:
    """Mean square errors over the epochs on a logarithmic scale (figure 2A).

    Parameters
    ----------
    training_mse, validation_mse : (n,) array_like
        Errors; NaN where there is none.
    epochs : (n,) array_like, optional
        Counted from 1 if not given.
    best_epoch : int, optional
        The one whose weights were kept.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    training = np.asarray(training_mse, dtype=np.float64)
    validation = np.asarray(validation_mse, dtype=np.float64)
    at = np.arange(1, len(training) + 1) if epochs is None else np.asarray(epochs)
    axes.plot(at, training, color=style.series[1], linewidth=1.3, label="Training")
    axes.plot(at, validation, color=style.series[0], linewidth=1.3, label="Validation")
    axes.set_yscale("log")
    if best_epoch is not None:
        axes.axvline(
            best_epoch,
            color=style.line,
            linewidth=1.0,
            linestyle=(0, (4, 2)),
            label=f"Kept, epoch {best_epoch}",
        )
    if len(at) > 1:
        axes.set_xlim(0, float(at[-1]))
    axes.set_xlabel("Epoch")
    axes.set_ylabel("Mean square error")
    style_title(axes, title, style)
    style_legend(axes, style, place="upper right")
    return figure


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """Errors over the epochs of one part of a training.

    Parameters
    ----------
    title : str
        What is trained in this part.
    epoch, training, validation : sequence
        One entry an epoch whose validation error was computed.
    n_epochs : int
        How many there will be, where that is known; 0 else.
    marks_best : bool
        Whether the state with the lowest validation error is what is kept.
    """

    title: str
    epoch: Sequence[int]
    training: Sequence[float]
    validation: Sequence[float]
    n_epochs: int = 0
    marks_best: bool = False

    @property
    def best_epoch(self) -> int | None:
        """The epoch with the lowest validation error."""
        if not len(self.epoch) or not np.isfinite(self.validation).any():
            return None
        return int(self.epoch[int(np.nanargmin(self.validation))])


def learning_figure(
    curves: Sequence[LearningCurve],
    *,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (7.0, 3.0),
) -> Figure:
    """Errors of every part of a training, beside each other, on logarithmic scales."""
    style = plot_style(theme)
    figure, panes = figure_with_axes(style, size_in, n_columns=max(len(curves), 1))
    for axes, curve in zip(panes, curves, strict=False):
        for name, values, colour in (
            ("Training", curve.training, style.series[1]),
            ("Validation", curve.validation, style.series[0]),
        ):
            axes.plot(curve.epoch, values, color=colour, linewidth=1.4, label=name)
        if curve.marks_best and curve.best_epoch is not None:
            axes.axvline(
                curve.best_epoch,
                color=style.line,
                linewidth=1.0,
                linestyle=(0, (4, 2)),
                label=f"Best, epoch {curve.best_epoch}",
            )
        last = max(curve.n_epochs, *curve.epoch, 1) if len(curve.epoch) else 1
        axes.set_xlim(0, max(last, curve.n_epochs))
        axes.set_xlabel("Epoch")
        axes.set_ylabel("Error")
        style_title(axes, curve.title, style)
        if len(curve.epoch):
            axes.set_yscale("log")
            style_legend(axes, style, place="upper right")
    return figure


def learning_table(curves: Sequence[LearningCurve]) -> Table:
    """Errors of every part and epoch."""
    rows = tuple(
        (curve.title, int(epoch), float(training), float(validation))
        for curve in curves
        for epoch, training, validation in zip(
            curve.epoch, curve.training, curve.validation, strict=True
        )
    )
    return Table(("part", "epoch", "training error", "validation error"), rows)


def training_table(
    training_mse: ArrayLike,
    validation_mse: ArrayLike,
    *,
    epochs: ArrayLike | None = None,
) -> Table:
    """Errors of every epoch."""
    training = np.asarray(training_mse, dtype=np.float64)
    validation = np.asarray(validation_mse, dtype=np.float64)
    at = np.arange(1, len(training) + 1) if epochs is None else np.asarray(epochs)
    rows = tuple(
        (int(epoch), float(one), float(other))
        for epoch, one, other in zip(at, training, validation, strict=True)
    )
    return Table(("epoch", "training MSE", "validation MSE"), rows)


def kept_samples_figure(
    sets: Sequence[KeptSamples],
    *,
    chosen: tuple[int, ...] | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (3.5, 3.4),
) -> Figure:
    """R2 of the network and error of the rebuilt curve, by the S_i kept (figure 2B).

    Parameters
    ----------
    sets : sequence of KeptSamples
        In the order in which they are drawn.
    chosen : tuple of int, optional
        The set that was taken, which is marked.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    """
    style = plot_style(theme)
    figure, (above, below) = figure_with_axes(style, size_in, n_rows=2, share_x=True)
    at = np.arange(len(sets))
    for axes, values, colour, marker in (
        (above, [one.mean_r2 for one in sets], style.series[1], "o"),
        (below, [one.curve_mse for one in sets], style.series[0], "s"),
    ):
        axes.plot(at, values, color=colour, marker=marker, markersize=4, linewidth=1.3)
        for number, one in enumerate(sets):
            if one.kept == chosen:
                axes.axvspan(
                    number - 0.35, number + 0.35, color=style.grid, zorder=0, lw=0
                )
    above.set_ylabel("Mean $R^2$ of\nthe network")
    below.set_ylabel("MSE of the\nrebuilt curve")
    errors = np.array([one.curve_mse for one in sets])
    if (errors > 0).all() and len(errors) and errors.max() > 10 * errors.min():
        below.set_yscale("log")
    below.set_xlabel("Saturations $S_i$ kept, $i$ =")
    below.set_xticks(at, [one.label for one in sets], rotation=40, ha="right")
    return figure


def kept_samples_table(sets: Sequence[KeptSamples]) -> Table:
    """One row a set."""
    rows = tuple(
        (" ".join(map(str, one.kept)), one.mean_r2, one.curve_mse) for one in sets
    )
    return Table(("S_i kept", "mean R2", "MSE of the rebuilt curve"), rows)
