"""The steps, at the left edge of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from wetview.app.theme import GAP, RAIL_ICON_SIZE, RAIL_WIDTH, set_look

if TYPE_CHECKING:
    from wetview.app.context import Context

STEP_ACTIONS = (
    "step_volume",
    "step_pores",
    "step_simulate",
    "step_learn",
    "step_compare",
    "step_sensitivity",
    "step_export",
)


class Rail(QFrame):
    """One button a step."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        set_look(self, "rail")
        self.setFixedWidth(RAIL_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP // 2, GAP, GAP // 2, GAP)
        layout.setSpacing(GAP // 2)
        for name in STEP_ACTIONS:
            layout.addWidget(_step_button(context, name))
        layout.addStretch(1)


def _step_button(context: Context, name: str) -> QToolButton:
    action = context.actions[name]
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setIconSize(QSize(RAIL_ICON_SIZE, RAIL_ICON_SIZE))
    button.setFixedSize(RAIL_WIDTH - GAP, 66)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(f"Step {action.text()}")
    set_look(button, "step")
    return button
