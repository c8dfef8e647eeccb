"""A bundle becomes a project. Nothing in it is trusted: it may come from anyone.

Names stay inside the new folder, links and encrypted or oddly packed entries are
refused, every file must be in the manifest with its size and hash, no more is unpacked
than was declared and than the disk has room for, and nothing is executed or unpickled.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.progress import Report, silent
from wetview.project import hdf5
from wetview.project.atomic import flush_to_disk, write_json
from wetview.project.bundle import travelling_settings
from wetview.project.bundle_manifest import (
    MANIFEST,
    MOST_FILES,
    MOST_MANIFEST_BYTES,
    PROJECT_FILE,
    BundledFile,
    Manifest,
    NotABundle,
    manifest_from,
)
from wetview.project.file_errors import reading, writing
from wetview.project.index import read_index
from wetview.project.project import Project

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

_BLOCK_BYTES = 1 << 20
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 0x1
_ROOM_TO_SPARE = 200_000_000
_MOST_PACKING = 1100
"""Deflate cannot do better than 1032 to 1."""
_LARGE_BYTES = 100_000_000
_USUAL_PACKING = 200
"""A large file of text that packs better than this was made to fill a disk."""


def read_manifest(path: Path | str) -> Manifest:
    """What a bundle says of itself, after its table of contents was checked.

    Raises
    ------
    UserError
        If it is no bundle, or one that is not to be trusted.
    """
    path = Path(path)
    with reading(path, "a bundle"), _explained(path), zipfile.ZipFile(path) as archive:
        return _checked(archive)


def import_bundle(
    path: Path | str, folder: Path | str, *, report: Report = silent
) -> Project:
    """Unpack a bundle into a new project folder.

    Parameters
    ----------
    path : Path
        The zip file.
    folder : Path
        A folder that does not exist; it appears whole or not at all.
    report : Report
        Told in bytes; may raise `Cancelled`, then nothing is left.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    UserError
        If it is no bundle, is damaged, is not to be trusted, or does not fit on the
        disk; or the folder exists.
    """
    path, folder = Path(path), Path(folder)
    manifest = read_manifest(path)
    _require_room(folder, manifest)
    part = folder.with_name(f"{folder.name}.part")
    with writing(part):
        if part.exists():
            raise UserError(
                f"`{part}` exists already", "Remove it, or choose another name"
            )
        part.mkdir(parents=True)
    try:
        with (
            reading(path, "a bundle"),
            _explained(path),
            zipfile.ZipFile(path) as archive,
        ):
            _unpack(archive, manifest, part, report)
            _require_project(part)
        with writing(folder):
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Project.open(folder)


class _explained:
    """Turns what is wrong with a bundle into words."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, NotABundle):
            raise UserError(
                f"`{self._path}` is no bundle that can be trusted: {error}",
                "Ask whoever made it for another; nothing of it was kept",
            ) from error
        if isinstance(error, zipfile.BadZipFile | zlib.error | NotImplementedError):
            raise UserError(
                f"`{self._path}` is no zip file, or it is damaged ({error})",
                "Fetch it again, or ask whoever made it for another",
            ) from error


