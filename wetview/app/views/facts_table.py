"""A table that is only read: headings, rows, and rows that are titles of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_HEIGHT = 24
_LEAST_WIDTH = 84


@dataclass(frozen=True)
class FactRow:
    """One row.

    Parameters
    ----------
    cells : tuple of str
        The first one names the row.
    tip : str
        What it means.
    is_title : bool
        Whether it is the title of the rows below it.
    best : int or None
        The column whose value is the better one.
    """

    cells: tuple[str, ...]
    tip: str = ""
    is_title: bool = False
    best: int | None = None


class FactsTable(QTableWidget):
    """Shows rows of text.

    Parameters
    ----------
    name : str
        What it shows, for screen readers.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.ContiguousSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(_LEAST_WIDTH)
        self.setWordWrap(False)

    def show_rows(
        self,
        headings: Sequence[str],
        rows: Sequence[FactRow],
        *,
        words: Sequence[int] = (0,),
        stretches: bool = False,
    ) -> None:
        """Show other rows.

        Parameters
        ----------
        headings : sequence of str
            One a column.
        rows : sequence of FactRow
            What is shown.
        words : sequence of int
            Columns of words; the others are numbers, set to the right.
        stretches : bool
            Whether the last column takes the room that is left.
        """
        self.clear()
        self.clearSpans()
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                self.setItem(
                    number, column, self._item(row, column, text, column in words)
                )
            if row.is_title:
                self.setSpan(number, 0, 1, len(headings))
        header = self.horizontalHeader()
        for column in range(len(headings)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            side = (
                Qt.AlignmentFlag.AlignRight
                if column not in words
                else (Qt.AlignmentFlag.AlignLeft)
            )
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(stretches)

    def _item(
        self, row: FactRow, column: int, text: str, is_words: bool
    ) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(row.tip or text)
        if not is_words and not row.is_title:
            item.setTextAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        if row.is_title or column == row.best:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        return item
