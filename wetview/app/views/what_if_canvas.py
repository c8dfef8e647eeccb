"""The predicted curve of what the sliders say, and an output over one input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure

from wetview.plots import plot_style, style_axes, symbol, with_unit
from wetview.plots.input_sweep import shown_unit
from wetview.units import time_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.plots import PlotStyle
    from wetview.sensitivity import InputSweep
    from wetview.sensitivity.sensitive_model import Column

    Curve = tuple[NDArray[np.float64], NDArray[np.float64]]

_MARGINS_PX = {"left": 62.0, "right": 18.0, "top": 26.0, "bottom": 46.0}
_BETWEEN_PX = 74.0


class WhatIfCanvas(FigureCanvasQTAgg):
    """Above the saturation over time, below an output over the input that moves.

    Parameters
    ----------
    context : Context
        Models of the window, for the theme.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        figure = Figure()
        super().__init__(figure)
        self._above, self._below = figure.subplots(2, 1)
        self._curve: Curve | None = None
        self._typical: Curve | None = None
        self._swept: InputSweep | None = None
        self._column: tuple[Column, int] | None = None
        self._outputs: NDArray[np.float64] | None = None
        self._longest_s = 0.0
        self._background: Any = None
        self._line: Line2D | None = None
        self._cursor: Line2D | None = None
        self.setAccessibleName("Predicted saturation over time")
        self.setToolTip(
            "Predicted saturation for the inputs at the left (solid) and for a typical "
            "training row (dashed)"
        )
        self.mpl_connect("resize_event", self._on_resized)
        self.mpl_connect("draw_event", self._on_drawn)

    def show_what_if(
        self,
        curves: tuple[Curve, Curve] | None,
        swept: InputSweep | None,
        column: tuple[Column, int] | None,
    ) -> None:
        """Show curves for the present and for typical inputs, and an output.

        Parameters
        ----------
        curves : (present, typical) or None
            Times in seconds and saturations.
        swept : InputSweep or None
            Outputs over the input that moves.
        column : (Column, int) or None
            Which output, and its number.
        """
        still = (self._typical, self._outputs, self._column)
        self._curve, self._typical = (None, None) if curves is None else curves
        self._swept, self._column = swept, column
        self._outputs = None if swept is None else swept.outputs
        now = (self._typical, self._outputs, self._column)
        is_still = all(one is other for one, other in zip(still, now, strict=True))
        if is_still and self._fits() and self._background is not None:
            self._blit()
        else:
            self.redraw()

    def redraw(self) -> None:
        """Draw everything again."""
        self._background = None
        style = plot_style(self._context.icons.theme.name)
        self.figure.set_facecolor(style.background)
        for axes in (self._above, self._below):
            axes.clear()
            style_axes(axes, style)
        self._draw_curves(self._above, style)
        self._draw_sweep(self._below, style)
        self._set_margins()
        self.draw_idle()

    def _draw_curves(self, axes: Axes, style: PlotStyle) -> None:
        axes.set_ylim(0, 103)
        axes.set_yticks(range(0, 101, 20))
        axes.set_ylabel("Saturation (%)")
        axes.set_xlabel("Time")
        self._line = None
        if self._curve is None:
            return
        if not self._fits():
            self._longest_s = 1.5 * float(self._curve[0][-1])
        second, unit = time_unit(self._longest_s)
        for curve, colour, line, label in (
            (self._typical, style.line, "--", "Typical"),
            (self._curve, style.accent, "-", "Present inputs"),
        ):
            if curve is not None:
                (self._line,) = axes.plot(
                    *self._extended(curve),
                    color=colour,
                    linestyle=line,
                    linewidth=1.8,
                    label=label,
                )
        if self._line is not None:
            self._line.set_animated(True)
        axes.set_xlim(0, self._longest_s / second)
        axes.set_xlabel(f"Time ({unit})")
        axes.legend(
            loc="lower right",
            fontsize=style.font_pt,
            labelcolor=style.text,
            frameon=False,
        )

    def _extended(
        self, curve: Curve
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A curve in the units of the axes; at its end the saturation rests."""
        second, _ = time_unit(self._longest_s)
        time_s = np.append(curve[0], max(self._longest_s, curve[0][-1]))
        return time_s / second, 100 * np.append(curve[1], curve[1][-1])

    def _fits(self) -> bool:
        """Whether the axis suits the curve; it stays so that one sees it move."""
        if self._curve is None:
            return True
        end_s = float(self._curve[0][-1])
        return 0.2 * self._longest_s < end_s <= self._longest_s

    def _draw_sweep(self, axes: Axes, style: PlotStyle) -> None:
        self._cursor = None
        if self._swept is None or self._column is None:
            return
        swept, (column, at) = self._swept, self._column
        entry, values = swept.input, swept.outputs[:, at]
        factor, unit = shown_unit(column, values)
        axes.plot(
            entry.factor * swept.values,
            factor * values,
            color=style.series[1],
            linewidth=1.8,
        )
        self._cursor = axes.axvline(
            entry.factor * swept.present,
            color=style.cursor,
            linewidth=1.4,
            animated=True,
        )
        axes.set_xlabel(with_unit(entry.title, entry.unit))
        axes.set_ylabel(with_unit(symbol(column.name, column.title), unit))
        if entry.high > entry.low:
            axes.set_xlim(entry.factor * entry.low, entry.factor * entry.high)

    # what moves is drawn over what stays

    def _blit(self) -> None:
        if self._line is not None and self._curve is not None:
            self._line.set_data(*self._extended(self._curve))
        if self._cursor is not None and self._swept is not None:
            at = self._swept.input.factor * self._swept.present
            self._cursor.set_xdata([at, at])
        self.restore_region(self._background)
        self._draw_moving()
        self.blit(self.figure.bbox)

    def _on_drawn(self, event: object) -> None:
        self._background = self.copy_from_bbox(self.figure.bbox)
        self._draw_moving()

    def _draw_moving(self) -> None:
        if self._line is not None:
            self._above.draw_artist(self._line)
        if self._cursor is not None:
            self._below.draw_artist(self._cursor)

    def _on_resized(self, event: object) -> None:
        self._background = None
        self._set_margins()

    def _set_margins(self) -> None:
        width, height = self.figure.bbox.width, self.figure.bbox.height
        ratio = self.device_pixel_ratio
        if width < 200 or height < 240:
            return
        inside = height - ratio * (_MARGINS_PX["top"] + _MARGINS_PX["bottom"])
        self.figure.subplots_adjust(
            left=_MARGINS_PX["left"] * ratio / width,
            right=1 - _MARGINS_PX["right"] * ratio / width,
            top=1 - _MARGINS_PX["top"] * ratio / height,
            bottom=_MARGINS_PX["bottom"] * ratio / height,
            hspace=2 * _BETWEEN_PX * ratio / (inside - _BETWEEN_PX * ratio),
        )
