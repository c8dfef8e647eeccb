"""What the commands on the program itself do: its look, its guide, its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices

import wetview
from wetview.app.control.problems import log_folder
from wetview.app.dialogs.messages import show_message
from wetview.app.dialogs.preferences_dialog import PreferencesDialog
from wetview.app.views.guide_window import GUIDE, GuideWindow

if TYPE_CHECKING:
    from wetview.app.window import MainWindow


class ProgramCommands(QObject):
    """Joins the actions on the program itself with what they do.

    Parameters
    ----------
    window : MainWindow
        The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._guide: GuideWindow | None = None
        actions = self._context.actions
        actions.set_shortcuts(self._context.preferences.shortcuts)
        actions.group("theme").triggered.connect(self._on_theme)
        for name, method in (
            ("preferences", self._show_preferences),
            ("guide", self._show_guide),
            ("open_log", self._open_log),
            ("about", self._about),
        ):
            actions[name].triggered.connect(method)
        self._show_theme()

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        if self._guide is not None:
            self._guide.update_icons()

    @Slot(QAction)
    def _on_theme(self, action: QAction) -> None:
        self._window.theme_requested.emit(action.objectName().removeprefix("theme_"))

    @Slot(str)
    def _take_theme(self, choice: str) -> None:
        self._window.theme_requested.emit(choice)
        self._show_theme()

    def _show_theme(self) -> None:
        choice = self._context.preferences.theme
        self._context.actions[f"theme_{choice}"].setChecked(True)

    @Slot()
    def _show_preferences(self) -> None:
        dialog = PreferencesDialog(
            self._context.preferences,
            self._context.actions,
            self._window.menus.keys_of_undo(),
            self._window,
        )
        dialog.theme_chosen.connect(self._take_theme)
        dialog.open()

    @Slot()
    def _show_guide(self) -> None:
        if self._guide is None:
            self._guide = GuideWindow(self._context.icons, self._window)
        session = self._context.session
        section = "" if session.is_empty else session.step.value.capitalize()
        self._guide.open(GUIDE, section)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    @Slot()
    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

    @Slot()
    def _about(self) -> None:
        box = show_message(
            self._window,
            f"wetview {wetview.__version__}",
            "See electrolyte fill the pores of a battery electrode: from a tomogram "
            "to a filling that is simulated by the lattice Boltzmann method or "
            "predicted by a neural network.\n\nBSD 3-Clause licence.",
        )
        box.setIconPixmap(self._window.windowIcon().pixmap(64, 64))
