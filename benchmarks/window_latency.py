"""How late the window answers while a simulation runs beside it.

Run by hand, with a screen or under Xvfb: `python benchmarks/window_latency.py`. A timer
of 10 ms runs in the window's thread; how much later than that each tick comes is how
long a click would have waited.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from wetview.app.application import Appearance, prepare_platform
from wetview.app.models import Step
from wetview.app.preferences import Preferences
from wetview.app.window import MainWindow
from wetview.pores import label_pores
from wetview.project import Project, provenance
from wetview.volume import generate_electrode

TICK_S = 0.01
PATIENCE_S = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--shape", default="64x48x48")
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        late_s = measure(Path(folder), arguments)
    p50, p95, p99, most = np.percentile(1e3 * late_s, [50, 95, 99, 100])
    over = float(np.mean(late_s > 0.1))
    if arguments.json:
        print(
            json.dumps({"late_ms": {"p50": p50, "p95": p95, "p99": p99, "max": most}})
        )
        return
    print(
        f"{len(late_s)} ticks: late by p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f},"
        f" max {most:.0f} ms; {over:.2%} later than 100 ms"
    )


def measure(folder: Path, arguments: argparse.Namespace) -> np.ndarray:
    """Lateness of every tick while a simulation runs and is shown."""
    prepare_platform()
    app = QApplication(["wetview"])
    preferences = Preferences(
        QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    )
    preferences.projects_folder = folder / "projects"
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.theme)
    appearance.attach(window)
    window.resize(*(int(n) for n in arguments.size.split("x")))
    window.show()
    nx, ny, nz = (int(n) for n in arguments.shape.split("x"))
    window.open_path(_project(folder, (nx, ny, nz)))
    session = window.context.session
    _wait(app, lambda: session.sample is not None)
    _wait(app, lambda: window.workbench.scene_view.is_built)
    session.set_step(Step.SIMULATE)
    simulate = window.context.actions["simulate"]
    _wait(app, simulate.isEnabled)
    simulate.trigger()
    _wait(app, lambda: session.filling is not None and session.filling.n_frames >= 3)

    late_s: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late_s.append(now - last - TICK_S)
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(round(1e3 * TICK_S))
    end = time.perf_counter() + arguments.seconds
    while time.perf_counter() < end and window.context.jobs.active("simulate"):
        app.processEvents()
        time.sleep(0.001)
    timer.stop()
    window.job_center.stop_all()
    window.job_center.wait(10)
    window.close()
    app.processEvents()
    return np.maximum(late_s, 0)


def _project(folder: Path, shape: tuple[int, int, int]) -> Path:
    phases = generate_electrode(shape, seed=0)
    project = Project.create(folder / "projects" / "latency.wetview", "latency")
    project.add_sample("electrode", phases, label_pores(phases), provenance({}, None))
    return project.folder


def _wait(app: QApplication, condition) -> None:
    end = time.perf_counter() + PATIENCE_S
    while not condition():
        if time.perf_counter() > end:
            message = "the window did not get ready"
            raise TimeoutError(message)
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main()
