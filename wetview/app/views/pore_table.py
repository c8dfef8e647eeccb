"""The pores of the sample, sortable; picking a row picks the pore everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from wetview.app.models.pore_columns import COLUMNS
from wetview.app.theme import GAP, set_look
from wetview.app.views.pore_table_model import SORT_ROLE, PoreTableModel

if TYPE_CHECKING:
    from wetview.app.context import Context

_ROW_HEIGHT = 24
_SMALLEST = 260
_OTHER_WIDTH = 52
_WIDTHS = {
    "pore": 42,
    "volume": 58,
    "diameter": 42,
    "surface": 58,
    "contact": 50,
    "distance": 44,
    "inlet": 38,
    "saturation": 46,
}


class PoreTable(QFrame):
    """Shows the pores of the session and the selection.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        set_look(self, "panel")
        self._context = context
        self._model = PoreTableModel()
        self._model.setParent(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT_ROLE)
        self._heading = QLabel("Pores")
        set_look(self._heading, "section")
        self._clear = QPushButton("Clear selection")
        self._clear.setToolTip("Pick no pore; show the electrode's curve alone")
        set_look(self._clear, "link")
        self._clear.clicked.connect(self._on_clear)
        self._view = self._make_view()
        self.setMinimumWidth(_SMALLEST)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addLayout(top)
        layout.addWidget(self._view, 1)
        session = context.session
        session.pores_changed.connect(self._refill)
        session.filling_changed.connect(self._refill)
        context.selection.pore_changed.connect(self._show_selection)
        self._refill()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self._sorted)
        view.setSortingEnabled(True)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(min(_WIDTHS.values()))
        for index, entry in enumerate(COLUMNS):
            header.resizeSection(index, _WIDTHS.get(entry.key, _OTHER_WIDTH))
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        view.setAccessibleName("Table of pores")
        view.setToolTip("Pick a row to show the pore in 3D and its saturation")
        view.selectionModel().selectionChanged.connect(self._on_selected)
        return view

    def _refill(self) -> None:
        sample = self._context.session.sample
        pores = sample.pores if sample is not None else None
        with QSignalBlocker(self._view.selectionModel()):
            self._model.set_pores(pores, self._context.session.filling)
        for index in range(len(COLUMNS)):
            self._view.setColumnHidden(index, not self._model.has_values(index))
        self._heading.setText("Pores" if pores is None else f"{len(pores):,} pores")
        self._show_selection(self._context.selection.pore)

    def _show_selection(self, pore: int | None) -> None:
        self._clear.setVisible(pore is not None)
        selection = self._view.selectionModel()
        with QSignalBlocker(selection):
            self._view.clearSelection()
            if pore is not None and pore <= self._model.rowCount():
                index = self._sorted.mapFromSource(self._model.index(pore - 1, 0))
                self._view.selectRow(index.row())
                self._view.scrollTo(index)
        self._view.viewport().update()

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        rows = self._view.selectionModel().selectedRows()
        if rows:
            self._context.selection.pore = self._sorted.mapToSource(rows[0]).row() + 1

    @Slot()
    def _on_clear(self) -> None:
        self._context.selection.pore = None
