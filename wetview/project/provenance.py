"""Where a result comes from: settings, program version, seed, hash of the input."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import wetview
from wetview.project.file_errors import reading
from wetview.project.plain_json import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


def provenance(
    description: Mapping[str, Any],
    input_path: Path | None,
    *,
    input_provenance: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What every result repeats about its making.

    Parameters
    ----------
    description : mapping
        The settings as they were given; its "seed" is repeated on top.
    input_path : Path or None
        File, or folder of slices, that was read.
    input_provenance : mapping, optional
        What the input itself says about its making.

    Returns
    -------
    dict
        "program", "version", "date", "seed", "input", "input_sha256",
        "input_provenance", "description".
    """
    return {
        "program": "wetview",
        "version": wetview.__version__,
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "seed": description.get("seed"),
        "input": None if input_path is None else Path(input_path).name,
        "input_sha256": None if input_path is None else sha256(Path(input_path)),
        "input_provenance": plain(input_provenance),
        "description": plain(description),
    }


def sha256(path: Path) -> str:
    """Hash of a file, or of the names and contents of the files in a folder.

    Raises
    ------
    UserError
        If it cannot be read.
    """
    with reading(path, "a file"):
        if not path.is_dir():
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        whole = hashlib.sha256()
        for slice_path in sorted(item for item in path.iterdir() if item.is_file()):
            with slice_path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            whole.update(f"{slice_path.name}\0{digest}\n".encode())
        return whole.hexdigest()
