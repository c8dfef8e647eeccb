"""A run that was stopped goes on, in a real window; a sample is measured in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QListWidget

from wetview.app.models import Step
from wetview.project import checkpoint_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000

pytestmark = pytest.mark.gl

_JOB_MS = 120_000


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> MainWindow:
    """A window with a sample."""
    window = make_window()
    session = window.context.session
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    window.editor.change("voxel size", voxel_m=1e-6)
    action = window.context.actions["use_box"]
    qtbot.waitUntil(action.isEnabled, timeout=SOON_MS)
    action.trigger()
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    return window


def _listed(window: MainWindow) -> list[str]:
    runs = window.workbench.simulate_panel.runs.findChild(QListWidget)
    return [runs.item(row).text() for row in range(runs.count())]


def _simulate(window: MainWindow, qtbot: QtBot, *, max_steps: int) -> None:
    session = window.context.session
    session.set_step(Step.SIMULATE)
    session.set_request(replace(session.request, max_steps=max_steps))
    action = window.context.actions["simulate"]
    qtbot.waitUntil(action.isEnabled, timeout=SOON_MS)
    action.trigger()


def _stop(window: MainWindow, qtbot: QtBot, *, beyond_frame: int) -> None:
    session = window.context.session
    qtbot.waitUntil(
        lambda: session.filling is not None and session.filling.n_frames > beyond_frame,
        timeout=_JOB_MS,
    )
    window.context.actions["cancel_jobs"].trigger()
    qtbot.waitUntil(lambda: not window.context.jobs.active(), timeout=_JOB_MS)
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=SOON_MS)


def test_a_stopped_run_is_marked_and_goes_on(
    window: MainWindow, qtbot: QtBot, in_trash: Callable[[], set[str]]
) -> None:
    session, actions = window.context.session, window.context.actions
    assert not actions["resume_run"].isEnabled()
    _simulate(window, qtbot, max_steps=1_000_000)
    _stop(window, qtbot, beyond_frame=2)
    path, stopped_at = session.filling_path, session.filling.step[-1]
    n_frames = session.filling.n_frames
    (text,) = _listed(window)
    assert text.endswith("– stopped")
    assert checkpoint_path(path).exists()
    qtbot.waitUntil(actions["resume_run"].isEnabled, timeout=SOON_MS)

    actions["resume_run"].trigger()
    assert session.filling.outcome == "running"
    assert session.filling.n_frames == n_frames
    assert not actions["resume_run"].isEnabled()
    _stop(window, qtbot, beyond_frame=n_frames + 1)
    assert session.filling_path == path
    assert session.filling.step[-1] > stopped_at
    assert session.filling.results["resumed_at"] == [stopped_at]
    assert len(session.project.runs()) == 1

    checkpoint = checkpoint_path(path)
    assert checkpoint.exists()
    window.runs.delete()
    assert session.project.runs() == []
    assert list(path.parent.iterdir()) == []
    assert in_trash() == {path.name, checkpoint.name}


def test_a_run_that_used_its_steps_up_gets_more(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, actions = window.context.session, window.context.actions
    _simulate(window, qtbot, max_steps=200)
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=_JOB_MS)
    (text,) = _listed(window)
    assert text.endswith("– steps used up")
    qtbot.waitUntil(actions["resume_run"].isEnabled, timeout=SOON_MS)
    actions["resume_run"].trigger()
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=_JOB_MS)
    assert session.filling.step[-1] == 400


def test_a_run_that_cannot_go_on_is_shown_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, actions = window.context.session, window.context.actions
    _simulate(window, qtbot, max_steps=200)
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=_JOB_MS)
    path = session.filling_path
    checkpoint_path(path).write_bytes(b"damaged")
    qtbot.waitUntil(actions["resume_run"].isEnabled, timeout=SOON_MS)
    problems: list[object] = []
    window.job_center.failed.disconnect(window.problems.show)
    window.job_center.failed.connect(problems.append)
    actions["resume_run"].trigger()
    qtbot.waitUntil(lambda: bool(problems), timeout=_JOB_MS)
    assert "damaged" in str(problems[0])
    qtbot.waitUntil(lambda: session.filling_path == path, timeout=SOON_MS)
    assert session.filling.step[-1] == 200


def test_the_permeability_is_measured_and_remembered(
    window: MainWindow,
    make_window: Callable[[], MainWindow],
    qtbot: QtBot,
) -> None:
    session, actions = window.context.session, window.context.actions
    assert session.step is Step.PORES
    actions["find_permeability"].trigger()
    assert not actions["find_permeability"].isEnabled()
    qtbot.waitUntil(lambda: bool(session.sample.permeability), timeout=_JOB_MS)
    measured = session.sample.permeability
    assert list(measured) == ["x", "y", "z"]
    assert measured["x"]["value_m2"] > 0
    qtbot.waitUntil(actions["find_permeability"].isEnabled, timeout=SOON_MS)
    folder = session.project.folder
    window.close()
    again = make_window()
    again.open_path(folder)
    reopened = again.context.session
    qtbot.waitUntil(lambda: reopened.sample is not None, timeout=SOON_MS)
    assert reopened.sample.permeability == measured
