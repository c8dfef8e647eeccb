"""NumPy's own files: NPY with one array, NPZ with several."""

from __future__ import annotations

import math
import zipfile
from typing import IO, TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._datasets import chosen_dataset
from wetview.volume._payload import validate_packing
from wetview.volume.description import DatasetEntry, FileDescription, Place

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_LONGEST_NPY_HEADER = 70_000
"""In bytes; what precedes the voxels in an NPY member."""


def describe_npy(path: Path) -> FileDescription:
    """Describe an NPY file by its header."""
    with damaged_files_told(path, "NPY"), path.open("rb") as file:
        shape, dtype = _read_header(file)
        data_bytes = path.stat().st_size - file.tell()
    _refuse_objects(path, dtype)
    validate_header(path, squeezed(shape), dtype)
    n_bytes = math.prod(shape) * dtype.itemsize
    if data_bytes < n_bytes:
        raise incomplete(
            path, f"its header promises {n_bytes} bytes and {data_bytes} are there"
        )
    return FileDescription(path, "NPY", squeezed(shape), dtype.name, n_bytes)


def read_npy(path: Path) -> NDArray[Any]:
    """All voxels of an NPY file, in file order."""
    with damaged_files_told(path, "NPY"):
        voxels: NDArray[Any] = np.load(path, allow_pickle=False)
        return voxels.reshape(squeezed(voxels.shape))


def list_npz(path: Path) -> tuple[DatasetEntry, ...]:
    """The volumes in an NPZ file."""
    entries = []
    with damaged_files_told(path, "NPZ"), zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if not member.endswith(".npy"):
                continue
            with archive.open(member) as file:
                shape, dtype = _read_header(file)
            entries.append(
                DatasetEntry(member.removesuffix(".npy"), shape, _type_name(dtype))
            )
    return tuple(entries)


def describe_npz(path: Path, dataset: str | None) -> FileDescription:
    """Describe an array of an NPZ file; without shape where a choice is needed."""
    entry, names = chosen_dataset(path, list_npz(path), dataset)
    if entry is None:
        return FileDescription(path, "NPZ", (), "", 0, datasets=names)
    dtype = np.dtype(object) if entry.dtype == "object" else np.dtype(entry.dtype)
    _refuse_objects(path, dtype)
    shape = squeezed(entry.shape)
    validate_header(path, shape, dtype)
    return FileDescription(
        path,
        "NPZ",
        shape,
        dtype.name,
        math.prod(shape) * dtype.itemsize,
        datasets=names,
        dataset=entry.name,
    )


def read_npz(path: Path, dataset: str) -> NDArray[Any]:
    """All voxels of one array of an NPZ file, in file order."""
    member = f"{dataset}.npy"
    with damaged_files_told(path, "NPZ"), zipfile.ZipFile(path) as archive:
        about = archive.getinfo(member)
        with archive.open(member) as file:
            shape, dtype = _read_header(file)
        n_bytes = math.prod(shape) * dtype.itemsize
        if not 0 <= about.file_size - n_bytes <= _LONGEST_NPY_HEADER:
            raise UserError(
                f"{path.name} declares {about.file_size} bytes for `{dataset}`, whose "
                f"voxels take {n_bytes}",
                "It is damaged; save it with NumPy once more",
            )
        validate_packing(path, n_bytes=n_bytes, stored_bytes=about.compress_size)
    with (
        damaged_files_told(path, "NPZ"),
        np.load(path, allow_pickle=False) as archive,
    ):
        voxels: NDArray[Any] = archive[dataset]
        return voxels.reshape(squeezed(voxels.shape))


def place_npy(path: Path) -> Place:
    """Where the voxels lie."""
    with damaged_files_told(path, "NPY"), path.open("rb") as file:
        version = np.lib.format.read_magic(file)
        read = (
            np.lib.format.read_array_header_1_0
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0
        )
        shape, is_fortran, dtype = read(file)
        _refuse_objects(path, dtype)
        start = file.tell()
    return Place(path, start, squeezed(shape), dtype.str, is_fortran=is_fortran)


def _read_header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    else:
        shape, _, dtype = np.lib.format.read_array_header_2_0(file)
    return shape, dtype


def _type_name(dtype: np.dtype[Any]) -> str:
    return dtype.str if dtype.kind in "SUV" else dtype.name


def _refuse_objects(path: Path, dtype: np.dtype[Any]) -> None:
    if dtype.hasobject:
        raise UserError(
            f"{path.name} holds Python objects, which may run code when they are read",
            "Save the voxels as an array of numbers, for example with "
            "array.astype('uint8')",
        )
