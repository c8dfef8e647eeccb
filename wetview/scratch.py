"""Arrays that may be larger than memory.

From a size on they lie in a temporary file, of which the system keeps in memory what
is being worked on. No other program sees the file, and it is gone with its array, or
with the program, however that ends.
"""

from __future__ import annotations

import math
import mmap
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.units import format_bytes

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

IN_MEMORY_BYTES = 1_000_000_000
"""A larger array lies in a file."""

_FOR_LARGE_FILES = Path("/var/tmp")
"""Many systems hold /tmp in memory, this folder never."""


def zeros(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array of zeros, in memory or in a temporary file, by its size.

    Parameters
    ----------
    shape : tuple of int
        Of the array.
    dtype : dtype
        Of its values.

    Raises
    ------
    UserError
        If the disk has no room for it.
    """
    kind = np.dtype(dtype)
    n_bytes = math.prod(shape) * kind.itemsize
    if n_bytes <= IN_MEMORY_BYTES:
        return np.zeros(shape, kind)
    return np.ndarray(shape, kind, buffer=_mapped(n_bytes))


def folder() -> Path:
    """Where the files lie: what TMPDIR names, or where the system wants large ones."""
    if "TMPDIR" not in os.environ and sys.platform != "win32":
        if os.access(_FOR_LARGE_FILES, os.W_OK):
            return _FOR_LARGE_FILES
    return Path(tempfile.gettempdir())


def _mapped(n_bytes: int) -> mmap.mmap:
    """A file of zeros without a name, which can be used like memory."""
    where = folder()
    free = shutil.disk_usage(where).free
    try:
        if free < n_bytes:
            raise OSError
        with tempfile.TemporaryFile(dir=where) as file:
            if hasattr(os, "posix_fallocate"):
                # Without it a disk that fills up later would end the program.
                os.posix_fallocate(file.fileno(), 0, n_bytes)
            elif sys.platform != "win32":  # there mapping it makes it as long
                file.truncate(n_bytes)
            return mmap.mmap(file.fileno(), n_bytes)
    except OSError as error:
        raise UserError(
            f"{format_bytes(n_bytes)} are needed for a while in {where}, and "
            f"{format_bytes(free)} are free",
            "Make room there, or name a folder on another disk as TMPDIR",
        ) from error
