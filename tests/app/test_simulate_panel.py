"""The Simulate step's panel, with its models and no window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from wetview.app.actions import Actions
from wetview.app.context import Context
from wetview.app.icons import IconSet
from wetview.app.models import OpenSample, PlanCheck
from wetview.app.panels.simulate_panel import SimulatePanel
from wetview.app.preferences import Preferences
from wetview.lbm import estimate
from wetview.lbm.self_timing import EngineSpeed
from wetview.units import ATM
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def context(owner: QWidget) -> Context:
    icons = IconSet()
    return Context(Preferences(), icons, Actions(icons, owner))


@pytest.fixture
def panel(owner: QWidget, context: Context) -> SimulatePanel:
    panel = SimulatePanel(context)
    panel.setParent(owner)
    return panel


def _field(panel: SimulatePanel, name: str) -> Any:
    return next(
        field for field in panel.findChildren(QWidget) if field.accessibleName() == name
    )


def _choose(panel: SimulatePanel, name: str, text: str) -> None:
    field = _field(panel, name)
    index = field.findText(text)
    assert index >= 0, f"{text} is not offered: {name}"
    field.setCurrentIndex(index)
    field.activated.emit(index)


def _plan(context: Context, tmp_path: Path, speed: EngineSpeed | None) -> None:
    session = context.session
    phases = generate_electrode((24, 20, 20), seed=0)
    session.set_sample(OpenSample("electrode", tmp_path / "a.h5", phases))
    plan = session.request.job(tmp_path, tmp_path).plan(phases)
    session.set_plan_check(
        PlanCheck(
            session.request,
            tmp_path / "a.h5",
            plan,
            size=estimate(plan, phases),
            speed=speed,
        )
    )


def _words(panel: SimulatePanel) -> str:
    labels = panel.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def test_a_known_electrolyte_brings_its_numbers_and_their_sources(
    panel: SimulatePanel, context: Context
) -> None:
    _choose(panel, "Liquid", "Water")
    assert context.session.request.fluids.name == "Water"
    assert _field(panel, "Surface tension").value() == pytest.approx(72.74)
    assert "IAPWS R1-76" in _field(panel, "Surface tension").toolTip()


def test_another_number_makes_it_ones_own_which_can_be_saved(
    panel: SimulatePanel, context: Context
) -> None:
    _field(panel, "Viscosity").setValue(5.0)
    assert context.session.request.fluids.liquid_viscosity_pa_s == pytest.approx(5e-3)
    assert _field(panel, "Liquid").currentText() == "Own values"
    fluids = context.fluids.save("Batch 7", context.session.request.fluids)
    context.session.set_request(replace(context.session.request, fluids=fluids))
    assert _field(panel, "Liquid").currentText() == "Batch 7"


def test_the_binder_follows_the_contact_angle_until_it_has_its_own(
    panel: SimulatePanel, context: Context
) -> None:
    _field(panel, "Contact angle").setValue(50.0)
    assert context.session.request.fluids.binder_contact_angle_deg == 50
    _field(panel, "Angle on binder").setValue(70.0)
    _field(panel, "Contact angle").setValue(30.0)
    fluids = context.session.request.fluids
    assert (fluids.contact_angle_deg, fluids.binder_contact_angle_deg) == (30, 70)


def test_pressure_in_steps_is_edited_row_by_row(
    panel: SimulatePanel, context: Context
) -> None:
    _choose(panel, "Over time", "in steps")
    _field(panel, "Start of step 2").setValue(35.0)
    _field(panel, "Pressure of step 2").setValue(200.0)
    points = context.session.request.pressure.points
    assert [value for point in points for value in point] == pytest.approx(
        [0, 0, 35e-6, 0, 35e-6, 2e5]
    )
    _field(panel, "Remove step 2").click()
    assert context.session.request.pressure.points == ((0, 0),)


def test_a_ramp_asks_for_its_duration(panel: SimulatePanel, context: Context) -> None:
    ramp = _field(panel, "Reached after")
    assert ramp.isHidden()
    _choose(panel, "Over time", "rises evenly")
    assert not ramp.isHidden()
    ramp.setValue(40.0)
    assert context.session.request.pressure.ends_s == pytest.approx(40e-6)


def test_capillarity_alone_is_a_pressure_of_nothing(
    panel: SimulatePanel, context: Context
) -> None:
    _choose(panel, "Usual pressures", "0: capillarity alone")
    assert context.session.request.pressure_pa == 0
    _choose(panel, "Usual pressures", "2 atm above the gas")
    assert context.session.request.pressure_pa == 2 * ATM


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("Trapped gas", "pumped out", "trapped_gas", "evacuated"),
        ("Inlet", "end of z", "inlet", "z+"),
        ("Outlet", "closed", "outlet", "closed"),
        ("Sides", "let gas out", "sides", "vent"),
        ("Computes on", "processor", "device", "cpu"),
    ],
)
def test_each_choice_is_taken(
    panel: SimulatePanel,
    context: Context,
    name: str,
    text: str,
    field: str,
    value: str,
) -> None:
    _choose(panel, name, text)
    assert getattr(context.session.request, field) == value


def test_the_plan_shows_steps_minutes_memory_and_physical_time(
    panel: SimulatePanel, context: Context, tmp_path: Path
) -> None:
    _plan(context, tmp_path, EngineSpeed(1e4, "an abacus"))
    check = context.session.plan_check
    assert check is not None
    assert check.plan is not None
    said = _words(panel)
    assert f"{check.plan.expected_steps:,} steps" in said
    assert "about" in said
    assert "MB" in said
    assert "Reynolds number" in said
    assert "an abacus" in said
    assert "same lattice density" in said


def test_the_plan_says_that_the_speed_is_not_known_yet(
    panel: SimulatePanel, context: Context, tmp_path: Path
) -> None:
    _plan(context, tmp_path, None)
    assert "not measured yet" in _words(panel)


def test_no_choice_is_wider_than_its_field(panel: SimulatePanel) -> None:
    """What is chosen can be read whole in a panel of the window's width."""
    for name in (
        *("Liquid", "Over time", "Usual pressures", "Trapped gas", "Inlet"),
        *("Outlet", "Sides", "Computes on"),
    ):
        field = _field(panel, name)
        metrics = field.fontMetrics()
        room = 356 - 2 * 16 - 118 - 8 - 40  # margins, label, gap, frame and arrow
        for index in range(field.count()):
            text = field.itemText(index)
            assert metrics.horizontalAdvance(text) <= room, text
