"""The pores as a table that Qt can show and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont

from wetview.app.models.pore_columns import COLUMNS, YES_OR_NO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling import Filling
    from wetview.pores import Pores

SORT_ROLE = Qt.ItemDataRole.UserRole
_WHOLE_FROM = 1000
_Index = QModelIndex | QPersistentModelIndex


class PoreTableModel(QAbstractTableModel):
    """One row a pore, one column a property, in the user's units."""

    def __init__(self) -> None:
        super().__init__()
        self._pores: Pores | None = None
        self._neighbours: frozenset[int] = frozenset()
        self._values: list[NDArray[np.float64] | None] = [None] * len(COLUMNS)

    def set_pores(self, pores: Pores | None, filling: Filling | None) -> None:
        """Show other pores, or another filling of them."""
        self.beginResetModel()
        self._pores = pores
        self._neighbours = frozenset()
        self._values = [
            None if pores is None else entry.values(pores, filling) for entry in COLUMNS
        ]
        self.endResetModel()

    def set_neighbours(self, rows: frozenset[int]) -> None:
        """Mark the rows of the pores that touch the picked one."""
        changed = self._neighbours ^ rows
        self._neighbours = rows
        last = len(COLUMNS) - 1
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def has_values(self, column: int) -> bool:
        """Whether a column's values are known."""
        return self._values[column] is not None

    def rowCount(self, parent: _Index | None = None) -> int:
        """Qt's override."""
        return 0 if self._pores is None else len(self._pores)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Qt's override."""
        return len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's override."""
        values = self._values[index.column()]
        if values is None:
            return None
        value = float(values[index.row()])
        if role == SORT_ROLE:
            return value
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(index.column(), value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.row() in self._neighbours:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole and index.row() in self._neighbours:
            return "A neighbour of the picked pore"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Qt's override."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        if role == Qt.ItemDataRole.ToolTipRole:
            entry = COLUMNS[section]
            return f"{entry.tip}. Click to sort; `{entry.key}` in the filter."
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class ShownPores(QSortFilterProxyModel):
    """The rows of the pores that are to be seen, sorted by their values."""

    def __init__(self) -> None:
        super().__init__()
        self._is_shown: NDArray[np.bool_] | None = None
        self.setSortRole(SORT_ROLE)

    def set_shown(self, is_shown: NDArray[np.bool_] | None) -> None:
        """Show these rows of the pores; None shows all."""
        self._is_shown = is_shown
        self.invalidate()

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Qt's override: by their numbers pores are in order already.

        Qt asks for the values of every two rows that it compares, and again whenever
        there are other pores: 86 000 of them held up the window for 50 s.
        """
        is_in_order = column == 0 and order == Qt.SortOrder.AscendingOrder
        super().sort(-1 if is_in_order else column, order)

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Qt's override."""
        is_shown = self._is_shown
        return is_shown is None or row >= len(is_shown) or bool(is_shown[row])

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the pores that are shown, in the order in which they are."""
        first = (self.index(row, 0) for row in range(self.rowCount()))
        return np.array([self.mapToSource(index).row() for index in first], np.int64)


def _shown(column: int, value: float) -> str:
    entry = COLUMNS[column]
    if entry.key in YES_OR_NO:
        return "yes" if value else "–"
    if np.isnan(value):
        return "–"
    digits = entry.digits if abs(value) < _WHOLE_FROM else 0
    return f"{value:.{digits}f}"
