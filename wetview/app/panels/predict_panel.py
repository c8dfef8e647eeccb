"""The page Predict: a network, conditions on sliders, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QPushButton

from wetview.app.models import OWN_NAME, Conditions
from wetview.app.panels.boundary_form import INLETS
from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.form import Form
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.run_numbers import real_gas
from wetview.app.panels.slider_field import SliderField
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import set_look
from wetview.errors import UserError
from wetview.units import KPA, MPA_S, format_time

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.surrogate import PredictedFilling


class PredictPanel(StepPanel):
    """Network, pressure, contact angle, viscosity, and the numbers of the filling.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Predict",
            "The filling of this sample, at once; move a slider and see it change.",
            context.actions["keep_prediction"],
            context.icons,
            "check",
        )
        self._context = context
        self._refusal = ""
        self._add_network()
        self._add_conditions()
        self._add_result()
        learning, session = context.learning, context.session
        learning.shelf.changed.connect(self._show_networks)
        learning.shelf.chosen_changed.connect(self._show_networks)
        learning.prediction.conditions_changed.connect(self._show_conditions)
        learning.prediction.predicted_changed.connect(self.refresh)
        session.request_changed.connect(self._show_conditions)
        context.fluids.changed.connect(self._show_conditions)
        self._show_networks()
        self._show_conditions()
        self.refresh()

    @property
    def pressure(self) -> SliderField:
        """The slider of the pressure."""
        return self._pressure

    # parts

    def _add_network(self) -> None:
        form = Form()
        self._network = ChoiceField()
        self._network.edited.connect(self._on_network)
        form.add("Network", self._network, "The network that predicts")
        self.add(form)

    def _add_conditions(self) -> None:
        self.add_section("Conditions")
        self._pressure = SliderField(
            *("Pressure", "kPa", 1.0, 2000.0),
            is_logarithmic=True,
            step=10.0,
            least=0.0,
            tip="Pressure at the inlet above that of the gas, constant, in kPa",
        )
        self._pressure.moved.connect(self._on_pressure)
        self.add(self._pressure)
        self._angle = SliderField(
            *("Contact angle", "°", 0.0, 180.0),
            step=5.0,
            tip="On the solid, measured in the electrolyte, in degrees",
        )
        self._angle.moved.connect(self._on_angle)
        self.add(self._angle)
        self._viscosity = SliderField(
            *("Viscosity", "mPa s", 0.1, 100.0),
            is_logarithmic=True,
            decimals=2,
            step=0.1,
            tip="Dynamic viscosity of the electrolyte in mPa s",
        )
        self._viscosity.moved.connect(self._on_viscosity)
        self.add(self._viscosity)
        form = Form()
        self._liquid = ChoiceField()
        self._liquid.edited.connect(self._on_liquid)
        form.add(
            "Electrolyte",
            self._liquid,
            "Takes viscosity, surface tension and density of a known electrolyte; the "
            "contact angle stays",
        )
        self._inlet = ChoiceField(INLETS)
        self._inlet.edited.connect(self._on_inlet)
        form.add("Inlet", self._inlet, "The face that the electrolyte enters by")
        self.add(form)
        self._reset = QPushButton("As in the step Simulate")
        self._reset.setToolTip("Take electrolyte, pressure and inlet of that step")
        self._reset.setAccessibleName(self._reset.text())
        set_look(self._reset, "link")
        self._reset.clicked.connect(self._on_reset)
        self.add(self._reset)
        self._course = QLabel(
            "The pressure of the step Simulate changes over time. Networks know a "
            "constant one: its largest is taken."
        )
        self._course.setWordWrap(True)
        set_look(self._course, "muted")
        self.add(self._course)

    def _add_result(self) -> None:
        self._heading = self.add_section("Prediction")
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        set_look(self._warning, "missing")
        self.add(self._warning)
        self._numbers = Numbers()
        self.add(self._numbers)

    # what is shown

    def refresh(self) -> None:
        """Show the prediction, or why there is none."""
        desk = self._context.learning.prediction
        predicted = desk.predicted
        self._numbers.setVisible(predicted is not None)
        self._heading.setVisible(predicted is not None)
        warning = "" if predicted is None else _warning(predicted)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        if predicted is not None:
            self._numbers.set_rows(_numbers(predicted, desk.seconds))
        self.set_outcome(
            "Kept as a run; see the steps Simulate and Compare." if desk.is_kept else ""
        )
        if self._refusal:
            self.set_missing(self._refusal)
        elif predicted is None:
            self.set_missing(desk.missing or "One moment…")
        else:
            self.set_missing("")
            self._context.actions["keep_prediction"].setEnabled(not desk.is_kept)

    def _show_networks(self) -> None:
        shelf = self._context.learning.shelf
        usable = [one for one in shelf.models if one.surrogate is not None]
        self._network.set_choices(tuple((one.name, one.path) for one in usable))
        self._network.set_value(shelf.chosen.path if shelf.chosen else None)
        self._network.setEnabled(bool(usable))

    def _show_conditions(self) -> None:
        conditions = self._conditions()
        own = self._context.learning.prediction.conditions
        request, shelf = self._context.session.request, self._context.fluids
        self._reset.setVisible(own is not None)
        self._course.setVisible(own is None and request.course != "constant")
        if conditions is None:
            return
        fluids = conditions.fluids
        self._pressure.set_value(conditions.pressure_pa / KPA)
        self._angle.set_value(fluids.contact_angle_deg)
        self._viscosity.set_value(fluids.liquid_viscosity_pa_s / MPA_S)
        preset = shelf.preset_of(fluids)
        self._liquid.set_choices(
            tuple((name, name) for name in (*shelf.presets, OWN_NAME))
        )
        self._liquid.set_value(OWN_NAME if preset is None else preset.name)
        self._inlet.set_value(conditions.inlet)

    def _conditions(self) -> Conditions | None:
        own = self._context.learning.prediction.conditions
        if own is not None:
            return own
        try:
            return Conditions.of(self._context.session.request)
        except UserError:
            return None

    # what the user wants

    @Slot(object)
    def _on_network(self, path: Path) -> None:
        self._context.learning.shelf.choose(path)

    @Slot(float)
    def _on_pressure(self, value: float) -> None:
        self._change(pressure_pa=value * KPA)

    @Slot(float)
    def _on_angle(self, value: float) -> None:
        conditions = self._conditions()
        if conditions is None:
            return
        fluids = conditions.fluids
        changes = {"contact_angle_deg": value}
        # The binder follows until it is given an angle of its own.
        if fluids.binder_contact_angle_deg == fluids.contact_angle_deg:
            changes["binder_contact_angle_deg"] = value
        self._change_fluids(**changes)

    @Slot(float)
    def _on_viscosity(self, value: float) -> None:
        self._change_fluids(liquid_viscosity_pa_s=value * MPA_S)

    @Slot(object)
    def _on_liquid(self, name: str) -> None:
        conditions = self._conditions()
        preset = self._context.fluids.presets.get(name)
        if conditions is not None and preset is not None:
            self._change(fluids=preset.given_to(conditions.fluids))
        self._show_conditions()

    @Slot(object)
    def _on_inlet(self, inlet: object) -> None:
        self._change(inlet=inlet)

    @Slot()
    def _on_reset(self) -> None:
        self._context.learning.prediction.set_conditions(None)

    def _change_fluids(self, **values: float) -> None:
        conditions = self._conditions()
        if conditions is None:
            return
        try:
            fluids = self._context.fluids.with_values(conditions.fluids, **values)
        except UserError as problem:
            self._refusal = str(problem)
            self.refresh()
            self._refusal = ""
            return
        self._change(fluids=fluids)

    def _change(self, **values: Any) -> None:
        conditions = self._conditions() or Conditions(
            self._context.session.request.fluids,
            self._context.session.request.pressure_pa,
        )
        self._context.learning.prediction.set_conditions(replace(conditions, **values))


