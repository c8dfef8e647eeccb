"""The runs of the sample: one is shown; they can be resumed, renamed and deleted."""

from __future__ import annotations

from dataclasses import dataclass
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

from wetview.app.panels.numbers import Numbers
from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.app.context import Context

_PATH = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 26
_MOST_ROWS = 5
_OF_A_RUN = ("resume_run", "rename_run", "delete_run")


@dataclass(frozen=True)
class RunRow:
    """One run of the list.

    Parameters
    ----------
    path : Path
        Its file.
    text : str
        Its name, and whether it was stopped.
    tip : str
        What else there is to know.
    can_resume : bool
        Whether it can go on.
    """

    path: Path
    text: str
    tip: str
    can_resume: bool


class RunList(QWidget):
    """Lists runs, and the numbers of the one that is shown; a click loads one.

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
        for name in _OF_A_RUN:
            button = QToolButton()
            # Above is a list of runs: there is no room to say it again.
            action = context.actions[name]
            action.setIconText(context.actions.short_text(name))
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            set_look(button, "flat")
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._list)
        layout.addLayout(buttons)
        self._numbers = Numbers()
        layout.addWidget(self._numbers)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the rows say."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    def set_runs(self, runs: Sequence[RunRow], shown: Path | None) -> None:
        """List runs; mark the one that is shown."""
        can_resume = False
        with QSignalBlocker(self._list):
            self._list.clear()
            for run in runs:
                item = QListWidgetItem(run.text)
                item.setData(_PATH, str(run.path))
                item.setToolTip(run.tip)
                self._list.addItem(item)
                if run.path == shown:
                    self._list.setCurrentItem(item)
                    can_resume = run.can_resume
            if shown is None:
                self._list.clearSelection()
                self._list.setCurrentRow(-1)
        rows = min(max(len(runs), 1), _MOST_ROWS)
        height = self._list.sizeHintForRow(0) if runs else _ROW_HEIGHT
        self._list.setFixedHeight(rows * height + 2 * self._list.frameWidth())
        for name in _OF_A_RUN:
            self._context.actions[name].setEnabled(shown is not None)
        self._context.actions["resume_run"].setEnabled(can_resume)

    def set_numbers(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show the numbers that the run ended with: (name, value, explanation)."""
        self._numbers.set_rows(rows)
        self._numbers.setVisible(bool(rows))

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.run_requested.emit(Path(str(item.data(_PATH))))
