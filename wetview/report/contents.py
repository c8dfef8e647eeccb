"""What a report is about: a sample, its fillings, and what was learnt from them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.project import (
    load_sensitivity,
    read_filling,
    read_run_sample,
    read_sample,
    read_surrogate,
)
from wetview.project.hdf5 import open_unchecked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wetview.filling import Filling
    from wetview.project import Entry, Project, Sample
    from wetview.sensitivity import SobolResult
    from wetview.surrogate import Surrogate

MOST_RUNS = 40
_SENSITIVITIES = "sensitivities"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ReportedFile:
    """A file that a report tells of."""

    path: Path
    sha256: str
    provenance: dict[str, Any]


@dataclass(frozen=True, eq=False)
class ReportedRun:
    """A filling with its file."""

    filling: Filling
    file: ReportedFile


@dataclass(frozen=True, eq=False)
class ReportContents:
    """All that a report tells.

    Parameters
    ----------
    project : str
        What the project is called.
    sample : Sample
        The electrode.
    sample_file : ReportedFile
        Where it lies.
    runs : tuple of ReportedRun
        Its fillings, simulated and predicted.
    networks : tuple of Surrogate
        Trained networks of the project.
    sensitivities : tuple of SobolResult
        Indices that were kept.
    left_out : tuple of str
        What could not be read, in words.
    """

    project: str
    sample: Sample
    sample_file: ReportedFile
    runs: tuple[ReportedRun, ...]
    networks: tuple[Surrogate, ...] = ()
    sensitivities: tuple[SobolResult, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def gather(
    project: Project, sample_path: Path | None = None, runs: Sequence[Path] = ()
) -> ReportContents:
    """Read what a report tells.

    Parameters
    ----------
    project : Project
        Where it lies.
    sample_path : Path, optional
        The sample; that of the runs, or the last of the project, by default.
    runs : sequence of Path
        Fillings in the order of the report; all of the sample by default.

    Raises
    ------
    UserError
        If there is no sample, a run that was named cannot be read, or is of another
        sample.
    """
    entry = _sample_entry(project, sample_path, runs)
    sample = read_sample(entry.path)
    left_out: list[str] = []
    if runs:
        told = [_read_run(project.entry(path)) for path in runs]
        for run in told:
            if _shape(run.filling) != sample.phases.shape:
                raise UserError(
                    f"The run `{run.filling.name}` is of another sample than"
                    f" `{sample.phases.name}`",
                    "Choose runs of one sample",
                )
    else:
        told = _runs_of(project, entry, sample, left_out)
    return ReportContents(
        project=project.name,
        sample=sample,
        sample_file=ReportedFile(entry.path, entry.sha256, sample.provenance),
        runs=tuple(told[:MOST_RUNS]),
        networks=_networks(project, left_out),
        sensitivities=_sensitivities(project.folder, left_out),
        left_out=tuple(left_out),
    )


def _sample_entry(
    project: Project, sample_path: Path | None, runs: Sequence[Path]
) -> Entry:
    if sample_path is not None:
        return project.entry(sample_path)
    samples = project.samples()
    if not samples:
        raise UserError(
            f"The project `{project.name}` has no sample to report on",
            "Open a tomogram and use a box of it first",
        )
    if runs:
        wanted = _input_of(project.entry(runs[0]).path)
        found = [entry for entry in samples if entry.path.name == wanted]
        return (found or samples)[-1]
    names = [_input_of(entry.path) for entry in project.runs()]
    with_runs = [entry for entry in samples if entry.path.name in names]
    return (with_runs or samples)[-1]


def _runs_of(
    project: Project, entry: Entry, sample: Sample, left_out: list[str]
) -> list[ReportedRun]:
    """Every run whose input was the sample, or that repeats the same voxels."""
    found = []
    for run in project.runs():
        try:
            of_file = _input_of(run.path) == entry.path.name
            if not of_file and len(project.samples()) > 1:
                continue
            told = _read_run(run)
        except UserError as problem:
            left_out.append(problem.message)
            continue
        if _shape(told.filling) == sample.phases.shape:
            found.append(told)
    return found


def _read_run(entry: Entry) -> ReportedRun:
    filling = read_filling(entry.path)
    origin = read_run_sample(entry.path).provenance
    return ReportedRun(filling, ReportedFile(entry.path, entry.sha256, origin))


def _input_of(run: Path) -> str | None:
    """Name of the sample's file that a run was made from, without reading the run."""
    import json

    try:
        with open_unchecked(run) as file:
            name = json.loads(file.attrs["provenance"]).get("input")
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError):
        return None
    return name if isinstance(name, str) else None


def _shape(filling: Filling) -> tuple[int, ...]:
    return tuple(filling.frames[0].shape) if filling.n_frames else ()


def _networks(project: Project, left_out: list[str]) -> tuple[Surrogate, ...]:
    networks = []
    for entry in project.models():
        try:
            networks.append(read_surrogate(entry.path))
        except UserError as problem:
            left_out.append(problem.message)
    return tuple(networks)


def _sensitivities(folder: Path, left_out: list[str]) -> tuple[SobolResult, ...]:
    found = []
    for path in sorted((folder / _SENSITIVITIES).glob("*.h5")):
        if path.is_symlink():
            continue
        try:
            found.append(load_sensitivity(path))
        except UserError as problem:
            left_out.append(problem.message)
    return tuple(found)
