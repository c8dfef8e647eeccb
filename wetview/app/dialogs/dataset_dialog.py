"""Asks which of the volumes in a file is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wetview.app.theme import GAP, MARGIN

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.volume import DatasetEntry

_N_AXES = 3


class DatasetDialog(QDialog):
    """Lists the data sets of an HDF5 or NPZ file.

    Parameters
    ----------
    path : Path
        The file.
    entries : tuple of DatasetEntry
        What is in it.
    parent : QWidget
        The window.
    """

    chosen = Signal(object, str)
    """Path of the file and name of the data set."""

    def __init__(
        self, path: Path, entries: tuple[DatasetEntry, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Choose a data set")
        self.resize(520, 320)
        self._path = path
        self._table = QTableWidget(len(entries), 3)
        self._table.setAccessibleName("Data sets in the file")
        self._table.setHorizontalHeaderLabels(["Name", "Shape", "Type"])
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        for row, entry in enumerate(entries):
            shape = " × ".join(str(size) for size in entry.shape)
            for column, text in enumerate((entry.name, shape, entry.dtype)):
                item = QTableWidgetItem(text)
                if len(entry.shape) != _N_AXES:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                    item.setToolTip("Not a volume: it has not three axes")
                self._table.setItem(row, column, item)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows = [row for row, entry in enumerate(entries) if len(entry.shape) == _N_AXES]
        self._table.doubleClicked.connect(self._accept)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open
            | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        if rows:
            self._table.selectRow(rows[0])
        open_button = self._buttons.button(QDialogButtonBox.StandardButton.Open)
        open_button.setEnabled(bool(rows))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(
            QLabel(
                f"{path.name} holds several data sets. Which one is the tomogram?"
                if rows
                else f"No data set of {path.name} is a volume with three axes."
            )
        )
        layout.addWidget(self._table)
        layout.addWidget(self._buttons)

    @Slot()
    def _accept(self) -> None:
        item = self._table.item(self._table.currentRow(), 0)
        if item is not None:
            self.chosen.emit(self._path, item.text())
            self.accept()
