"""A quantity that is moved by a slider, or typed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from wetview.app.panels.fields import NumberField
from wetview.app.theme import GAP

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_TICKS = 400
_NUMBER_WIDTH = 124


class SliderField(QWidget):
    """A title, a number with its unit, and below them a slider.

    Parameters
    ----------
    title, unit : str
        What it is.
    low, high : float
        From end to end, in that unit.
    is_logarithmic : bool
        Whether equal ways of the slider are equal factors.
    decimals : int
        Digits behind the point.
    least : float, optional
        The least that may be typed, if that is less than the slider's end.
    tip : str
        What it does.
    """

    moved = Signal(float)
    """The user has set this value."""

    def __init__(
        self,
        title: str,
        unit: str,
        low: float,
        high: float,
        *,
        is_logarithmic: bool = False,
        decimals: int = 1,
        step: float = 1.0,
        least: float | None = None,
        tip: str = "",
    ) -> None:
        super().__init__()
        self._low, self._high = low, high
        self._is_logarithmic = is_logarithmic
        self._number = NumberField(
            unit,
            low if least is None else least,
            high,
            decimals=decimals,
            step=step,
        )
        self._number.setFixedWidth(_NUMBER_WIDTH)
        self._number.setAccessibleName(title)
        self._number.edited.connect(self._on_number)
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _TICKS)
        self._slider.setPageStep(_TICKS // 20)
        self._slider.setAccessibleName(f"{title}, slider")
        self._slider.valueChanged.connect(self._on_slider)
        label = QLabel(title)
        label.setBuddy(self._number)
        for widget in (label, self._number, self._slider):
            widget.setToolTip(tip)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(self._number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(row)
        layout.addWidget(self._slider)

    def set_value(self, value: float) -> None:
        """Show a value without reporting it back."""
        self._number.set_value(value)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_TICKS * self._share(value)))

    def _share(self, value: float) -> float:
        inside = min(max(value, self._low), self._high)
        if self._is_logarithmic:
            return math.log(inside / self._low) / math.log(self._high / self._low)
        return (inside - self._low) / (self._high - self._low)

    @Slot(int)
    def _on_slider(self, tick: int) -> None:
        share = tick / _TICKS
        if self._is_logarithmic:
            value = self._low * (self._high / self._low) ** share
        else:
            value = self._low + share * (self._high - self._low)
        value = round(value, self._number.decimals())
        self._number.set_value(value)
        self.moved.emit(value)

    @Slot(float)
    def _on_number(self, value: float) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_TICKS * self._share(value)))
        self.moved.emit(value)


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider was chosen."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
