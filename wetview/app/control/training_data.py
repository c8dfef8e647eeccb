"""Reads, off the window's thread, what a network is to learn from; each run once."""

from __future__ import annotations

import threading
from functools import reduce
from typing import TYPE_CHECKING

from wetview.app.models.training_desk import RunToLearn
from wetview.errors import UserError
from wetview.project import read_run_facts, shipped_dataset_path, write_dataset
from wetview.surrogate import Dataset, glance_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wetview.app.models.training_desk import LearningSource
    from wetview.jobs.learning_data import DatasetMaker
    from wetview.progress import Report
    from wetview.project import Entry, Project, RunFacts
    from wetview.surrogate import Glance, RunRecord

_MERGE_FRACTION = 0.1


class TrainingData:
    """The runs and data sets that were read so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._maker: DatasetMaker | None = None
        self._records: dict[tuple[Path, int], RunRecord] = {}
        self._facts: dict[tuple[Path, int], RunFacts | UserError] = {}
        self._file: tuple[Path, int, Dataset] | None = None

    def facts(self, entry: Entry) -> RunFacts | UserError:
        """What a list shows of a run, or why it cannot be read."""
        key = (entry.path, entry.modified_ns)
        if key not in self._facts:
            try:
                self._facts[key] = read_run_facts(entry.path)
            except UserError as problem:
                self._facts[key] = problem
        return self._facts[key]

    def glance(self, source: LearningSource, preset: str, report: Report) -> Glance:
        """What runs, or the data set of a file, come to.

        Raises
        ------
        UserError
            If something cannot be read.
        Cancelled
            By way of `report`.
        """
        with self._lock:
            return glance_at(self._dataset("runs", source, report), preset)

    def keep(
        self, project: Project, name: str, source: LearningSource, report: Report
    ) -> Path:
        """Write what runs come to as a data set of a project."""
        with self._lock:
            dataset = self._dataset(name, source, report)
        path = project.new_dataset_path(name)
        write_dataset(path, dataset)
        project.refresh()
        return path

    def _dataset(self, name: str, source: LearningSource, report: Report) -> Dataset:
        parts = []
        if source.dataset is not None:
            parts.append(self._read(source.dataset, report))
        if source.runs:
            parts.append(self._of_runs(name, source.runs, report))
        if source.with_shipped:
            parts.append(self._read(shipped_dataset_path(), report))
        return reduce(Dataset.joined, parts)

    def _read(self, path: Path, report: Report) -> Dataset:
        from wetview.jobs.learning_data import read_any_dataset

        report(0, 0, f"Reading {path.name}")
        modified_ns = path.stat().st_mtime_ns if path.exists() else 0
        if self._file is None or self._file[:2] != (path, modified_ns):
            self._file = path, modified_ns, read_any_dataset(path)
        return self._file[2]

    def _of_runs(self, name: str, runs: Sequence[Path], report: Report) -> Dataset:
        from wetview.jobs.learning_data import DatasetMaker

        if self._maker is None:
            self._maker = DatasetMaker(_MERGE_FRACTION)
        records = []
        for index, path in enumerate(runs):
            report(index, len(runs), f"Reading {path.stem}")
            key = (path, path.stat().st_mtime_ns if path.exists() else 0)
            if key not in self._records:
                self._records[key] = self._maker.record(path)
            records.append(self._records[key])
        return Dataset(name, tuple(records))


def list_runs(
    entries: Sequence[Entry], names: Mapping[str, str], data: TrainingData
) -> tuple[RunToLearn, ...]:
    """The runs of a project, by electrode, each with why it cannot be used, if so."""
    from wetview.jobs.learning_data import why_not_to_learn

    runs = []
    for entry in entries:
        facts = data.facts(entry)
        name = names.get(entry.path.name, entry.name)
        if isinstance(facts, UserError):
            runs.append(RunToLearn(entry.path, name, None, facts))
        else:
            runs.append(RunToLearn(entry.path, name, facts, why_not_to_learn(facts)))
    return tuple(sorted(runs, key=_order))


def _order(run: RunToLearn) -> tuple[bool, str, float, float]:
    facts = run.facts
    if facts is None:
        return True, run.name, 0.0, 0.0
    return (
        False,
        facts.electrode,
        facts.pressure_pa or 0.0,
        facts.contact_angle_deg or 0.0,
    )
