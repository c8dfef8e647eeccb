"""A grey tomogram divided into classes in the window: panel, histogram, slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QPoint, Qt

from wetview.app.models import Draft
from wetview.app.panels.threshold_form import ThresholdForm
from wetview.app.views.histogram_view import HistogramView
from wetview.volume import Box, Phase

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
