"""The saturation curves, with a cursor at the frame that is shown.

Drawing everything takes a noticeable time, so what moves is blitted: the cursor, and
the curves of a run that still goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QTimer, Signal, Slot

from wetview.plots import (
    draw_interval,
    draw_saturation,
    filling_time_unit,
    label_saturation_axes,
    plot_style,
    style_axes,
)

if TYPE_CHECKING:
    from matplotlib.backend_bases import Event
    from matplotlib.lines import Line2D

    from wetview.app.context import Context
    from wetview.filling import Filling
    from wetview.plots import PlotStyle

_LIVE_INTERVAL_MS = 500
_LIVE_ROOM = 1.5
_MARGINS_PX = {"left": 58.0, "right": 18.0, "top": 28.0, "bottom": 44.0}


class SaturationView(FigureCanvasQTAgg):
    """Curve of the electrode and of the picked pore; a click seeks.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    seek_requested = Signal(int)

    def __init__(self, context: Context) -> None:
        self._context = context
        figure = Figure()
        super().__init__(figure)
        self._axes = figure.add_subplot()
        self._cursor: Line2D | None = None
        self._live: dict[int | None, Line2D] = {}
        self._unit = ""
        self._background: Any = None
        self.setMinimumHeight(110)
        self.setAccessibleName("Saturation over time")
        self.setToolTip(
            "Saturation of the electrode and of the picked pore over time. "
            "Click to go to a moment."
        )
        self._grow_timer = QTimer(self)
        self._grow_timer.setSingleShot(True)
        self._grow_timer.timeout.connect(self._grow)
        self.mpl_connect("draw_event", self._on_drawn)
        self.mpl_connect("resize_event", self._on_resized)
        self.mpl_connect("button_press_event", self._on_mouse)
        self.mpl_connect("motion_notify_event", self._on_mouse)
        session = context.session
        session.filling_changed.connect(self.redraw)
        session.filling_grew.connect(self._grow_later)
        context.selection.pore_changed.connect(self._on_pore_changed)
        context.timeline.index_changed.connect(self._on_index_changed)
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        """Draw everything again."""
        style = plot_style(self._context.icons.theme.name)
        self.figure.set_facecolor(style.background)
        self._axes.clear()
        style_axes(self._axes, style)
        self._cursor = None
        self._live = {}
        filling = self._context.session.filling
        if filling is not None and len(filling.time_s):
            self._draw_curves(filling, style)
        self._set_margins()
        self.draw_idle()

    def _draw_curves(self, filling: Filling, style: PlotStyle) -> None:
        is_live = filling.outcome == "running"
        pore = self._pore(filling)
        shown = (None,) if pore is None else (pore, None)
        draw_interval(self._axes, filling, style=style)
        for label in shown:
            draw_saturation(
                self._axes, filling, pore=label, style=style, mark_times=not is_live
            )
            if is_live:
                self._live[label] = self._axes.lines[-1]
        label_saturation_axes(self._axes, filling, room_for_marks=pore is not None)
        second, self._unit = filling_time_unit(filling)
        if is_live:
            longest = float(filling.time_s[-1]) / second
            self._axes.set_xlim(0, _LIVE_ROOM * longest or 1.0)
        self._axes.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 0.98),
            ncols=3,
            borderaxespad=0.0,
            fontsize=style.font_pt,
            labelcolor=style.text,
            frameon=False,
        )
        for line in self._live.values():
            line.set_animated(True)
        self._cursor = self._axes.axvline(
            0.0, color=style.cursor, linewidth=1.4, animated=True
        )

    def _pore(self, filling: Filling) -> int | None:
        """The picked pore, if the run has a curve for it."""
        pore = self._context.selection.pore
        n_pores = filling.pore_saturation.shape[1]
        return pore if pore is not None and pore <= n_pores else None

    # what moves

    def _grow_later(self) -> None:
        if not self._grow_timer.isActive():
            self._grow_timer.start(_LIVE_INTERVAL_MS)

    @Slot()
    def _grow(self) -> None:
        """Lengthen the curves; draw everything only where they leave the axes."""
        filling = self._context.session.filling
        if filling is None or not len(filling.time_s):
            return
        second, unit = filling_time_unit(filling)
        time = filling.time_s / second
        if not self._live or unit != self._unit or time[-1] > self._axes.get_xlim()[1]:
            self.redraw()
            return
        for label, line in self._live.items():
            values = (
                filling.saturation
                if label is None
                else filling.pore_saturation[:, label - 1]
            )
            line.set_data(time, 100 * values)
        self._blit()

    def _on_pore_changed(self, pore: int | None) -> None:
        self.redraw()

    def _on_index_changed(self, index: int) -> None:
        if not self._live:
            self._blit()

    def _blit(self) -> None:
        if self._background is None or not self.isVisible():
            return
        self.restore_region(self._background)
        self._draw_moving()
        self.blit(self.figure.bbox)

    def _on_drawn(self, event: Event) -> None:
        self._background = self.copy_from_bbox(self.figure.bbox)
        self._draw_moving()

    def _draw_moving(self) -> None:
        for line in self._live.values():
            self._axes.draw_artist(line)
        filling = self._context.session.filling
        index = self._context.timeline.index
        if self._cursor is None or filling is None:
            return
        if 0 <= index < len(filling.frame_time_s):
            second, _ = filling_time_unit(filling)
            at = float(filling.frame_time_s[index]) / second
            self._cursor.set_xdata([at, at])
            self._axes.draw_artist(self._cursor)

    # size and mouse

    def _on_resized(self, event: Event) -> None:
        self._background = None
        self._set_margins()

    def _set_margins(self) -> None:
        """Leave the same room for labels whatever the size; cheaper than a layout."""
        width, height = self.figure.bbox.width, self.figure.bbox.height
        ratio = self.device_pixel_ratio
        if width < 200 or height < 80:
            return
        self.figure.subplots_adjust(
            left=_MARGINS_PX["left"] * ratio / width,
            right=1 - _MARGINS_PX["right"] * ratio / width,
            top=1 - _MARGINS_PX["top"] * ratio / height,
            bottom=_MARGINS_PX["bottom"] * ratio / height,
        )

    def _on_mouse(self, event: Any) -> None:
        filling = self._context.session.filling
        if filling is None or event.xdata is None or event.inaxes is not self._axes:
            return
        is_left = getattr(event.button, "value", event.button) == 1
        if is_left:
            second, _ = filling_time_unit(filling)
            self.seek_requested.emit(filling.frame_at(float(event.xdata) * second))
