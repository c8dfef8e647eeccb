"""Samples that wetview has written, for example on the command line, are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wetview.pores import label_pores
from wetview.project import Project, provenance, write_sample
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000

pytestmark = pytest.mark.gl


def test_of_a_sample_the_phases_are_opened_with_their_voxel_size(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    phases = generate_electrode((24, 20, 20), seed=1)
    path = tmp_path / "sample.h5"
    write_sample(path, phases, label_pores(phases), provenance=provenance({}, None))
    window = make_window()
    window.open_path(path)
    session = window.context.session
    qtbot.waitUntil(lambda: session.source is not None, timeout=SOON_MS)
    assert session.source.shape == phases.shape
    assert session.draft.voxel_m == phases.voxel_m


def test_a_file_of_a_project_opens_the_project(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    project = Project.create(tmp_path / "own.wetview", "own")
    phases = generate_electrode((24, 20, 20), seed=1)
    project.add_sample("electrode", phases, label_pores(phases), provenance({}, None))
    (path,) = (project.folder / "volumes").glob("*.h5")
    window = make_window()
    window.open_path(path)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    assert session.project.folder == project.folder
