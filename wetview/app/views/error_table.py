"""The pores by how much two fillings differ in them; a click flies to the pore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QVBoxLayout,
)

from wetview.app.models.error_columns import ErrorColumn, error_columns, shown
from wetview.app.theme import GAP, set_look
from wetview.app.views.sorted_table_model import SortedTableModel, alignment
from wetview.app.views.sorted_table_view import SortedTableView

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.views.sorted_table_model import Index

_ROW_HEIGHT = 22
_BY_ERROR = 1


class ErrorTableModel(SortedTableModel):
    """One row a pore; its columns are made for one comparison."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[ErrorColumn, ...] = ()

    def set_columns(self, columns: tuple[ErrorColumn, ...]) -> None:
        """Show another comparison."""
        self.beginResetModel()
        self._columns = columns
        self.arrange()
        self.endResetModel()

    @property
    def n_pores(self) -> int:
        """See `SortedTableModel`."""
        return len(self._columns[0].values) if self._columns else 0

    def sort_values(self, column: int) -> NDArray[np.float64] | None:
        """See `SortedTableModel`; signed differences are sorted by their size."""
        if column >= len(self._columns):
            return None
        entry = self._columns[column]
        values = np.asarray(entry.values, dtype=np.float64)
        return np.abs(values) if entry.is_signed else values

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's override."""
        return len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's override."""
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self._columns[index.column()], self.pore_of(index.row()))
        return alignment(role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Qt's override."""
        if orientation is not Qt.Orientation.Horizontal or not self._columns:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._columns[section].tip}. Click to sort."
        return alignment(role)


class ErrorTable(QFrame):
    """Shows the comparison pore by pore, and the selection.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    pore_chosen = Signal(int)
    """The user wants to see a pore."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        set_look(self, "panel")
        self._context = context
        self._model = ErrorTableModel()
        self._model.setParent(self)
        self._heading = QLabel("Pores by error")
        set_look(self._heading, "section")
        self._view = self._make_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP // 2, GAP, GAP)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self._heading)
        layout.addWidget(self._view, 1)
        context.comparing.compared_changed.connect(self._refill)
        context.selection.pore_changed.connect(self._show_selection)
        self._refill()

    def _make_view(self) -> SortedTableView:
        view = SortedTableView(self._model, "Pores by error", _ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(42)
        view.setToolTip("Click a row: the camera flies to the pore in every pane")
        view.selectionModel().selectionChanged.connect(self._on_selected)
        view.clicked.connect(self._on_clicked)
        return view

    def _refill(self) -> None:
        compared = self._context.comparing.compared
        sample = self._context.session.sample
        pores = None if sample is None else sample.pores
        columns = () if compared is None else error_columns(compared, pores)
        if columns and not len(columns[0].values):
            columns = ()
        with QSignalBlocker(self._view.selectionModel()):
            self._model.set_columns(columns)
        self._view.sortByColumn(_BY_ERROR, Qt.SortOrder.DescendingOrder)
        n_pores = self._model.rowCount()
        self._heading.setText(f"{n_pores:,} pores by error" if n_pores else "Pores")
        self._show_selection(self._context.selection.pore)

    def _show_selection(self, pore: int | None) -> None:
        self._view.pick(None if pore is None else self._model.row_of(pore - 1))

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        rows = self._view.selectionModel().selectedRows()
        if rows:
            self._context.selection.pore = self._model.pore_of(rows[0].row()) + 1

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.pore_chosen.emit(self._model.pore_of(index.row()) + 1)
