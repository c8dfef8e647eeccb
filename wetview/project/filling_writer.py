"""A run streamed to its file while it goes on, so that nothing finished is lost.

The file is written in HDF5's single-writer mode, in which it can be read at every
moment, also after its writer was killed. It carries the name "RUN.h5.part" until the
run has ended.
"""

from __future__ import annotations

import os
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import h5py
import numpy as np

from wetview.errors import UserError
from wetview.project import hdf5
from wetview.project.atomic import part_path, put_in_place
from wetview.project.file_errors import explain_write_error, writing
from wetview.project.locks import FileLock
from wetview.project.paths import require_new_file
from wetview.project.recovery import rescue
from wetview.project.room import LIBRARY_VERSIONS, Room, give_back, write_whole
from wetview.project.run_copy import copy_run
from wetview.project.run_layout import (
    BALANCE_COLUMNS,
    RUN_FORMAT,
    clear_ending,
    create_records,
    write_ending,
    write_trapped,
)
from wetview.project.runs import read_filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

    from numpy.typing import ArrayLike, NDArray

    from wetview.filling import GasBalance, TrappedGas
    from wetview.pores import Pores
    from wetview.volume import Phases

_SECONDS_BETWEEN_FLUSHES = 5.0
_ROW_BYTES = 200_000  # more than the bookkeeping of a new row takes


