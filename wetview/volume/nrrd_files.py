"""NRRD: header and voxels in one file, or in two beside each other."""

from __future__ import annotations

import io
import math
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import nrrd
import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._payload import (
    as_type,
    file_beside,
    numbers_in_text,
    promised,
    read_exactly,
    unpacked,
    validate_at_end,
    validate_packing,
)
from wetview.volume._voxel_size import VoxelSize, metres_in, voxel_size
from wetview.volume.description import FileDescription, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.volume._payload import Stream

_LONGEST_HEADER = 1_000_000
"""In bytes; the header is text, and a thousandth of this is usual."""

_TYPES = {
    **dict.fromkeys(("signed char", "int8", "int8_t"), "i1"),
    **dict.fromkeys(("uchar", "unsigned char", "uint8", "uint8_t"), "u1"),
    **dict.fromkeys(
        ("short", "short int", "signed short", "signed short int", "int16", "int16_t"),
        "i2",
    ),
    **dict.fromkeys(
        ("ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"), "u2"
    ),
    **dict.fromkeys(("int", "signed int", "int32", "int32_t"), "i4"),
    **dict.fromkeys(("uint", "unsigned int", "uint32", "uint32_t"), "u4"),
    **dict.fromkeys(("longlong", "long long", "int64", "int64_t"), "i8"),
    **dict.fromkeys(("ulonglong", "unsigned long long", "uint64", "uint64_t"), "u8"),
    "float": "f4",
    "double": "f8",
}
_PACKINGS = {
    "raw": "",
    "gz": "gzip",
    "gzip": "gzip",
    "bz2": "bzip2",
    "bzip2": "bzip2",
}
_TEXTS = ("ascii", "text", "txt")


def describe_nrrd(path: Path) -> FileDescription:
    """Describe a volume by its header, and make sure that its data file is there."""
    with damaged_files_told(path, "NRRD"):
        header, _ = _header(path)
        shape, dtype = _shape(header), _dtype(path, header)
        size = _voxel_size(header)
        validate_header(path, squeezed(shape), dtype)
        n_bytes = math.prod(shape) * dtype.itemsize
        with _opened(path) as (file, data_path):
            n_left = data_path.stat().st_size - file.tell()
    if _encoding(path, header) == "raw" and n_left < n_bytes:
        raise promised(data_path, n_bytes, n_left)
    return FileDescription(
        path, "NRRD", squeezed(shape), dtype.name, n_bytes, **size._asdict()
    )


def read_nrrd(path: Path) -> NDArray[Any]:
    """All voxels in file order: the slowest axis first."""
    with damaged_files_told(path, "NRRD"):
        header, _ = _header(path)
        shape, dtype = _shape(header), _dtype(path, header)
        encoding = _encoding(path, header)
        with _opened(path) as (file, data_path):
            if encoding in _TEXTS:
                values = numbers_in_text(file.read())
                return as_type(path, values, dtype).reshape(squeezed(shape))
            validate_packing(
                data_path,
                n_bytes=math.prod(shape) * dtype.itemsize,
                stored_bytes=data_path.stat().st_size,
            )
            stream = unpacked(file, _PACKINGS[encoding])
            skip = _integer(header, "byte skip")
            if encoding != "raw" and skip > 0:
                # Of packed data the bytes are skipped after unpacking, by the standard.
                read_exactly(path, stream, (skip,), np.dtype("u1"))
            voxels = read_exactly(data_path, stream, squeezed(shape), dtype)
            validate_at_end(data_path, stream)
            return voxels


def place_nrrd(path: Path) -> Place | None:
    """Where the voxels lie; None where they are packed or text."""
    with damaged_files_told(path, "NRRD"):
        header, _ = _header(path)
        if _encoding(path, header) != "raw":
            return None
        with _opened(path) as (file, data_path):
            shape = squeezed(_shape(header))
            return Place(data_path, file.tell(), shape, _dtype(path, header).str)


@contextmanager
def nrrd_stream(path: Path) -> Iterator[tuple[Stream, Path, np.dtype[Any]]]:
    """The unpacked bytes of the voxels, their file and type; not of those in text."""
    with damaged_files_told(path, "NRRD"):
        header, _ = _header(path)
        encoding = _encoding(path, header)
        if encoding in _TEXTS:
            raise UserError(
                f"{path.name} keeps its voxels as text", "Save it with encoding gzip"
            )
        with _opened(path) as (file, data_path):
            stream = unpacked(file, _PACKINGS[encoding])
            skip = _integer(header, "byte skip")
            if encoding != "raw" and skip > 0:
                read_exactly(path, stream, (skip,), np.dtype("u1"))
            yield stream, data_path, _dtype(path, header)


