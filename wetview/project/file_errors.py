"""What a failing disk says, in words for the user."""

from __future__ import annotations

import errno
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_MISSING = {errno.ENOENT, errno.ENOTDIR}
_BUSY = {errno.EAGAIN, errno.EBUSY, errno.ETXTBSY}
_ERRNO_IN_HDF5_TEXT = re.compile(r"errno = (\d+)")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a file is written into a `UserError` that names it."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not _comes_from_hdf5(error):
            raise
        raise explain_write_error(path, error) from error


@contextmanager
def reading(path: Path, kind: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a `UserError` that names it.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it should have been: "a run", "a sample".
    """
    try:
        yield
    except MemoryError as error:
        raise UserError(
            f"`{path}` does not fit into the memory of this computer",
            "Close other programs, or work on a smaller sample",
        ) from error
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise _explain_read_error(path, kind, error) from error


def explain_write_error(path: Path, error: Exception) -> UserError:
    """Say why `path` could not be written, and the way out."""
    code = _error_code(error)
    if code in _FULL:
        return UserError(
            f"The disk is full: `{path}` could not be written",
            "Free some space or choose a folder on another disk; "
            "nothing that was there before has changed",
        )
    if code in _FORBIDDEN:
        return UserError(
            f"`{path}` cannot be written: the folder or the file is read-only",
            "Choose a folder that you may write to",
        )
    if code in _MISSING:
        return UserError(
            f"`{path}` cannot be written: the folder `{path.parent}` does not exist",
            "Make the folder first, or choose another",
        )
    if code in _BUSY:
        return UserError(
            f"`{path}` is being written by another run",
            "Wait for it to end, or choose another name",
        )
    return UserError(
        f"`{path}` could not be written ({_last_line(error)})",
        "Choose another folder; nothing that was there before has changed",
    )


def _explain_read_error(path: Path, kind: str, error: Exception) -> UserError:
    if not path.exists():
        return UserError(f"`{path}` does not exist", _other_file(path))
    if path.is_dir():
        return UserError(f"`{path}` is a folder, not {kind}", "Choose a file in it")
    if _error_code(error) in _FORBIDDEN:
        return UserError(f"`{path}` may not be read", "Ask its owner for permission")
    return UserError(
        f"`{path}` is not {kind} of wetview, or it is damaged ({_last_line(error)})",
        "Choose another file, or make it again",
    )


def _other_file(path: Path) -> str:
    part = path.with_name(f"{path.name}.part")
    if not part.exists():
        return "Choose another file"
    return f"`{part}` is there: it is still being written, or was cut off; try that one"


def _comes_from_hdf5(error: RuntimeError) -> bool:
    text = str(error)
    return bool(_ERRNO_IN_HDF5_TEXT.search(text)) or "Can't " in text


def _error_code(error: Exception) -> int | None:
    """The operating system's number, also where HDF5 has put it into its text."""
    found = _ERRNO_IN_HDF5_TEXT.search(str(error))
    if found:
        return int(found.group(1))
    return error.errno if isinstance(error, OSError) else None


def _last_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = str(error).strip().splitlines()
    return lines[-1][:200] if lines else type(error).__name__
