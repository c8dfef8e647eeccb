"""The actions of a window, made of their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from wetview.app.action_entries import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wetview.app.action_entries import Entry
    from wetview.app.icons import IconSet


_MENU_ROLES = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}
"""What stands in the program's own menu on macOS; no other command may, whatever Qt
makes of its text."""


class Actions(QObject):
    """The actions of one window, by name.

    Parameters
    ----------
    icons : IconSet
        Where their icons come from.
    parent : QObject
        The window.
    """

    def __init__(self, icons: IconSet, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for name, entry in ENTRIES.items():
            self._actions[name] = self._make(name, entry)
        for name, role in _MENU_ROLES.items():
            self._actions[name].setMenuRole(role)
        self.set_shortcuts({})
        self.update_icons()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def group(self, name: str) -> QActionGroup:
        """The actions of which one is checked: "step" or "theme"."""
        return self._groups[name]

    def short_text(self, name: str) -> str:
        """What a big button says instead of the menu's text."""
        return ENTRIES[name].short_text or ENTRIES[name].text.rstrip("…")

    def default_shortcut(self, name: str) -> str:
        """The keys of a command as the program comes, "" where it has none."""
        return ENTRIES[name].shortcut

    def set_shortcuts(self, chosen: Mapping[str, str]) -> None:
        """Give commands other keys.

        Parameters
        ----------
        chosen : mapping of str
            Keys as `QKeySequence` writes them ("Ctrl+R", "" for none) by the names of
            actions; the others have those with which the program comes. Names that
            no action has are passed over: a later version may have written them.
        """
        for name, entry in ENTRIES.items():
            sequence = QKeySequence(chosen.get(name, entry.shortcut))
            keys = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            action = self._actions[name]
            action.setShortcut(sequence)
            action.setToolTip(f"{entry.tip} ({keys})" if keys else entry.tip)

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        for name, entry in ENTRIES.items():
            if entry.icon:
                self._actions[name].setIcon(self._icons.icon(entry.icon))

    def _make(self, name: str, entry: Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setStatusTip(entry.tip)
        action.setCheckable(entry.checkable or bool(entry.group))
        if entry.group:
            if entry.group not in self._groups:
                self._groups[entry.group] = QActionGroup(self)
            self._groups[entry.group].addAction(action)
        return action
