"""Room on the disk that is taken before HDF5 writes.

When a write fails half way, HDF5 leaves its cache in a state that crashes the process
at the next call (seen with HDF5 2.0). So a small file is made in memory and written in
one go, and a growing one gets its room first: then a full disk is an ordinary error,
and the file can still be closed.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import h5py

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIBRARY_VERSIONS = ("v110", "v110")
"""The oldest layout that knows single-writer mode, for the sake of older readers."""

_CLOSING_BYTES = 1_000_000
_BLOCK_BYTES = 1 << 20
_NOT_SUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}


def write_whole(part: Path, build: Callable[[h5py.File], None]) -> None:
    """Write an HDF5 file that is made in memory.

    Parameters
    ----------
    part : Path
        The file.
    build : callable
        Fills the file that it is given.

    Raises
    ------
    OSError
        If the disk is full or read-only.
    """
    with h5py.File(
        part.name,
        "w",
        driver="core",
        backing_store=False,
        block_size=_BLOCK_BYTES,
        libver=LIBRARY_VERSIONS,
    ) as file:
        build(file)
        file.flush()
        image = file.id.get_file_image()
    with part.open("wb") as stream:
        stream.write(image)
        stream.flush()
        os.fsync(stream.fileno())


class Room:
    """Room beyond the end of an HDF5 file that is being written.

    There is always enough left to close the file.

    Parameters
    ----------
    path : Path
        The file, which exists.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))

    def take(self, file: h5py.File, n_bytes: int) -> None:
        """Take room for what is to be written next.

        Raises
        ------
        OSError
            If the disk has not got it.
        """
        end = file.id.get_filesize()
        n_wanted = n_bytes + _CLOSING_BYTES
        if not self._reserve(end, n_wanted):
            self._write_zeros(end + n_wanted)

    def flush(self) -> None:
        """Wait until the file has reached the disk."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _reserve(self, end: int, n_bytes: int) -> bool:
        """Take room without writing; False where the system cannot."""
        if not hasattr(os, "posix_fallocate"):
            return False
        try:
            os.posix_fallocate(self._descriptor, end, n_bytes)
        except OSError as error:
            if error.errno in _NOT_SUPPORTED:
                return False
            raise
        return True

    def _write_zeros(self, end: int) -> None:
        missing = end - os.fstat(self._descriptor).st_size
        os.lseek(self._descriptor, 0, os.SEEK_END)
        while missing > 0:
            missing -= os.write(self._descriptor, bytes(min(missing, _BLOCK_BYTES)))


def give_back(part: Path) -> None:
    """Cut the room that was not needed off a closed file."""
    with h5py.File(part, "r+", libver=LIBRARY_VERSIONS, locking=False):
        pass  # HDF5 does it when it closes
