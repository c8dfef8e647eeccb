"""The steps of a pressure: rows of a time and of the pressure from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from wetview.app.panels.fields import NumberField
from wetview.app.theme import GAP, set_look
from wetview.units import ATM, KPA, US

if TYPE_CHECKING:
    from wetview.app.icons import IconSet

_MOST_ROWS = 8
_LONGEST_US = 1e9

Levels = tuple[tuple[float, float], ...]
"""Times in s and pressures in Pa."""


class PressureSteps(QWidget):
    """Shows levels and lets the user change, add and remove them.

    Parameters
    ----------
    icons : IconSet
        For the buttons.
    """

    edited = Signal(object)
    """The user wants other levels."""

    def __init__(self, icons: IconSet) -> None:
        super().__init__()
        self._icons = icons
        self._levels: Levels = ()
        self._rows: list[tuple[NumberField, NumberField, QToolButton]] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GAP)
        self._layout.setVerticalSpacing(GAP // 2)
        self._layout.setColumnStretch(0, 1)
        self._layout.setColumnStretch(1, 1)
        for column, text in enumerate(("From", "Pressure")):
            heading = QLabel(text)
            set_look(heading, "muted")
            self._layout.addWidget(heading, 0, column)
        self._add = QPushButton("Add a step")
        self._add.setToolTip("Another pressure, some time after the last one")
        set_look(self._add, "link")
        self._add.clicked.connect(self._on_add)

    def set_levels(self, levels: Levels) -> None:
        """Show levels without reporting them back."""
        self._levels = levels
        while len(self._rows) < len(levels):
            self._add_row()
        for index, widgets in enumerate(self._rows):
            is_used = index < len(levels)
            for widget in widgets:
                widget.setVisible(is_used)
            if is_used:
                time_s, pressure_pa = levels[index]
                widgets[0].set_value(time_s / US)
                widgets[1].set_value(pressure_pa / KPA)
        self._layout.addWidget(self._add, len(self._rows) + 1, 0, 1, 3)
        self._add.setVisible(len(levels) < _MOST_ROWS)

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        for _, _, remove in self._rows:
            remove.setIcon(self._icons.icon("delete"))

    def _add_row(self) -> None:
        row = len(self._rows)
        time = NumberField("µs", 0.0, _LONGEST_US, decimals=2, step=5.0)
        time.setToolTip("From when on this pressure holds, in microseconds")
        time.setAccessibleName(f"Start of step {row + 1}")
        time.setEnabled(row > 0)  # the first one begins the run
        pressure = NumberField("kPa", 0.0, 10_000.0, decimals=1, step=10.0)
        pressure.setToolTip("Pressure above that of the gas from then on, in kPa")
        pressure.setAccessibleName(f"Pressure of step {row + 1}")
        remove = QToolButton()
        remove.setIcon(self._icons.icon("delete"))
        remove.setToolTip("Take this step out")
        remove.setAccessibleName(f"Remove step {row + 1}")
        remove.setProperty("row", row)
        remove.setEnabled(row > 0)
        set_look(remove, "flat")
        time.edited.connect(self._on_edited)
        pressure.edited.connect(self._on_edited)
        remove.clicked.connect(self._on_remove)
        for column, widget in enumerate((time, pressure, remove)):
            self._layout.addWidget(widget, row + 1, column)
        self._rows.append((time, pressure, remove))

    @Slot(float)
    def _on_edited(self, value: float) -> None:
        self.edited.emit(
            tuple(
                (time.value() * US, pressure.value() * KPA)
                for time, pressure, _ in self._rows[: len(self._levels)]
            )
        )

    @Slot()
    def _on_add(self) -> None:
        last_s = self._levels[-1][0] if self._levels else 0.0
        step_s = max(last_s, 10 * US) if self._levels else 0.0
        self.edited.emit((*self._levels, (last_s + step_s, ATM)))

    @Slot()
    def _on_remove(self) -> None:
        sender = self.sender()
        if sender is not None:
            row = int(sender.property("row"))
            self.edited.emit((*self._levels[:row], *self._levels[row + 1 :]))
