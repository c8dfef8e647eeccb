"""project.json: what is in a project, by relative path, with sizes and hashes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import wetview
from wetview.errors import UserError
from wetview.project import hdf5
from wetview.project.atomic import write_json
from wetview.project.file_errors import reading
from wetview.project.paths import inside
from wetview.project.provenance import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PROJECT_FORMAT = "wetview-project"
PROJECT_VERSION = 1

Kind = Literal["sample", "run", "model", "dataset"]
KINDS: tuple[Kind, ...] = ("sample", "run", "model", "dataset")

_MAX_BYTES = 32_000_000


@dataclass(frozen=True)
class Entry:
    """One file of a project.

    Parameters
    ----------
    name : str
        What the user calls it.
    path : Path
        Where it lies.
    kind : {"sample", "run"}
        What it is.
    n_bytes : int
        Its size.
    sha256 : str
        Hash of its contents.
    modified_ns : int
        When it was last written, in nanoseconds since 1970.
    """

    name: str
    path: Path
    kind: Kind
    n_bytes: int
    sha256: str
    modified_ns: int


@dataclass(frozen=True)
class Index:
    """What project.json says."""

    name: str
    entries: tuple[Entry, ...]
    settings: dict[str, Any]

    def with_entries(self, entries: tuple[Entry, ...]) -> Index:
        """The same with other entries."""
        return replace(self, entries=entries)


def read_index(path: Path) -> Index:
    """Read project.json.

    Raises
    ------
    UserError
        If it is damaged, names a file outside its folder, or is from a newer program.
    """
    with reading(path, "the list of a project"):
        if path.stat().st_size > _MAX_BYTES:
            msg = f"it has {path.stat().st_size} bytes"
            raise ValueError(msg)
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != PROJECT_FORMAT:
            msg = f"its format is {content['format']!r}"
            raise ValueError(msg)
        if int(content["format_version"]) > PROJECT_VERSION:
            raise UserError(
                f"`{path}` was written by a newer wetview",
                "Install the newest wetview to open it",
            )
        settings = content["settings"]
        if not isinstance(settings, dict):
            msg = "`settings` is not an object"
            raise TypeError(msg)
        entries = tuple(_read_entry(path.parent, item) for item in content["entries"])
        return Index(str(content["name"]), entries, settings)


def write_index(path: Path, index: Index) -> None:
    """Write project.json, whole or not at all."""
    entries = [
        {
            "name": entry.name,
            "kind": entry.kind,
            "path": entry.path.relative_to(path.parent.resolve()).as_posix(),
            "n_bytes": entry.n_bytes,
            "sha256": entry.sha256,
            "modified_ns": entry.modified_ns,
        }
        for entry in index.entries
    ]
    write_json(
        path,
        {
            "format": PROJECT_FORMAT,
            "format_version": PROJECT_VERSION,
            "program_version": wetview.__version__,
            "name": index.name,
            "entries": entries,
            "settings": index.settings,
        },
    )


def scan(
    folder: Path, sub_folder: str, kind: Kind, known: Iterable[Entry]
) -> list[Entry]:
    """Entries of the files that lie in one of the project's folders.

    Only what is new or has changed since is read and hashed; links are left out.
    """
    by_path = {entry.path: entry for entry in known}
    entries = []
    for path in sorted((folder / sub_folder).glob("*.h5"), key=_age):
        if path.is_symlink() or not path.is_file():
            continue
        status = path.stat()
        entry = by_path.get(path)
        seen = entry and (entry.n_bytes, entry.modified_ns)
        if entry is None or seen != (status.st_size, status.st_mtime_ns):
            entry = Entry(
                name=_name_in(path),
                path=path,
                kind=kind,
                n_bytes=status.st_size,
                sha256=sha256(path),
                modified_ns=status.st_mtime_ns,
            )
        entries.append(entry)
    return entries


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _read_entry(folder: Path, item: dict[str, Any]) -> Entry:
    kind = item["kind"]
    if kind not in KINDS:
        msg = f"an entry has the kind {kind!r}"
        raise ValueError(msg)
    return Entry(
        name=str(item["name"]),
        path=inside(folder.resolve(), str(item["path"])),
        kind=kind,
        n_bytes=int(item["n_bytes"]),
        sha256=str(item["sha256"]),
        modified_ns=int(item["modified_ns"]),
    )


def _name_in(path: Path) -> str:
    """The name that a file gives itself, else that of the file."""
    try:
        with hdf5.open_unchecked(path) as file:
            name = file.attrs.get("name")
    except (OSError, RuntimeError):
        return path.stem
    return name if isinstance(name, str) and name else path.stem
