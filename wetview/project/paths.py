"""File names from what a user typed, and paths that stay inside the project."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

from wetview.errors import UserError
from wetview.project.atomic import part_path

_UNSAFE = re.compile(r"[^\w.+-]+", re.UNICODE)
_RESERVED_BY_WINDOWS = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE
)
_LONGEST = 60


def file_stem(name: str) -> str:
    """A file name, without its ending, that every system accepts.

    Examples
    --------
    >>> file_stem("NMC 1: calendered / left")
    'NMC-1-calendered-left'
    """
    stem = _UNSAFE.sub("-", name).strip("-. ")[:_LONGEST].strip("-. ")
    if not stem or _RESERVED_BY_WINDOWS.fullmatch(stem):
        stem = f"sample-{stem}".strip("-")
    return stem


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """The first of "stem.h5", "stem-2.h5" ... that neither exists nor is written."""
    number = 1
    while True:
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        path = folder / name
        if not path.exists() and not path.with_name(f"{name}.part").exists():
            return path
        number += 1


def inside(folder: Path, relative: str) -> Path:
    """The path that a project file names, if it lies in the project's folder.

    Raises
    ------
    UserError
        If it is absolute, climbs out with "..", or is a link that leads out.
    """
    parts = PurePosixPath(relative)
    windows = PureWindowsPath(relative)
    leads_out = (
        not relative
        or "\\" in relative
        or "\0" in relative
        or parts.is_absolute()
        or bool(windows.drive)
        or ".." in parts.parts
    )
    path = folder / relative
    if leads_out or not path.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            f"The project names the file `{relative}`, which is not in its folder",
            "The project may have been tampered with; "
            "remove that entry from project.json",
        )
    return path


def require_new_file(path: Path, *, overwrite: bool) -> None:
    """Refuse a path that a result cannot be written to, before any work is done.

    Raises
    ------
    UserError
        If its folder does not exist, or there is something that may not be replaced.
    """
    if path.is_dir():
        raise UserError(
            f"`{path}` is a folder", "Give the name of a file, such as RUN.h5"
        )
    if not path.parent.is_dir():
        raise UserError(
            f"`{path}` cannot be written: there is no folder `{path.parent}`",
            "Make the folder first, or choose another",
        )
    if path.exists() and not overwrite:
        raise UserError(
            f"`{path}` exists already",
            "Choose another name, or overwrite it (`--overwrite` on the command line)",
        )


def require_not_input(out: Path, source: Path) -> None:
    """Refuse a result that would take the place of what it is made from.

    Parameters
    ----------
    out : Path
        The file that is to be written.
    source : Path
        The file, or the folder of slices, that is read. A new file in that folder is
        no harm.

    Raises
    ------
    UserError
        If they are the same, by whatever name, or `out` is one of the slices.
    """
    if is_same_file(out, source) or is_same_file(part_path(out), source):
        raise UserError(
            f"Writing `{out}` would destroy `{source}`, which is read",
            "Choose another name for what is written",
        )
    if source.is_dir() and out.is_file() and is_same_file(out.parent, source):
        from wetview.volume.slice_folders import slice_paths

        if any(is_same_file(out, slice_path) for slice_path in slice_paths(source)):
            raise UserError(
                f"Writing `{out}` would destroy a slice of `{source}`, which is read",
                "Choose another name for what is written",
            )


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, which need not exist yet."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
