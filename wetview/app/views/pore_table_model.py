"""The pores as a table that Qt can show and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from wetview.app.models.pore_columns import COLUMNS, YES_OR_NO
from wetview.app.views.sorted_table_model import SortedTableModel, alignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.views.sorted_table_model import Index
    from wetview.filling import Filling
    from wetview.pores import Pores

_WHOLE_FROM = 1000


class PoreTableModel(SortedTableModel):
    """One row a pore, one column a property, in the user's units."""

    def __init__(self) -> None:
        super().__init__()
        self._pores: Pores | None = None
        self._filling: Filling | None = None
        self._neighbours: frozenset[int] = frozenset()
        self._values: list[NDArray[np.float64] | None] = [None] * len(COLUMNS)

    def set_pores(self, pores: Pores | None, filling: Filling | None) -> None:
        """Show other pores, or another filling of them."""
        if pores is self._pores and filling is None and self._filling is None:
            return
        self.beginResetModel()
        self._filling = filling
        self._pores = pores
        self._neighbours = frozenset()
        self._values = [
            None if pores is None else entry.values(pores, filling) for entry in COLUMNS
        ]
        self.arrange()
        self.endResetModel()

    def set_neighbours(self, pores: frozenset[int]) -> None:
        """Mark the pores, by their indices from 0, that touch the picked one."""
        changed = self._neighbours ^ pores
        self._neighbours = pores
        last = len(COLUMNS) - 1
        for row in map(self.row_of, changed):
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    @property
    def n_pores(self) -> int:
        """See `SortedTableModel`."""
        return 0 if self._pores is None else len(self._pores)

    def sort_values(self, column: int) -> NDArray[np.float64] | None:
        """See `SortedTableModel`."""
        return self._values[column]

    def has_values(self, column: int) -> bool:
        """Whether a column's values are known."""
        return self._values[column] is not None

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's override."""
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's override."""
        values = self._values[index.column()]
        if values is None:
            return None
        pore = self.pore_of(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(index.column(), float(values[pore]))
        if role == Qt.ItemDataRole.FontRole and pore in self._neighbours:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole and pore in self._neighbours:
            return "A neighbour of the picked pore"
        return alignment(role)

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
        return alignment(role)


def _shown(column: int, value: float) -> str:
    entry = COLUMNS[column]
    if entry.key in YES_OR_NO:
        return "yes" if value else "–"
    if np.isnan(value):
        return "–"
    digits = entry.digits if abs(value) < _WHOLE_FROM else 0
    return f"{value:.{digits}f}"
