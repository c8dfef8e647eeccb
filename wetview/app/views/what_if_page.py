"""One input at a time: sliders, and what the network predicts for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.numbers import Numbers
from wetview.app.theme import FIELD_HEIGHT, GAP
from wetview.app.views.input_sliders import InputSliders
from wetview.app.views.what_if_canvas import WhatIfCanvas
from wetview.sensitivity import is_time
from wetview.units import format_time

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from wetview.app.context import Context
    from wetview.app.control.what_if import WhatIfAnswer
    from wetview.sensitivity.sensitive_model import Column

_CHOICE_WIDTH = 260


class WhatIfPage(QWidget):
    """Sliders at the left; curve, output over the input, and numbers at the right.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    shown = Signal(bool)
    """Whether the page is seen, so that answers are wanted."""
    input_chosen = Signal(str)
    keep_requested = Signal()
    """The user wants the present inputs in the ranking."""
    save_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._answer: WhatIfAnswer | None = None
        self._shown_columns: list[tuple[Column, int]] = []
        self._sliders = InputSliders()
        self._sliders.moved.connect(self._on_moved)
        self._canvas = WhatIfCanvas(context)
        self._numbers = Numbers()
        self._output = ChoiceField()
        self._output.setFixedWidth(_CHOICE_WIDTH)
        self._output.setAccessibleName("Output")
        self._output.setToolTip("Which output is drawn over the input that moves")
        self._output.edited.connect(self._on_output)
        self._arrange()
        desk = context.sensitivity
        desk.request_changed.connect(self._show_inputs)
        desk.position_changed.connect(self._show_position)
        desk.model_changed.connect(self._show_model)
        self._show_model()
        self._show_inputs()
        self._show_position()

    @property
    def answer(self) -> WhatIfAnswer | None:
        """What is shown."""
        return self._answer

    def show_answer(self, answer: WhatIfAnswer | None) -> None:
        """Show what the present inputs give."""
        self._answer = answer
        if answer is None:
            self._canvas.show_what_if(None, None, None)
            self._numbers.set_rows(())
            return
        self._show_canvas()
        self._numbers.set_rows(
            [
                (column.title, _shown(column, float(value)), "Predicted")
                for column, value in zip(self._columns(), answer.outputs, strict=False)
            ]
        )

    def redraw(self) -> None:
        """Draw in the colours of the theme."""
        self._canvas.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's override."""
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's override."""
        self.shown.emit(False)

    def _arrange(self) -> None:
        reset = self._button(
            "Typical inputs", "Put every input where a typical training row has it"
        )
        reset.clicked.connect(self._context.sensitivity.reset_position)
        keep = self._button(
            "Add to the ranking", "Keep these inputs as a row of the tab Ranking"
        )
        keep.clicked.connect(self.keep_requested)
        save = self._button(
            "Save figure…",
            "Write all outputs over this input as PNG, SVG or PDF at the width of a "
            "journal's page, with the numbers as CSV beside it",
        )
        save.clicked.connect(self.save_requested)
        row = QHBoxLayout()
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(reset)
        row.addWidget(keep)
        row.addStretch(1)
        row.addWidget(QLabel("Output"))
        row.addWidget(self._output)
        row.addWidget(save)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._sliders, 1)
        left.addWidget(self._numbers)
        below = QHBoxLayout()
        below.setContentsMargins(GAP, 0, GAP, GAP)
        below.setSpacing(GAP)
        below.addLayout(left)
        below.addWidget(self._canvas, 1)
        self._numbers.setFixedWidth(self._sliders.width())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addLayout(below, 1)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setMinimumHeight(FIELD_HEIGHT)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        return button

    def _columns(self) -> tuple[Column, ...]:
        model = self._context.sensitivity.model
        return () if model is None else tuple(model.outputs)

    def _show_model(self) -> None:
        columns = self._columns()
        # Kept as they are, so that the canvas sees whether another one is shown.
        self._shown_columns = [(column, at) for at, column in enumerate(columns)]
        self._output.set_choices(
            tuple((column.title, at) for column, at in self._shown_columns)
        )

    def _show_inputs(self) -> None:
        request = self._context.sensitivity.request
        ranges = () if request is None else request.ranges
        self._sliders.set_ranges(ranges)
        self._show_position()
        first = next((entry for entry in ranges if not entry.is_fixed), None)
        if first is not None:
            self.input_chosen.emit(first.name)

    def _show_position(self) -> None:
        self._sliders.set_position(self._context.sensitivity.position)

    def _show_canvas(self) -> None:
        answer, at = self._answer, self._output.chosen
        if answer is None:
            return
        if at is None or at >= len(self._shown_columns):
            column = None
        else:
            column = self._shown_columns[at]
        self._canvas.show_what_if((answer.curve, answer.typical), answer.swept, column)

    @Slot(int, float)
    def _on_moved(self, number: int, value: float) -> None:
        desk = self._context.sensitivity
        if desk.request is not None:
            self.input_chosen.emit(desk.request.ranges[number].name)
            desk.set_input(number, value)

    @Slot(object)
    def _on_output(self, at: Any) -> None:
        self._show_canvas()


def _shown(column: Column, value: float) -> str:
    """A predicted number as the user reads it."""
    if value != value:
        return "–"
    if is_time(column.name):
        return format_time(value)
    return f"{column.factor * value:.3g} {column.unit}".strip()
