"""HDF5 read with suspicion: a file may be foreign, damaged, or made to do harm.

Nothing outside the file is followed (no links, no external storage), nothing is
unpickled, and every size is checked before memory is asked for.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

from wetview import scratch
from wetview.errors import UserError
from wetview.project.file_errors import reading
from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FORMAT_VERSION = 1
"""Raised when an older program could no longer read what a newer one writes."""
MAX_VOXELS = 2**31
"""The largest volume that is read: 2 thousand million voxels, 1290 along each edge."""
MAX_NUMBERS = 2**31
"""The most numbers that are read from a table or a set of curves."""
COMPRESSED: dict[str, Any] = {
    "compression": "gzip",
    "compression_opts": 4,
    "shuffle": True,
}

_MAX_JSON_CHARACTERS = 4_000_000
_MAX_COMPRESSION = 1100
"""gzip cannot do better than 1032 to 1; a file that claims more was made to do harm."""
_CHUNK_EDGE = 64


class NotOurs(ValueError):
    """The file does not hold what a file of wetview holds."""


@contextmanager
def open_to_read(path: Path, *, file_format: str, kind: str) -> Iterator[h5py.File]:
    """Open a file of ours, also one whose writer died; explain what is wrong with it.

    Parameters
    ----------
    path : Path
        The file.
    file_format : str
        What its attribute "format" must say.
    kind : str
        The same for the user: "a run".
    """
    path = Path(path)
    with reading(path, kind), open_unchecked(path) as file:
        _validate_format(file, file_format, path)
        yield file


def open_unchecked(path: Path) -> h5py.File:
    """Open a file to read whatever its format, also one that is being written.

    HDF5's own locks are left alone: a reader's would end the run that is just about to
    write the file, and two writers are kept apart by `FileLock`.

    Raises
    ------
    OSError
        If it is no HDF5 file, or damaged.
    """
    try:
        return h5py.File(path, "r", locking=False)
    except OSError as error:
        # A file left by a process that was killed is marked as being written.
        if "consistency flags" not in str(error):
            raise
        return h5py.File(path, "r", swmr=True, locking=False)


def _validate_format(file: h5py.File, file_format: str, path: Path) -> None:
    found = file.attrs.get("format")
    if found != file_format:
        shown = f"its format is {found!r}" if isinstance(found, str) else "no format"
        msg = f"{shown}, `{file_format}` is needed"
        raise NotOurs(msg)
    version = int(file.attrs.get("format_version", 0))
    if version > FORMAT_VERSION:
        raise UserError(
            f"`{path}` was written by a newer wetview "
            f"(format {version}, this program reads up to {FORMAT_VERSION})",
            "Install the newest wetview to open it",
        )


def write_format(file: h5py.File, file_format: str) -> None:
    """Say in a file what it is."""
    file.attrs["format"] = file_format
    file.attrs["format_version"] = FORMAT_VERSION


def member(parent: h5py.Group, name: str) -> Any:
    """What lies under a name in this very file, and not elsewhere."""
    if name not in parent:
        msg = f"`{name}` is missing"
        raise NotOurs(msg)
    if not isinstance(parent.get(name, getlink=True), h5py.HardLink):
        msg = f"`{name}` points out of its group"
        raise NotOurs(msg)
    return parent[name]


def group(parent: h5py.Group, name: str) -> h5py.Group:
    """A group that lies in this very file."""
    found = member(parent, name)
    if not isinstance(found, h5py.Group):
        msg = f"`{name}` is not a group"
        raise NotOurs(msg)
    return found


def dataset(
    parent: h5py.Group,
    name: str,
    *,
    kinds: str,
    shape: tuple[int | None, ...],
    max_numbers: int = MAX_NUMBERS,
) -> h5py.Dataset:
    """A data set that lies in this very file, with its type and size checked.

    Parameters
    ----------
    parent : h5py.Group
        Where it lies.
    name : str
        Its name.
    kinds : str
        Letters of numpy's `dtype.kind` that are allowed: "u", "iu", "f", "b".
    shape : tuple of int or None
        Length of every axis; None where any will do.
    max_numbers : int
        The largest size.
    """
    found = member(parent, name)
    if not isinstance(found, h5py.Dataset) or found.is_virtual or found.external:
        msg = f"`{name}` is not a data set in this file"
        raise NotOurs(msg)
    fits = len(found.shape) == len(shape) and all(
        wanted is None or wanted == length
        for wanted, length in zip(shape, found.shape, strict=True)
    )
    if not fits:
        msg = f"`{found.name}` has shape {found.shape}, {shape} is needed"
        raise NotOurs(msg)
    if found.dtype.kind not in kinds or found.dtype.itemsize > 8:
        msg = f"`{found.name}` has type {found.dtype}"
        raise NotOurs(msg)
    if found.size > max_numbers:
        msg = f"`{found.name}` has {found.size} entries, {max_numbers} are the most"
        raise NotOurs(msg)
    if found.nbytes > _MAX_COMPRESSION * found.file.id.get_filesize():
        msg = f"`{found.name}` claims {found.nbytes} bytes, more than the file can hold"
        raise NotOurs(msg)
    return found


def array(
    parent: h5py.Group,
    name: str,
    dtype: type[np.generic],
    *,
    kinds: str,
    shape: tuple[int | None, ...],
    max_numbers: int = MAX_NUMBERS,
    finite: bool = True,
) -> NDArray[Any]:
    """A data set as an array of a given type; see `dataset`."""
    stored = dataset(parent, name, kinds=kinds, shape=shape, max_numbers=max_numbers)
    values = scratch.zeros(stored.shape, dtype)
    if values.size:
        stored.read_direct(values)
    if finite and values.dtype.kind == "f" and not np.isfinite(values).all():
        msg = f"`{stored.name}` holds values that are not finite"
        raise NotOurs(msg)
    return values


def number(parent: h5py.Group, name: str) -> float:
    """An attribute that is one finite number."""
    value = float(parent.attrs[name])
    if not np.isfinite(value):
        msg = f"attribute `{name}` is {value}"
        raise NotOurs(msg)
    return value


def text(parent: h5py.Group, name: str) -> str:
    """An attribute that is a piece of text."""
    value = parent.attrs[name]
    if not isinstance(value, str):
        msg = f"attribute `{name}` is not text"
        raise NotOurs(msg)
    return value


def json_attribute(parent: h5py.Group, name: str) -> dict[str, Any]:
    """An attribute that is a JSON object."""
    written = text(parent, name)
    if len(written) > _MAX_JSON_CHARACTERS:
        msg = f"attribute `{name}` has {len(written)} characters"
        raise NotOurs(msg)
    value = json.loads(written)
    if not isinstance(value, dict):
        msg = f"attribute `{name}` is not a JSON object"
        raise NotOurs(msg)
    return value


def write_json_attribute(parent: h5py.Group, name: str, value: Any) -> None:
    """Keep settings or results as one attribute of text."""
    parent.attrs[name] = to_json(value)


def volume_chunks(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Pieces in which a volume is compressed: cubes of at most 64 voxels an edge."""
    return tuple(min(length, _CHUNK_EDGE) for length in shape)


def file_format(path: Path) -> str | None:
    """What a file says it is; None where it is not of wetview."""
    try:
        if not path.is_file() or not h5py.is_hdf5(path):
            return None
        with open_unchecked(path) as file:
            found = file.attrs.get("format")
    except (OSError, RuntimeError):
        return None
    return found if isinstance(found, str) else None
