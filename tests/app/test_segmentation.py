"""A grey tomogram divided into classes in the window: panel, histogram, slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QPoint, Qt

from wetview.app.models import Draft
from wetview.app.panels.steps_form import StepsForm
from wetview.app.panels.threshold_form import ThresholdForm
from wetview.app.views.histogram_view import HistogramView
from wetview.app.views.slice_canvas import SliceCanvas
from wetview.volume import Box, Phase
from wetview.volume.filters import Contrast, Median

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SOON_MS = 60_000
SHARES = {Phase.PORE: 0.5, Phase.BINDER: 0.125, Phase.ACTIVE_MATERIAL: 0.375}
GREYS = (40, 120, 200)


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    """Open three slabs of grey along y with noise: pore, binder, active material."""
    rng = np.random.default_rng(0)
    grey = np.repeat(GREYS, (16, 4, 12)).astype(float)
    voxels = rng.normal(grey[None, :, None], 8.0, (24, 32, 16))
    path = tmp_path / "grey.tif"
    tifffile.imwrite(path, voxels.clip(0, 255).astype(np.uint8))
    window = make_window()
    window.open_path(path)
    session = window.context.session
    qtbot.waitUntil(lambda: session.draft is not None, timeout=SOON_MS)
    window.editor.change("voxel size", voxel_m=1e-6)
    return window


def _preview(window: MainWindow, qtbot: QtBot) -> dict[Phase, float]:
    session = window.context.session
    qtbot.waitUntil(lambda: session.preview is not None, timeout=SOON_MS)
    labels = session.preview.phases.labels
    return {phase: float(np.mean(labels == phase)) for phase in Phase}


def test_three_classes_are_found_and_their_thresholds_dragged(window, qtbot):
    session, editor = window.context.session, window.editor
    form = window.workbench.volume_panel.findChild(ThresholdForm)
    assert session.draft.classes == (Phase.PORE, Phase.ACTIVE_MATERIAL)
    form._count.setCurrentIndex(1)
    form._count.edited.emit(3)
    assert session.draft.classes == (
        Phase.PORE,
        Phase.BINDER,
        Phase.ACTIVE_MATERIAL,
    )
    low, high = session.draft.thresholds
    assert 60 < low < 100
    assert 140 < high < 180
    assert _preview(window, qtbot) == pytest.approx(SHARES, abs=0.01)
    assert session.preview.phases.voxel_m == 1e-6

    histogram = window.findChild(HistogramView)
    x = round(histogram._x_of(high))
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    qtbot.mouseMove(histogram, QPoint(0, 20))
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(0, 20))
    # It stays above the other one, and one step takes it back.
    assert session.draft.thresholds[0] == low
    assert low < session.draft.thresholds[1] < low + 1e-6
    editor.stack.undo()
    assert session.draft.thresholds[1] == pytest.approx(high, abs=3)


def test_pores_may_be_bright_and_something_is_always_pore(window, qtbot):
    session = window.context.session
    form = window.workbench.volume_panel.findChild(ThresholdForm)
    form._roles[0].setProperty("class", 0)
    form._roles[0].edited.emit(Phase.ACTIVE_MATERIAL)
    assert session.draft.classes == (Phase.ACTIVE_MATERIAL, Phase.PORE)
    shares = _preview(window, qtbot)
    assert shares[Phase.PORE] == pytest.approx(
        SHARES[Phase.BINDER] + SHARES[Phase.ACTIVE_MATERIAL], abs=0.13
    )


def test_settings_of_older_projects_are_understood():
    stored = Draft(Box.whole((4, 4, 4))).as_dict()
    del stored["thresholds"], stored["classes"]
    older = stored | {"threshold": 7.0, "pore_is_dark": False}
    draft = Draft.from_dict(older)
    assert draft.thresholds == (7.0,)
    assert draft.classes == (Phase.ACTIVE_MATERIAL, Phase.PORE)
    assert Draft.from_dict(draft.as_dict()) == draft
    with pytest.raises(ValueError, match="1 thresholds divide 0 classes"):
        Draft.from_dict(draft.as_dict() | {"classes": []})


def test_filters_are_seen_on_the_slices_and_contrast_moves_the_threshold(window, qtbot):
    session, desk = window.context.session, window.context.slices
    editor, raw = window.editor, session.source.volume.voxels
    threshold = session.draft.thresholds[0]
    editor.add_step(Median(1))
    qtbot.waitUntil(lambda: (0, 12) in desk.filtered, timeout=SOON_MS)
    seen = desk.filtered[0, 12]
    assert np.std(seen[:10]) < 0.6 * np.std(raw[12, :10])
    editor.add_step(Contrast(40, 200))
    level = (threshold - 40) * 255 / 160
    assert session.draft.thresholds == pytest.approx((level,))
    qtbot.waitUntil(lambda: (0, 12) in desk.filtered, timeout=SOON_MS)
    assert np.mean(desk.filtered[0, 12] <= level) == pytest.approx(0.625, abs=0.13)
    # What the slices show is what "Use this box" takes.
    pores = _preview(window, qtbot)[Phase.PORE]
    assert np.mean(desk.filtered[0, 12] <= level) == pytest.approx(pores, abs=0.02)
    desk.go_to((3, 16, 8))
    qtbot.waitUntil(lambda: (0, 3) in desk.filtered, timeout=SOON_MS)
    editor.remove_step(1)
    assert session.draft.thresholds == pytest.approx((threshold,))
    editor.remove_step(0)
    assert not desk.filtered
    # Contrast that is none is told beside its fields.
    steps = window.workbench.volume_panel.findChild(StepsForm)
    steps._kind.set_value("contrast")
    steps._white.set_value(steps._black.value())
    steps._add.click()
    assert "black" in steps._problem.text()
    assert session.draft.steps == ()


def test_doubtful_values_are_pore_where_they_join_pores(window, qtbot):
    session = window.context.session
    form = window.workbench.volume_panel.findChild(ThresholdForm)
    window.editor.change("threshold", thresholds=(80.0,))
    strict = _preview(window, qtbot)[Phase.PORE]
    form._doubts.setChecked(True)
    form._doubts.edited.emit(True)
    assert session.draft.doubtful > 80
    # The slab of binder touches the pores: with all of it doubtful it becomes pore.
    form._doubtful.edited.emit(160.0)
    wide = _preview(window, qtbot)[Phase.PORE]
    assert strict == pytest.approx(0.5, abs=0.01)
    assert wide == pytest.approx(0.625, abs=0.01)
    assert Draft.from_dict(session.draft.as_dict()) == session.draft
    # The threshold pushes the doubtful value before it.
    window.editor.change_threshold(0, 170.0, key="drag")
    assert session.draft.doubtful == 170.0
    form._otsu.click()
    assert session.draft.doubtful is None
    # Where bright becomes pore, the doubtful value would lie in the pores.
    form._doubts.edited.emit(True)
    assert session.draft.doubtful is not None
    form._roles[0].edited.emit(Phase.ACTIVE_MATERIAL)
    assert session.draft.doubtful is None
    assert session.draft.classes == (Phase.ACTIVE_MATERIAL, Phase.PORE)


def test_a_tomogram_too_large_to_hold_is_seen_coarsely_and_cut_in_full(
    make_window, tmp_path, qtbot, monkeypatch
):
    from wetview.app.control import tomogram

    monkeypatch.setattr(tomogram, "WHOLE_BYTES", 10_000)
    monkeypatch.setattr(tomogram, "_LOOK_BYTES", 2_000)
    rng = np.random.default_rng(1)
    voxels = rng.integers(0, 2, (30, 20, 25), dtype=np.uint8)
    path = tmp_path / "large.tif"
    tifffile.imwrite(path, voxels)
    window = make_window()
    window.open_path(path)
    session, desk = window.context.session, window.context.slices
    qtbot.waitUntil(lambda: session.draft is not None, timeout=SOON_MS)
    source = session.source
    assert source.step > 1
    assert source.shape == voxels.shape
    assert source.volume.voxels.nbytes <= 2_000
    assert session.draft.box.shape < voxels.shape
    assert desk.places == (15, 10, 12)
    canvas = next(c for c in window.findChildren(SliceCanvas) if c.axes == (0, 1))
    assert canvas._size == (30, 20)
    box = Box((3, 29), (1, 19), (0, 25))
    window.editor.change("box", box=box, voxel_m=1e-6, grid_voxel_m=1e-6)
    window.editor.change_thickness_axis(1)
    assert session.source.shape == (20, 30, 25)
    qtbot.waitUntil(
        lambda: session.preview is not None and session.preview.phases is not None,
        timeout=SOON_MS,
    )
    cut = voxels[3:29, 1:19].transpose(1, 0, 2)
    assert np.array_equal(session.preview.phases.labels, cut)
