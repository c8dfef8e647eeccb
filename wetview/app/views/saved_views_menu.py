"""The menu of the views that were saved: to return to one, or to forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from wetview.app.models.saved_views import saved_views

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wetview.app.context import Context


class SavedViewsMenu(QMenu):
    """Lists the views of the project that is open, anew whenever it opens.

    Parameters
    ----------
    context : Context
        Models of the window.
    parent : QWidget
        Owner.
    """

    view_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("Saved views", parent)
        self._context = context
        self.setToolTipsVisible(True)
        self._removals = QMenu("Remove", self)
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List what the project has."""
        names = list(saved_views(self._context.session.project))
        self.clear()
        self._removals.clear()
        for name in names:
            self._add(self, name, self._on_view, "Put the camera where it stood")
            self._add(self._removals, name, self._on_removal, "Forget this view")
        if names:
            self.addSeparator()
            self.addMenu(self._removals)
        else:
            self.addAction("None yet").setEnabled(False)

    def _add(self, menu: QMenu, name: str, on_triggered: object, tip: str) -> None:
        # an ampersand would make the letter behind it a key
        action = QAction(name.replace("&", "&&"), menu)
        action.setData(name)
        action.setToolTip(tip)
        action.triggered.connect(on_triggered)
        menu.addAction(action)

    @Slot()
    def _on_view(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.view_requested.emit(sender.data())

    @Slot()
    def _on_removal(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.removal_requested.emit(sender.data())
