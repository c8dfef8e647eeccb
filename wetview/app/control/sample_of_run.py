"""Which sample of a project a run was made of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.project import read_run_facts

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.project import Entry, Project

_log = logging.getLogger(__name__)
_KEY = "sample_of_run"


def remember_sample_of_run(project: Project, run: Path, sample: Path) -> None:
    """Note that a run belongs to a sample."""
    _remember(project, {run.name: sample.name})


def find_samples_of_runs(project: Project) -> None:
    """Note to which samples runs belong that the window has not made.

    They say the name of their sample; where two have that name nothing is noted.
    """
    known = project.settings.get(_KEY, {})
    samples: dict[str, list[str]] = {}
    for sample in project.samples():
        samples.setdefault(sample.name, []).append(sample.path.name)
    found = {}
    for run in project.runs():
        if run.path.name in known:
            continue
        try:
            name = read_run_facts(run.path).electrode
        except UserError as problem:
            _log.info("a run cannot be read: %s", problem)
            continue
        if len(samples.get(name, ())) == 1:
            found[run.path.name] = samples[name][0]
    if found:
        _remember(project, found)


def runs_of_sample(project: Project, sample: Path) -> list[Entry]:
    """The runs of a sample, and those of which nobody knows what they were made of."""
    known = project.settings.get(_KEY, {})
    return [
        entry
        for entry in project.runs()
        if known.get(entry.path.name, sample.name) == sample.name
    ]


def runs_made_of(project: Project, sample: Path) -> list[Entry]:
    """The runs that are known to have been made of a sample."""
    known = project.settings.get(_KEY, {})
    return [
        entry for entry in project.runs() if known.get(entry.path.name) == sample.name
    ]


def _remember(project: Project, samples: dict[str, str]) -> None:
    """Write it down; a disk that is full is no reason to fail."""
    known = project.settings.get(_KEY, {})
    try:
        project.settings[_KEY] = {**known, **samples}
    except UserError as problem:
        _log.warning("the project's settings cannot be saved: %s", problem)
