"""Samples and runs that lie elsewhere are taken into a project, as copies."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.project.atomic import atomic_path
from wetview.project.hdf5 import file_format
from wetview.project.provenance import sha256
from wetview.project.run_layout import RUN_FORMAT
from wetview.project.runs import read_filling, read_run_sample
from wetview.project.samples import SAMPLE_FORMAT, Sample, read_sample, write_sample

if TYPE_CHECKING:
    from wetview.project.index import Entry
    from wetview.project.project import Project


@dataclass(frozen=True)
class TakenIn:
    """What a project now has.

    Parameters
    ----------
    sample : Path
        The sample.
    run : Path or None
        The run, where the file was one.
    """

    sample: Path
    run: Path | None = None


def can_be_taken_in(path: Path) -> bool:
    """Whether a file is a sample or a run that wetview has written."""
    return file_format(path) in (SAMPLE_FORMAT, RUN_FORMAT)


def take_in(project: Project, path: Path) -> TakenIn:
    """Copy a sample or a run into a project, unless the project has it already.

    The sample that a run repeats becomes one of the project, unless that has the same
    one: the same voxels, divided into the same pores.

    Raises
    ------
    UserError
        If the file is foreign or damaged, or there is no room for the copy.
    """
    path = Path(path)
    found = file_format(path)
    if found == SAMPLE_FORMAT:
        sample = read_sample(path)
        target = _same_sample(project, sample) or _copied(
            path, project.new_sample_path(sample.phases.name), project.samples()
        )
        project.refresh()
        return TakenIn(target)
    if found == RUN_FORMAT:
        filling, sample = read_filling(path), read_run_sample(path)
        target = _same_sample(project, sample) or _written(project, sample)
        run = _copied(path, project.new_run_path(filling.name), project.runs())
        project.refresh()
        return TakenIn(target, run)
    raise UserError(
        f"`{path}` is neither a sample nor a run of wetview", "Choose another file"
    )


def _copied(path: Path, target: Path, known: list[Entry]) -> Path:
    """The copy of a file, or the entry that equals it byte for byte."""
    n_bytes = path.stat().st_size
    alike = [entry for entry in known if entry.n_bytes == n_bytes]
    if alike:
        digest = sha256(path)
        for entry in alike:
            if entry.sha256 == digest:
                return entry.path
    with atomic_path(target) as part:
        shutil.copyfile(path, part)
    return target


def _written(project: Project, sample: Sample) -> Path:
    target = project.new_sample_path(sample.phases.name)
    write_sample(
        target,
        sample.phases,
        sample.pores,
        provenance=sample.provenance,
        permeability=sample.permeability,
        whole=sample.whole,
    )
    return target


def _same_sample(project: Project, wanted: Sample) -> Path | None:
    for entry in project.samples():
        try:
            sample = read_sample(entry.path)
        except UserError:
            continue  # One that is damaged is none to join a run to.
        if _is_same(sample, wanted):
            return entry.path
    return None


def _is_same(one: Sample, other: Sample) -> bool:
    if one.phases.voxel_m != other.phases.voxel_m or not np.array_equal(
        one.phases.labels, other.phases.labels
    ):
        return False
    if one.pores is None or other.pores is None:
        return one.pores is other.pores
    return np.array_equal(one.pores.labels, other.pores.labels)
