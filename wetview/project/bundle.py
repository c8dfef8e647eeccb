"""A whole project as one zip file, with a manifest of sizes and hashes."""

from __future__ import annotations

import datetime
import hashlib
import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import wetview
from wetview.errors import UserError
from wetview.progress import Report, silent
from wetview.project.atomic import atomic_path
from wetview.project.bundle_manifest import (
    MANIFEST,
    MOST_FILES,
    PROJECT_FILE,
    BundledFile,
    Manifest,
    NotABundle,
    require_safe_name,
    travels,
)
from wetview.project.file_errors import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.project.project import Project

BUNDLE_SUFFIX = ".zip"

_BLOCK_BYTES = 1 << 20
# These are compressed inside already.
_STORED = frozenset({".h5", ".png", ".mp4", ".webm", ".gif", ".vti", ".pdf"})
_KEPT_SETTINGS = ("source",)


def write_bundle(
    project: Project, path: Path | str, *, report: Report = silent
) -> Manifest:
    """Write samples, runs, networks, data sets and exports of a project as one zip.

    What only belongs to this computer stays behind: checkpoints, files that are being
    written, and where the tomogram lay.

    Parameters
    ----------
    project : Project
        What is written.
    path : Path
        The zip file; it appears whole or not at all.
    report : Report
        Told in bytes; may raise `Cancelled`.

    Raises
    ------
    UserError
        If a file cannot be read, a name is one that other systems refuse, or the disk
        is full.
    """
    path = Path(path)
    if path.suffix.lower() != BUNDLE_SUFFIX:
        raise UserError(
            f"A bundle cannot be saved as `{path.name}`",
            "Give it a name that ends in .zip",
        )
    if path.resolve().is_relative_to(project.folder):
        raise UserError(
            f"`{path}` lies in the project itself", "Choose a place beside it"
        )
    found = list(_files_of(project.folder))
    if len(found) > MOST_FILES:
        raise UserError(
            f"The project has {len(found)} files, more than {MOST_FILES}",
            "Divide it into several projects",
        )
    total = sum(source.stat().st_size for source, _ in found) or 1
    done, files = 0, []
    with atomic_path(path) as part, zipfile.ZipFile(part, "w") as archive:
        settings = _project_json(project)
        files.append(_add_bytes(archive, PROJECT_FILE, settings))
        for source, name in found:
            report(done, total, f"Packing {name}")
            files.append(_add_file(archive, source, name, report, done, total))
            done += files[-1].n_bytes
        manifest = Manifest(
            project.name,
            wetview.__version__,
            datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            tuple(files),
        )
        archive.writestr(
            zipfile.ZipInfo(MANIFEST),
            manifest.to_json(),
            compress_type=zipfile.ZIP_DEFLATED,
        )
    report(total, total, "Done")
    return manifest


def _files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """What travels, with its name in the bundle; no links are followed."""
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        is_linked = any(
            parent.is_symlink() for parent in (path, *path.parents) if parent != folder
        )
        if is_linked or not travels(name) or not path.is_file():
            continue
        try:
            require_safe_name(str(name))
        except NotABundle as problem:
            raise UserError(
                f"`{path}` cannot go into a bundle: {problem}", "Rename that file"
            ) from problem
        yield path, str(name)


def _project_json(project: Project) -> bytes:
    """The list of the project, without paths of this computer."""
    with reading(project.folder / PROJECT_FILE, "the list of a project"):
        content = json.loads((project.folder / PROJECT_FILE).read_text("utf-8"))
    content["settings"] = travelling_settings(content.get("settings"))
    return (json.dumps(content, indent=2) + "\n").encode()


def travelling_settings(settings: Any) -> dict[str, Any]:
    """What a window remembers, without the paths of the computer that it ran on.

    A path in a bundle of someone else could make the window open any file, or ask a
    foreign computer for it.
    """
    if not isinstance(settings, dict):
        return {}
    window = settings.get("window")
    if not isinstance(window, dict):
        return settings
    kept = {key: value for key, value in window.items() if key not in _KEPT_SETTINGS}
    return {**settings, "window": kept}


def _add_bytes(archive: zipfile.ZipFile, name: str, data: bytes) -> BundledFile:
    archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    return BundledFile(name, len(data), hashlib.sha256(data).hexdigest())


def _add_file(
    archive: zipfile.ZipFile,
    source: Path,
    name: str,
    report: Report,
    done: float,
    total: float,
) -> BundledFile:
    """Pack a file; hashed as it is packed, so that both are of one moment."""
    is_stored = source.suffix.lower() in _STORED
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    digest, n_bytes = hashlib.sha256(), 0
    with (
        reading(source, "a file of the project"),
        source.open("rb") as stream,
        archive.open(info, "w", force_zip64=True) as target,
    ):
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
            n_bytes += len(block)
            target.write(block)
            report(done + n_bytes, total, f"Packing {name}")
    return BundledFile(name, n_bytes, digest.hexdigest())
