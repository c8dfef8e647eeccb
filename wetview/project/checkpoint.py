"""What a run needs to go on after it was stopped, beside its file: "RUN.h5.checkpoint".

An uncompressed NPZ file: one JSON object that says which run it belongs to and how far
it is, and the arrays of the solver's state. Each array carries a checksum, and nothing
in it is ever unpickled.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.project.atomic import atomic_path, part_path
from wetview.project.file_errors import reading, writing
from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

CHECKPOINT_SUFFIX = ".checkpoint"

_FORMAT = "wetview-checkpoint"
_FORMAT_VERSION = 1
_ABOUT = "about"
_MAX_ABOUT_BYTES = 4_000_000


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a run at one step.

    Parameters
    ----------
    run_id : str
        The attribute "run_id" of the run's file.
    identity : dict of str
        What must be the same for the run to go on: versions, hashes of settings and
        sample.
    step : int
        Steps taken.
    n_samples, n_frames : int
        Rows of the curves and frames that the run's file had by then.
    progress : dict
        Further numbers of the job that JSON can hold.
    arrays : dict of ndarray
        State of the solver.
    """

    run_id: str
    identity: dict[str, str]
    step: int
    n_samples: int
    n_frames: int
    progress: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def checkpoint_path(run: Path) -> Path:
    """Where the checkpoint of a run lies."""
    return run.with_name(run.name + CHECKPOINT_SUFFIX)


def checkpoint_bytes(run: Path) -> int | None:
    """Size of a run's checkpoint; None where it has none."""
    try:
        return checkpoint_path(run).stat().st_size
    except OSError:
        return None


def write_checkpoint(run: Path, checkpoint: Checkpoint) -> None:
    """Write a run's checkpoint in the place of the former one, whole or not at all.

    Raises
    ------
    UserError
        If the folder is read-only or the disk is full; the former one then stays.
    """
    about = {
        "format": _FORMAT,
        "format_version": _FORMAT_VERSION,
        "run_id": checkpoint.run_id,
        "identity": checkpoint.identity,
        "step": checkpoint.step,
        "n_samples": checkpoint.n_samples,
        "n_frames": checkpoint.n_frames,
        "progress": checkpoint.progress,
    }
    members: dict[str, NDArray[Any]] = {
        _ABOUT: np.frombuffer(to_json(about).encode(), np.uint8),
        **checkpoint.arrays,
    }
    with atomic_path(checkpoint_path(run)) as part, part.open("wb") as stream:
        _write_members(stream, members)


def read_checkpoint(run: Path) -> Checkpoint:
    """Read the checkpoint of a run.

    Raises
    ------
    UserError
        If there is none, or it is damaged or from a newer program.
    """
    path = checkpoint_path(run)
    if not path.exists():
        raise UserError(
            f"`{run}` has no checkpoint (`{path.name}`), so it cannot go on",
            "Start it anew; a run that ended by itself or became unstable keeps none",
        )
    try:
        with reading(path, "a checkpoint"):
            return _read(path)
    except UserError as error:
        raise UserError(
            error.message, "What the run has recorded is safe; start it anew to go on"
        ) from error


def remove_checkpoint(run: Path) -> None:
    """Remove the checkpoint of a run, if there is one."""
    path = checkpoint_path(run)
    with writing(path):
        path.unlink(missing_ok=True)


def move_checkpoint(run: Path, new_run: Path) -> None:
    """Let a run's checkpoint follow a run that gets another name."""
    path = checkpoint_path(run)
    if path.exists():
        with writing(path):
            path.replace(checkpoint_path(new_run))


def checkpoint_run_id(run: Path) -> str | None:
    """Which run a checkpoint belongs to; None where there is none that can be read."""
    try:
        return read_checkpoint(run).run_id
    except UserError:
        return None


def unfinished_checkpoint_path(run: Path) -> Path:
    """Where a checkpoint lies while it is written."""
    return part_path(checkpoint_path(run))


def _write_members(stream: Any, members: Mapping[str, NDArray[Any]]) -> None:
    # Not `numpy.savez`: when a full disk stops it, its archive complains once more
    # while it is collected.
    archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True)
    try:
        for name, array in members.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(
                    member, np.ascontiguousarray(array), allow_pickle=False
                )
        archive.close()
    except BaseException:
        archive.fp = None  # given up: nothing is written when it is collected
        raise


def _read(path: Path) -> Checkpoint:
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(_member(archive, _ABOUT, _MAX_ABOUT_BYTES).tobytes())
            if about["format"] != _FORMAT or about["format_version"] > _FORMAT_VERSION:
                msg = f"its format is {about['format']!r} {about['format_version']}"
                raise ValueError(msg)
            names = [name.removesuffix(".npy") for name in archive.namelist()]
            arrays = {
                name: _member(archive, name, path.stat().st_size)
                for name in names
                if name != _ABOUT
            }
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise ValueError(str(error)) from error
    return Checkpoint(
        run_id=str(about["run_id"]),
        identity={str(key): str(value) for key, value in about["identity"].items()},
        step=int(about["step"]),
        n_samples=int(about["n_samples"]),
        n_frames=int(about["n_frames"]),
        progress=dict(about["progress"]),
        arrays=arrays,
    )


def _member(archive: zipfile.ZipFile, name: str, max_bytes: int) -> NDArray[Any]:
    """An array of the archive; reading it to its end checks its checksum."""
    info = archive.getinfo(f"{name}.npy")
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > max_bytes:
        msg = f"`{name}` claims {info.file_size} bytes"
        raise ValueError(msg)
    with archive.open(info) as stream:
        np.lib.format.read_magic(stream)
        shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(stream)
        n_bytes = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        if dtype.hasobject or is_fortran or n_bytes > info.file_size:
            msg = f"`{name}` claims to be {dtype} of {shape}"
            raise ValueError(msg)
        data = stream.read()
    if len(data) != n_bytes:
        msg = f"`{name}` has {len(data)} bytes, {n_bytes} are needed"
        raise ValueError(msg)
    return np.frombuffer(data, dtype).reshape(shape)
