"""The timeline of the step Compare: one moment in both fillings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.app.views.timeline_bar import TimelineBar
from wetview.units import format_time

if TYPE_CHECKING:
    from wetview.app.context import Context


class CompareTimelineBar(TimelineBar):
    """Play, slider, and where both fillings are.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, context.comparing.timeline)
        context.comparing.runs_changed.connect(self._on_frames_changed)

    def _where_words(self, index: int) -> str:
        comparing = self._context.comparing
        moments = comparing.moments
        if moments is None or index >= len(moments):
            return ""
        first, second = 100 * moments.first_saturation, 100 * moments.second_saturation
        if comparing.second is None or comparing.first is None:
            filled = f"{first[index]:.1f} % filled"
        else:
            filled = f"A {first[index]:.1f} %, B {second[index]:.1f} % filled"
        if moments.common == "time":
            when = format_time(float(moments.first_s[index]))
        else:
            when = (
                f"A {format_time(float(moments.first_s[index]))}, "
                f"B {format_time(float(moments.second_s[index]))}"
            )
        return f"{when}   ·   {filled}   ·   {index + 1}/{len(moments)}"
