"""The pores as a table that Qt can show and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

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
        self._values: list[NDArray[np.float64] | None] = [None] * len(COLUMNS)

    def set_pores(self, pores: Pores | None, filling: Filling | None) -> None:
        """Show other pores, or another filling of them."""
        self.beginResetModel()
        self._pores = pores
        self._values = [
            None if pores is None else entry.values(pores, filling) for entry in COLUMNS
        ]
        self.endResetModel()

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
            return f"{COLUMNS[section].tip}. Click to sort."
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _shown(column: int, value: float) -> str:
    entry = COLUMNS[column]
    if entry.key in YES_OR_NO:
        return "yes" if value else "–"
    if np.isnan(value):
        return "–"
    digits = entry.digits if abs(value) < _WHOLE_FROM else 0
    return f"{value:.{digits}f}"
