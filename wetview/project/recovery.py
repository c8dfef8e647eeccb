"""Runs whose process died become runs again, cut after their last finished frame."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import h5py

from wetview.errors import UserError
from wetview.project import hdf5
from wetview.project.atomic import PART_SUFFIX, atomic_path
from wetview.project.locks import FileLock
from wetview.project.room import LIBRARY_VERSIONS, Room, give_back
from wetview.project.run_layout import RUN_FORMAT, write_ending
from wetview.project.runs import filling_in

if TYPE_CHECKING:
    from wetview.filling import Filling

_logger = logging.getLogger(__name__)


def recover_part_files(folder: Path) -> list[Path]:
    """Make runs of what killed processes have left in a folder.

    A file that a living process still writes is left alone, as is one that cannot be
    read: nothing is deleted except what holds no frame.

    Parameters
    ----------
    folder : Path
        Where the runs lie.

    Returns
    -------
    list of Path
        The runs that were recovered, with the outcome "stopped".
    """
    recovered = []
    for part in sorted(Path(folder).glob(f"*.h5{PART_SUFFIX}")):
        lock = FileLock(part)
        try:
            if not lock.acquire():
                continue
        except OSError:
            continue  # a read-only folder: nothing can be put right here
        try:
            path = rescue(part)
            if path is not None:
                recovered.append(path)
        except UserError as error:
            _logger.warning("not recovered: %s", error)
        finally:
            lock.release()
    return recovered


def rescue(part: Path, *, taken: Path | None = None) -> Path | None:
    """Make a run of one unfinished file; the caller holds its lock.

    Parameters
    ----------
    part : Path
        "RUN.h5.part"; it need not exist.
    taken : Path, optional
        A name that must stay free.

    Returns
    -------
    Path or None
        The run, under a name that was free; None if there was no frame to save.

    Raises
    ------
    UserError
        If the file cannot be read, or there is no room for the run.
    """
    if not part.exists():
        return None
    try:
        filling = _read_unfinished(part)
    except UserError:
        if _holds_a_frame(part) is not False:
            raise
        part.unlink(missing_ok=True)
        return None
    path = _free_name(part, taken)
    # Not "RUN.h5.part", which is what is read here.
    with atomic_path(path, part=part.with_suffix(".recovering")) as copy_part:
        _copy_finished(part, copy_part, filling)
    part.unlink(missing_ok=True)
    return path


def _read_unfinished(part: Path) -> Filling:
    with hdf5.open_to_read(part, file_format=RUN_FORMAT, kind="a run") as file:
        return filling_in(file, part)


def _holds_a_frame(part: Path) -> bool | None:
    """False if there is certainly no frame in it, None if that cannot be told."""
    with (
        contextlib.suppress(UserError),
        hdf5.open_to_read(part, file_format=RUN_FORMAT, kind="a run") as file,
    ):
        return bool(len(file["frames/time_s"]))
    return None


def _copy_finished(part: Path, copy_part: Path, filling: Filling) -> None:
    """Copy a run without the rows that were not finished."""
    with (
        hdf5.open_to_read(part, file_format=RUN_FORMAT, kind="a run") as source,
        h5py.File(copy_part, "w", libver=LIBRARY_VERSIONS) as target,
        contextlib.closing(Room(copy_part)) as room,
    ):
        room.take(target, part.stat().st_size)
        for name, value in source.attrs.items():
            target.attrs[name] = value
        for name in source:
            source.copy(name, target)
        for group, n_rows in (
            (target["curve"], len(filling.time_s)),
            (target["frames"], filling.n_frames),
        ):
            for stored in group.values():
                stored.resize(n_rows, axis=0)
        if filling.outcome == "running":
            write_ending(target, "stopped", {"recovered": True})
    give_back(copy_part)


def _free_name(part: Path, taken: Path | None) -> Path:
    """The name the run was to have, or the first free one like it."""
    wanted = part.with_name(part.name.removesuffix(PART_SUFFIX))
    path, number = wanted, 0
    while path == taken or path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.stem}-recovered-{number}{wanted.suffix}")
    return path
