"""Runs whose process died become runs again, cut after their last finished frame."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.project import hdf5
from wetview.project.atomic import PART_SUFFIX, atomic_path, part_path
from wetview.project.checkpoint import (
    CHECKPOINT_SUFFIX,
    checkpoint_run_id,
    move_checkpoint,
)
from wetview.project.locks import FileLock
from wetview.project.run_copy import copy_run
from wetview.project.run_layout import RUN_FORMAT, write_ending
from wetview.project.runs import filling_in, read_run_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    import h5py

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
        try:
            path = recover_run(part.with_name(part.name.removesuffix(PART_SUFFIX)))
        except UserError as error:
            _logger.warning("not recovered: %s", error)
            continue
        if path is not None:
            recovered.append(path)
    for half in Path(folder).glob(f"*.h5{CHECKPOINT_SUFFIX}{PART_SUFFIX}"):
        run = half.with_name(half.name.removesuffix(CHECKPOINT_SUFFIX + PART_SUFFIX))
        with _held(part_path(run)) as is_mine, contextlib.suppress(OSError):
            if is_mine:
                half.unlink(missing_ok=True)
    return recovered


def recover_run(run: Path) -> Path | None:
    """Make a run of what a killed process has left of one, if it has.

    Parameters
    ----------
    run : Path
        The run's own name; "RUN.h5.part" beside it is what may be there.

    Returns
    -------
    Path or None
        The run, under its own name if that was free; None if there was nothing to
        recover, or a living process still writes it.

    Raises
    ------
    UserError
        As for `rescue`.
    """
    part = part_path(run)
    if not part.exists():
        return None
    with _held(part) as is_mine:
        return rescue(part) if is_mine else None


@contextlib.contextmanager
def _held(part: Path) -> Iterator[bool]:
    """Whether the lock of a file is ours, for the time of the block."""
    lock = FileLock(part)
    try:
        is_mine = lock.acquire()
    except OSError:
        is_mine = False  # a read-only folder: nothing can be put right there
    try:
        yield is_mine
    finally:
        lock.release()


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
    wanted = part.with_name(part.name.removesuffix(PART_SUFFIX))
    if _is_continuation(part, wanted):
        if _last_step(wanted) >= int(filling.step[-1]):
            part.unlink(missing_ok=True)  # it was killed before it got further
            return wanted
        path = wanted
    else:
        path = _free_name(wanted, taken)
    # Not "RUN.h5.part", which is what is read here.
    with atomic_path(path, part=part.with_suffix(".recovering")) as copy_part:
        _copy_finished(part, copy_part, filling)
    if path != wanted and checkpoint_run_id(wanted) == read_run_id(part):
        move_checkpoint(wanted, path)
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

    def end(file: h5py.File) -> None:
        if filling.outcome == "running":
            write_ending(file, "stopped", {"recovered": True})

    copy_run(
        part,
        copy_part,
        n_samples=len(filling.time_s),
        n_frames=filling.n_frames,
        change=end,
    )


def _is_continuation(part: Path, path: Path) -> bool:
    """Whether an unfinished file goes on with the run that has its name."""
    if not path.exists():
        return False
    try:
        run_id = read_run_id(path)
    except UserError:
        return False  # something else has that name
    return run_id is not None and run_id == read_run_id(part)


def _last_step(path: Path) -> int:
    return int(_read_unfinished(path).step[-1])


def _free_name(wanted: Path, taken: Path | None) -> Path:
    """The name the run was to have, or the first free one like it."""
    path, number = wanted, 0
    while path == taken or path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.stem}-recovered-{number}{wanted.suffix}")
    return path
