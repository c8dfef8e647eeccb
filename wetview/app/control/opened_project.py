"""Reads, makes and copies projects, in the background: what the window then shows."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.app.control.sample_of_run import (
    find_samples_of_runs,
    remember_sample_of_run,
)
from wetview.app.models import OpenSample
from wetview.errors import UserError
from wetview.jobs.demo import SAMPLE_NAME
from wetview.project import Project, provenance, read_filling, read_sample, take_in
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from wetview.filling import Filling

_log = logging.getLogger(__name__)
WINDOW_SETTINGS = "window"
"""Under what a project remembers what the window showed."""
_EXAMPLE_SHAPE = (64, 48, 48)
_EXAMPLE_SEED = 1


@dataclass(frozen=True)
class OpenedProject:
    """A project with what it is to show.

    Parameters
    ----------
    project : Project
        The project.
    remembered : dict
        What the window showed last.
    sample : OpenSample or None
        The electrode.
    filling, filling_path : Filling and Path, or None
        One of its runs.
    """

    project: Project
    remembered: dict[str, Any]
    sample: OpenSample | None
    filling: Filling | None
    filling_path: Path | None


def free_folder(parent: Path, name: str) -> Path:
    """A project folder that does not exist yet; clashes are numbered."""
    clean = "".join(c if c.isalnum() or c in " -_." else "-" for c in name).strip(" .")
    stem = clean or "electrode"
    folder, number = parent / f"{stem}.wetview", 2
    while folder.exists():
        folder = parent / f"{stem} {number}.wetview"
        number += 1
    return folder


def read_open_sample(path: Path) -> OpenSample:
    """Read a sample, and the shapes that stand for it in 3D."""
    from wetview.scene.shapes import prepare_shapes  # VTK takes seconds to load

    sample = read_sample(path)
    prepare_shapes(sample.phases, sample.pores)
    return OpenSample(
        *(sample.phases.name, path, sample.phases, sample.pores),
        *(sample.permeability, sample.whole),
    )


def open_project(path: Path) -> OpenedProject:
    """Open a project with the sample and the run that were shown last."""
    project = Project.open(path)
    find_samples_of_runs(project)
    stored = project.settings.get(WINDOW_SETTINGS, {})
    state = stored if isinstance(stored, dict) else {}
    sample, filling, filling_path = None, None, None
    samples = project.samples()
    if samples:
        wanted = [entry for entry in samples if entry.path.name == state.get("sample")]
        sample = read_open_sample((wanted or samples)[-1].path)
    runs = project.runs()
    if state:
        runs = [entry for entry in runs if entry.path.name == state.get("run")]
    if sample is not None and runs:
        try:
            filling, filling_path = read_filling(runs[-1].path), runs[-1].path
        except UserError as problem:
            _log.warning("the run that was shown last cannot be read: %s", problem)
    return OpenedProject(project, state, sample, filling, filling_path)


def open_taken_in(path: Path, target: Project | Path) -> OpenedProject:
    """Take a sample or a run into a project, or into a new one in a folder."""
    if isinstance(target, Path):
        project = Project.create(target, path.stem)
        try:
            return _taken_in(path, project)
        except UserError:
            shutil.rmtree(target, ignore_errors=True)
            raise
    return _taken_in(path, target)


def _taken_in(path: Path, project: Project) -> OpenedProject:
    taken = take_in(project, path)
    filling = None
    if taken.run is not None:
        remember_sample_of_run(project, taken.run, taken.sample)
        filling = read_filling(taken.run)
    return OpenedProject(
        project, {}, read_open_sample(taken.sample), filling, taken.run
    )


def make_example(folder: Path) -> OpenedProject:
    """Make a project of the example electrode."""
    phases = generate_electrode(_EXAMPLE_SHAPE, seed=_EXAMPLE_SEED)
    project = Project.create(folder, SAMPLE_NAME)
    settings = {"generator": {"shape": list(_EXAMPLE_SHAPE)}, "seed": _EXAMPLE_SEED}
    project.add_sample(SAMPLE_NAME, phases, None, provenance(settings, None))
    return open_project(folder)


def copy_project(source: Path, target: Path) -> OpenedProject:
    """Copy a project; its name tells the copy from it."""
    if target.exists():
        raise UserError(f"`{target}` exists already", "Choose another name")
    try:
        shutil.copytree(source, target)
    except OSError as error:
        raise UserError(
            f"The project cannot be copied to `{target}`: {error.strerror or error}",
            "Choose a folder that can be written to, with enough room",
        ) from error
    Project.open(target).rename(target.name.removesuffix(".wetview"))
    return open_project(target)
