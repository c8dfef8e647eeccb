"""Representative boxes of a sample in the window: found, shown, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget

from wetview.jobs import ElectrodeSettings
from wetview.project import Project, provenance, read_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SOON_MS = 60_000


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    """Open a project with one sample of 48 x 32 x 32 voxels."""
    asked = ElectrodeSettings(name="e", shape=(48, 32, 32), mean_diameter_m=6e-6)
    project = Project.create(tmp_path / "boxes.wetview", "boxes")
    project.add_sample("e", asked.generate(), None, provenance({}, None))
    window = make_window()
    window.open_path(project.folder)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    return window


def test_boxes_are_listed_shown_and_kept_as_samples(window, qtbot):
    boxes, session = window.context.boxes, window.context.session
    dialog = window.sample_commands.find_boxes()
    assert dialog.wanted.shape == (24, 16, 16)
    dialog._number.setValue(4)
    dialog._tolerance.setValue(20)
    dialog._find.click()
    qtbot.waitUntil(lambda: boxes.found is not None, timeout=SOON_MS)
    assert len(boxes.found.boxes) == 4
    assert dialog.findChild(QTableWidget).rowCount() == 4
    scene = window.workbench.scene_view._scene
    assert scene._boxes.is_shown
    dialog._keep.click()
    qtbot.waitUntil(lambda: len(session.project.samples()) == 5, timeout=SOON_MS)
    kept = read_sample(session.project.samples()[-1].path)
    assert kept.phases.shape == (24, 16, 16)
    assert kept.phases.porosity == pytest.approx(boxes.found.porosity[-1])
    dialog.close()
    assert boxes.found is None
    assert not scene._boxes.is_shown


def test_the_escape_key_takes_the_boxes_away_too(window, qtbot):
    boxes = window.context.boxes
    dialog = window.sample_commands.find_boxes()
    dialog._tolerance.setValue(50)
    dialog._find.click()
    qtbot.waitUntil(lambda: boxes.found is not None, timeout=SOON_MS)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert boxes.found is None
    # Nobody who is gone listens any more.
    boxes.set_found(None, None)


def test_that_no_box_fits_is_said(window, qtbot):
    dialog = window.sample_commands.find_boxes()
    dialog._shape[0].setValue(60)
    dialog._find.click()
    qtbot.waitUntil(lambda: "does not fit" in dialog._note.text(), timeout=SOON_MS)
    assert dialog._find.isEnabled()
    assert not dialog._keep.isEnabled()
    dialog.close()
