"""Samples and runs from elsewhere in a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import (
    Project,
    provenance,
    read_filling,
    read_sample,
    take_in,
    write_sample,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.volume import Phases

    WriteRun = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project."""
    return Project.create(tmp_path / "mine.wetview", "mine")


def test_a_run_comes_with_its_sample(
    project: Project, write_run: WriteRun, tmp_path: Path, phases: Phases
) -> None:
    path = write_run(tmp_path / "theirs.h5")
    taken = take_in(project, path)
    assert read_filling(taken.run).n_frames == read_filling(path).n_frames
    found = read_sample(taken.sample)
    np.testing.assert_array_equal(found.phases.labels, phases.labels)
    assert len(found.pores) == 2
    assert [e.path for e in project.runs()] == [taken.run]
    assert [e.path for e in project.samples()] == [taken.sample]


def test_runs_of_one_sample_share_it(
    project: Project,
    write_run: WriteRun,
    tmp_path: Path,
    phases: Phases,
    pores: Pores,
) -> None:
    known = project.add_sample("known", phases, pores, provenance({}, None))
    short = take_in(project, write_run(tmp_path / "short.h5", 3))
    long = take_in(project, write_run(tmp_path / "long.h5", 6))
    assert short.sample == long.sample == known.path
    assert short.run != long.run


def test_the_same_file_is_taken_in_once(
    project: Project, write_run: WriteRun, tmp_path: Path
) -> None:
    path = write_run(tmp_path / "theirs.h5")
    assert take_in(project, path) == take_in(project, path)
    assert len(project.runs()) == len(project.samples()) == 1


def test_other_voxels_or_other_pores_are_another_sample(
    project: Project, tmp_path: Path, phases: Phases, pores: Pores
) -> None:
    finer = replace(phases, voxel_m=phases.voxel_m / 2)
    taken = set()
    for number, (its_phases, its_pores) in enumerate(
        ((phases, pores), (phases, None), (finer, None))
    ):
        path = tmp_path / f"{number}.h5"
        write_sample(path, its_phases, its_pores, provenance=provenance({}, None))
        taken.add(take_in(project, path).sample)
    assert len(taken) == 3


def test_other_files_are_refused(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("notes")
    with pytest.raises(UserError, match="neither a sample nor a run"):
        take_in(project, path)
