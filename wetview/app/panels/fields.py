"""The controls that forms are made of: numbers with units, choices, checks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

from wetview.app.theme import FIELD_HEIGHT

LARGEST_GREY = 1e10
"""Beyond all grey values of 32 bits."""
_ROOM_PX = 6
"""Between a name and the frame of its field."""


class NumberField(QDoubleSpinBox):
    """A decimal number with its unit.

    Parameters
    ----------
    unit : str
        Shown behind the number.
    low, high : float
        Sensible range, in that unit.
    decimals : int
        Digits behind the point.
    step : float
        What an arrow adds.
    unset : str
        Where given, the lowest value means "nothing given" and reads like this.
    """

    edited = Signal(float)
    """The user, not the program, changed the number."""

    def __init__(
        self,
        unit: str,
        low: float,
        high: float,
        *,
        decimals: int = 2,
        step: float = 1.0,
        unset: str = "",
    ) -> None:
        super().__init__()
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(unset)
        self.setGroupSeparatorShown(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setMinimumWidth(96)
        self.valueChanged.connect(self.edited)

    def set_value(self, value: float) -> None:
        """Show a number without reporting it back."""
        if round(value, self.decimals()) != round(self.value(), self.decimals()):
            with QSignalBlocker(self):
                self.setValue(value)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let any number be typed: Qt would drop the digit that leaves the range."""
        number = self._number(text)
        if text.strip() == self.specialValueText():
            state = QValidator.State.Acceptable
        elif number is None:
            may_become_one = set(self._bare(text)) <= set("0123456789.,-+eE")
            state = (
                QValidator.State.Intermediate
                if may_become_one
                else QValidator.State.Invalid
            )
        elif self.minimum() <= number <= self.maximum():
            state = QValidator.State.Acceptable
        else:
            state = QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        """Take the nearest number of the range, and say what the range is."""
        number = self._number(text)
        if number is None:
            return self.textFromValue(self.value()) + self.suffix()
        low, high = (self.textFromValue(v) for v in (self.minimum(), self.maximum()))
        below = self.mapToGlobal(self.rect().bottomLeft())
        QToolTip.showText(below, f"From {low} to {high}{self.suffix()}", self)
        nearest = min(max(number, self.minimum()), self.maximum())
        return self.textFromValue(nearest) + self.suffix()

    def valueFromText(self, text: str) -> float:
        """The number; a comma may stand for the point."""
        number = self._number(text)
        return self.minimum() if number is None else number

    def _number(self, text: str) -> float | None:
        try:
            number = float(self._bare(text).replace(",", "."))
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def _bare(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the field was chosen."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class IntegerField(QSpinBox):
    """A whole number; otherwise as `NumberField`."""

    edited = Signal(int)

    def __init__(
        self, unit: str, low: int, high: int, *, step: int = 1, unset: str = ""
    ) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(unset)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.valueChanged.connect(self.edited)

    def set_value(self, value: int) -> None:
        """Show a number without reporting it back."""
        if value != self.value():
            with QSignalBlocker(self):
                self.setValue(value)

    def set_range(self, low: int, high: int) -> None:
        """Change the range without reporting a value back."""
        with QSignalBlocker(self):
            self.setRange(low, high)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the field was chosen."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(QComboBox):
    """One of a few things.

    Parameters
    ----------
    choices : tuple of (str, object)
        What each is called, and what it stands for.
    """

    edited = Signal(object)

    def __init__(self, choices: tuple[tuple[str, Any], ...] = ()) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(8)
        self._values: list[Any] = []
        self.set_choices(choices)
        self.activated.connect(self._report)

    def set_choices(self, choices: tuple[tuple[str, Any], ...]) -> None:
        """Offer other things."""
        with QSignalBlocker(self):
            self.clear()
            self._values = [value for _, value in choices]
            self.addItems([text for text, _ in choices])

    @property
    def chosen(self) -> Any:
        """What is chosen now, or None."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose without reporting it back."""
        index = self._values.index(value) if value in self._values else -1
        with QSignalBlocker(self):
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the field was chosen."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showPopup(self) -> None:
        """Open the list as wide as its longest name."""
        view = self.view()
        beside = view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(view.sizeHintForColumn(0) + beside)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave letters out in the middle: long names often differ in their ends."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Tell the whole name where it has no room, unless there is a tip."""
        is_for_tip = event.type() == QEvent.Type.ToolTip and not self.toolTip()
        if is_for_tip and self.shown_text() != self.currentText():
            QToolTip.showText(QCursor.pos(), self.currentText(), self)
            return True
        return super().event(event)

    def shown_text(self) -> str:
        """The name that is chosen, as far as there is room for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideMiddle, room.width() - _ROOM_PX
        )

    @Slot(int)
    def _report(self, index: int) -> None:
        self.edited.emit(self._values[index])


class CheckField(QCheckBox):
    """Yes or no."""

    edited = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.clicked.connect(self.edited)

    def set_value(self, is_checked: bool) -> None:
        """Show without reporting it back."""
        with QSignalBlocker(self):
            self.setChecked(is_checked)
