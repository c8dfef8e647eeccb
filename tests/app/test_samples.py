"""Samples of the project are renamed, and removed with what was made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox
from vtkmodules.vtkRenderingCore import vtkActor

from wetview.app.control.sample_of_run import remember_sample_of_run
from wetview.errors import UserError
from wetview.pores import label_pores
from wetview.project import FillingWriter, Project, provenance, read_sample
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow
    from wetview.volume import Phases

SOON_MS = 60_000

pytestmark = pytest.mark.gl


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    """Two samples with a run each, one more of the first, and one of neither."""
    project = Project.create(tmp_path / "Two.wetview", "Two")
    for number, name in enumerate(("First", "Second"), 1):
        phases = generate_electrode((20, 16, 16), seed=number)
        entry = project.add_sample(
            name, phases, label_pores(phases), provenance({"seed": number}, None)
        )
        run = _write_run(project, name, phases)
        remember_sample_of_run(project, run, entry.path)
    for name, sample in (("By hand", "First"), ("Lost", "Elsewhere")):
        _write_run(project, name, replace(phases, name=sample))
    project.refresh()
    window = make_window()
    window.open_path(project.folder)
    qtbot.waitUntil(lambda: window.context.session.sample is not None, timeout=SOON_MS)
    return window


def _write_run(project: Project, name: str, phases: Phases) -> Path:
    path = project.new_run_path(name)
    with FillingWriter(
        path, phases=phases, pores=None, name=name, description={}, provenance={}
    ) as writer:
        writer.add_sample(0, 0.0, 0.0, [])
        writer.add_frame(0.0, 0.0, np.zeros(phases.shape, np.uint8))
        writer.finish("flat", {})
    return path


def _runs(window: MainWindow) -> set[str]:
    return set(window.workbench.simulate_panel.runs.texts)


def _names(window: MainWindow) -> list[str]:
    return [entry.name for entry in window.context.session.project.samples()]


def test_a_sample_has_its_new_name_in_the_line_above_and_in_its_file(
    window: MainWindow, qtbot: QtBot
) -> None:
    sample = window.context.session.sample
    assert sample.name == "Second"
    before = read_sample(sample.path)
    window.samples.rename("Cathode, batch 7")
    qtbot.waitUntil(lambda: "Cathode, batch 7" in _names(window), timeout=SOON_MS)
    after = read_sample(sample.path)
    assert after.phases.name == "Cathode, batch 7"
    assert np.array_equal(after.phases.labels, before.phases.labels)
    assert np.array_equal(after.pores.labels, before.pores.labels)
    assert after.provenance == before.provenance
    qtbot.waitUntil(
        lambda: window.context.session.sample.name == "Cathode, batch 7",
        timeout=SOON_MS,
    )
    assert [entry.name for entry in window.samples.runs] == ["Second"]


def test_a_sample_goes_with_its_own_runs_alone_and_another_is_shown(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    in_trash: Callable[[], set[str]],
) -> None:
    asked = []
    monkeypatch.setattr(
        "wetview.app.sample_commands.ask",
        lambda _, text, details, **words: asked.append((text, details)) or True,
    )
    session = window.context.session
    path = session.sample.path
    window.context.actions["delete_sample"].trigger()
    ((text, details),) = asked
    assert "Second" in text
    assert "the run that was made of it" in details
    assert not path.exists()
    assert len(in_trash()) == 2  # both are called Second.h5
    assert _names(window) == ["First"]
    left = {run.path.stem for run in session.project.runs()}
    assert left == {"First", "By-hand", "Lost"}
    qtbot.waitUntil(
        lambda: session.sample is not None and session.sample.name == "First",
        timeout=SOON_MS,
    )
    window.context.actions["delete_sample"].trigger()
    assert "the 2 runs that were made of it" in asked[-1][1]
    assert session.sample is None
    assert _names(window) == []
    assert not window.context.actions["delete_sample"].isEnabled()
    assert window.findChild(QMessageBox) is None


def test_a_run_made_elsewhere_is_listed_with_the_sample_that_it_names(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.context.session
    assert session.sample.name == "Second"
    assert _runs(window) == {"Second", "Lost"}
    first = session.project.samples()[0]
    window.projects.open_sample(first.path)
    qtbot.waitUntil(lambda: session.sample.name == "First", timeout=SOON_MS)
    assert _runs(window) == {"First", "By hand", "Lost"}


def test_without_a_sample_nothing_stands_in_the_3d_view(
    window: MainWindow, qtbot: QtBot
) -> None:
    scene = window.workbench.scene_view._scene
    session = window.context.session
    sample = session.sample
    qtbot.waitUntil(lambda: scene.is_shown("axes"), timeout=SOON_MS)
    session.set_sample(None)
    assert not any(
        actor.GetVisibility()
        for actor in scene.renderer.GetViewProps()
        if isinstance(actor, vtkActor)
    )
    session.set_sample(sample)
    assert scene.is_shown("axes")
    assert scene.is_shown("solid")


def test_nothing_changes_while_a_job_is_at_work(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Running:
        title = "Simulating"

    monkeypatch.setattr(window.context.jobs, "active", lambda: [Running()])
    for work in (window.samples.delete, lambda: window.samples.rename("Other")):
        with pytest.raises(UserError, match="Simulating"):
            work()
    assert _names(window) == ["First", "Second"]
    assert window.context.session.sample is not None
    monkeypatch.undo()
