"""The part of a video beside the 3D view: time, saturation, curve and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wetview.plots.saturation import (
    draw_saturation,
    filling_time_unit,
    label_saturation_axes,
)
from wetview.plots.style import plot_style, style_axes
from wetview.units import format_time

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.scene.theme import SceneTheme

_REFERENCE_DPI = 100.0
_NAME_LENGTH = 30
_FILLED_FROM = 0.9


class VideoPanel:
    """A picture with the figures of one moment; what stays is drawn only once.

    Parameters
    ----------
    filling : Filling
        The run.
    size : (width, height)
        Pixels.
    theme : SceneTheme
        Colours.
    scale : float
        Factor on the size of the text.
    n_pores : int
        Pores of the sample, 0 where they are not known.
    """

    def __init__(
        self,
        filling: Filling,
        size: tuple[int, int],
        *,
        theme: SceneTheme,
        scale: float,
        n_pores: int = 0,
    ) -> None:
        self._filling = filling
        self._style = plot_style(theme.name)
        self._size = size
        self._n_pores = min(n_pores, filling.pore_saturation.shape[1])
        dpi = _REFERENCE_DPI * scale
        self._figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi)
        self._figure.set_facecolor(self._style.background)
        self._canvas = FigureCanvasAgg(self._figure)
        self._moving: list[Artist] = []
        self._inch_px = dpi
        self._add_words()
        self._add_key(theme)
        self._add_curve()
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)

    def picture(self, time_s: float, saturation: float) -> NDArray[np.uint8]:
        """(height, width, 3) ndarray of uint8, the panel at one moment.

        Parameters
        ----------
        time_s : float
            Physical time.
        saturation : float
            Of the sample, 0 to 1.
        """
        second, _ = filling_time_unit(self._filling)
        self._time.set_text(format_time(time_s))
        self._saturation.set_text(f"{100 * saturation:.1f} %")
        if self._n_pores:
            self._filled.set_text(f"{self._count_filled(time_s)} of {self._n_pores}")
        self._line.set_xdata([time_s / second] * 2)
        self._dot.set_data([time_s / second], [100 * saturation])
        self._canvas.restore_region(self._background)
        for artist in self._moving:
            self._figure.draw_artist(artist)
        width, height = self._size
        pixels = np.asarray(self._canvas.buffer_rgba())[:height, :width, :3]
        return np.ascontiguousarray(pixels)

    def _count_filled(self, time_s: float) -> int:
        filling = self._filling
        at = int(np.searchsorted(filling.time_s, time_s, side="right")) - 1
        saturation = filling.pore_saturation[max(at, 0), : self._n_pores]
        return int(np.count_nonzero(saturation >= _FILLED_FROM))

    def _x(self, inch: float) -> float:
        return inch * self._inch_px / self._size[0]

    def _y(self, inch_from_top: float) -> float:
        return 1 - inch_from_top * self._inch_px / self._size[1]

    def _write(
        self, inch: float, top: float, text: str, size_pt: float, **look: Any
    ) -> Text:
        look = {"color": self._style.text, "va": "baseline", **look}
        return self._figure.text(
            self._x(inch), self._y(top), text, fontsize=size_pt, **look
        )

    def _add_words(self) -> None:
        quiet = {"color": self._style.line}
        name = self._filling.name
        if len(name) > _NAME_LENGTH:
            name = name[: _NAME_LENGTH - 1].rstrip() + "…"
        self._write(0.15, 0.55, name, 12, weight="bold", parse_math=False)
        self._write(0.15, 0.95, "Time", 9, **quiet)
        self._write(1.75, 0.95, "Saturation", 9, **quiet)
        moving = {"animated": True, "weight": "bold"}
        self._time = self._write(0.15, 1.30, "", 19, **moving)
        accent = {"color": self._style.accent}
        self._saturation = self._write(1.75, 1.30, "", 19, **moving, **accent)
        self._moving += [self._time, self._saturation]
        if self._n_pores:
            label = f"Pores filled to {100 * _FILLED_FROM:.0f} %"
            self._write(0.15, 1.68, label, 9, **quiet)
            self._filled = self._write(1.75, 1.68, "", 10, **moving)
            self._moving.append(self._filled)

    def _add_key(self, theme: SceneTheme) -> None:
        names = (
            (theme.active_material, "Active material"),
            (theme.binder, "Carbon binder"),
            (theme.liquid, "Electrolyte"),
        )
        for row, (colour, name) in enumerate(names):
            top = 2.10 + 0.26 * row
            swatch = Rectangle(
                (self._x(0.15), self._y(top + 0.01)),
                self._x(0.17),
                1 - self._y(0.13),
                transform=self._figure.transFigure,
                facecolor=colour,
                edgecolor=self._style.line,
                linewidth=0.5,
            )
            self._figure.add_artist(swatch)
            self._write(0.42, top, name, 9.5)

    def _add_curve(self) -> None:
        width_in, height_in = (pixels / self._inch_px for pixels in self._size)
        left, right, bottom = 0.62, 0.28, 0.68
        tall = min(max(height_in - bottom - 3.15, 0.8), 2.9)
        axes = self._figure.add_axes(
            (
                left / width_in,
                bottom / height_in,
                max(width_in - left - right, 0.3) / width_in,
                tall / height_in,
            )
        )
        style_axes(axes, self._style)
        draw_saturation(axes, self._filling, style=self._style)
        label_saturation_axes(axes, self._filling)
        cursor: dict[str, Any] = {"color": self._style.cursor, "animated": True}
        (self._line,) = axes.plot([0, 0], [0, 103], linewidth=1.3, **cursor)
        (self._dot,) = axes.plot(
            [0], [0], marker="o", markersize=6.5, clip_on=False, zorder=6, **cursor
        )
        self._moving += [self._line, self._dot]
