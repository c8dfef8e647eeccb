"""MATLAB's files of version 5 to 7 (7.3 is HDF5): their numeric arrays.

Written against "MAT-File Format", The MathWorks, chapter 1. SciPy's reader is not
used because it unpacks all that a file holds, however much that is.
"""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._datasets import chosen_dataset
from wetview.volume._payload import (
    ZlibReader,
    read_exactly,
    validate_at_end,
    validate_packing,
)
from wetview.volume.description import DatasetEntry, FileDescription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.volume._payload import Stream

_HEADER_BYTES = 128
_MATRIX, _COMPRESSED = 14, 15
_NUMERIC_CLASSES = range(6, 16)
_COMPLEX = 0x0800
_LONGEST_NAME = 4096
_MOST_AXES = 32
_TYPES = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
"""How values are stored, which may be smaller than the class that MATLAB gives them."""


@dataclass(frozen=True)
class _Variable:
    """One numeric array and where it lies in the file."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    is_complex: bool
    start: int
    stored_bytes: int


def list_matlab(path: Path) -> tuple[DatasetEntry, ...]:
    """The numeric arrays of a file; cells, structures and text are left out."""
    return tuple(
        DatasetEntry(
            variable.name,
            variable.shape,
            "complex" if variable.is_complex else variable.dtype.name,
        )
        for variable in _variables(path)
    )


def describe_matlab(path: Path, dataset: str | None) -> FileDescription:
    """Describe an array by its header; without shape where a choice is needed."""
    entry, names = chosen_dataset(path, list_matlab(path), dataset)
    if entry is None:
        return FileDescription(path, "MAT", (), "", 0, datasets=names)
    shape, dtype = squeezed(entry.shape), np.dtype(entry.dtype)
    validate_header(path, shape, dtype)
    return FileDescription(
        path,
        "MAT",
        shape,
        dtype.name,
        math.prod(shape) * dtype.itemsize,
        datasets=names,
        dataset=entry.name,
    )


def read_matlab(path: Path, dataset: str) -> NDArray[Any]:
    """All voxels of an array in file order: MATLAB's last axis first."""
    variable = next(found for found in _variables(path) if found.name == dataset)
    validate_packing(
        path,
        n_bytes=math.prod(variable.shape) * variable.dtype.itemsize,
        stored_bytes=variable.stored_bytes,
    )
    with damaged_files_told(path, "MATLAB"), path.open("rb") as file:
        order = _byte_order(file)
        stream, _ = _opened(file, variable.start, order)
        found = _matrix(stream, order, variable.start, variable.stored_bytes)
        if found is None:
            raise ValueError("it changed while it was read")
        voxels = read_exactly(path, stream, squeezed(found.shape), found.dtype)
        if stream is not file:
            # Up to the end, where zlib checks its sum; padding makes eights full.
            stream.read(-voxels.nbytes % 8)
            validate_at_end(path, stream)
        return voxels


def _variables(path: Path) -> tuple[_Variable, ...]:
    with damaged_files_told(path, "MATLAB"), path.open("rb") as file:
        order = _byte_order(file)
        found = []
        for start in _element_starts(path, file, order):
            stream, stored_bytes = _opened(file, start, order)
            variable = _matrix(stream, order, start, stored_bytes)
            if variable is not None:
                found.append(variable)
        return tuple(found)


def _byte_order(file: IO[bytes]) -> str:
    header = file.read(_HEADER_BYTES)
    order = {b"IM": "<", b"MI": ">"}.get(header[126:128])
    if order is None or not header.startswith(b"MATLAB 5"):
        raise ValueError("its header is not that of MATLAB 5 to 7")
    return order


def _element_starts(path: Path, file: IO[bytes], order: str) -> Iterator[int]:
    """Where each element of the file starts, having made sure that all are whole."""
    n_bytes = path.stat().st_size
    start = _HEADER_BYTES
    while start < n_bytes:
        file.seek(start)
        kind, size = struct.unpack(order + "II", file.read(8))
        end = start + 8 + size
        if end > n_bytes:
            raise incomplete(
                path, f"a variable ends at byte {end} and the file has {n_bytes}"
            )
        if kind not in (_MATRIX, _COMPRESSED):
            raise ValueError(f"an element of kind {kind} at byte {start}")
        yield start
        start = end


def _opened(file: IO[bytes], start: int, order: str) -> tuple[Stream, int]:
    """The bytes of a variable from its dimensions on, and how many are stored."""
    file.seek(start)
    kind, size = struct.unpack(order + "II", file.read(8))
    if kind == _MATRIX:
        return file, size  # type: ignore[return-value]  # readinto is not in IO
    stream = io.BufferedReader(ZlibReader(file, size))
    inner, _ = struct.unpack(order + "II", stream.read(8))
    if inner != _MATRIX:
        raise ValueError(f"a packed element of kind {inner} at byte {start}")
    return stream, size


def _matrix(
    stream: Stream, order: str, start: int, stored_bytes: int
) -> _Variable | None:
    """A numeric array's header, up to its first value; None for anything else."""
    flags = struct.unpack(order + "II", _small(stream, order, 8))[0]
    axes = _small(stream, order, 4 * _MOST_AXES)
    sizes = struct.unpack(f"{order}{len(axes) // 4}i", axes)
    name = _small(stream, order, _LONGEST_NAME).decode("ascii", "replace")
    if flags & 0xFF not in _NUMERIC_CLASSES:
        return None
    if len(sizes) < 2 or min(sizes) < 0:
        raise ValueError(f"variable `{name}` has the size {sizes}")
    kind, n_bytes, _ = _tag(stream, order)
    if kind not in _TYPES:
        raise ValueError(f"variable `{name}` has values of kind {kind}")
    dtype = np.dtype(order + _TYPES[kind])
    if n_bytes != math.prod(sizes) * dtype.itemsize:
        raise ValueError(
            f"variable `{name}` of size {sizes} should not have {n_bytes} bytes"
        )
    return _Variable(
        name, sizes[::-1], dtype, bool(flags & _COMPLEX), start, stored_bytes
    )


def _tag(stream: Stream, order: str) -> tuple[int, int, bool]:
    """Kind and bytes of an element, and whether it is the short form."""
    first = struct.unpack(order + "I", stream.read(4) or b"")[0]
    if first >> 16:
        return first & 0xFFFF, first >> 16, True
    return first, struct.unpack(order + "I", stream.read(4) or b"")[0], False


def _small(stream: Stream, order: str, most: int) -> bytes:
    """The bytes of an element of the header."""
    _, n_bytes, is_short = _tag(stream, order)
    if n_bytes > (4 if is_short else most):
        raise ValueError(f"an element of {n_bytes} bytes in the header of a variable")
    padded = 4 if is_short else -(-n_bytes // 8) * 8
    data = stream.read(padded) or b""
    if len(data) < padded:
        raise UserError(
            "A variable ends within its header", "Save the file in MATLAB once more"
        )
    return data[:n_bytes]
