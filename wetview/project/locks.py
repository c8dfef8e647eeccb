"""A lock that a process holds while it writes, and that dies with it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOCK_SUFFIX = ".lock"


class FileLock:
    """The right to write one file, held by one process at a time.

    The operating system gives it back when the process ends, however it ends.

    Parameters
    ----------
    path : Path
        The file that is written; the lock itself lies beside it, "name.lock".
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + LOCK_SUFFIX)
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False if another process holds it.

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        # Removed while it is held, so that nobody else's is; but Windows cannot
        # remove a file that is open.
        if sys.platform == "win32":
            os.close(descriptor)
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
