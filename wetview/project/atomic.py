"""Files appear whole or not at all: written under another name, flushed, renamed."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.project.file_errors import writing
from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

PART_SUFFIX = ".part"
"""What the name of a file ends in while it is written."""

_RENAME_ATTEMPTS = 20


def part_path(path: Path) -> Path:
    """Where a file is written until it is finished: beside it, "name.part"."""
    return path.with_name(path.name + PART_SUFFIX)


@contextmanager
def atomic_path(path: Path, *, part: Path | None = None) -> Iterator[Path]:
    """Path to write to; the file takes its own name when the block ends well.

    Parameters
    ----------
    path : Path
        Where the finished file is to be. What is there stays until then.
    part : Path, optional
        Where it is written until then, if not at "name.part"; in the same folder.

    Yields
    ------
    Path
        A name in the same folder. On an error the file there is removed.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    path = Path(path)
    part = part_path(path) if part is None else part
    with writing(path):
        try:
            yield part
            put_in_place(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all."""
    with atomic_path(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file with indentation, whole or not at all."""
    write_text(path, json.dumps(json.loads(to_json(value)), indent=2) + "\n")


def put_in_place(part: Path, path: Path) -> None:
    """Flush a finished file to the disk and give it its name."""
    flush_to_disk(part)
    for attempt in range(_RENAME_ATTEMPTS):
        try:
            os.replace(part, path)
            break
        except PermissionError:
            # On Windows a virus scanner or a reader may hold the file for a moment.
            if sys.platform != "win32" or attempt == _RENAME_ATTEMPTS - 1:
                raise
            time.sleep(0.1)
    _flush_folder(path.parent)


def flush_to_disk(path: Path) -> None:
    """Wait until what was written to a file has reached the disk."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a renaming last; folders cannot be opened on Windows, which needs it not."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
