"""A window of the program, and small electrodes to open in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tifffile

from wetview.app.application import Appearance
from wetview.app.preferences import Preferences
from wetview.app.window import MainWindow
from wetview.jobs.engine_speed import keep_speed
from wetview.lbm.self_timing import EngineSpeed
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

VOXEL_UM = 1.0
SHAPE = (30, 20, 20)


@pytest.fixture
def in_trash() -> Callable[[], set[str]]:
    """Give a function that names what lies in the trash of this test."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("the trash lies elsewhere on this system")
    folder = Path(os.environ["XDG_DATA_HOME"], "Trash", "files")
    return lambda: {path.name for path in folder.iterdir()}


@pytest.fixture
def make_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    """Give a function that opens a window whose projects lie in `tmp_path`."""
    from PySide6.QtWidgets import QApplication

    # The job's process needs the same Python path; its caches may stay. What is known
    # of the speed need not be measured beside the test.
    keep_speed(EngineSpeed(5e6, "CPU, 2 cores"))
    windows: list[MainWindow] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def make() -> MainWindow:
        preferences = Preferences()
        preferences.projects_folder = tmp_path / "projects"
        preferences.theme = "light"
        appearance = Appearance(app, preferences)
        window = MainWindow(preferences, appearance.theme)
        appearance.attach(window)
        window.resize(1200, 800)
        window.show()
        windows.append(window)
        qtbot.waitUntil(lambda: window.workbench.scene_view.is_built, timeout=120_000)
        return window

    yield make
    import shiboken6

    for window in windows:
        if shiboken6.isValid(window):
            window.job_center.stop_all()
            window.job_center.wait(10)
            window.close()
    app.setStyleSheet("")


@pytest.fixture
def tomogram(tmp_path: Path) -> Path:
    """Return a small segmented electrode as a TIFF file without a voxel size."""
    phases = generate_electrode(SHAPE, seed=3)
    path = tmp_path / "small electrode.tif"
    tifffile.imwrite(path, phases.labels, photometric="minisblack")
    return path
