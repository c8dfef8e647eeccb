"""What a user sets once: keys of commands, and where projects are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QKeySequenceEdit, QLineEdit, QTreeWidget

from wetview.app.actions import Actions
from wetview.app.dialogs.preferences_dialog import PreferencesDialog
from wetview.app.icons import IconSet
from wetview.app.preferences import Preferences

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

RESERVED = {"Ctrl+Z": "Undo"}

pytestmark = pytest.mark.qt


class Opened:
    """The dialog, and what a user does in it."""

    def __init__(self, qtbot: QtBot, preferences: Preferences) -> None:
        self.preferences = preferences
        self._owner = QLineEdit()
        qtbot.addWidget(self._owner)
        self.actions = Actions(IconSet(), self._owner)
        self.actions.set_shortcuts(preferences.shortcuts)
        self.dialog = PreferencesDialog(
            preferences, self.actions, RESERVED, self._owner
        )
        self._qtbot = qtbot

    def press(self, command: str, keys: str) -> None:
        tree = self.dialog.findChild(QTreeWidget)
        (item,) = tree.findItems(
            command, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        )
        tree.setCurrentItem(item)
        edit = self.dialog.findChild(QKeySequenceEdit)
        edit.setKeySequence(QKeySequence(keys))
        edit.editingFinished.emit()

    def say(self, button: QDialogButtonBox.StandardButton) -> None:
        self._qtbot.mouseClick(
            self.dialog.findChild(QDialogButtonBox).button(button),
            Qt.MouseButton.LeftButton,
        )

    def keys(self, name: str) -> str:
        return self.actions[name].shortcut().toString()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    kept = Preferences()
    kept.shortcuts = {}
    kept.projects_folder = tmp_path / "projects"
    return kept


def test_new_keys_are_kept_and_told_in_the_tip(
    qtbot: QtBot, preferences: Preferences
) -> None:
    opened = Opened(qtbot, preferences)
    opened.press(
        "Use this box", "Ctrl+,"
    )  # a comma parts lists in the file of settings
    opened.say(QDialogButtonBox.StandardButton.Ok)
    assert opened.keys("use_box") == "Ctrl+,"
    assert "Ctrl+," in opened.actions["use_box"].toolTip()
    assert opened.keys("preferences") == ""
    preferences.sync()
    assert Preferences().shortcuts == {"use_box": "Ctrl+,", "preferences": ""}
    again = Opened(qtbot, Preferences())
    assert again.keys("use_box") == "Ctrl+,"
    again.press("Use this box", "Ctrl+Return")
    again.press("Preferences…", "Ctrl+,")
    again.say(QDialogButtonBox.StandardButton.Ok)
    assert Preferences().shortcuts == {}


def test_no_two_commands_have_the_same_keys(
    qtbot: QtBot, preferences: Preferences
) -> None:
    opened = Opened(qtbot, preferences)
    used = [keys for action in opened.actions if (keys := action.shortcut().toString())]
    assert len(used) == len(set(used))
    opened.press("Loop", "P")
    opened.press("Train", "Ctrl+Z")
    opened.say(QDialogButtonBox.StandardButton.Ok)
    assert opened.keys("loop") == "P"
    assert opened.keys("play") == ""
    assert opened.keys("train") == ""


def test_cancel_changes_nothing(qtbot: QtBot, preferences: Preferences) -> None:
    opened = Opened(qtbot, preferences)
    folder = preferences.projects_folder
    opened.press("Use this box", "F9")
    opened.say(QDialogButtonBox.StandardButton.Cancel)
    assert opened.keys("use_box") == "Ctrl+Return"
    assert preferences.shortcuts == {}
    assert preferences.projects_folder == folder


def test_a_folder_that_cannot_be_made_is_said_and_nothing_changes(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    opened = Opened(qtbot, preferences)
    folder = next(
        field
        for field in opened.dialog.findChildren(QLineEdit)
        if field.accessibleName() == "New projects in"
    )
    folder.setText(str(tmp_path / "a file" / "within"))
    opened.dialog.show()
    opened.press("Use this box", "F9")
    opened.say(QDialogButtonBox.StandardButton.Ok)
    assert opened.dialog.isVisible()
    assert opened.keys("use_box") == "Ctrl+Return"
    assert preferences.projects_folder == tmp_path / "projects"
    folder.setText(str(tmp_path / "new" / "place"))
    opened.say(QDialogButtonBox.StandardButton.Ok)
    assert preferences.projects_folder == tmp_path / "new" / "place"
    assert (tmp_path / "new" / "place").is_dir()
    assert opened.keys("use_box") == "F9"
