"""The tomogram in 3D in the step Volume, and its box dragged with the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from wetview.app.models import Step
from wetview.app.theme import DARK, LIGHT
from wetview.app.views.tomogram_picture import tomogram_picture
from wetview.scene import picture
from wetview.volume import Box, Phase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SOON_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> MainWindow:
    window = make_window()
    window.open_path(tomogram)
    session = window.context.session
    qtbot.waitUntil(lambda: session.draft is not None, timeout=SOON_MS)
    window.editor.change("voxel size", voxel_m=1e-6)
    window.context.actions["tomogram_3d"].trigger()
    view = window.workbench.scene_view
    qtbot.waitUntil(
        lambda: window.context.slices.picture is not None and view.isVisible(),
        timeout=SOON_MS,
    )
    QApplication.processEvents()
    return window


def _pixel(window: MainWindow, place_um: list[float]) -> QPointF:
    """Return where a place is seen, in the coordinates of the 3D view."""
    view = window.workbench.scene_view
    renderer = view._tomogram_scene.renderer
    renderer.SetWorldPoint(*place_um, 1.0)
    renderer.WorldToDisplay()
    x, y, _ = renderer.GetDisplayPoint()
    return QPointF(x, view._interactor.height() - 1 - y)


def _send(window: MainWindow, kind: QEvent.Type, at: QPointF) -> None:
    target = window.workbench.scene_view._interactor
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
    event = QMouseEvent(
        kind, at, target.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, event)
    QApplication.processEvents()


def test_a_face_of_the_box_is_dragged_and_comes_back_in_one_step(window) -> None:
    session = window.context.session
    window.workbench.scene_view.render_soon()
    QApplication.processEvents()
    start = _pixel(window, [30.0, 10.0, 10.0])
    end = _pixel(window, [18.0, 10.0, 10.0])
    _send(window, QEvent.Type.MouseButtonPress, start)
    for share in (0.3, 0.6, 1.0):
        _send(window, QEvent.Type.MouseMove, start + share * (end - start))
    assert session.draft.box != Box.whole((30, 20, 20))
    _send(window, QEvent.Type.MouseButtonRelease, end)
    box = session.draft.box
    assert box.y == box.z == (0, 20)
    assert box.x[0] == 0
    assert box.x[1] == pytest.approx(18, abs=2)
    # The camera was not turned by it, and the drag is one step of undo.
    assert not window.workbench.scene_view._was_turned["tomogram"]
    window.editor.stack.undo()
    assert session.draft.box == Box.whole((30, 20, 20))


def test_only_the_box_is_drawn_and_the_slices_come_back(window, qtbot) -> None:
    view, session = window.workbench.scene_view, window.context.session
    scene = view._tomogram_scene

    def n_seen() -> int:
        view._interactor.render()
        shown = picture(scene).astype(int)
        # What is grey, neither the ground nor coloured lines.
        spread = shown.max(axis=2) - shown.min(axis=2)
        return int(np.count_nonzero((spread < 30) & (shown.max(axis=2) < 190)))

    whole = n_seen()
    window.editor.change("box", box=Box((0, 10), (0, 20), (0, 20)))
    assert 0.1 * whole < n_seen() < 0.8 * whole
    window.context.actions["tomogram_3d"].trigger()
    assert window.workbench.slices.isVisible()
    assert not view.isVisible()
    window.context.actions["tomogram_3d"].trigger()
    qtbot.waitUntil(lambda: session.preview is not None, timeout=SOON_MS)
    window.sample_maker.use_box()
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.PORES)
    assert view._shown == "sample"
    assert not window.context.actions["tomogram_3d"].isEnabled()
    session.set_step(Step.VOLUME)
    assert view._shown == "tomogram"


def test_pores_are_clear_and_phases_have_their_colours(window) -> None:
    source, draft = window.context.session.source, window.context.session.draft
    pixels = tomogram_picture(source, draft, LIGHT)
    assert pixels.shape == (*source.volume.shape, 4)
    is_pore = source.volume.voxels == 0
    assert pixels[is_pore, 3].mean() < 110
    assert pixels[~is_pore, 3].mean() > 150
    other = tomogram_picture(source, draft, DARK)
    assert (other[..., 3] == pixels[..., 3]).all()
    assert (other[..., :3] != pixels[..., :3]).any()
    swapped = tuple(
        (label, Phase.PORE if phase is not Phase.PORE else Phase.ACTIVE_MATERIAL)
        for label, phase in draft.roles
    )
    turned = tomogram_picture(source, replace(draft, roles=swapped), LIGHT)
    assert turned[is_pore, 3].mean() > 150


def test_another_tomogram_is_not_seen_in_the_place_of_the_new_one(
    window, qtbot, tmp_path: Path
) -> None:
    view, desk = window.workbench.scene_view, window.context.slices
    scene = view._tomogram_scene
    seen: list[tuple[int, ...] | None] = []

    def note() -> None:
        is_drawn = bool(scene.renderer.HasViewProp(scene._volume))
        seen.append(desk.picture.shape[:3] if desk.picture is not None else None)
        assert is_drawn == (desk.picture is not None)
        assert bool(scene._widget.GetEnabled()) == is_drawn

    desk.picture_changed.connect(note)
    other = tmp_path / "other.npy"
    np.save(other, np.random.default_rng(0).integers(0, 255, (12, 16, 10), np.uint8))
    window.open_path(other)
    qtbot.waitUntil(lambda: len(seen) >= 2, timeout=SOON_MS)
    assert seen == [None, (12, 16, 10)]
    assert window.context.session.source.shape == (12, 16, 10)
