"""The runs of the sample: one is shown; they can be renamed and deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wetview.app.theme import GAP, set_look
from wetview.units import format_bytes

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.project import Entry

_PATH = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 26
_MOST_ROWS = 5


class RunList(QWidget):
    """Lists runs; a click loads one.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    run_requested = Signal(object)
    """Path of a run that the user wants to see."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._list = QListWidget()
        self._list.setAccessibleName("Runs of this sample")
        self._list.setToolTip("Click a run to show it")
        self._list.itemClicked.connect(self._on_item)
        self._list.itemActivated.connect(self._on_item)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP // 2)
        for name in ("rename_run", "delete_run"):
            button = QToolButton()
            button.setDefaultAction(context.actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            set_look(button, "flat")
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._list)
        layout.addLayout(buttons)

    def set_runs(self, runs: list[tuple[Entry, str]], shown: Path | None) -> None:
        """List runs with their names; mark the one that is shown."""
        with QSignalBlocker(self._list):
            self._list.clear()
            for entry, name in runs:
                item = QListWidgetItem(name)
                item.setData(_PATH, str(entry.path))
                item.setToolTip(f"{entry.path.name}, {format_bytes(entry.n_bytes)}")
                self._list.addItem(item)
                if entry.path == shown:
                    self._list.setCurrentItem(item)
            if shown is None:
                self._list.clearSelection()
                self._list.setCurrentRow(-1)
        rows = min(max(len(runs), 1), _MOST_ROWS)
        height = self._list.sizeHintForRow(0) if runs else _ROW_HEIGHT
        self._list.setFixedHeight(rows * height + 2 * self._list.frameWidth())
        for name in ("rename_run", "delete_run"):
            self._context.actions[name].setEnabled(shown is not None)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.run_requested.emit(Path(str(item.data(_PATH))))
