"""Remembers in a project which sample a run was made of."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from wetview.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.project import Project

_log = logging.getLogger(__name__)


def remember_sample_of_run(project: Project, run: Path, sample: Path) -> None:
    """Note that a run belongs to a sample; a disk that is full is no reason to fail."""
    known = project.settings.get("sample_of_run", {})
    try:
        project.settings["sample_of_run"] = {**known, run.name: sample.name}
    except UserError as problem:
        _log.warning("the project's settings cannot be saved: %s", problem)
