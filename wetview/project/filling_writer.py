"""A run streamed to its file while it goes on, so that nothing finished is lost.

The file is written in HDF5's single-writer mode, in which it can be read at every
moment, also after its writer was killed. It carries the name "RUN.h5.part" until the
run has ended.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
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
from wetview.project.records import write_phases, write_pores
from wetview.project.recovery import rescue
from wetview.project.room import LIBRARY_VERSIONS, Room, give_back, write_whole
from wetview.project.run_layout import (
    RUN_FORMAT,
    create_curve,
    create_ending,
    create_frames,
    write_ending,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from numpy.typing import ArrayLike, NDArray

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
        self._path = Path(path)
        self._part = part_path(self._path)
        self._n_pores = 0 if pores is None else len(pores)
        self._n_frames = 0
        self._n_samples = 0
        self._flushed_at_s = time.monotonic()
        self._ending: tuple[str, Mapping[str, Any]] | None = None
        require_new_file(self._path, overwrite=overwrite)
        self._lock = FileLock(self._part)
        with writing(self._path):
            if not self._lock.acquire():
                raise _busy(self._path)
        try:
            with writing(self._path):
                self._rescue_former_run()
                self._file = self._create(phases, pores, name, description, provenance)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if self._n_frames == 0:
                self._discard()
            else:
                self._complete(failed=kind is not None)
        finally:
            self._lock.release()

    @property
    def n_frames(self) -> int:
        """Frames written so far."""
        return self._n_frames

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
            if time.monotonic() - self._flushed_at_s > _SECONDS_BETWEEN_FLUSHES:
                self._flush()

    def add_frame(
        self, time_s: float, saturation: float, liquid_fraction: NDArray[np.uint8]
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
                ("time_s", time_s),
            ):
                frames[name].resize(at + 1, axis=0)
                frames[name][at] = value
            self._flush()
        self._n_frames += 1

    def finish(self, outcome: str, results: Mapping[str, Any]) -> None:
        """Say why the run ended and what came out; written when the block ends."""
        self._ending = (outcome, results)

    def _rescue_former_run(self) -> None:
        """Keep what a run of the same name has left that was killed."""
        try:
            rescue(self._part, taken=self._path)
        except UserError:
            set_aside = self._path.with_name(self._path.name + ".damaged")
            os.replace(self._part, set_aside)

    def _create(
        self,
        phases: Phases,
        pores: Pores | None,
        name: str,
        description: Mapping[str, Any],
        provenance: Mapping[str, Any],
    ) -> h5py.File:
        def build(file: h5py.File) -> None:
            hdf5.write_format(file, RUN_FORMAT)
            file.attrs["name"] = name
            hdf5.write_json_attribute(file, "description", description)
            hdf5.write_json_attribute(file, "provenance", provenance)
            write_phases(file, phases)
            if pores is not None:
                write_pores(file, pores)
            create_curve(file, self._n_pores)
            create_frames(file, phases.shape)
            create_ending(file)

        try:
            write_whole(self._part, build)
            self._room = Room(self._part)
            file = h5py.File(
                self._part, "r+", libver=LIBRARY_VERSIONS, locking="best-effort"
            )
            self._room.take(file, 0)
            file.swmr_mode = True
        except BaseException:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
            raise
        return file

    def _writing(self) -> _Writing:
        return _Writing(self)

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


class _Writing:
    """Turns a failing disk into a `UserError` that says where the frames are."""

    def __init__(self, writer: FillingWriter) -> None:
        self._writer = writer

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError | RuntimeError):
            raise self._writer.explain(error) from error


def _busy(path: Path) -> UserError:
    return UserError(
        f"`{path}` is being written by another run",
        "Wait for it to end, or choose another name",
    )
