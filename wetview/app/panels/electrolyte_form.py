"""Which electrolyte fills the pores, and its properties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wetview.app.models import OWN_NAME
from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.fields import ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, set_look
from wetview.errors import UserError
from wetview.units import MN_PER_M, MPA_S

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.lbm import FluidPreset


@dataclass(frozen=True)
class _Property:
    """How a number of `Fluids` is shown; `si` is its unit in SI units."""

    title: str
    unit: str
    si: float
    low: float
    high: float
    decimals: int
    step: float
    tip: str


_PROPERTIES = {
    "liquid_viscosity_pa_s": _Property(
        *("Viscosity", "mPa s", MPA_S, 0.01, 10_000.0, 3, 0.1),
        tip="Dynamic viscosity in mPa s; more is slower",
    ),
    "surface_tension_n_m": _Property(
        *("Surface tension", "mN/m", MN_PER_M, 0.1, 1000.0, 2, 1.0),
        tip="Between electrolyte and gas, in mN/m",
    ),
    "liquid_density_kg_m3": _Property(
        *("Density", "kg/m³", 1.0, 100.0, 20_000.0, 0, 10.0),
        tip="Density of the electrolyte in kg/m³",
    ),
    "contact_angle_deg": _Property(
        *("Contact angle", "°", 1.0, 0.0, 180.0, 1, 5.0),
        tip="On the solid, measured in the electrolyte; below 90° it is drawn in. The "
        "binder has the same unless Advanced gives it its own",
    ),
}


class ElectrolyteForm(QWidget):
    """A known fluid, or numbers of one's own.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    refused = Signal(str)
    """A number that no fluid has, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._preset = ChoiceField()
        self._preset.edited.connect(self._on_preset)
        choice, numbers = Form(), Form()
        choice.add("Liquid", self._preset, "An electrolyte with known properties")
        self._numbers = {field: self._number(field) for field in _PROPERTIES}
        for field, number in self._numbers.items():
            numbers.add(_PROPERTIES[field].title, number, _PROPERTIES[field].tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(choice)
        layout.addWidget(self._make_description())
        layout.addWidget(numbers)
        context.fluids.changed.connect(self._offer)
        context.session.request_changed.connect(self.refresh)
        self._offer()

    def _make_description(self) -> QWidget:
        """What the fluid is, and beside it what can be done with one's own."""
        self._description = QLabel()
        self._description.setWordWrap(True)
        set_look(self._description, "muted")
        actions = self._context.actions
        self._save = ActionButton(actions["save_fluid"], look="link")
        self._remove = ActionButton(actions["remove_fluid"], look="link")
        self._about = QWidget()
        row = QHBoxLayout(self._about)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._description, 1)
        row.addWidget(self._save)
        row.addWidget(self._remove)
        return self._about

    def _number(self, field: str) -> NumberField:
        shown = _PROPERTIES[field]
        number = NumberField(
            shown.unit, shown.low, shown.high, decimals=shown.decimals, step=shown.step
        )
        number.setProperty("field", field)
        number.edited.connect(self._on_number)
        return number

    def _offer(self) -> None:
        """List the fluids again."""
        names = (*self._context.fluids.presets, OWN_NAME)
        self._preset.set_choices(tuple((name, name) for name in names))
        self.refresh()

    def refresh(self) -> None:
        """Show the electrolyte of the request."""
        fluids, shelf = self._context.session.request.fluids, self._context.fluids
        preset = shelf.preset_of(fluids)
        self._preset.set_value(OWN_NAME if preset is None else preset.name)
        for field, number in self._numbers.items():
            number.set_value(getattr(fluids, field) / _PROPERTIES[field].si)
            self._explain(field, number, preset)
        text = "" if preset is None else preset.description
        if shelf.problem is not None:
            text = str(shelf.problem)
        self._description.setText(text)
        is_own = preset is not None and shelf.is_own(preset.name)
        self._save.setVisible(preset is None)
        self._remove.setVisible(is_own)
        self._about.setVisible(bool(text) or preset is None or is_own)

    def _explain(
        self, field: str, number: NumberField, preset: FluidPreset | None
    ) -> None:
        """Tell what a number means, and where the preset has it from."""
        tip = _PROPERTIES[field].tip
        source = "" if preset is None else preset.sources.get(field, "")
        if source:
            tip += f".\nSource: {source}"
        elif preset is not None and field == "contact_angle_deg" and preset.note:
            tip += f".\n{preset.note}"
        number.setToolTip(tip)
        number.setAccessibleDescription(tip)

    @Slot(object)
    def _on_preset(self, name: str) -> None:
        request = self._context.session.request
        preset = self._context.fluids.presets.get(name)
        fluids = (
            replace(request.fluids, name=OWN_NAME)
            if preset is None
            else preset.given_to(request.fluids)
        )
        self._context.session.set_request(replace(request, fluids=fluids))

    @Slot(float)
    def _on_number(self, value: float) -> None:
        sender = self.sender()
        if sender is None:
            return
        field = str(sender.property("field"))
        request = self._context.session.request
        changes = {field: value * _PROPERTIES[field].si}
        # The binder follows until it is given an angle of its own.
        angle = request.fluids.contact_angle_deg
        if field == "contact_angle_deg" and (
            request.fluids.binder_contact_angle_deg == angle
        ):
            changes["binder_contact_angle_deg"] = value
        try:
            fluids = self._context.fluids.with_values(request.fluids, **changes)
        except UserError as problem:
            self.refused.emit(str(problem))
            return
        self._context.session.set_request(replace(request, fluids=fluids))
