"""How soon a moved slider is answered on the page Predict, in a real window.

    python benchmarks/predict_slider.py SAMPLE.h5

Needs a screen (`xvfb-run -s "-screen 0 1600x1000x24"` will do) and a sample whose pores
are known. Prints milliseconds from the change of a condition until the window has the
prediction, and until its 3D view and curves are drawn again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wetview.app.application import Appearance
from wetview.app.models import Conditions, LearnPage, Step
from wetview.app.preferences import Preferences
from wetview.app.window import MainWindow
from wetview.project import Project, provenance, read_sample

if TYPE_CHECKING:
    from collections.abc import Callable

_N_MOVES = 30
_PAUSE_MS = 300


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sample", type=Path)
    sample = read_sample(parser.parse_args().sample)
    QCoreApplication.setOrganizationName("wetview benchmarks")
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "slider.wetview", "slider")
        project.add_sample("sample", sample.phases, sample.pores, provenance({}, None))
        preferences = Preferences()
        appearance = Appearance(app, preferences)
        window = MainWindow(preferences, appearance.theme)
        appearance.attach(window)
        window.resize(1440, 900)
        window.show()
        _wait(app, lambda: window.workbench.scene_view.is_built)
        window.open_path(project.folder)
        session, learning = window.context.session, window.context.learning
        _wait(app, lambda: session.sample is not None)
        learning.set_page(LearnPage.PREDICT)
        session.set_step(Step.LEARN)
        desk = learning.prediction
        _wait(app, lambda: desk.predicted is not None)
        first = Conditions.of(session.request)
        known, drawn, worked = [], [], []
        loop = QEventLoop()
        for pressure_pa in np.geomspace(5e4, 8e5, _N_MOVES):
            fluids = replace(first.fluids, contact_angle_deg=80.0)
            before = desk.predicted
            started_s = time.perf_counter()
            desk.set_conditions(replace(first, fluids=fluids, pressure_pa=pressure_pa))
            desk.predicted_changed.connect(loop.quit)
            loop.exec()  # sleeps between events, as the window does
            desk.predicted_changed.disconnect(loop.quit)
            assert desk.predicted is not before
            known.append(time.perf_counter() - started_s)
            worked.append(desk.seconds)
            QTimer.singleShot(0, loop.quit)
            loop.exec()
            app.processEvents()
            drawn.append(time.perf_counter() - started_s)
            QTimer.singleShot(_PAUSE_MS, loop.quit)
            loop.exec()
        print(f"pores {len(sample.pores or ())}, load {os.getloadavg()[0]:.1f}")
        for name, seconds in (
            ("prediction alone", worked),
            ("known to the window", known),
            ("drawn", drawn),
        ):
            ordered = sorted(1e3 * value for value in seconds)
            print(
                f"{name:20} median {statistics.median(ordered):6.1f} ms, "
                f"p90 {ordered[int(0.9 * len(ordered))]:6.1f} ms"
            )
        window.close()


def _wait(app: QApplication, is_so: Callable[[], bool], limit_s: float = 300) -> None:
    ends = time.perf_counter() + limit_s
    while not is_so():
        app.processEvents()
        if time.perf_counter() > ends:
            raise TimeoutError


if __name__ == "__main__":
    main()