def _header(path: Path) -> tuple[Mapping[str, Any], int]:
    """The fields by name, and where the data start if they are in the same file."""
    with path.open("rb") as file:
        start = file.read(_LONGEST_HEADER)
    ends = [(start.find(mark), len(mark)) for mark in (b"\n\n", b"\r\n\r\n")]
    found = [(where, length) for where, length in ends if where >= 0]
    end = sum(min(found)) if found else len(start)
    try:
        with np.errstate(all="raise"):  # numbers that no integer can hold
            header = nrrd.read_header(io.BytesIO(start[:end]))
    except (nrrd.NRRDError, StopIteration) as error:
        raise ValueError(str(error) or "its header is empty") from error
    if not found and _data_name(header) is None:
        raise incomplete(path, "no empty line ends its header")
    for field in ("dimension", "type", "encoding", "sizes"):
        if field not in header:
            raise ValueError(f"its header has no field `{field}`")
    if header["dimension"] != len(header["sizes"]) or min(header["sizes"]) < 0:
        raise ValueError(
            f"dimension {header['dimension']} does not fit sizes {header['sizes']}"
        )
    return header, end


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """The file with the voxels, positioned at the first of their bytes."""
    header, end = _header(path)
    name = _data_name(header)
    if name is not None and (name.startswith("LIST") or "%" in name):
        raise UserError(
            f"{path.name} spreads its voxels over several files",
            "Save it as one file, for example with `unu save -f nrrd`",
        )
    data_path = path if name is None else file_beside(path, name)
    skip = _integer(header, "byte skip")
    n_lines = _integer(header, "line skip")
    if skip < -1 or n_lines < 0:
        raise ValueError(f"it skips {n_lines} lines and {skip} bytes")
    with data_path.open("rb") as file:
        file.seek(end if name is None else 0)
        for _ in range(n_lines):
            if not file.readline():
                raise incomplete(data_path, f"it has fewer than {n_lines} lines")
        if _encoding(path, header) == "raw":
            n_bytes = math.prod(_shape(header)) * _dtype(path, header).itemsize
            if skip == -1:
                file.seek(max(0, data_path.stat().st_size - n_bytes))
            else:
                file.seek(skip, io.SEEK_CUR)
        yield file, data_path


def _data_name(header: Mapping[str, Any]) -> str | None:
    name = header.get("data file", header.get("datafile"))
    return None if name is None else str(name)


def _integer(header: Mapping[str, Any], field: str) -> int:
    return int(header.get(field, header.get(field.replace(" ", ""), 0)))


def _encoding(path: Path, header: Mapping[str, Any]) -> str:
    encoding = str(header["encoding"]).lower()
    if encoding not in _PACKINGS and encoding not in _TEXTS:
        raise UserError(
            f"{path.name} is encoded as `{encoding}`",
            "Save it with the encoding raw, gzip, bzip2 or ascii",
        )
    return encoding


def _shape(header: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(n) for n in header["sizes"][::-1])


def _dtype(path: Path, header: Mapping[str, Any]) -> np.dtype[Any]:
    code = _TYPES.get(str(header["type"]).lower())
    if code is None:
        raise UserError(
            f"{path.name} holds values of type `{header['type']}`",
            "Save the voxels as whole numbers or floating-point numbers",
        )
    dtype = np.dtype(code)
    endian = str(header.get("endian", "")).lower()
    if dtype.itemsize == 1 or _encoding(path, header) in _TEXTS:
        return dtype
    if endian not in ("little", "big"):
        raise ValueError(f"its byte order is `{endian}`, not little or big")
    return dtype.newbyteorder("<" if endian == "little" else ">")


def _voxel_size(header: Mapping[str, Any]) -> VoxelSize:
    """What the header says; the fastest axis comes first in it."""
    if "space directions" in header:
        units = header.get("space units", [])
        rows = np.asarray(header["space directions"], dtype=float)
        sizes = [float(np.linalg.norm(row)) for row in rows if np.isfinite(row).all()]
    else:
        units = header.get("units", [])
        sizes = [float(size) for size in header.get("spacings", [])]
    if len(set(units)) > 1:
        return VoxelSize()
    return voxel_size(sizes[::-1], unit_m=metres_in(units[0]) if units else None)
