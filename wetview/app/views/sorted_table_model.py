"""A table with a row for each pore, in the order that NumPy finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Index = QModelIndex | QPersistentModelIndex


class SortedTableModel(QAbstractTableModel):
    """Shows pores, all or some, sorted by the values of a column.

    Qt's own proxy asks Python for the values of every two rows that it compares, which
    holds up the window for seconds where there are tens of thousands.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sorted_by = 0, Qt.SortOrder.AscendingOrder
        self._is_shown: NDArray[np.bool_] | None = None
        self._pore_of_row: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._row_of_pore: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    # what those that inherit tell

    @property
    def n_pores(self) -> int:
        """How many pores there are, shown or not."""
        raise NotImplementedError

    def sort_values(self, column: int) -> NDArray[np.float64] | None:
        """(n_pores,) ndarray, what a column is sorted by; None leaves the order."""
        raise NotImplementedError

    # what they and the views use

    def pore_of(self, row: int) -> int:
        """Index of the pore that is shown in a row, from 0."""
        return int(self._pore_of_row[row])

    def row_of(self, pore: int) -> int | None:
        """The row that shows a pore, by its index from 0; None where none does."""
        row = int(self._row_of_pore[pore]) if pore < self.n_pores else -1
        return None if row < 0 else row

    @property
    def pores(self) -> NDArray[np.int64]:
        """Indices of the pores that are shown, in the order in which they are."""
        return self._pore_of_row.copy()

    def set_shown(self, is_shown: NDArray[np.bool_] | None) -> None:
        """Show these pores, (n_pores,) bool; None shows all."""
        if is_shown is None and self._is_shown is None:
            return
        self.beginResetModel()
        self._is_shown = is_shown
        self.arrange()
        self.endResetModel()

    def arrange(self) -> None:
        """Find the order anew; to be called while the model is being reset."""
        column, order = self._sorted_by
        values = self.sort_values(column) if self.n_pores else None
        pores = np.arange(self.n_pores)
        if values is not None:
            # What is not known comes last either way, and equals keep their order.
            is_rising = order == Qt.SortOrder.AscendingOrder
            pores = np.argsort(values if is_rising else -values, kind="stable")
        if self._is_shown is not None and len(self._is_shown) == len(pores):
            pores = pores[self._is_shown[pores]]
        self._pore_of_row = pores
        self._row_of_pore = np.full(self.n_pores, -1, dtype=np.int64)
        self._row_of_pore[pores] = np.arange(len(pores))

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Qt's override."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        pores = [self.pore_of(index.row()) for index in before]
        self._sorted_by = max(column, 0), order
        self.arrange()
        after = [
            self.index(int(self._row_of_pore[pore]), index.column())
            for pore, index in zip(pores, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's override."""
        return len(self._pore_of_row)


def alignment(role: int) -> Any:
    """Numbers and their headings end at the right; None for other roles."""
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return None
