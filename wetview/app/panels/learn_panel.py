"""The step Learn: train a network on runs, and predict with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.app.panels.step_panel import StepPanel

if TYPE_CHECKING:
    from wetview.app.context import Context


class LearnPanel(StepPanel):
    """Settings of the step.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Learn",
            "Train a network on simulated fillings; it then predicts others at once.",
            context.actions["train"],
            context.icons,
            "learn",
        )
        self._context = context
