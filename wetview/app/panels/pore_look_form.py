"""What is seen of the pores in 3D: their colours, a range of values, the fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from superqt import QRangeSlider

from wetview.app.models.pore_columns import COLOURABLE, column
from wetview.app.panels.fields import CheckField, ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.context import Context

_FINE = 400
_ALL = ""
_COLOURS = (
    ("Neighbours differ", "categorical"),
    *((column(key).title, key) for key in COLOURABLE),
)
_RANGES = (("All pores", _ALL), *((column(key).title, key) for key in COLOURABLE))
_MOST = 1e9


class PoreLookForm(QWidget):
    """Colours, a range of one column outside of which pores are hidden, fragments.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sorted = np.zeros(0)
        form = Form()
        self._colour = ChoiceField(_COLOURS)
        self._colour.edited.connect(self._on_colour)
        form.add("Colour pores by", self._colour, "What the colours of the pores mean")
        self._key = ChoiceField(_RANGES)
        self._key.edited.connect(self._on_key)
        form.add(
            "Show only by",
            self._key,
            "Hide the pores whose value lies outside a range, in 3D and in the table",
        )
        self._low, self._high = (NumberField("", -_MOST, _MOST) for _ in range(2))
        for field, name in ((self._low, "Least value"), (self._high, "Greatest value")):
            field.setAccessibleName(name)
            field.setToolTip(f"{name} of the pores that are shown")
            field.edited.connect(self._on_number)
        ends = QHBoxLayout()
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(GAP)
        ends.addWidget(self._low, 1)
        ends.addWidget(QLabel("to"))
        ends.addWidget(self._high, 1)
        self._slider = QRangeSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _FINE)
        self._slider.setValue((0, _FINE))
        self._slider.setAccessibleName("Range of the pores that are shown")
        self._slider.setToolTip(
            "Its ends go through the pores by their values: a quarter of its length is "
            "a quarter of the pores"
        )
        self._slider.valueChanged.connect(self._on_slider)
        self._range = QWidget()
        inside = QVBoxLayout(self._range)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP // 2)
        inside.addWidget(self._slider)
        inside.addLayout(ends)
        self._fragments = CheckField("Before joining fragments")
        self._fragments.edited.connect(context.display.set_shows_fragments)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(form)
        layout.addWidget(self._range)
        layout.addWidget(self._fragments)
        context.session.pores_changed.connect(self._on_pores_changed)
        context.display.changed.connect(self.refresh)
        context.pore_filter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the models say."""
        display, wanted = self._context.display, self._context.pore_filter.range
        sample = self._context.session.sample
        pores = sample.pores if sample else None
        self._colour.set_value(display.colour_by)
        self._fragments.set_value(display.shows_fragments)
        has_fragments = pores is not None and pores.fragments is not None
        self._fragments.setEnabled(has_fragments)
        self._fragments.setToolTip(
            "Show what the watershed gave, before fragments with a wide interface were "
            "joined; a click picks the pore that a fragment went into"
            if has_fragments
            else "Find the pores again: those of older versions lack their fragments"
        )
        self._key.set_value(_ALL if wanted is None else wanted[0])
        self._range.setVisible(wanted is not None)
        if wanted is None:
            return
        key, low, high = wanted
        digits = column(key).digits
        for field, value in ((self._low, low), (self._high, high)):
            field.setDecimals(digits)
            field.set_value(value)
        if len(self._sorted):
            ticks = (
                int(np.searchsorted(self._sorted, low)),
                int(np.searchsorted(self._sorted, high, side="right")),
            )
            with QSignalBlocker(self._slider):
                self._slider.setValue(
                    tuple(round(_FINE * tick / len(self._sorted)) for tick in ticks)
                )

    def _values(self, key: str) -> NDArray[np.float64]:
        """The known values of a column, ascending."""
        session = self._context.session
        pores = session.sample.pores if session.sample else None
        values = None if pores is None else column(key).values(pores, session.filling)
        if values is None:
            return np.zeros(0)
        return np.sort(values[np.isfinite(values)])

    def _ends(self, low: float, high: float, key: str) -> tuple[str, float, float]:
        """A range whose shown digits hold what they seem to: rounded outwards."""
        unit = 10.0 ** -column(key).digits
        return key, np.floor(low / unit) * unit, np.ceil(high / unit) * unit

    def _on_pores_changed(self) -> None:
        self._sorted = np.zeros(0)
        self._context.pore_filter.set_range(None)
        self.refresh()

    @Slot(object)
    def _on_colour(self, key: str) -> None:
        self._context.display.set_colour_by(key)

    @Slot(object)
    def _on_key(self, key: str) -> None:
        self._sorted = self._values(key) if key != _ALL else np.zeros(0)
        wanted = None
        if len(self._sorted):
            wanted = self._ends(self._sorted[0], self._sorted[-1], key)
        self._context.pore_filter.set_range(wanted)
        self.refresh()

    @Slot(float)
    def _on_number(self, value: float) -> None:
        wanted = self._context.pore_filter.range
        if wanted is not None:
            low, high = self._low.value(), self._high.value()
            self._context.pore_filter.set_range((wanted[0], low, high))

    @Slot(object)
    def _on_slider(self, ticks: tuple[int, int]) -> None:
        wanted, n = self._context.pore_filter.range, len(self._sorted)
        if wanted is None or not n:
            return
        first, end = (round(n * tick / _FINE) for tick in ticks)
        first = min(first, n - 1)
        low, high = self._sorted[first], self._sorted[max(end - 1, first)]
        self._context.pore_filter.set_range(self._ends(low, high, wanted[0]))
