"""The look of every figure, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

if TYPE_CHECKING:
    from typing import Literal

    from matplotlib.axes import Axes

    LegendPlace = Literal["best", "upper right", "upper left", "lower right"]


@dataclass(frozen=True)
class PlotStyle:
    """Colours and sizes of a figure.

    Parameters
    ----------
    name : str
        "light", "dark" or "print".
    background, panel : str
        Behind the figure, and inside its axes.
    text, line, grid : str
        Words and numbers, axes, grid lines.
    accent : str
        The electrode's own curve; the colour of the electrolyte in the scene.
    cursor : str
        What marks the present time.
    series : tuple of str
        Pores, in this order; told apart by colour-blind readers.
    font_pt : float
        Size of the labels.
    """

    name: str
    background: str
    panel: str
    text: str
    line: str
    grid: str
    accent: str
    cursor: str
    series: tuple[str, ...]
    font_pt: float = 9.0


LIGHT = PlotStyle(
    name="light",
    background="#ffffff",
    panel="#ffffff",
    text="#2b323b",
    line="#6b7683",
    grid="#dfe4ea",
    accent="#0f8ea6",
    cursor="#d9480f",
    series=("#d9730d", "#4477aa", "#aa3377", "#228833", "#8a7a1c", "#6a5ac0"),
)

DARK = PlotStyle(
    name="dark",
    background="#171c22",
    panel="#171c22",
    text="#e3e8ee",
    line="#94a1af",
    grid="#2e3741",
    accent="#2cc3dd",
    cursor="#ffb03a",
    series=("#f0a04b", "#7fb3e6", "#e07fc0", "#6fcf7c", "#d8cc6a", "#a79bf0"),
)

PRINT = PlotStyle(
    name="print",
    background="#ffffff",
    panel="#ffffff",
    text="#000000",
    line="#000000",
    grid="#e3e3e3",
    accent="#00688b",
    cursor="#b03000",
    # Told apart in grey, too: lightness goes up and down along the row.
    series=("#1f4e79", "#e6a13c", "#8c2d6b", "#5fb37a", "#5b5b5b", "#b9a9e0"),
    font_pt=7.0,
)

_STYLES = {style.name: style for style in (LIGHT, DARK, PRINT)}


def plot_style(theme: PlotStyle | str) -> PlotStyle:
    """A style by its name; a style is passed through."""
    if isinstance(theme, PlotStyle):
        return theme
    try:
        return _STYLES[theme]
    except KeyError:
        msg = f"`theme` is {theme!r} but one of {sorted(_STYLES)} is needed"
        raise ValueError(msg) from None


def new_figure(
    style: PlotStyle, size_in: tuple[float, float], *, dpi: float = 150
) -> tuple[Figure, Axes]:
    """An empty figure with one pair of axes in a style."""
    figure = Figure(figsize=size_in, dpi=dpi)
    figure.set_layout_engine("constrained", w_pad=0.08, h_pad=0.08)
    figure.set_facecolor(style.background)
    axes = figure.add_subplot()
    style_axes(axes, style)
    return figure, axes


def figure_with_axes(
    style: PlotStyle,
    size_in: tuple[float, float],
    *,
    n_rows: int = 1,
    n_columns: int = 1,
    share_x: bool = False,
    dpi: float = 150,
) -> tuple[Figure, list[Axes]]:
    """An empty figure with several pairs of axes, row after row, in a style."""
    figure = Figure(figsize=size_in, dpi=dpi)
    figure.set_layout_engine("constrained", w_pad=0.06, h_pad=0.06)
    figure.set_facecolor(style.background)
    grid = figure.subplots(n_rows, n_columns, sharex=share_x, squeeze=False)
    axes = [one for row in grid for one in row]
    for one in axes:
        style_axes(one, style)
    return figure, axes


def style_axes(axes: Axes, style: PlotStyle) -> None:
    """Give axes the colours of a style, a light grid, and no box."""
    axes.set_facecolor(style.panel)
    axes.tick_params(
        colors=style.text, which="both", labelsize=style.font_pt, color=style.line
    )
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(style.text)
        label.set_fontsize(style.font_pt + 1)
    for side, spine in axes.spines.items():
        spine.set_color(style.line)
        spine.set_visible(side in ("left", "bottom"))
    axes.grid(visible=True, color=style.grid, linewidth=0.7)
    axes.set_axisbelow(True)


def style_title(axes: Axes, text: str, style: PlotStyle) -> None:
    """A title at the left, or none for an empty text."""
    if text:
        axes.set_title(text, loc="left", color=style.text, fontsize=style.font_pt + 1)


def style_legend(axes: Axes, style: PlotStyle, *, place: LegendPlace = "best") -> None:
    """A legend without a frame, in the colours of a style."""
    axes.legend(
        loc=place,
        fontsize=style.font_pt,
        labelcolor=style.text,
        facecolor=style.panel,
        edgecolor="none",
        framealpha=0.85,
    )
