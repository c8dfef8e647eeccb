"""What the mouse does on the slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from wetview.app.views.slice_canvas import SliceCanvas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000

pytestmark = pytest.mark.gl


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> MainWindow:
    window = make_window()
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: window.context.session.source is not None, timeout=SOON_MS)
    qtbot.waitUntil(lambda: _canvas(window).isVisible(), timeout=SOON_MS)
    return window


def _canvas(window: MainWindow) -> SliceCanvas:
    """Return the slice across z: x runs to the right, y downwards."""
    return next(
        canvas
        for canvas in window.workbench.findChildren(SliceCanvas)
        if canvas.axes == (0, 1)
    )


def test_dragging_an_edge_of_the_box_changes_the_crop_in_one_step_of_undo(
    window: MainWindow,
) -> None:
    canvas, session = _canvas(window), window.context.session
    before = session.draft
    # The picture is centred and 30 x 20 voxels: find its right edge by its height.
    scale = min((canvas.width() - 20) / 30, (canvas.height() - 20) / 20)
    right = QPoint(round(canvas.width() / 2 + 15 * scale), canvas.height() // 2)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=right)
    QTest.mouseMove(canvas, right - QPoint(round(5 * scale), 0))
    QTest.mouseMove(canvas, right - QPoint(round(10 * scale), 0))
    QTest.mouseRelease(canvas, left, pos=right - QPoint(round(10 * scale), 0))
    assert session.draft.box.x == (0, 20)
    assert session.draft.box.y == before.box.y
    window.editor.stack.undo()
    assert session.draft == before


def test_a_click_moves_the_other_slices(window: MainWindow) -> None:
    canvas = _canvas(window)
    moved: list[tuple[int, int]] = []
    canvas.crosshair_moved.connect(lambda across, down: moved.append((across, down)))
    QTest.mouseClick(
        canvas,
        Qt.MouseButton.LeftButton,
        pos=QPoint(canvas.width() // 2 + 3, canvas.height() // 2 + 3),
    )
    assert moved == [(15, 10)]


def test_slices_that_are_farther_apart_are_there_again_after_reopening(
    window: MainWindow, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    session, panel = window.context.session, window.workbench.volume_panel
    assert not panel.slices_apart.isEnabled()
    window.editor.change("voxel size", voxel_m=1e-6)
    assert panel.slices_apart.value() == 1
    panel.slices_apart.setValue(1.5)
    qtbot.waitUntil(lambda: session.source.shape == (45, 20, 20), timeout=SOON_MS)
    assert session.draft.box.shape == (45, 20, 20)
    assert panel.slices_apart.value() == pytest.approx(1.5)
    qtbot.waitUntil(window.context.actions["use_box"].isEnabled, timeout=SOON_MS)
    window.context.actions["use_box"].trigger()
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    assert session.sample.phases.shape == session.preview.phases.shape
    folder = session.project.folder
    window.close()

    again = make_window()
    again.open_path(folder)
    found = again.context.session
    qtbot.waitUntil(lambda: found.source is not None, timeout=SOON_MS)
    assert found.source.shape == (45, 20, 20)
    assert again.workbench.volume_panel.slices_apart.value() == pytest.approx(1.5)


def test_a_distance_of_slices_that_makes_no_sense_is_refused(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, panel = window.context.session, window.workbench.volume_panel
    window.editor.change("voxel size", voxel_m=1e-6)
    with qtbot.waitSignal(window.background.failed, timeout=SOON_MS) as refused:
        panel.slices_apart.setValue(500)
    assert "500 times" in str(refused.args[0])
    assert session.source.shape == (30, 20, 20)
    assert panel.slices_apart.value() == 1
