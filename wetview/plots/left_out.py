"""Curves of an electrode that was left out of the training, at every pressure (fig. 3).

Simulated solid, predicted dashed. Times may be lattice steps, where no physical time is
known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from matplotlib.lines import Line2D

from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.table import Table
from wetview.units import ATM, time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_DASHES = (0, (4, 2))
_LINE = 1.6


class LeftOutCurve(Protocol):
    """A run's curve, simulated and predicted: a `RunScore`, or a `LeftOutRun`."""

    @property
    def run(self) -> str:
        """Its name."""

    @property
    def pressure_pa(self) -> float:
        """At its inlet."""

    @property
    def time_s(self) -> NDArray[np.float64]:
        """(n_times,) ndarray."""

    @property
    def simulated(self) -> NDArray[np.float64]:
        """(n_times,) ndarray, saturation."""

    @property
    def predicted(self) -> NDArray[np.float64]:
        """(n_times,) ndarray, saturation."""


def left_out_figure(
    runs: Sequence[LeftOutCurve],
    *,
    has_seconds: bool = True,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (4.6, 3.4),
    title: str = "",
) -> Figure:
    """Saturation over the logarithm of time, one colour a pressure.

    Parameters
    ----------
    runs : sequence of LeftOutCurve
        Of one electrode, simulated and predicted.
    has_seconds : bool
        Whether times are seconds; else they are lattice steps.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    ordered = sorted(runs, key=lambda run: run.pressure_pa)
    longest = max((run.time_s[-1] for run in ordered), default=1.0)
    second, unit = time_unit(longest) if has_seconds else (1.0, "lattice steps")
    entries = []
    pressures = list(dict.fromkeys(run.pressure_pa for run in ordered))
    for score in ordered:
        number = pressures.index(score.pressure_pa)
        colour = style.series[number % len(style.series)]
        time = score.time_s[1:] / second
        axes.semilogx(time, 100 * score.simulated[1:], color=colour, linewidth=_LINE)
        axes.semilogx(
            time,
            100 * score.predicted[1:],
            color=colour,
            linewidth=_LINE,
            linestyle=_DASHES,
        )
    for number, pressure_pa in enumerate(pressures):
        colour = style.series[number % len(style.series)]
        label = f"{pressure_pa / ATM:.3g} atm"
        entries.append(Line2D([], [], color=colour, linewidth=_LINE, label=label))
    entries.append(Line2D([], [], color=style.text, label="simulated"))
    entries.append(
        Line2D([], [], color=style.text, linestyle=_DASHES, label="predicted")
    )
    axes.set_ylim(0, 103)
    axes.set_xlabel(f"Time ({unit})")
    axes.set_ylabel("Saturation (%)")
    axes.legend(
        handles=entries,
        fontsize=style.font_pt,
        labelcolor=style.text,
        facecolor=style.panel,
        edgecolor="none",
        framealpha=0.85,
    )
    style_title(axes, title, style)
    return figure


def left_out_table(runs: Sequence[LeftOutCurve]) -> Table:
    """Time, simulated and predicted saturation of every run."""
    rows = tuple(
        (run.run, float(time), float(simulated), float(predicted))
        for run in runs
        for time, simulated, predicted in zip(
            run.time_s, run.simulated, run.predicted, strict=True
        )
    )
    return Table(("run", "time", "simulated", "predicted"), rows)
