"""Which sample of a project a run was made of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from wetview.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.project import Entry, Project

_log = logging.getLogger(__name__)
_KEY = "sample_of_run"


def remember_sample_of_run(project: Project, run: Path, sample: Path) -> None:
    """Note that a run belongs to a sample; a disk that is full is no reason to fail."""
    known = project.settings.get(_KEY, {})
    try:
        project.settings[_KEY] = {**known, run.name: sample.name}
    except UserError as problem:
        _log.warning("the project's settings cannot be saved: %s", problem)


def runs_of_sample(project: Project, sample: Path) -> list[Entry]:
    """The runs of a sample, and those of which nobody knows what they were made of."""
    known = project.settings.get(_KEY, {})
    return [
        entry
        for entry in project.runs()
        if known.get(entry.path.name, sample.name) == sample.name
    ]
