"""The plan that is kept up to date behind the Simulate step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from wetview.app.actions import Actions
from wetview.app.context import Context
from wetview.app.control.planner import Planner
from wetview.app.icons import IconSet
from wetview.app.models import OpenSample, Step
from wetview.app.preferences import Preferences
from wetview.app.work import Background
from wetview.jobs.engine_speed import keep_speed, known_speed
from wetview.lbm.self_timing import EngineSpeed
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt

_SOON_MS = 10_000
_MEASURED_MS = 90_000  # on a busy machine, with a compilation


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[Context]:
    owner, icons = QWidget(), IconSet()
    qtbot.addWidget(owner)
    context = Context(Preferences(), icons, Actions(icons, owner))
    background = Background(owner)
    planner = Planner(context, background, owner)
    phases = generate_electrode((24, 20, 20), seed=0)
    context.session.set_sample(OpenSample("electrode", tmp_path / "a.h5", phases))
    yield context
    planner.close()
    background.close()


def test_the_plan_follows_the_settings(context: Context, qtbot: QtBot) -> None:
    keep_speed(EngineSpeed(5e6, "CPU"))
    session = context.session
    session.set_step(Step.SIMULATE)
    qtbot.waitUntil(lambda: session.plan_check is not None, timeout=_SOON_MS)
    session.set_request(replace(session.request, inlet="y+", pressure_pa=2e5))
    assert session.plan_check is None  # what is shown is never that of other settings
    qtbot.waitUntil(lambda: session.plan_check is not None, timeout=_SOON_MS)
    plan = session.plan_check.plan
    assert plan.inlet == "y+"
    assert plan.pressure.largest_pa == 2e5
    assert session.plan_check.speed == EngineSpeed(5e6, "CPU")


def test_what_cannot_be_planned_is_said(context: Context, qtbot: QtBot) -> None:
    session = context.session
    session.set_request(replace(session.request, pressure_pa=0.0))
    session.set_step(Step.SIMULATE)
    qtbot.waitUntil(lambda: session.plan_check is not None, timeout=_SOON_MS)
    assert session.plan_check.plan is None
    assert "Nothing drives the electrolyte in" in str(session.plan_check.problem)


def test_the_speed_is_measured_in_a_process_of_its_own(
    context: Context, qtbot: QtBot
) -> None:
    session = context.session
    session.set_request(replace(session.request, device="cpu", n_threads=1))
    session.set_step(Step.SIMULATE)
    qtbot.waitUntil(lambda: session.plan_check is not None, timeout=_SOON_MS)
    assert session.plan_check.is_measuring
    qtbot.waitUntil(
        lambda: session.plan_check is not None and session.plan_check.speed is not None,
        timeout=_MEASURED_MS,
    )
    assert session.plan_check.speed == known_speed("cpu", 1)
    assert not session.plan_check.is_measuring
