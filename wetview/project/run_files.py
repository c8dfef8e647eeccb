"""What lies beside a run and belongs to it: its checkpoint, its fields."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from wetview.project.checkpoint import checkpoint_path

if TYPE_CHECKING:
    from pathlib import Path

FIELDS_SUFFIX = ".fields"


def fields_folder(run: Path) -> Path:
    """Where velocity and pressure of a run are kept, if that was asked for."""
    return run.with_suffix(FIELDS_SUFFIX)


def files_of_run(run: Path) -> tuple[Path, ...]:
    """A run's file and what may lie beside it, whether it is there or not."""
    return run, checkpoint_path(run), fields_folder(run)


def erase(path: Path) -> None:
    """Remove a file or a folder for good.

    Raises
    ------
    OSError
        If it is in use or read-only.
    """
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
