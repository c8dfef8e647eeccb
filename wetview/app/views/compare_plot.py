"""One figure of the step Compare, with a cursor at the moment that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import Signal

from wetview.plots import (
    comparison_time_unit,
    curves_by_pressure,
    draw_dice_over_time,
    draw_error_over_time,
    draw_pressure_curves,
    draw_time_parity,
    draw_two_curves,
    plot_style,
    style_axes,
)

if TYPE_CHECKING:
    from matplotlib.backend_bases import Event
    from matplotlib.lines import Line2D

    from wetview.app.context import Context
    from wetview.filling import Comparison
    from wetview.plots import PlotStyle

Kind = Literal["electrode", "pore", "pressures", "error", "dice", "parity"]

TIPS: dict[Kind, str] = {
    "electrode": "Saturation of the electrode in A (solid) and B (dashed). Click to go "
    "to a moment",
    "pore": "Saturation of the picked pore in A and B, with T_f0, T_f1 and S1 to S10. "
    "Click to go to a moment",
    "pressures": "Saturation of the electrode in all runs of this sample, simulated "
    "(solid) and predicted (dashed), a colour for each pressure",
    "error": "Saturation in B less that in A over time. Click to go to a moment",
    "dice": "How much of the liquid is in the same place, 1 for all of it. Click to go "
    "to a moment",
    "parity": "Start and end of filling of every pore, B over A; the picked pore is "
    "marked",
}
_MARGINS_PX = {"left": 62.0, "right": 18.0, "top": 24.0, "bottom": 47.0, "between": 78}
_SMALLEST_PX = (200, 80)


class ComparePlot(FigureCanvasQTAgg):
    """Draws one kind of figure; only when it is seen.

    Parameters
    ----------
    context : Context
        Models of the window.
    kind : str
        Which figure.
    """

    seek_requested = Signal(int)

    def __init__(self, context: Context, kind: Kind) -> None:
        self._context = context
        self._kind: Kind = kind
        figure = Figure()
        super().__init__(figure)
        self._axes = [figure.add_subplot()]
        if kind == "parity":
            figure.clear()
            self._axes = [figure.add_subplot(1, 2, n) for n in (1, 2)]
        self._cursor: Line2D | None = None
        self._background: Any = None
        self._is_stale = True
        self._has_legend_beside = False
        self.setMinimumHeight(120)
        self.setToolTip(TIPS[kind])
        self.mpl_connect("draw_event", self._on_drawn)
        self.mpl_connect("resize_event", self._on_resized)
        self.mpl_connect("button_press_event", self._on_mouse)
        self.mpl_connect("motion_notify_event", self._on_mouse)
        comparing = context.comparing
        comparing.compared_changed.connect(self.redraw)
        comparing.runs_changed.connect(self.redraw)
        comparing.settings_changed.connect(self._on_settings_changed)
        comparing.timeline.index_changed.connect(self._on_index_changed)
        context.selection.pore_changed.connect(self._on_pore_changed)

    def redraw(self) -> None:
        """Draw everything again, now or when it is seen."""
        self._is_stale = True
        if self.isVisible():
            self._draw_all()

    def showEvent(self, event: Any) -> None:
        """Qt's override: draw what changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._draw_all()

    def _draw_all(self) -> None:
        self._is_stale = False
        style = plot_style(self._context.icons.theme.name)
        self.figure.set_facecolor(style.background)
        self._cursor = None
        for axes in self._axes:
            axes.clear()
            axes.set_axis_on()
            style_axes(axes, style)
        words = self._draw(style)
        if words:
            self._say(words, style)
        elif self._has_cursor:
            self._cursor = self._axes[0].axvline(
                0.0, color=style.cursor, linewidth=1.4, animated=True
            )
        self._set_margins()
        self.draw_idle()

    def _draw(self, style: PlotStyle) -> str:
        """Draw the figure; words instead where there is nothing to draw."""
        comparing, pore = self._context.comparing, self._context.selection.pore
        if self._kind == "pressures":
            if not comparing.runs:
                return "No runs of this sample yet"
            fillings = [
                run.filling for run in comparing.runs if len(run.filling.time_s)
            ]
            self._has_legend_beside = draw_pressure_curves(
                self._axes[0], curves_by_pressure(fillings), style
            )
            return ""
        compared = comparing.compared
        if compared is None:
            return self._why_not()
        if self._kind == "parity":
            for axes, which in zip(self._axes, ("t_f0", "t_f1"), strict=True):
                draw_time_parity(axes, compared, style, which=which, pore=pore)  # type: ignore[arg-type]
        elif self._kind == "pore":
            return self._draw_pore(compared, style, pore)
        elif self._kind == "electrode":
            draw_two_curves(self._axes[0], compared, style)
        elif self._kind == "error":
            draw_error_over_time(self._axes[0], compared, style)
        else:
            draw_dice_over_time(
                self._axes[0],
                compared,
                style,
                common=comparing.settings.common,  # type: ignore[arg-type]
            )
        return ""

    def _draw_pore(
        self, compared: Comparison, style: PlotStyle, pore: int | None
    ) -> str:
        if pore is None or pore > len(compared.pores):
            return "Pick a pore in 3D or in the table"
        draw_two_curves(self._axes[0], compared, style, pore=pore)
        return ""

    def _why_not(self) -> str:
        comparing = self._context.comparing
        if comparing.problem is not None:
            return str(comparing.problem)
        if comparing.first is None or comparing.second is None:
            return "Two fillings of this sample are needed"
        return "Comparing…"

    def _say(self, words: str, style: PlotStyle) -> None:
        for axes in self._axes:
            axes.set_axis_off()
        self._axes[0].text(
            0.5 if len(self._axes) == 1 else 1.1,
            0.5,
            words,
            transform=self._axes[0].transAxes,
            ha="center",
            va="center",
            color=style.text,
            fontsize=style.font_pt + 1,
            wrap=True,
            parse_math=False,
        )

    # what moves

    @property
    def _has_cursor(self) -> bool:
        return self._kind != "parity"

    def _place(self) -> float | None:
        """Where the cursor is, in the unit of the axis."""
        comparing = self._context.comparing
        moments, index = comparing.moments, comparing.timeline.index
        if moments is None or not 0 <= index < len(moments):
            return None
        if self._kind == "dice" and moments.common == "saturation":
            return 100 * float(moments.first_saturation[index])
        return float(moments.first_s[index]) / self._second

    @property
    def _second(self) -> float:
        """Seconds in the unit of the time axis."""
        comparing = self._context.comparing
        if self._kind == "pressures":
            longest = max(
                (
                    float(run.filling.time_s[-1])
                    for run in comparing.runs
                    if len(run.filling.time_s)
                ),
                default=0.0,
            )
            from wetview.units import time_unit

            return time_unit(longest)[0]
        return (
            1.0
            if comparing.compared is None
            else (comparison_time_unit(comparing.compared)[0])
        )

    def _on_index_changed(self, index: int) -> None:
        if self._background is None or not self.isVisible() or self._cursor is None:
            return
        self.restore_region(self._background)
        self._draw_cursor()
        self.blit(self.figure.bbox)

    def _on_drawn(self, event: Event) -> None:
        self._background = self.copy_from_bbox(self.figure.bbox)
        self._draw_cursor()

    def _draw_cursor(self) -> None:
        place = self._place()
        if self._cursor is not None and place is not None:
            self._cursor.set_xdata([place, place])
            self._axes[0].draw_artist(self._cursor)

    def _on_settings_changed(self) -> None:
        if self._kind == "dice":
            self.redraw()

    def _on_pore_changed(self, pore: int | None) -> None:
        if self._kind in ("pore", "parity"):
            self.redraw()

    # size and mouse

    def _on_resized(self, event: Event) -> None:
        self._background = None
        self._set_margins()

    def _set_margins(self) -> None:
        """Leave the same room for labels whatever the size; cheaper than a layout."""
        width, height = self.figure.bbox.width, self.figure.bbox.height
        if width < _SMALLEST_PX[0] or height < _SMALLEST_PX[1]:
            return
        ratio = self.device_pixel_ratio
        room = {side: pixels * ratio for side, pixels in _MARGINS_PX.items()}
        legend = self._axes[0].get_legend()
        if self._has_legend_beside and legend is not None:
            room["right"] += legend.get_window_extent().width
        each = (width - room["left"] - room["right"]) / 2
        self.figure.subplots_adjust(
            left=room["left"] / width,
            right=1 - room["right"] / width,
            top=1 - room["top"] / height,
            bottom=room["bottom"] / height,
            wspace=room["between"] / max(each, 1.0),
        )

    def _on_mouse(self, event: Any) -> None:
        moments = self._context.comparing.moments
        if moments is None or event.xdata is None or self._cursor is None:
            return
        if getattr(event.button, "value", event.button) != 1:
            return
        if self._kind == "dice" and moments.common == "saturation":
            places = 100 * moments.first_saturation
        else:
            places = moments.first_s / self._second
        nearest = int(np.argmin(np.abs(places - float(event.xdata))))
        self.seek_requested.emit(nearest)
