"""What wetview has written is opened again, for example from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox

from wetview.app import export_commands
from wetview.app.models import Step
from wetview.pores import label_pores
from wetview.project import (
    FillingWriter,
    Project,
    provenance,
    shipped_dataset_path,
    shipped_model_path,
    write_bundle,
    write_sample,
)
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000
SHAPE = (24, 20, 20)

pytestmark = pytest.mark.gl


def _write_sample(path: Path) -> None:
    phases = generate_electrode(SHAPE, seed=1)
    write_sample(path, phases, label_pores(phases), provenance=provenance({}, None))


def _write_run(path: Path, *, n_frames: int) -> None:
    """A filling in which all pores fill evenly."""
    phases = generate_electrode(SHAPE, seed=1)
    pores = label_pores(phases)
    with FillingWriter(
        path,
        phases=phases,
        pores=pores,
        name="electrode, 2 atm",
        description={"kind": "simulate", "pressure_pa": 2e5},
        provenance=provenance({}, None),
    ) as writer:
        for index in range(n_frames):
            share = index / n_frames
            writer.add_sample(index, 1e-6 * index, share, np.full(len(pores), share))
            frame = np.uint8(round(255 * share)) * phases.is_pore
            writer.add_frame(1e-6 * index, share, frame)
        writer.finish("flat", {"saturation": 0.9})


def test_a_loose_sample_is_shown_with_its_pores_and_can_be_cropped(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "sample.h5"
    _write_sample(path)
    window = make_window()
    window.open_path(path)
    session = window.context.session
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    assert session.step is Step.PORES
    assert session.sample.pores is not None
    assert session.sample.path.is_relative_to(session.project.folder)
    assert session.source.shape == SHAPE
    assert session.draft.voxel_m == session.sample.phases.voxel_m


def test_the_tomogram_that_is_open_stays_with_its_settings(
    make_window: Callable[[], MainWindow],
    tomogram: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "sample.h5"
    _write_sample(path)
    window = make_window()
    window.projects.require("mine")
    session = window.context.session
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    window.open_path(path)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=SOON_MS)
    assert session.source.path == tomogram


def test_loose_runs_of_one_electrode_are_shown_side_by_side(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [tmp_path / f"run {n}.h5" for n in (4, 6)]
    window = make_window()
    session = window.context.session
    for n_frames, path in zip((4, 6), paths, strict=True):
        _write_run(path, n_frames=n_frames)
        window.open_path(path)
        qtbot.waitUntil(
            lambda n=n_frames: (
                session.step is Step.SIMULATE and session.filling.n_frames == n
            ),
            timeout=SOON_MS,
        )
    assert len(session.project.samples()) == 1
    assert len(session.project.runs()) == 2
    session.set_step(Step.COMPARE)
    comparing = window.context.comparing
    qtbot.waitUntil(lambda: comparing.compared is not None, timeout=SOON_MS)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (shipped_model_path(), "is a trained network"),
        (shipped_dataset_path(), "is a data set"),
    ],
)
def test_what_holds_no_electrode_is_refused_with_where_it_belongs(
    path: Path, told: str, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = make_window()
    window.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=SOON_MS)
    box = window.findChild(QMessageBox)
    assert told in box.text()
    assert "Learn" in box.informativeText()
    assert window.context.session.is_empty
    box.reject()


def test_of_a_damaged_run_no_project_is_left(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "run.h5"
    _write_run(path, n_frames=4)
    path.write_bytes(path.read_bytes()[:-4000])
    window = make_window()
    window.projects.take_in(path)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=SOON_MS)
    window.findChild(QMessageBox).reject()
    assert window.context.session.is_empty
    assert not list((tmp_path / "projects").glob("*"))


def test_a_bundle_is_unpacked_where_the_user_wants_it(
    make_window: Callable[[], MainWindow],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = Project.create(tmp_path / "own.wetview", "own")
    _write_sample(project.new_sample_path("electrode"))
    project.refresh()
    bundle = tmp_path / "bundle.zip"
    write_bundle(project, bundle)
    there = tmp_path / "there.wetview"
    monkeypatch.setattr(export_commands, "ask_new_project", lambda *_: there)
    window = make_window()
    window.open_path(bundle)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    assert session.project.folder == there


def test_a_file_of_a_project_opens_the_project(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    project = Project.create(tmp_path / "own.wetview", "own")
    _write_sample(project.new_sample_path("electrode"))
    project.refresh()
    window = make_window()
    window.open_path(project.samples()[0].path)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    assert session.project.folder == project.folder
