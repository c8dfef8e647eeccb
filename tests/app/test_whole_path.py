"""The whole path in a real window: tomogram, box, pores, filling, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from wetview.app.models import Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000

pytestmark = pytest.mark.gl

_JOB_MS = 90_000
_SMALL_SCREEN = (1280, 680)
"""Of 1280 x 720 pixels, without the desktop's bar."""


def _open_and_use_box(window: MainWindow, tomogram: Path, qtbot: QtBot) -> None:
    session, editor = window.context.session, window.editor
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    assert not window.context.actions["use_box"].isEnabled()
    editor.change("voxel size", voxel_m=1e-6)
    qtbot.waitUntil(window.context.actions["use_box"].isEnabled, timeout=SOON_MS)
    button = _button(window, "Use this box")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)


def _button(window: MainWindow, text: str) -> QPushButton:
    return next(
        button
        for button in window.findChildren(QPushButton)
        if button.text() == text and button.isVisible()
    )


def _simulate(window: MainWindow, qtbot: QtBot, *, max_steps: int) -> None:
    window.workbench.simulate_panel.findChild(QPushButton)
    context = window.context
    context.session.set_step(Step.SIMULATE)
    field = next(
        field
        for field in window.workbench.simulate_panel.findChildren(object)
        if getattr(field, "accessibleName", str)() == "At most"
    )
    field.setValue(max_steps)
    qtbot.waitUntil(context.actions["simulate"].isEnabled, timeout=SOON_MS)
    context.actions["simulate"].trigger()


def test_a_tomogram_is_filled_and_everything_is_there_again_after_reopening(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> None:
    window = make_window()
    context, session = window.context, window.context.session
    _open_and_use_box(window, tomogram, qtbot)
    assert session.step is Step.PORES

    context.actions["find_pores"].trigger()
    qtbot.waitUntil(lambda: session.sample.pores is not None, timeout=_JOB_MS)
    n_pores = len(session.sample.pores)

    _simulate(window, qtbot, max_steps=400)
    qtbot.waitUntil(
        lambda: session.filling is not None and session.filling.n_frames > 1,
        timeout=_JOB_MS,
    )
    assert session.filling.outcome == "running"
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=_JOB_MS)
    n_frames = session.filling.n_frames
    saturation = session.filling.saturation.copy()

    context.actions["play"].trigger()
    qtbot.waitUntil(
        lambda: context.timeline.index in range(1, n_frames), timeout=SOON_MS
    )
    context.actions["play"].trigger()
    context.timeline.seek(1)
    context.selection.pore = 2
    folder = session.project.folder
    window.close()

    again = make_window()
    again.open_path(folder)
    qtbot.waitUntil(lambda: again.context.session.filling is not None, timeout=SOON_MS)
    assert again.context.session.step is Step.SIMULATE
    assert len(again.context.session.sample.pores) == n_pores
    assert again.context.selection.pore == 2
    assert again.context.timeline.index == 1
    assert (again.context.session.filling.saturation == saturation).all()
    for name in ("Resume", "Rename…", "Delete…"):
        button = next(b for b in again.findChildren(QToolButton) if b.text() == name)
        assert button.width() >= button.sizeHint().width(), f"`{name}` is cut"
    qtbot.waitUntil(lambda: again.context.session.source is not None, timeout=SOON_MS)
    assert again.context.session.draft.voxel_m == pytest.approx(1e-6)
    _assert_fits_a_small_screen(again, qtbot)


def _assert_fits_a_small_screen(window: MainWindow, qtbot: QtBot) -> None:
    """In every step, once the page of figures, the widest, has been made."""
    session = window.context.session
    session.set_step(Step.SENSITIVITY)
    qtbot.waitUntil(lambda: window.sensitivity_view is not None, timeout=SOON_MS)
    for step in Step:
        session.set_step(step)
        least = window.minimumSizeHint()
        assert least.width() <= _SMALL_SCREEN[0], step
        assert least.height() <= _SMALL_SCREEN[1], step


def test_cancel_ends_a_simulation_within_two_seconds_and_keeps_what_was_computed(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> None:
    window = make_window()
    session = window.context.session
    _open_and_use_box(window, tomogram, qtbot)
    _simulate(window, qtbot, max_steps=1_000_000)
    qtbot.waitUntil(
        lambda: session.filling is not None and session.filling.n_frames > 2,
        timeout=_JOB_MS,
    )
    window.context.actions["cancel_jobs"].trigger()
    qtbot.waitUntil(lambda: not window.context.jobs.active(), timeout=10_000)
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=SOON_MS)
    assert session.filling.outcome == "stopped"
    assert session.filling.n_frames > 2
    [run] = session.project.runs()
    assert run.path == session.filling_path


def test_undo_brings_back_the_box_of_before(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> None:
    window = make_window()
    session = window.context.session
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    before = session.draft
    window.editor.change_thickness_axis(2)
    assert session.source.volume.shape == (20, 30, 20)
    window.editor.stack.undo()
    assert session.draft == before
    assert session.source.volume.shape == (30, 20, 20)
