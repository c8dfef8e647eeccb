"""The part of a video beside the 3D view: time, saturation, curves and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from wetview.plots.style import plot_style, style_axes
from wetview.scene.stage import LETTERS, shortened
from wetview.scene.video_clock import last_moment_s
from wetview.scene.video_layout import DPI
from wetview.units import format_time, time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.plots.style import PlotStyle
    from wetview.scene.theme import SceneTheme
    from wetview.scene.video_layout import VideoLayout
    from wetview.scene.video_look import BurntIn, LiquidColour

_FILLED_FROM = 0.9
_DASHES: tuple[Any, ...] = ("-", (0, (4, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)))


class VideoPanel:
    """A picture with the figures of one moment; what stays is drawn only once.

    Parameters
    ----------
    fillings : sequence of Filling
        The runs, one a pane.
    layout : VideoLayout
        Size and shape.
    theme : SceneTheme
        Colours.
    burnt_in : BurntIn
        What is written.
    colour_by : str
        What colours the liquid; the key has its colour where it has one.
    n_pores : int
        Pores of the sample, 0 where they are not known.
    """

    def __init__(
        self,
        fillings: Sequence[Filling],
        layout: VideoLayout,
        *,
        theme: SceneTheme,
        burnt_in: BurntIn,
        colour_by: LiquidColour = "electrolyte",
        n_pores: int = 0,
    ) -> None:
        self._fillings = fillings
        self._style = plot_style(theme.name)
        self._size = layout.panel
        self._burnt_in = burnt_in
        self._n_pores = min(n_pores, *(f.pore_saturation.shape[1] for f in fillings))
        self._dpi = DPI * layout.scale
        self._end_s = last_moment_s(fillings)
        self._second, self._unit = time_unit(self._end_s)
        width, height = self._size
        self._figure = Figure(
            figsize=(width / self._dpi, height / self._dpi), dpi=self._dpi
        )
        self._figure.set_facecolor(self._style.background)
        self._canvas = FigureCanvasAgg(self._figure)
        self._moving: list[Artist] = []
        self._written: list[tuple[Text, str, int]] = []
        key = _key_of(theme, colour_by)
        if layout.shape == "wide":
            self._lay_out_wide(key)
        else:
            self._lay_out_tall(key)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)

    def picture(self, time_s: float) -> NDArray[np.uint8]:
        """(height, width, 3) ndarray of uint8, the panel at a physical time."""
        for text, what, number in self._written:
            text.set_text(self._words(what, number, time_s))
        at = min(time_s, self._end_s) / self._second
        self._line.set_xdata([at, at])
        for dot, filling in zip(self._dots, self._fillings, strict=True):
            dot.set_data([at], [100 * _saturation(filling, time_s)])
        self._canvas.restore_region(self._background)
        for artist in self._moving:
            self._figure.draw_artist(artist)
        width, height = self._size
        pixels = np.asarray(self._canvas.buffer_rgba())[:height, :width, :3]
        return np.ascontiguousarray(pixels)

    # layouts

    def _lay_out_tall(self, key: list[tuple[Any, str]]) -> None:
        """Names and numbers on top, then the key, then the curves."""
        top = 0.15
        if len(self._fillings) == 1:
            top = self._write_one(top)
        else:
            top = self._write_several(0.15, top)
        self._add_key(key, 0.15, top + 0.34)
        width, height = (pixels / self._dpi for pixels in self._size)
        taken = top + 0.34 + 0.26 * len(key) + 0.1
        tall = min(max(height - 0.68 - taken, 0.8), 2.9)
        self._add_curves((0.62, 0.68, max(width - 0.9, 0.3), tall))

    def _lay_out_wide(self, key: list[tuple[Any, str]]) -> None:
        """Numbers at the left, the key beside them, the curves at the right."""
        width, height = (pixels / self._dpi for pixels in self._size)
        self._write_several(0.2, 0.1)
        self._add_key(key, 3.75, 0.46)
        left = 6.0
        self._add_curves((left, 0.56, max(width - left - 0.3, 0.5), height - 0.78))

    # words

    def _write_one(self, top: float) -> float:
        if self._burnt_in.names:
            name = shortened(self._fillings[0].name, 30)
            self._write(0.15, top + 0.40, name, 12, weight="bold", parse_math=False)
            top += 0.40
        if not self._burnt_in.time:
            return top
        quiet = {"color": self._style.line}
        self._write(0.15, top + 0.40, "Time", 9, **quiet)
        self._write(1.75, top + 0.40, "Saturation", 9, **quiet)
        self._write_moving(0.15, top + 0.75, 19, "time", 0)
        accent = self._colour_of(0)
        self._write_moving(1.75, top + 0.75, 19, "saturation", 0, color=accent)
        if self._n_pores:
            label = f"Pores filled to {100 * _FILLED_FROM:.0f} %"
            self._write(0.15, top + 1.13, label, 9, **quiet)
            self._write_moving(1.75, top + 1.13, 10, "filled", 0)
            top += 0.38
        return top + 0.80

    def _write_several(self, left: float, top: float) -> float:
        """One line for the time, and one or two for each filling."""
        if self._burnt_in.time:
            self._write(left, top + 0.32, "Time", 9, color=self._style.line)
            self._write_moving(left + 0.5, top + 0.32, 17, "time", 0)
        top += 0.42
        for number, filling in enumerate(self._fillings):
            colour = self._colour_of(number)
            line = Line2D(
                [self._x(left), self._x(left + 0.38)],
                [self._y(top + 0.20)] * 2,
                color=colour,
                linestyle=_DASHES[number],
                linewidth=2.0,
                transform=self._figure.transFigure,
            )
            self._figure.add_artist(line)
            kind = "predicted" if filling.is_predicted else "simulated"
            name = f"{LETTERS[number]}  {kind}"
            if self._burnt_in.names:
                name = f"{LETTERS[number]}  {shortened(filling.name, 32)}"
            self._write(left + 0.48, top + 0.24, name, 9.5, parse_math=False)
            if self._burnt_in.time:
                self._write_moving(
                    left + 0.48, top + 0.50, 12, "saturation", number, color=colour
                )
                if self._n_pores:
                    self._write_moving(left + 1.25, top + 0.50, 9, "pores", number)
                top += 0.26
            top += 0.28
        return top

    def _words(self, what: str, number: int, time_s: float) -> str:
        if what == "time":
            return format_time(time_s)
        filling = self._fillings[number]
        if what == "saturation":
            return f"{100 * _saturation(filling, time_s):.1f} %"
        n_filled = self._count_filled(filling, time_s)
        if what == "filled":
            return f"{n_filled} of {self._n_pores}"
        return f"{n_filled} of {self._n_pores} pores filled"

    def _count_filled(self, filling: Filling, time_s: float) -> int:
        at = int(np.searchsorted(filling.time_s, time_s, side="right")) - 1
        saturation = filling.pore_saturation[max(at, 0), : self._n_pores]
        return int(np.count_nonzero(saturation >= _FILLED_FROM))

    def _write_moving(
        self,
        inch: float,
        top: float,
        size_pt: float,
        what: str,
        number: int,
        **look: Any,
    ) -> None:
        weight = "normal" if what == "pores" else "bold"
        text = self._write(inch, top, "", size_pt, animated=True, weight=weight, **look)
        self._written.append((text, what, number))
        self._moving.append(text)

    def _write(
        self, inch: float, top: float, text: str, size_pt: float, **look: Any
    ) -> Text:
        look = {"color": self._style.text, "va": "baseline", **look}
        return self._figure.text(
            self._x(inch), self._y(top), text, fontsize=size_pt, **look
        )

    # key and curves

    def _add_key(self, key: list[tuple[Any, str]], left: float, top: float) -> None:
        for row, (colour, name) in enumerate(key):
            below = top + 0.26 * row
            swatch = Rectangle(
                (self._x(left), self._y(below + 0.01)),
                self._x(0.17),
                1 - self._y(0.13),
                transform=self._figure.transFigure,
                facecolor=colour,
                edgecolor=self._style.line,
                linewidth=0.5,
            )
            self._figure.add_artist(swatch)
            self._write(left + 0.27, below, name, 9.5)

    def _add_curves(self, place_in: tuple[float, float, float, float]) -> None:
        left, bottom, wide, tall = place_in
        width, height = (pixels / self._dpi for pixels in self._size)
        axes = self._figure.add_axes(
            (left / width, bottom / height, wide / width, tall / height)
        )
        style_axes(axes, self._style)
        for number, filling in enumerate(self._fillings):
            axes.plot(
                filling.time_s / self._second,
                100 * filling.saturation,
                color=self._colour_of(number),
                linestyle=_DASHES[number],
                linewidth=2.0,
            )
        axes.set_xlim(0, self._end_s / self._second or 1.0)
        axes.set_ylim(0, 103)
        axes.set_yticks(range(0, 101, 20 if tall > 1.6 else 50))
        axes.set_xlabel(f"Time ({self._unit})")
        axes.set_ylabel("Saturation (%)")
        (self._line,) = axes.plot(
            [0, 0], [0, 103], linewidth=1.3, color=self._style.cursor, animated=True
        )
        self._moving.append(self._line)
        self._dots: list[Line2D] = []
        for number in range(len(self._fillings)):
            colour = self._colour_of(number) if len(self._fillings) > 1 else None
            (dot,) = axes.plot(
                [0],
                [0],
                marker="o",
                markersize=6.5,
                clip_on=False,
                zorder=6,
                color=colour or self._style.cursor,
                animated=True,
            )
            self._dots.append(dot)
            self._moving.append(dot)

    def _colour_of(self, number: int) -> str:
        return curve_colour(self._style, number, len(self._fillings))

    def _x(self, inch: float) -> float:
        return inch * self._dpi / self._size[0]

    def _y(self, inch_from_top: float) -> float:
        return 1 - inch_from_top * self._dpi / self._size[1]


def curve_colour(style: PlotStyle, number: int, count: int) -> str:
    """The colour of one of several curves; A and B as in the step Compare."""
    if count == 1:
        return style.accent
    return style.series[(1, 0, 2, 3)[number]]


def _saturation(filling: Filling, time_s: float) -> float:
    return float(np.interp(time_s, filling.time_s, filling.saturation))


def _key_of(theme: SceneTheme, colour_by: LiquidColour) -> list[tuple[Any, str]]:
    key: list[tuple[Any, str]] = [
        (theme.active_material, "Active material"),
        (theme.binder, "Carbon binder"),
    ]
    if colour_by == "electrolyte":
        key.append((theme.liquid, "Electrolyte"))
    return key
