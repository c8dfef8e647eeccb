"""A push button that does, and looks like, an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from wetview.app.theme import FIELD_HEIGHT, ICON_SIZE, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QIcon


class ActionButton(QPushButton):
    """Follows the action's text, icon, tooltip and whether it is possible now.

    Parameters
    ----------
    action : QAction
        What it does.
    look : str
        One of the looks of the theme.
    text : str
        What it says, if not the action's own text.
    icon : QIcon, optional
        What it shows, if not the action's own icon.
    """

    def __init__(
        self,
        action: QAction,
        *,
        look: str = "",
        text: str = "",
        icon: QIcon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._action = action
        self._text = text
        self._icon = icon
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        if look:
            set_look(self, look)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_icon(self, icon: QIcon) -> None:
        """Show an icon other than the action's own."""
        self._icon = icon
        self.setIcon(icon)

    @Slot()
    def _follow(self) -> None:
        text = self._text or self._action.text()
        self.setText(text)
        self.setIcon(self._icon or self._action.icon())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(text)
        self.setAccessibleDescription(self._action.statusTip())
        self.setEnabled(self._action.isEnabled())
