"""What-if electrodes and fluids in the order of a predicted output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.fields import ChoiceField
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.sensitivity import is_time
from wetview.units import format_digits, format_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.app.context import Context
    from wetview.sensitivity import Ranked
    from wetview.sensitivity.sensitive_model import RangedColumn

_CHOICE_WIDTH = 260
_PLACE, _NAME, _VALUE, _FIRST_INPUT = range(4)
_BEST_OUTPUTS = ("t90_s", "t_f1_s")


class RankingPage(QWidget):
    """A table of rows, the fastest first; rows come from the other tab.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    output_chosen = Signal(str)
    fluids_requested = Signal()
    """The user wants a row for every electrolyte of the program."""
    electrodes_requested = Signal()
    """The user wants a row for every electrode of the project."""
    save_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ranked: tuple[Ranked, ...] = ()
        self._columns: list[int] = []
        self._output = ChoiceField()
        self._output.setFixedWidth(_CHOICE_WIDTH)
        self._output.setAccessibleName("Rank by")
        self._output.setToolTip("The output whose smallest value comes first")
        self._output.edited.connect(self._on_output)
        self._empty = QLabel(
            "Nothing to rank yet. Move the sliders of the tab One at a time and press "
            "Add to the ranking there."
        )
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._empty, "muted")
        self._table = QTableWidget()
        self._table.setAccessibleName("What-ifs in order")
        self._table.verticalHeader().setVisible(False)
        self._table.setAlternatingRowColors(True)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.cellChanged.connect(self._on_changed)
        self._table.itemSelectionChanged.connect(self._show_buttons)
        self._arrange()
        context.sensitivity.model_changed.connect(self._show_model)
        self._show_model()
        self.show_ranked(())

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """The rows that are shown, in order."""
        return self._ranked

    @property
    def output(self) -> str:
        """Name of the output that the rows are ranked by."""
        return str(self._output.chosen or "")

    def show_ranked(self, ranked: Sequence[Ranked]) -> None:
        """Show the rows in their order."""
        self._ranked = tuple(ranked)
        model = self._context.sensitivity.model
        self._table.setVisible(bool(ranked))
        self._empty.setVisible(not ranked)
        self._show_buttons()
        if model is None:
            return
        self._columns = _telling(tuple(model.inputs), self._ranked)
        inputs = [model.inputs[at] for at in self._columns]
        title = self._output.currentText()
        with QSignalBlocker(self._table):
            self._table.setColumnCount(_FIRST_INPUT + len(inputs))
            self._table.setHorizontalHeaderLabels(
                [
                    "#",
                    "Name",
                    title,
                    *(
                        f"{column.title} ({column.unit})"
                        if column.unit
                        else column.title
                        for column in inputs
                    ),
                ]
            )
            self._table.setRowCount(len(ranked))
            for row, entry in enumerate(ranked):
                self._fill(row, entry)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def _arrange(self) -> None:
        self._remove = QPushButton("Remove")
        self._remove.setToolTip("Take the chosen rows off the list")
        self._remove.clicked.connect(self._on_remove)
        self._fluids = QPushButton("Add all electrolytes")
        self._fluids.setToolTip(
            "Add a row for every electrolyte of the program, at the present inputs "
            "otherwise"
        )
        self._fluids.clicked.connect(self.fluids_requested)
        self._electrodes = QPushButton("Add all electrodes")
        self._electrodes.setToolTip(
            "Add a row for every electrode of the project whose pores are found, at "
            "the present inputs; each is measured for some seconds first"
        )
        self._electrodes.clicked.connect(self.electrodes_requested)
        self._save = QPushButton("Save table…")
        self._save.setToolTip("Write the ranking as CSV")
        self._save.clicked.connect(self.save_requested)
        row = QHBoxLayout()
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(QLabel("Rank by"))
        row.addWidget(self._output)
        row.addStretch(1)
        for button in (self._electrodes, self._fluids, self._remove, self._save):
            button.setMinimumHeight(FIELD_HEIGHT)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._empty, 1)

    def _fill(self, row: int, entry: Ranked) -> None:
        model = self._context.sensitivity.model
        assert model is not None
        outside = ", ".join(entry.outside)
        tip = f"Outside the training data: {outside}" if outside else ""
        shown = [str(entry.place), entry.what_if.name, self._shown(entry.value)]
        for at in self._columns:
            column, value = model.inputs[at], entry.what_if.inputs[at]
            is_outside = column.title in entry.outside
            shown.append(format_digits(column.factor * value) + " !" * is_outside)
        for column_at, text in enumerate(shown):
            item = QTableWidgetItem(text)
            item.setToolTip(tip)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column_at == _NAME:
                flags |= Qt.ItemFlag.ItemIsEditable
                item.setToolTip(tip or "Double-click to give it another name")
            item.setFlags(flags)
            self._table.setItem(row, column_at, item)

    def _shown(self, value: float) -> str:
        if value != value:
            return "not reached"
        if is_time(self.output):
            return format_time(value)
        return f"{value:.4g}"

    def _show_model(self) -> None:
        model = self._context.sensitivity.model
        columns = () if model is None else tuple(model.outputs)
        names = [column.name for column in columns]
        self._output.set_choices(
            tuple((column.title, column.name) for column in columns)
        )
        best = next((name for name in _BEST_OUTPUTS if name in names), None)
        self._output.set_value(best or next(iter(names), None))
        inputs = () if model is None else tuple(model.inputs)
        chosen = self._context.sensitivity.chosen
        self._electrodes.setVisible(chosen is not None and chosen.is_of_electrode)
        self._fluids.setVisible(
            any(column.name == "liquid_viscosity_pa_s" for column in inputs)
        )
        if self.output:
            self.output_chosen.emit(self.output)

    def _show_buttons(self) -> None:
        self._remove.setEnabled(bool(self._table.selectionModel().selectedRows()))
        self._save.setEnabled(bool(self._ranked))

    @Slot(object)
    def _on_output(self, name: Any) -> None:
        self.output_chosen.emit(str(name))

    @Slot(int, int)
    def _on_changed(self, row: int, column: int) -> None:
        item = self._table.item(row, column)
        if column != _NAME or item is None:
            return
        renamed = self._ranked[row].what_if
        desk = self._context.sensitivity
        desk.set_what_ifs(
            [
                replace(one, name=item.text().strip() or one.name)
                if one is renamed
                else one
                for one in desk.what_ifs
            ]
        )

    @Slot()
    def _on_remove(self) -> None:
        rows = {index.row() for index in self._table.selectionModel().selectedRows()}
        gone = [self._ranked[row].what_if for row in rows]
        desk = self._context.sensitivity
        desk.set_what_ifs(
            [one for one in desk.what_ifs if not any(one is other for other in gone)]
        )


def _telling(inputs: Sequence[RangedColumn], ranked: Sequence[Ranked]) -> list[int]:
    """Numbers of the inputs that may vary, or do among the rows."""
    return [
        at
        for at, column in enumerate(inputs)
        if column.low < column.high
        or len({entry.what_if.inputs[at] for entry in ranked}) > 1
    ]
