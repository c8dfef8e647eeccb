"""Sobol's indices as bars, inputs beside each other, a bar for every output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.patches import Patch

from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.symbols import output_label, wrapped
from wetview.plots.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wetview.sensitivity import SobolOutput, SobolResult

Order = Literal["total", "first", "both"]

_GROUP_WIDTH = 0.8
_HATCHES = ("", "////", "....", "xxxx")
_PALE = 0.38
_LABEL_CHARACTERS = 84
_MOST_FACTORS = 9


def sobol_figure(
    result: SobolResult,
    *,
    order: Order = "both",
    most: int = _MOST_FACTORS,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (7.0, 3.4),
    title: str = "",
) -> Figure:
    """Bars of every output in every input or group, with confidence intervals.

    Of many inputs those with the largest total indices are drawn, and the others
    counted.

    Parameters
    ----------
    result : SobolResult
        Indices.
    order : {"total", "first", "both"}
        "both" draws the total index pale and the first-order one before it.
    most : int
        How many inputs or groups are drawn.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    n_all = len(result.factors)
    result = with_strongest(result, most)
    n_outputs, n_factors = result.first.shape
    width = _GROUP_WIDTH / n_outputs
    for row in range(n_outputs):
        at = np.arange(n_factors) + (row - (n_outputs - 1) / 2) * width
        _draw_bars(axes, result, row, at, width, order, style)
    axes.axhline(0, color=style.line, linewidth=0.8)
    axes.set_xlim(-0.5, n_factors - 0.5)
    axes.set_xticks(
        range(n_factors),
        [
            wrapped(factor.title, max(_LABEL_CHARACTERS // n_factors, 8))
            for factor in result.factors
        ],
    )
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=False, axis="x")
    axes.set_ylim(*_limits(result, order))
    axes.set_ylabel("First-order Sobol index" if order == "first" else "Sobol index")
    if order == "total":
        axes.set_ylabel("Total Sobol index")
    if n_all > n_factors:
        smallest = f"the other {n_all - n_factors} matter less"
        axes.set_xlabel(f"The {n_factors} inputs that matter most; {smallest}")
    style_title(axes, title, style)
    _add_legend(axes, result, order, style)
    return figure


def with_strongest(result: SobolResult, most: int) -> SobolResult:
    """The same with those factors only whose largest total index is largest."""
    if len(result.factors) <= most:
        return result
    largest = np.nan_to_num(result.total, nan=-1.0).max(axis=0)
    kept = np.sort(np.argsort(-largest, kind="stable")[:most])
    return replace(
        result,
        factors=tuple(result.factors[at] for at in kept),
        **{
            name: getattr(result, name)[:, kept]
            for name in ("first", "total", "first_half_width", "total_half_width")
        },
        **{
            name: getattr(result, name)[:, kept][:, :, kept]
            for name in ("second", "second_half_width")
        },
        convergence=replace(
            result.convergence,
            **{
                name: getattr(result.convergence, name)[:, :, kept]
                for name in ("first", "total", "first_half_width", "total_half_width")
            },
        ),
    )


def sobol_table(result: SobolResult) -> Table:
    """First- and total-order indices with half of their intervals."""
    level = f"{result.confidence:.0%}"
    header = (
        "output",
        "logarithm",
        "input",
        "first order",
        f"first order, {level} interval +-",
        "total",
        f"total, {level} interval +-",
        "base samples used",
    )
    rows = tuple(
        (
            output.name,
            "yes" if output.is_logarithm else "no",
            " + ".join(factor.inputs),
            float(result.first[row, at]),
            float(result.first_half_width[row, at]),
            float(result.total[row, at]),
            float(result.total_half_width[row, at]),
            output.n_used,
        )
        for row, output in enumerate(result.outputs)
        for at, factor in enumerate(result.factors)
    )
    return Table(header, rows)


def sobol_label(output: SobolOutput) -> str:
    """An output as legends name it."""
    return output_label(output.name, output.title, is_logarithm=output.is_logarithm)


def _draw_bars(
    axes: Axes,
    result: SobolResult,
    row: int,
    at: np.ndarray,
    width: float,
    order: Order,
    style: PlotStyle,
) -> None:
    colour, hatch = _look(row, style)
    first, total = result.first[row], result.total[row]
    bars: dict[str, Any] = {
        "edgecolor": style.background,
        "linewidth": 0.5,
        "hatch": hatch,
    }
    if order == "both":
        axes.bar(at, total, 0.92 * width, color=colour, alpha=_PALE, **bars)
        axes.bar(at, first, 0.92 * width, color=colour, **bars)
        # Beside each other, so that neither interval hides the other.
        _draw_interval(
            axes, at + 0.18 * width, total, result.total_half_width[row], style
        )
        _draw_interval(
            axes, at - 0.18 * width, first, result.first_half_width[row], style
        )
        return
    values = first if order == "first" else total
    widths = result.first_half_width if order == "first" else result.total_half_width
    axes.bar(at, values, 0.92 * width, color=colour, **bars)
    _draw_interval(axes, at, values, widths[row], style)


def _draw_interval(
    axes: Axes,
    at: np.ndarray,
    values: np.ndarray,
    half_width: np.ndarray,
    style: PlotStyle,
) -> None:
    axes.errorbar(
        at,
        values,
        yerr=half_width,
        fmt="none",
        ecolor=style.text,
        elinewidth=0.8,
        capsize=1.5,
        capthick=0.8,
    )


def _look(row: int, style: PlotStyle) -> tuple[str, str]:
    n_colours = len(style.series)
    return style.series[row % n_colours], _HATCHES[row // n_colours % len(_HATCHES)]


def _limits(result: SobolResult, order: Order) -> tuple[float, float]:
    parts = []
    if order != "total":
        parts += [
            result.first - result.first_half_width,
            result.first + result.first_half_width,
        ]
    if order != "first":
        parts += [
            result.total - result.total_half_width,
            result.total + result.total_half_width,
        ]
    values = np.concatenate([part.ravel() for part in parts])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    lowest, highest = float(values.min()), float(values.max())
    return min(0.0, 1.05 * lowest), max(1.08 * highest, 0.2)


def _add_legend(
    axes: Axes, result: SobolResult, order: Order, style: PlotStyle
) -> None:
    handles = []
    for row, output in enumerate(result.outputs):
        colour, hatch = _look(row, style)
        handles.append(
            Patch(
                facecolor=colour,
                hatch=hatch,
                edgecolor=style.background,
                label=sobol_label(output),
            )
        )
    if order == "both":
        handles += [
            Patch(facecolor=style.line, label="first order"),
            Patch(facecolor=style.line, alpha=_PALE, label="total"),
        ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=min(len(handles), 8),
        fontsize=style.font_pt,
        labelcolor=style.text,
        frameon=False,
        borderaxespad=0.2,
        handlelength=1.1,
        columnspacing=1.2,
    )
