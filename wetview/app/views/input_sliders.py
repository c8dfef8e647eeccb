"""A slider for every input of a network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from wetview.sensitivity import InputRange

_TICKS = 1000
_WIDTH = 300


class InputSlider(QWidget):
    """One input: its title, its value, and a slider from limit to limit."""

    moved = Signal(float)
    """The user moved it to this value."""

    def __init__(self, entry: InputRange) -> None:
        super().__init__()
        self._entry = entry
        self._value = QLabel()
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _TICKS)
        self._slider.setPageStep(_TICKS // 20)
        self._slider.setEnabled(not entry.is_fixed)
        self._slider.setAccessibleName(entry.title)
        tip = (
            f"{entry.title} from {entry.shown(entry.low)} to {entry.shown(entry.high)}"
        )
        self._slider.setToolTip(tip)
        self._slider.valueChanged.connect(self._on_moved)
        title = QLabel(entry.title)
        title.setToolTip(tip)
        title.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GAP // 2)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._slider)

    def set_value(self, value: float) -> None:
        """Show a value without reporting it back."""
        self._value.setText(self._entry.shown(value))
        span = self._entry.high - self._entry.low
        share = (value - self._entry.low) / span if span else 0.5
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_TICKS * share))

    def _on_moved(self, tick: int) -> None:
        entry = self._entry
        self.moved.emit(entry.low + (entry.high - entry.low) * tick / _TICKS)


class InputSliders(QScrollArea):
    """The sliders of all inputs, one below the other."""

    moved = Signal(int, float)
    """The user moved an input, by its number, to a value."""

    def __init__(self) -> None:
        super().__init__()
        self._sliders: list[InputSlider] = []
        self._ranges: tuple[InputRange, ...] = ()
        self.setFixedWidth(_WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._show_sliders(())

    def set_ranges(self, ranges: Sequence[InputRange]) -> None:
        """Show the inputs with these limits."""
        if tuple(ranges) != self._ranges:
            self._ranges = tuple(ranges)
            self._show_sliders(self._ranges)

    def set_position(self, position: NDArray[np.float64]) -> None:
        """Show where the inputs stand."""
        for slider, value in zip(self._sliders, position, strict=False):
            slider.set_value(float(value))

    def _show_sliders(self, ranges: Sequence[InputRange]) -> None:
        body = QFrame()
        set_look(body, "panel")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        self._sliders = []
        for number, entry in enumerate(ranges):
            slider = InputSlider(entry)
            slider.setVisible(not entry.is_fixed)
            slider.moved.connect(partial(self.moved.emit, number))
            layout.addWidget(slider)
            self._sliders.append(slider)
        n_fixed = sum(entry.is_fixed for entry in ranges)
        if n_fixed:
            note = QLabel(
                f"{n_fixed} more inputs are fixed; give them a range in the table at "
                "the left to move them."
            )
            note.setWordWrap(True)
            set_look(note, "muted")
            layout.addWidget(note)
        layout.addStretch(1)
        self.setWidget(body)
