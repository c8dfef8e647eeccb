"""The pores of the sample, sortable; picking a row picks the pore everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QSignalBlocker,
    Qt,
    Slot,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from wetview.app.models.pore_columns import COLUMNS
from wetview.app.theme import GAP, set_look
from wetview.app.views.pore_table_model import PoreTableModel
from wetview.app.views.sorted_table_view import SortedTableView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.app.context import Context

_ROW_HEIGHT = 24
_SMALLEST = 260
_OTHER_WIDTH = 52
_CELL_MARGINS = 14
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
        self._filter = self._make_filter()
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        set_look(self._problem, "missing")
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
        layout.addWidget(self._filter)
        layout.addWidget(self._problem)
        layout.addWidget(self._view, 1)
        session = context.session
        session.pores_changed.connect(self._refill)
        session.filling_changed.connect(self._refill)
        context.pore_filter.changed.connect(self._show_filtered)
        context.selection.pore_changed.connect(self._show_selection)
        self._refill()

    @property
    def pores(self) -> NDArray[np.int64]:
        """Indices of the pores that are shown, as they are sorted."""
        return self._model.pores

    def _make_filter(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("Filter: volume > 500 and contact < 20")
        field.setClearButtonEnabled(True)
        field.setAccessibleName("Filter of the pores")
        keys = ", ".join(entry.key for entry in COLUMNS)
        field.setToolTip(
            "Show the pores alone, here and in 3D, for which this holds: a column, one "
            f"of > >= < <= = != and a number; “and” or a comma joins them. "
            f"Columns: {keys}"
        )
        field.textChanged.connect(self._on_filter)
        return field

    def _make_view(self) -> SortedTableView:
        view = SortedTableView(self._model, "Table of pores", _ROW_HEIGHT)
        view.setHorizontalScrollMode(SortedTableView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(min(_WIDTHS.values()))
        for index, entry in enumerate(COLUMNS):
            header.resizeSection(index, _WIDTHS.get(entry.key, _OTHER_WIDTH))
        header.setStretchLastSection(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        view.setToolTip("Pick a row to show the pore in 3D and its saturation")
        view.selectionModel().selectionChanged.connect(self._on_selected)
        return view

    def _refill(self) -> None:
        sample = self._context.session.sample
        pores = sample.pores if sample is not None else None
        with QSignalBlocker(self._view.selectionModel()):
            self._model.set_pores(pores, self._context.session.filling)
        self._fit_numbers(0 if pores is None else len(pores))
        for index in range(len(COLUMNS)):
            self._view.setColumnHidden(index, not self._model.has_values(index))
        self._show_filtered()

    def _fit_numbers(self, n_pores: int) -> None:
        """Leave room for the numbers of many pores, unless the user has made it."""
        header, pore = self._view.horizontalHeader(), 0
        needed = (
            self._view.fontMetrics().horizontalAdvance(f"{n_pores}") + _CELL_MARGINS
        )
        if header.sectionSize(pore) < needed:
            header.resizeSection(pore, needed)

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self._context.pore_filter.set_text(text)

    def _show_filtered(self) -> None:
        """Show the rows that the filter lets through, and how many they are."""
        session, wanted = self._context.session, self._context.pore_filter
        pores = session.sample.pores if session.sample else None
        shown = None if pores is None else wanted.shown(pores, session.filling)
        with QSignalBlocker(self._view.selectionModel()):
            self._model.set_shown(shown)
        n_pores = 0 if pores is None else len(pores)
        text = "Pores" if pores is None else f"{n_pores:,} pores"
        if shown is not None:
            text = f"{int(shown.sum()):,} of {text}"
        self._heading.setText(text)
        problem = wanted.problem
        self._problem.setVisible(problem is not None)
        self._problem.setText("" if problem is None else str(problem))
        self._show_selection(self._context.selection.pore)

    def _show_selection(self, pore: int | None) -> None:
        self._clear.setVisible(pore is not None)
        self._view.pick(None if pore is None else self._model.row_of(pore - 1))
        self._model.set_neighbours(self._beside(pore))

    def _beside(self, pore: int | None) -> frozenset[int]:
        sample = self._context.session.sample
        pores = sample.pores if sample else None
        if pores is None or pore is None:
            return frozenset()
        pairs = pores.neighbours
        beside = pairs[(pairs == pore).any(axis=1)]
        return frozenset((beside[beside != pore] - 1).tolist())

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        rows = self._view.selectionModel().selectedRows()
        if rows:
            self._context.selection.pore = self._model.pore_of(rows[0].row()) + 1

    @Slot()
    def _on_clear(self) -> None:
        self._context.selection.pore = None
