"""The inputs of a network with their limits, which the user may change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from wetview.errors import UserError
from wetview.units import format_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.sensitivity import InputRange

_TITLE, _LOW, _HIGH, _UNIT, _LOG = range(5)
_ROW_HEIGHT = 26
_MOST_HEIGHT = 300
_HEADER_HEIGHT = 34


class RangeTable(QTableWidget):
    """A row an input: title, limits, unit, and whether its logarithm varies evenly."""

    edited = Signal(object)
    """The ranges after a change of the user: a tuple of InputRange."""
    refused = Signal(str)
    """Why what was typed is no limit."""

    def __init__(self) -> None:
        super().__init__(0, 5)
        self._ranges: tuple[InputRange, ...] = ()
        self.setAccessibleName("Ranges of the inputs")
        self.setHorizontalHeaderLabels(["Input", "From", "To", "Unit", "Log"])
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_LOW, 54), (_HIGH, 54), (_UNIT, 50), (_LOG, 32)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.cellChanged.connect(self._on_changed)

    def set_ranges(self, ranges: Sequence[InputRange]) -> None:
        """Show other ranges."""
        self._ranges = tuple(ranges)
        with QSignalBlocker(self):
            self.setRowCount(len(self._ranges))
            for row, entry in enumerate(self._ranges):
                self._fill(row, entry)
        self.resizeRowsToContents()
        heights = [self.rowHeight(row) for row in range(len(self._ranges))]
        self.setFixedHeight(min(sum(heights), _MOST_HEIGHT) + _HEADER_HEIGHT)

    def _fill(self, row: int, entry: InputRange) -> None:
        unit = f" in {entry.unit}" if entry.unit else ""
        for column, text, tip in (
            (_TITLE, entry.title, f"{entry.title}: `{entry.name}` on the command line"),
            (
                _LOW,
                format_digits(entry.factor * entry.low),
                f"Smallest {entry.title}{unit}; the same in both fixes the input",
            ),
            (
                _HIGH,
                format_digits(entry.factor * entry.high),
                f"Largest {entry.title}{unit}; the same in both fixes the input",
            ),
            (_UNIT, entry.unit, "Unit of the limits"),
        ):
            item = QTableWidgetItem(text)
            item.setToolTip(tip)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column in (_LOW, _HIGH):
                flags |= Qt.ItemFlag.ItemIsEditable
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
            item.setFlags(flags)
            self.setItem(row, column, item)
        self.setItem(row, _LOG, _log_item(entry))

    def _on_changed(self, row: int, column: int) -> None:
        entry = self._ranges[row]
        item = self.item(row, column)
        text = item.text().replace(",", ".") if item is not None else ""
        try:
            if column == _LOG and item is not None:
                is_log = item.checkState() == Qt.CheckState.Checked
                changed = replace(entry, is_log=is_log)
            else:
                value = float(text) / entry.factor
                changed = (
                    replace(entry, low=value)
                    if column == _LOW
                    else replace(entry, high=value)
                )
        except ValueError:
            self._refuse(row, f"“{text}” is not a number")
            return
        except UserError as problem:
            self._refuse(row, str(problem))
            return
        ranges = (*self._ranges[:row], changed, *self._ranges[row + 1 :])
        self.edited.emit(ranges)

    def _refuse(self, row: int, reason: str) -> None:
        with QSignalBlocker(self):
            self._fill(row, self._ranges[row])
        self.refused.emit(reason)


def _log_item(entry: InputRange) -> QTableWidgetItem:
    item = QTableWidgetItem()
    item.setToolTip(
        f"Whether the logarithm of {entry.title} varies evenly, not the value: for "
        "inputs of which small values are far more frequent"
    )
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags)
    state = Qt.CheckState.Checked if entry.is_log else Qt.CheckState.Unchecked
    item.setCheckState(state)
    return item