def _warning(predicted: PredictedFilling) -> str:
    if not predicted.out_of_range:
        return ""
    lines = [f"{one}." for one in predicted.out_of_range]
    return "\n".join(["Outside of what the network was trained on:", *lines])


def _numbers(
    predicted: PredictedFilling, seconds: float
) -> tuple[tuple[str, str, str], ...]:
    results = predicted.filling.results
    fills = predicted.prediction.fills
    low, high = predicted.interval_low[-1], predicted.interval_high[-1]
    times = [
        "–" if results[name] is None else format_time(results[name])
        for name in ("t50_s", "t90_s", "t99_s")
    ]
    of_end = [
        "–" if results[name] is None else format_time(results[name])
        for name in ("t50_of_end_s", "t90_of_end_s", "t99_of_end_s")
    ]
    n_never = int((~fills).sum())
    volume = predicted.prediction.volume_vx
    share = float(volume[~fills].sum() / volume.sum())
    return (
        (
            "Saturation",
            f"{100 * results['saturation']:.1f} %",
            "Share of the pore volume that holds electrolyte at the end",
        ),
        (
            "90 % interval",
            f"{100 * low:.1f} to {100 * high:.1f} %",
            "The simulated saturation at the end lies in it in nine cases of ten, as "
            "electrodes that were left out have shown",
        ),
        *real_gas(results, 1),
        (
            "50, 90, 99 % full",
            ", ".join(times),
            "When so much of the pore volume is filled",
        ),
        (
            "50, 90, 99 % of the end",
            ", ".join(of_end),
            "When so much of the saturation at the end is reached",
        ),
        (
            "Never fill",
            f"{n_never} of {len(fills)} pores, {100 * share:.1f} %",
            "Pores that are predicted to stay empty, and their share of the volume",
        ),
        ("Computed in", f"{1e3 * seconds:.0f} ms", "What this prediction took"),
    )
