"""The step Sensitivity: which inputs govern the filling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.app.panels.step_panel import StepPanel

if TYPE_CHECKING:
    from wetview.app.context import Context


class SensitivityPanel(StepPanel):
    """Settings of the step.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Sensitivity",
            "See which inputs govern the filling: Sobol indices of a trained network.",
            context.actions["find_sensitivity"],
            context.icons,
            "sensitivity",
        )
        self._context = context
