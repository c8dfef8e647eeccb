"""What a bundle may hold, and the list of it that lies in the bundle itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from wetview.project.plain_json import to_json

BUNDLE_FORMAT = "wetview-bundle"
BUNDLE_VERSION = 1
MANIFEST = "wetview-bundle.json"
PROJECT_FILE = "project.json"

MOST_FILES = 20_000
MOST_BYTES = 4 * 2**40
MOST_MANIFEST_BYTES = 16_000_000
MOST_JSON_BYTES = 32_000_000
"""Bounds of a bundle: far above what a project has, far below what harms a computer."""

FOLDERS = (
    "volumes",
    "runs",
    "models",
    "datasets",
    "sensitivities",
    "jobs",
    "figures",
    "videos",
    "reports",
)
"""Folders of a project that travel; nothing else lies in a bundle but project.json."""

_DATA = (".h5", ".json", ".log", ".csv", ".txt", ".vti", ".pvd")
_PICTURES = (".png", ".gif", ".mp4", ".webm", ".pdf")
SUFFIXES = frozenset((*_DATA, *_PICTURES))
"""Kinds of files that travel: data, text and pictures. HTML and SVG stay behind, since
they can carry programs; both can be made again."""

_LONGEST_NAME = 200
_MOST_PARTS = 4
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED_BY_WINDOWS = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotABundle(ValueError):
    """The file does not hold what a bundle holds."""


@dataclass(frozen=True)
class BundledFile:
    """One file of a bundle.

    Parameters
    ----------
    name : str
        Path from the project's folder, with "/" on every system.
    n_bytes : int
        Its size.
    sha256 : str
        Hash of its contents.
    """

    name: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself.

    Parameters
    ----------
    project : str
        What the project is called.
    program_version, date : str
        What wrote it, and when (UTC).
    files : tuple of BundledFile
        All that is in it, but the manifest.
    """

    project: str
    program_version: str
    date: str
    files: tuple[BundledFile, ...]

    @property
    def n_bytes(self) -> int:
        """Size of all files together."""
        return sum(file.n_bytes for file in self.files)

    def to_json(self) -> bytes:
        """The manifest as it lies in the bundle."""
        content = {
            "format": BUNDLE_FORMAT,
            "format_version": BUNDLE_VERSION,
            "program_version": self.program_version,
            "date": self.date,
            "project": self.project,
            "files": [
                {"path": file.name, "n_bytes": file.n_bytes, "sha256": file.sha256}
                for file in self.files
            ],
        }
        return (json.dumps(json.loads(to_json(content)), indent=1) + "\n").encode()


def manifest_from(data: bytes) -> Manifest:
    """The manifest that was read from a bundle.

    Raises
    ------
    NotABundle
        Says what is wrong with it.
    """
    try:
        content = json.loads(data)
        if content["format"] != BUNDLE_FORMAT:
            msg = f"its format is {content['format']!r}"
            raise NotABundle(msg)
        if int(content["format_version"]) > BUNDLE_VERSION:
            msg = "it was written by a newer wetview"
            raise NotABundle(msg)
        if len(content["files"]) > MOST_FILES:
            msg = f"it lists {len(content['files'])} files"
            raise NotABundle(msg)
        files = tuple(_file_from(item) for item in content["files"])
        manifest = Manifest(
            str(content["project"])[:_LONGEST_NAME],
            str(content["program_version"])[:40],
            str(content["date"])[:40],
            files,
        )
    except NotABundle:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = "its list of files is damaged"
        raise NotABundle(msg) from error
    if manifest.n_bytes > MOST_BYTES:
        msg = f"it declares {manifest.n_bytes} bytes"
        raise NotABundle(msg)
    # Two names that differ in case alone are one file on Windows and macOS.
    if len({file.name.casefold() for file in files}) != len(files):
        msg = "it names a file twice"
        raise NotABundle(msg)
    return manifest


def require_safe_name(name: str) -> None:
    """Refuse a name that leads out of the folder, or that no file of a project has.

    Raises
    ------
    NotABundle
        With the name and the reason.
    """
    shown = name[:80]
    path = PurePosixPath(name)
    parts = path.parts
    if (
        not name
        or path.is_absolute()
        or ".." in parts
        or name != path.as_posix()
        or _FORBIDDEN.search(name)
    ):
        msg = f"the name `{shown!s}` leads out of its folder, or no system takes it"
        raise NotABundle(msg)
    if len(name) > _LONGEST_NAME or len(parts) > _MOST_PARTS:
        msg = f"the name `{shown}` is too long"
        raise NotABundle(msg)
    if any(part.endswith((".", " ")) or _is_reserved(part) for part in parts):
        msg = f"the name `{shown}` is reserved by Windows"
        raise NotABundle(msg)
    if name != PROJECT_FILE and not travels(path):
        msg = f"`{shown}` is no file of a project"
        raise NotABundle(msg)


def travels(path: PurePosixPath) -> bool:
    """Whether a file of a project's folder belongs into a bundle."""
    return (
        len(path.parts) > 1
        and path.parts[0] in FOLDERS
        and path.suffix.lower() in SUFFIXES
    )


def _is_reserved(part: str) -> bool:
    return _RESERVED_BY_WINDOWS.fullmatch(part) is not None


def _file_from(item: dict[str, Any]) -> BundledFile:
    file = BundledFile(str(item["path"]), int(item["n_bytes"]), str(item["sha256"]))
    require_safe_name(file.name)
    if file.n_bytes < 0 or not _SHA256.fullmatch(file.sha256):
        msg = f"size or hash of `{file.name}` make no sense"
        raise NotABundle(msg)
    is_text = file.name.endswith((".json", ".log"))
    if is_text and file.n_bytes > MOST_JSON_BYTES:
        msg = f"`{file.name}` has {file.n_bytes} bytes"
        raise NotABundle(msg)
    return file
