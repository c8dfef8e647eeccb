"""Asks how a headerless file is to be read, and says at once whether that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.fields import ChoiceField, IntegerField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, MARGIN, set_look
from wetview.units import format_bytes
from wetview.volume import RawLayout

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = (
    ("8-bit, 0 to 255", "u1"),
    ("16-bit, 0 to 65535, little-endian", "<u2"),
    ("16-bit, 0 to 65535, big-endian", ">u2"),
    ("16-bit with sign, little-endian", "<i2"),
    ("32-bit whole numbers, little-endian", "<i4"),
    ("32-bit decimals, little-endian", "<f4"),
    ("64-bit decimals, little-endian", "<f8"),
)


class RawDialog(QDialog):
    """Shape, type and header of a RAW file, with guesses to choose from.

    Parameters
    ----------
    path : Path
        The file.
    guesses : tuple of RawLayout
        What would fit, the best first.
    parent : QWidget
        The window.
    """

    chosen = Signal(object, object)
    """Path of the file and its `RawLayout`."""

    def __init__(
        self, path: Path, guesses: tuple[RawLayout, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Open a RAW file")
        self.setMinimumWidth(520)
        self._path = path
        self._n_file_bytes = path.stat().st_size
        self._make_fields(guesses)
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open
            | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        explanation = QLabel(
            f"{path.name} has {self._n_file_bytes:,} bytes and says nothing of its "
            "shape. Give the number of voxels along each axis and their type."
        )
        explanation.setWordWrap(True)
        layout.addWidget(explanation)
        layout.addWidget(self._make_form(guesses))
        layout.addWidget(self._verdict)
        layout.addWidget(self._buttons)
        if guesses:
            self._show_layout(guesses[0])
        self._check()

    @property
    def layout_chosen(self) -> RawLayout:
        """What the fields say."""
        first, second, third = (field.value() for field in self._sizes)
        return RawLayout(
            (first, second, third),
            str(self._type.chosen),
            header_bytes=self._header.value(),
        )

    def _make_fields(self, guesses: tuple[RawLayout, ...]) -> None:
        self._guess = ChoiceField(tuple((_describe(guess), guess) for guess in guesses))
        self._guess.edited.connect(self._take_guess)
        self._sizes = tuple(IntegerField("", 1, 100_000) for _ in range(3))
        names = ("Slices", "Rows", "Columns")
        for field, name in zip(self._sizes, names, strict=True):
            field.setAccessibleName(name)
            field.setToolTip(f"{name}: voxels along this axis of the file")
            field.edited.connect(self._check)
        self._type = ChoiceField(_TYPES)
        self._type.set_value("u1")
        self._type.edited.connect(self._check)
        self._header = IntegerField("bytes", 0, 1_000_000_000)
        self._header.edited.connect(self._check)

    def _make_form(self, guesses: tuple[RawLayout, ...]) -> Form:
        form = Form()
        if guesses:
            form.add("Fits the size", self._guess, "Shapes that fit the file's size")
        row = QWidget()
        row_layout = QHBoxLayout(row)
        row_layout.setContentsMargins(0, 0, 0, 0)
        for index, field in enumerate(self._sizes):
            if index:
                row_layout.addWidget(QLabel("×"))
            row_layout.addWidget(field, 1)
        form.add(
            "Shape",
            row,
            "Voxels along the three axes, slices first, columns last",
        )
        form.add("Type", self._type, "How one voxel is stored")
        form.add("Header", self._header, "Bytes to skip at the start of the file")
        return form

    def _show_layout(self, layout: RawLayout) -> None:
        for field, size in zip(self._sizes, layout.shape, strict=True):
            field.set_value(size)
        for _, dtype in _TYPES:
            if np.dtype(dtype) == np.dtype(layout.dtype):
                self._type.set_value(dtype)
        self._header.set_value(layout.header_bytes)

    @Slot(object)
    def _take_guess(self, guess: RawLayout) -> None:
        self._show_layout(guess)
        self._check()

    @Slot()
    def _check(self) -> None:
        layout = self.layout_chosen
        n_voxels = int(np.prod(layout.shape, dtype=np.int64))
        n_needed = n_voxels * np.dtype(layout.dtype).itemsize + layout.header_bytes
        fits = n_needed == self._n_file_bytes
        if fits:
            text = f"This fits the file exactly ({format_bytes(n_needed)})."
        else:
            difference = abs(n_needed - self._n_file_bytes)
            side = "more" if n_needed > self._n_file_bytes else "less"
            text = (
                f"This needs {n_needed:,} bytes, {difference:,} {side} than the file "
                f"has ({self._n_file_bytes:,})."
            )
        self._verdict.setText(text)
        set_look(self._verdict, "ready" if fits else "missing")
        self._buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(fits)

    @Slot()
    def _accept(self) -> None:
        self.chosen.emit(self._path, self.layout_chosen)
        self.accept()


def _describe(layout: RawLayout) -> str:
    shape = " × ".join(str(size) for size in layout.shape)
    header = f", header {layout.header_bytes} bytes" if layout.header_bytes else ""
    return f"{shape}, {np.dtype(layout.dtype).name}{header}"
