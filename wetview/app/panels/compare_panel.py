"""The step Compare: which fillings are side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.app.panels.step_panel import StepPanel

if TYPE_CHECKING:
    from wetview.app.context import Context


class ComparePanel(StepPanel):
    """Settings of the step.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Compare",
            "See two fillings side by side, and where and when they differ.",
            context.actions["predict"],
            context.icons,
            "learn",
        )
        self._context = context
