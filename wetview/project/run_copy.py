"""A run copied up to a row, the rows after it left out."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import h5py

from wetview.project import hdf5
from wetview.project.room import LIBRARY_VERSIONS, Room, give_back
from wetview.project.run_layout import RUN_FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def copy_run(
    source_path: Path,
    target_path: Path,
    *,
    n_samples: int,
    n_frames: int,
    change: Callable[[h5py.File], None],
) -> None:
    """Copy a run's file without its later rows.

    Parameters
    ----------
    source_path : Path
        The run.
    target_path : Path
        Where to write it.
    n_samples, n_frames : int
        Rows of the curves, and frames, that are kept.
    change : callable
        Changes the copy before it is closed.

    Raises
    ------
    UserError
        If the run cannot be read.
    OSError
        If there is no room for the copy.
    """
    with (
        hdf5.open_to_read(source_path, file_format=RUN_FORMAT, kind="a run") as source,
        h5py.File(target_path, "w", libver=LIBRARY_VERSIONS) as target,
        contextlib.closing(Room(target_path)) as room,
    ):
        room.take(target, source_path.stat().st_size)
        for name, value in source.attrs.items():
            target.attrs[name] = value
        for name in source:
            source.copy(name, target)
        for group, n_rows in (
            (target["curve"], n_samples),
            (target["frames"], n_frames),
        ):
            for stored in group.values():
                stored.resize(n_rows, axis=0)
        change(target)
    give_back(target_path)