class FillingWriter:
    """Writes one run; to be used in a `with` block.

    Leaving the block after `finish` gives the file its name. On an exception the
    frames that are there are kept, with the outcome "stopped"; without a frame
    nothing is left behind.

    Parameters
    ----------
    path : Path
        The run's file, which must not exist yet.
    phases : Phases
        The sample; its labels are repeated in the run.
    pores : Pores or None
        Its pores, whose saturation is recorded.
    name : str
        What to call the run.
    description, provenance : mapping
        The settings, and where the sample comes from.
    overwrite : bool
        Replace what is at `path`, once the run has ended.

    Raises
    ------
    UserError
        If the file exists, the folder is missing or read-only, the disk is full, or
        another run writes the same file.
    """

    _path: Path
    _part: Path
    _lock: FileLock
    _file: h5py.File
    _room: Room
    _n_pores: int
    _n_samples: int
    _n_frames: int
    _last_step: int
    _former_step: int
    _flushed_at_s: float
    _ending: tuple[str, Mapping[str, Any]] | None

    def __init__(
        self,
        path: Path,
        *,
        phases: Phases,
        pores: Pores | None,
        name: str,
        description: Mapping[str, Any],
        provenance: Mapping[str, Any],
        overwrite: bool = False,
    ) -> None:
        require_new_file(path, overwrite=overwrite)

        def build(file: h5py.File) -> None:
            hdf5.write_format(file, RUN_FORMAT)
            file.attrs["name"] = name
            file.attrs["run_id"] = uuid.uuid4().hex
            hdf5.write_json_attribute(file, "description", description)
            hdf5.write_json_attribute(file, "provenance", provenance)
            create_records(file, phases, pores)

        self._start(Path(path), lambda part: write_whole(part, build))

    @classmethod
    def resume(
        cls,
        path: Path,
        *,
        n_samples: int,
        n_frames: int,
        description: Mapping[str, Any],
    ) -> Self:
        """Go on with a run that has ended, after some of its rows.

        The run stays as it is until the block ends, and is then replaced, unless it
        has got further than this one.

        Parameters
        ----------
        path : Path
            The run.
        n_samples, n_frames : int
            Rows of the curves, and frames, after which it goes on.
        description : mapping
            The settings with which it goes on.

        Raises
        ------
        UserError
            If it cannot be read, has not got so many rows, or cannot be written.
        """
        former = read_filling(path)
        if len(former.time_s) < n_samples or former.n_frames < n_frames:
            raise UserError(
                f"`{path}` has {len(former.time_s)} samples and {former.n_frames}"
                f" frames, but its checkpoint was written after {n_samples} and"
                f" {n_frames}",
                "The file is not the one that was stopped; start the run anew",
            )

        def change(file: h5py.File) -> None:
            hdf5.write_json_attribute(file, "description", description)
            clear_ending(file)

        rows = {"n_samples": n_samples, "n_frames": n_frames}
        writer = cls.__new__(cls)
        writer._start(
            Path(path),
            lambda part: copy_run(path, part, **rows, change=change),
            **rows,
            former_step=int(former.step[-1]) if len(former.step) else 0,
        )
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if self._n_frames == 0 or self._last_step < self._former_step:
                self._discard()
            else:
                self._complete(failed=kind is not None)
        finally:
            self._lock.release()

    @property
    def n_frames(self) -> int:
        """Frames written so far."""
        return self._n_frames

    @property
    def n_samples(self) -> int:
        """Rows of the curves written so far."""
        return self._n_samples

    @property
    def run_id(self) -> str:
        """What tells this run from all others, whatever its file is called."""
        return str(self._file.attrs["run_id"])

    def add_sample(
        self,
        step: int,
        time_s: float,
        saturation: float,
        pore_saturation: ArrayLike | None = None,
    ) -> None:
        """Append one point of the saturation curves.

        Parameters
        ----------
        step : int
            Step of the run.
        time_s : float
            Physical time.
        saturation : float
            Of the sample.
        pore_saturation : (n_pores,) array_like of float32, optional
            Of every pore; left out where the sample has no pores.
        """
        row = np.zeros(0) if pore_saturation is None else np.asarray(pore_saturation)
        if row.shape != (self._n_pores,):
            msg = f"{row.shape} saturations for {self._n_pores} pores"
            raise ValueError(msg)
        curve = self._file["curve"]
        with self._writing():
            self._room.take(self._file, row.nbytes + _ROW_BYTES)
            at = self._n_samples
            for name, value in (
                ("pore_saturation", row),
                ("step", step),
                ("saturation", saturation),
                ("time_s", time_s),
            ):
                curve[name].resize(at + 1, axis=0)
                curve[name][at] = value
            self._n_samples += 1
            self._last_step = step
            if time.monotonic() - self._flushed_at_s > _SECONDS_BETWEEN_FLUSHES:
                self._flush()

    def add_frame(
        self,
        time_s: float,
        saturation: float,
        liquid_fraction: NDArray[np.uint8],
        balance: GasBalance | None = None,
    ) -> None:
        """Append one frame and make it last.

        Parameters
        ----------
        time_s : float
            Physical time.
        saturation : float
            Of the sample.
        liquid_fraction : (nx, ny, nz) ndarray of uint8
            Liquid share of every voxel, 0 to 255.
        balance : GasBalance, optional
            Where the gas is.
        """
        frames = self._file["frames"]
        expected = frames["liquid_fraction"].shape[1:]
        if liquid_fraction.shape != expected or liquid_fraction.dtype != np.uint8:
            msg = f"{liquid_fraction.dtype} frame of {liquid_fraction.shape}"
            raise ValueError(msg)
        with self._writing():
            self._room.take(self._file, liquid_fraction.nbytes + _ROW_BYTES)
            at = self._n_frames
            # The time comes last: a frame counts from the moment it has one.
            for name, value in (
                ("liquid_fraction", liquid_fraction),
                ("saturation", saturation),
                *(
                    (column, getattr(balance, column, np.nan))
                    for column in BALANCE_COLUMNS
                ),
                ("time_s", time_s),
            ):
                frames[name].resize(at + 1, axis=0)
                frames[name][at] = value
            self._flush()
        self._n_frames += 1

    def flush(self) -> None:
        """Wait until every row so far has reached the disk."""
        with self._writing():
            self._flush()

    def finish(
        self,
        outcome: str,
        results: Mapping[str, Any],
        trapped: TrappedGas | None = None,
    ) -> None:
        """Say why the run ended and what came out; written when the block ends.

        Parameters
        ----------
        outcome : str
            "flat", "max_steps" or "stopped".
        results : mapping
            Numbers that JSON can hold.
        trapped : TrappedGas, optional
            The gas that is left; its clusters are written now.
        """
        if trapped is not None:
            with self._writing():
                self._room.take(self._file, trapped.volume_vx.nbytes + _ROW_BYTES)
                write_trapped(self._file, trapped)
        self._ending = (outcome, results)

    def _start(
        self,
        path: Path,
        prepare: Callable[[Path], None],
        *,
        n_samples: int = 0,
        n_frames: int = 0,
        former_step: int = -1,
    ) -> None:
        """Take the lock, have the unfinished file made, and open it to write."""
        self._path = path
        self._part = part_path(path)
        self._n_samples = n_samples
        self._n_frames = n_frames
        self._former_step = former_step
        self._last_step = -1
        self._flushed_at_s = time.monotonic()
        self._ending = None
        self._lock = FileLock(self._part)
        with writing(path):
            if not self._lock.acquire():
                raise _busy(path)
        try:
            with writing(path):
                self._rescue_former_run()
                self._file = self._open(prepare)
        except BaseException:
            self._lock.release()
            raise
        self._n_pores = self._file["curve/pore_saturation"].shape[1]

    def _rescue_former_run(self) -> None:
        """Keep what a run of the same name has left that was killed."""
        try:
            rescue(self._part, taken=self._path)
        except UserError:
            set_aside = self._path.with_name(self._path.name + ".damaged")
            os.replace(self._part, set_aside)

    def _open(self, prepare: Callable[[Path], None]) -> h5py.File:
        try:
            prepare(self._part)
            self._room = Room(self._part)
            # Our own lock keeps other writers away. HDF5's would end the run where
            # another program happens to read the file at this moment.
            file = h5py.File(self._part, "r+", libver=LIBRARY_VERSIONS, locking=False)
            self._room.take(file, 0)
            file.swmr_mode = True
        except BaseException:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
            raise
        return file

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn a failing disk into a `UserError` that says where the frames are."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise self.explain(error) from error

    def _flush(self) -> None:
        self._file.flush()
        self._room.flush()
        self._flushed_at_s = time.monotonic()

    def _discard(self) -> None:
        self._room.close()
        with suppress(OSError, RuntimeError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _complete(self, *, failed: bool) -> None:
        """Write the ending, close the file, and give it its name."""
        try:
            write_ending(self._file, *(self._ending or ("stopped", {})))
            self._file.close()
            self._room.close()
            give_back(self._part)
            put_in_place(self._part, self._path)
        except (OSError, RuntimeError) as error:
            self._room.close()
            if not failed:  # else the first error is the one to tell
                raise self.explain(error) from error

    def explain(self, error: Exception) -> UserError:
        """Say what went wrong, and that the frames are safe that were finished."""
        explained = explain_write_error(self._path, error)
        if self._n_frames == 0:
            return explained
        return UserError(
            explained.message,
            f"The {self._n_frames} frames computed until then are kept; "
            "free some space, or choose a folder on another disk",
        )


def _busy(path: Path) -> UserError:
    return UserError(
        f"`{path}` is being written by another run",
        "Wait for it to end, or choose another name",
    )
