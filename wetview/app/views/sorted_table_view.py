"""A table of pores that is sorted by its headings and keeps the picked row in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QTableView

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from wetview.app.views.sorted_table_model import SortedTableModel


class SortedTableView(QTableView):
    """Shows a `SortedTableModel`; one row is picked at most.

    Parameters
    ----------
    model : SortedTableModel
        What is shown.
    name : str
        What it shows, for screen readers.
    row_height : int
        In pixels.
    """

    def __init__(self, model: SortedTableModel, name: str, row_height: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.horizontalHeader().setHighlightSections(False)
        self._scroll_timer = QTimer(self)
        self._scroll_timer.setSingleShot(True)
        self._scroll_timer.timeout.connect(self._scroll)

    def pick(self, row: int | None) -> None:
        """Select a row and bring it into sight, or none; nobody is told."""
        with QSignalBlocker(self.selectionModel()):
            self.clearSelection()
            if row is not None:
                self.selectRow(row)
                self._scroll_timer.start()
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's override: what was picked meanwhile comes into sight."""
        super().showEvent(event)
        self._scroll_timer.start()

    @Slot()
    def _scroll(self) -> None:
        """Bring the picked row into sight, once the view knows how many there are."""
        rows = self.selectionModel().selectedRows()
        if rows:
            self.doItemsLayout()  # a view that was hidden knows its rows of then
            self.scrollTo(rows[0])
