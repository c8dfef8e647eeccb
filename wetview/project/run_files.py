"""What lies beside a run and belongs to it: its checkpoint, its fields."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from wetview.project.checkpoint import checkpoint_path
from wetview.project.file_errors import writing

if TYPE_CHECKING:
    from pathlib import Path

FIELDS_SUFFIX = ".fields"


def fields_folder(run: Path) -> Path:
    """Where velocity and pressure of a run are kept, if that was asked for."""
    return run.with_suffix(FIELDS_SUFFIX)


def remove_run(run: Path) -> None:
    """Remove a run with all that belongs to it.

    Raises
    ------
    UserError
        If one of its files is in use or read-only.
    """
    with writing(run):
        run.unlink(missing_ok=True)
        checkpoint_path(run).unlink(missing_ok=True)
        if fields_folder(run).is_dir():
            shutil.rmtree(fields_folder(run))
