"""What a user sets once, for every project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wetview.app.dialogs.shortcut_list import ShortcutList
from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.form import Form
from wetview.app.theme import FIELD_HEIGHT, GAP, MARGIN, ThemeChoice, set_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from wetview.app.actions import Actions
    from wetview.app.preferences import Preferences

_THEMES: tuple[tuple[str, ThemeChoice], ...] = (
    ("As the system", "system"),
    ("Light", "light"),
    ("Dark", "dark"),
)


class PreferencesDialog(QDialog):
    """Appearance, the folder of new projects, and the keys of commands.

    Parameters
    ----------
    preferences : Preferences
        What is shown, and changed when the user says OK.
    actions : Actions
        The commands.
    reserved : mapping of str
        What keys are for that no command can have, by the keys.
    parent : QWidget
        The window.
    """

    theme_chosen = Signal(str)
    """The user wants another appearance: "system", "light" or "dark"."""

    def __init__(
        self,
        preferences: Preferences,
        actions: Actions,
        reserved: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(560)
        self._preferences = preferences
        self._actions = actions
        self._theme = ChoiceField(_THEMES)
        self._theme.set_value(preferences.theme)
        self._folder = QLineEdit(str(preferences.projects_folder))
        self._folder.setMinimumHeight(FIELD_HEIGHT)
        self._folder.setAccessibleName("New projects in")
        self._shortcuts = ShortcutList(actions, reserved)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        heading = QLabel("Keys")
        set_look(heading, "section")
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        set_look(self._problem, "missing")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self._make_form())
        layout.addWidget(heading)
        layout.addWidget(self._shortcuts, 1)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's override: Enter in a field closes nothing with half of what is meant."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _make_form(self) -> Form:
        form = Form()
        form.add("Appearance", self._theme, "Colours of the window")
        choose = QPushButton("Choose…")
        choose.setToolTip("Choose a folder")
        choose.clicked.connect(self._choose_folder)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._folder, 1)
        layout.addWidget(choose)
        form.add(
            "New projects in",
            row,
            "Folder in which projects are made; those that are there stay where they "
            "are",
        )
        return form

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, "New projects in", self._folder.text()
        )
        if name:
            self._folder.setText(name)

    @Slot()
    def _accept(self) -> None:
        folder = Path(self._folder.text().strip()).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._problem.setText(
                f"{folder} cannot be made: {error.strerror or error}. "
                "Choose another folder."
            )
            return
        self._preferences.projects_folder = folder
        self._preferences.shortcuts = self._shortcuts.chosen
        self._actions.set_shortcuts(self._shortcuts.chosen)
        self.theme_chosen.emit(str(self._theme.chosen))
        self.accept()