def _checked(archive: ZipFile) -> Manifest:
    """The manifest, where the table of contents agrees with it."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES + 1:
        msg = f"it holds {len(infos)} files"
        raise NotABundle(msg)
    for info in infos:
        _require_plain(info)
    by_name = {info.filename: info for info in infos}
    if len(by_name) != len(infos):
        msg = "it holds a file twice"
        raise NotABundle(msg)
    listed = by_name.pop(MANIFEST, None)
    if listed is None:
        msg = f"it has no {MANIFEST}"
        raise NotABundle(msg)
    manifest = manifest_from(_read_whole(archive, listed))
    names = {file.name for file in manifest.files}
    if unlisted := by_name.keys() - names:
        msg = f"`{min(unlisted)[:80]}` is not in its list"
        raise NotABundle(msg)
    if missing := names - by_name.keys():
        msg = f"`{min(missing)[:80]}` is missing"
        raise NotABundle(msg)
    if PROJECT_FILE not in names:
        msg = f"it has no {PROJECT_FILE}"
        raise NotABundle(msg)
    for file in manifest.files:
        if by_name[file.name].file_size != file.n_bytes:
            msg = f"`{file.name}` has another size than its list says"
            raise NotABundle(msg)
    return manifest


def _require_plain(info: ZipInfo) -> None:
    """Refuse links, devices, folders, encryption, odd packing, and bombs."""
    name = info.filename[:80]
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or info.is_dir():
        msg = f"`{name}` is a link or no plain file"
        raise NotABundle(msg)
    if info.flag_bits & _IS_ENCRYPTED:
        msg = f"`{name}` is encrypted"
        raise NotABundle(msg)
    if info.compress_type not in _PACKINGS:
        msg = f"`{name}` is packed in a way that bundles are not"
        raise NotABundle(msg)
    most = _USUAL_PACKING if info.file_size > _LARGE_BYTES else _MOST_PACKING
    if info.file_size > most * max(info.compress_size, 1):
        msg = f"`{name}` would unpack to {info.file_size} bytes, as a zip bomb does"
        raise NotABundle(msg)


def _read_whole(archive: ZipFile, info: ZipInfo) -> bytes:
    with archive.open(info) as stream:
        data = stream.read(MOST_MANIFEST_BYTES + 1)
    if len(data) > MOST_MANIFEST_BYTES:
        msg = "its list of files is too long"
        raise NotABundle(msg)
    return data


def _unpack(archive: ZipFile, manifest: Manifest, folder: Path, report: Report) -> None:
    done, total = 0, manifest.n_bytes or 1
    for file in manifest.files:
        report(done, total, f"Unpacking {file.name}")
        target = folder.joinpath(*file.name.split("/"))
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        _unpack_one(archive, file, target, report, done, total)
        _require_ours(target, file.name)
        done += file.n_bytes
    report(total, total, "Opening the project")


def _unpack_one(
    archive: ZipFile,
    file: BundledFile,
    target: Path,
    report: Report,
    done: float,
    total: float,
) -> None:
    digest, n_bytes = hashlib.sha256(), 0
    # "x": never into something that is there already.
    with archive.open(file.name) as stream, target.open("xb") as written:
        while block := stream.read(_BLOCK_BYTES):
            n_bytes += len(block)
            if n_bytes > file.n_bytes:
                msg = f"`{file.name}` is longer than its list says"
                raise NotABundle(msg)
            digest.update(block)
            with writing(target):
                written.write(block)
            report(done + n_bytes, total, f"Unpacking {file.name}")
    if n_bytes != file.n_bytes or digest.hexdigest() != file.sha256:
        msg = f"`{file.name}` is not what its list says: another hash"
        raise NotABundle(msg)
    flush_to_disk(target)


def _require_ours(path: Path, name: str) -> None:
    """Refuse an HDF5 file that no wetview has written; what is in it is checked later.

    The readers follow no link out of a file and unpickle nothing; see `hdf5`.
    """
    if path.suffix.lower() != ".h5":
        return
    try:
        with hdf5.open_unchecked(path) as file:
            found = file.attrs.get("format")
    except (OSError, RuntimeError) as error:
        msg = f"`{name}` is no HDF5 file"
        raise NotABundle(msg) from error
    if not isinstance(found, str) or not found.startswith("wetview-"):
        msg = f"`{name}` is no file of wetview"
        raise NotABundle(msg)


def _require_project(folder: Path) -> None:
    """Refuse a list that leads elsewhere, and take paths of other computers out."""
    path = folder / PROJECT_FILE
    try:
        read_index(path)
        content = json.loads(path.read_text(encoding="utf-8"))
    except UserError as problem:
        raise NotABundle(problem.message) from problem
    content["settings"] = travelling_settings(content["settings"])
    write_json(path, content)


def _require_room(folder: Path, manifest: Manifest) -> None:
    if folder.exists() or folder.is_symlink():
        raise UserError(f"`{folder}` exists already", "Choose a new name")
    at = next(parent for parent in folder.resolve().parents if parent.exists())
    free = shutil.disk_usage(at).free
    if manifest.n_bytes + _ROOM_TO_SPARE > free:
        raise UserError(
            f"The project needs {manifest.n_bytes} bytes, but `{at}` has {free} free",
            "Free some space or choose a folder on another disk",
        )
