"""The pressure that drives the electrolyte in, and the gas that it traps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wetview.app.panels.fields import ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.panels.pressure_steps import Levels, PressureSteps
from wetview.app.theme import GAP
from wetview.units import ATM, KPA, US

if TYPE_CHECKING:
    from wetview.app.context import Context

_COURSES = (("constant", "constant"), ("rises evenly", "ramp"), ("in steps", "steps"))
_PRESSURES = (
    ("0: capillarity alone", 0.0),
    *((f"{atm:g} atm above the gas", atm * ATM) for atm in (0.5, 1, 2, 4, 8)),
)
_GAS = (("stays", "kept"), ("dissolves", "dissolving"), ("pumped out", "evacuated"))


class PressureForm(QWidget):
    """How high the pressure is, and how it goes over time.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._form = Form()
        self._add_pressure()
        self._steps = PressureSteps(context.icons)
        self._steps.edited.connect(self._on_levels)
        gas = Form()
        self._gas = ChoiceField(_GAS)
        self._gas.edited.connect(self._on_gas)
        gas.add(
            "Trapped gas",
            self._gas,
            "What becomes of gas that the electrolyte has surrounded: it stays; it "
            "dissolves slowly; or it is gone at once, as after filling under vacuum",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self._form, self._steps, gas):
            layout.addWidget(widget)
        context.session.request_changed.connect(self.refresh)
        self.refresh()

    def _add_pressure(self) -> None:
        self._course = ChoiceField(_COURSES)
        self._course.edited.connect(self._on_course)
        self._form.add(
            "Over time",
            self._course,
            "Constant, rising evenly from 0, or in steps: vacuum first and pressure "
            "later is two steps",
        )
        self._pressure = NumberField("kPa", 0.0, 10_000.0, decimals=1, step=10.0)
        self._pressure.edited.connect(self._on_pressure)
        self._form.add(
            "At the inlet",
            self._pressure,
            "Pressure of the electrolyte above that of the gas, in kPa; with 0 it is "
            "drawn in by capillarity alone",
        )
        self._atm = ChoiceField((*_PRESSURES, ("Other", None)))
        self._atm.edited.connect(self._on_atm)
        self._form.add("", self._atm, "Usual pressures in atmospheres above the gas")
        self._atm.setAccessibleName("Usual pressures")
        self._ramp = NumberField("µs", 0.01, 1e9, decimals=2, step=5.0)
        self._ramp.edited.connect(self._on_ramp)
        self._form.add(
            "Reached after",
            self._ramp,
            "How long the pressure rises, in microseconds; the plan says how long the "
            "filling takes",
        )

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        self._steps.update_icons()

    def refresh(self) -> None:
        """Show the pressure of the request."""
        request = self._context.session.request
        self._course.set_value(request.course)
        self._pressure.set_value(request.pressure_pa / KPA)
        usual = {round(pascals): pascals for _, pascals in _PRESSURES}
        self._atm.set_value(usual.get(round(request.pressure_pa)))
        self._ramp.set_value(request.ramp_s / US)
        self._steps.set_levels(request.levels)
        self._gas.set_value(request.trapped_gas)
        has_steps = request.course == "steps"
        self._steps.setVisible(has_steps)
        self._form.set_row_visible(self._pressure, not has_steps)
        self._form.set_row_visible(self._atm, not has_steps)
        self._form.set_row_visible(self._ramp, request.course == "ramp")

    def _change(self, **values: Any) -> None:
        session = self._context.session
        session.set_request(replace(session.request, **values))

    @Slot(object)
    def _on_course(self, course: str) -> None:
        self._change(course=course)

    @Slot(float)
    def _on_pressure(self, value: float) -> None:
        self._change(pressure_pa=value * KPA)

    @Slot(object)
    def _on_atm(self, pressure_pa: float | None) -> None:
        if pressure_pa is not None:
            self._change(pressure_pa=pressure_pa)

    @Slot(float)
    def _on_ramp(self, value: float) -> None:
        self._change(ramp_s=value * US)

    @Slot(object)
    def _on_levels(self, levels: Levels) -> None:
        self._change(levels=levels)

    @Slot(object)
    def _on_gas(self, value: str) -> None:
        self._change(trapped_gas=value)
