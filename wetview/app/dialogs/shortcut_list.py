"""The keys of every command, to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wetview.app.menus import MENUS, NO_ACTIONS
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wetview.app.actions import Actions

_COMMAND, _KEYS = 0, 1
_NAME = Qt.ItemDataRole.UserRole
_FEWEST_ROWS_PX = 260


class ShortcutList(QWidget):
    """Commands by menu with their keys; nothing is changed until `chosen` is taken.

    Parameters
    ----------
    actions : Actions
        The commands.
    reserved : mapping of str
        What keys are for that no command can have, by the keys.
    """

    def __init__(self, actions: Actions, reserved: Mapping[str, str]) -> None:
        super().__init__()
        self._actions = actions
        self._reserved = {_sequence(keys): use for keys, use in reserved.items()}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._menus: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._filter = QLineEdit()
        self._tree = self._make_tree()
        self._edit = QKeySequenceEdit()
        self._restore = QPushButton("Restore")
        self._restore_all = QPushButton("Restore all")
        self._note = QLabel()
        self._arrange()
        self._filter.textChanged.connect(self._show_matches)
        self._tree.currentItemChanged.connect(self._show_keys)
        self._edit.editingFinished.connect(self._on_keys)
        self._restore.clicked.connect(self._on_restore)
        self._restore_all.clicked.connect(self._on_restore_all)
        self._show_keys()

    @property
    def chosen(self) -> dict[str, str]:
        """Keys that are not as the program comes, by the names of actions."""
        return {
            name: self._keys(name).toString()
            for name in self._items
            if self._keys(name) != _sequence(self._actions.default_shortcut(name))
        }

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels(["Command", "Keys"])
        tree.setAccessibleName("Commands")
        tree.setToolTip("Choose a command to give it other keys")
        tree.setMinimumHeight(_FEWEST_ROWS_PX)
        tree.setUniformRowHeights(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_KEYS, QHeaderView.ResizeMode.ResizeToContents)
        for title, names in MENUS.items():
            menu = QTreeWidgetItem([title.replace("&", "")])
            menu.setFlags(Qt.ItemFlag.ItemIsEnabled)
            tree.addTopLevelItem(menu)
            menu.setExpanded(True)
            items = [self._make_item(name) for name in names if name not in NO_ACTIONS]
            menu.addChildren(items)
            self._menus.append((menu, items))
        return tree

    def _make_item(self, name: str) -> QTreeWidgetItem:
        action = self._actions[name]
        item = QTreeWidgetItem([action.text()])
        item.setToolTip(_COMMAND, action.statusTip())
        item.setData(_COMMAND, _NAME, name)
        self._items[name] = item
        self._set_keys(name, action.shortcut())
        return item

    def _arrange(self) -> None:
        for field, name, tip in (
            (self._filter, "Find a command", "Shows the commands with these letters"),
            (self._edit, "New keys", "Press the keys that the command is to have"),
        ):
            field.setMinimumHeight(FIELD_HEIGHT)
            field.setAccessibleName(name)
            field.setToolTip(tip)
        self._filter.setPlaceholderText("Find a command")
        self._filter.setClearButtonEnabled(True)
        self._edit.setClearButtonEnabled(True)
        self._edit.setMaximumSequenceLength(1)
        self._restore.setToolTip("Give the command the keys that it came with")
        self._restore_all.setToolTip("Give every command the keys that it came with")
        self._note.setWordWrap(True)
        set_look(self._note, "muted")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(QLabel("New keys"))
        row.addWidget(self._edit, 1)
        row.addWidget(self._restore)
        row.addWidget(self._restore_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._filter)
        layout.addWidget(self._tree, 1)
        layout.addLayout(row)
        layout.addWidget(self._note)

    # state

    @property
    def _current(self) -> str | None:
        """Name of the command that is chosen."""
        item = self._tree.currentItem()
        return None if item is None else item.data(_COMMAND, _NAME)

    def _keys(self, name: str) -> QKeySequence:
        keys = self._items[name].data(_KEYS, _NAME)
        return keys if isinstance(keys, QKeySequence) else QKeySequence()

    def _set_keys(self, name: str, keys: QKeySequence) -> None:
        item = self._items[name]
        item.setData(_KEYS, _NAME, keys)
        item.setText(_KEYS, keys.toString(QKeySequence.SequenceFormat.NativeText))

    def _take(self, name: str, keys: QKeySequence) -> str:
        """Give a command keys, and say from which other command they were taken."""
        note = ""
        for other in self._items:
            if not keys.isEmpty() and other != name and self._keys(other) == keys:
                self._set_keys(other, QKeySequence())
                note = f"“{self._items[other].text(_COMMAND)}” has no keys now."
        self._set_keys(name, keys)
        return note

    # what the user does

    @Slot(str)
    def _show_matches(self, text: str) -> None:
        for item in self._items.values():
            item.setHidden(text.lower() not in item.text(_COMMAND).lower())
        for menu, items in self._menus:
            menu.setHidden(all(item.isHidden() for item in items))

    @Slot()
    def _show_keys(self, *_: object, note: str = "") -> None:
        name = self._current
        for widget in (self._edit, self._restore):
            widget.setEnabled(name is not None)
        self._edit.setKeySequence(QKeySequence() if name is None else self._keys(name))
        self._note.setText(note)

    @Slot()
    def _on_keys(self) -> None:
        name, keys = self._current, self._edit.keySequence()
        if name is None or keys == self._keys(name):
            return
        use = self._reserved.get(keys)
        if use is None:
            self._show_keys(note=self._take(name, keys))
        else:
            text = keys.toString(QKeySequence.SequenceFormat.NativeText)
            self._show_keys(note=f"{text} is for “{use}” alone.")

    @Slot()
    def _on_restore(self) -> None:
        name = self._current
        if name is not None:
            keys = _sequence(self._actions.default_shortcut(name))
            self._show_keys(note=self._take(name, keys))

    @Slot()
    def _on_restore_all(self) -> None:
        for name in self._items:
            self._set_keys(name, _sequence(self._actions.default_shortcut(name)))
        self._show_keys()


def _sequence(keys: str) -> QKeySequence:
    return QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
