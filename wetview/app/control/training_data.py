"""Reads, off the window's thread, what a network is to learn from; each run once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from wetview.app.models.training_desk import RunToLearn
from wetview.errors import UserError
from wetview.project import read_run_facts, write_dataset
from wetview.surrogate import glance_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wetview.app.models.training_desk import LearningSource
    from wetview.jobs.learning_data import LearningReader
    from wetview.progress import Report
    from wetview.project import Entry, Project, RunFacts
    from wetview.surrogate import Dataset, Glance

_MERGE_FRACTION = 0.1


class TrainingData:
    """The runs and data sets that were read so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: LearningReader | None = None
        self._facts: dict[tuple[Path, int], RunFacts | UserError] = {}

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
        from wetview.jobs.learning_data import LearningReader

        if self._reader is None:
            self._reader = LearningReader(_MERGE_FRACTION)
        return self._reader.read(
            name,
            dataset=source.dataset,
            runs=source.runs,
            with_shipped=source.with_shipped,
            report=report,
        )


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
