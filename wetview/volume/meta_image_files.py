"""MetaImage: MHA with the voxels behind the header, MHD with a data file beside it."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import damaged_files_told, squeezed, validate_header
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
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from wetview.volume._payload import Stream

_MOST_LINES = 1000
_LONGEST_LINE = 10_000
_TYPES = {
    "MET_CHAR": "i1",
    "MET_UCHAR": "u1",
    "MET_SHORT": "i2",
    "MET_USHORT": "u2",
    "MET_INT": "i4",
    "MET_UINT": "u4",
    "MET_LONG": "i4",
    "MET_ULONG": "u4",
    "MET_LONG_LONG": "i8",
    "MET_ULONG_LONG": "u8",
    "MET_FLOAT": "f4",
    "MET_DOUBLE": "f8",
}


@dataclass(frozen=True)
class _Header:
    """What the header says, checked; `start` is where voxels begin in `data_path`."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    packing: str
    is_text: bool
    data_path: Path
    start: int
    size: VoxelSize

    @property
    def n_bytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize


def describe_meta_image(path: Path) -> FileDescription:
    """Describe a volume by its header, and make sure that its data file is there."""
    with damaged_files_told(path, "MetaImage"):
        header = _header(path)
        n_left = header.data_path.stat().st_size - header.start
    shape = squeezed(header.shape)
    validate_header(path, shape, header.dtype)
    if not header.packing and not header.is_text and n_left < header.n_bytes:
        raise promised(header.data_path, header.n_bytes, n_left)
    return FileDescription(
        path,
        "MetaImage",
        shape,
        header.dtype.name,
        header.n_bytes,
        **header.size._asdict(),
    )


def read_meta_image(path: Path) -> NDArray[Any]:
    """All voxels in file order: the slowest axis first."""
    with damaged_files_told(path, "MetaImage"):
        header = _header(path)
        shape = squeezed(header.shape)
        validate_packing(
            header.data_path,
            n_bytes=header.n_bytes,
            stored_bytes=header.data_path.stat().st_size,
        )
        with header.data_path.open("rb") as file:
            file.seek(header.start)
            if header.is_text:
                values = numbers_in_text(file.read())
                return as_type(path, values, header.dtype).reshape(shape)
            stream = unpacked(file, header.packing)
            voxels = read_exactly(header.data_path, stream, shape, header.dtype)
            validate_at_end(header.data_path, stream)
            return voxels


def place_meta_image(path: Path) -> Place | None:
    """Where the voxels lie; None where they are packed or text."""
    with damaged_files_told(path, "MetaImage"):
        header = _header(path)
    if header.packing or header.is_text:
        return None
    shape = squeezed(header.shape)
    return Place(header.data_path, header.start, shape, header.dtype.str)


@contextmanager
def meta_image_stream(path: Path) -> Iterator[tuple[Stream, Path, np.dtype[Any]]]:
    """The unpacked bytes of the voxels, their file and type; not of those in text."""
    with damaged_files_told(path, "MetaImage"):
        header = _header(path)
        if header.is_text:
            raise UserError(
                f"{path.name} keeps its voxels as text", "Save it as binary data"
            )
        with header.data_path.open("rb") as file:
            file.seek(header.start)
            stream = unpacked(file, header.packing)
            yield stream, header.data_path, header.dtype


def _header(path: Path) -> _Header:
    fields, end = _fields(path)
    sizes = [int(size) for size in fields["dimsize"].split()]
    n_axes = int(fields.get("ndims", len(sizes)))
    n_channels = int(fields.get("elementnumberofchannels", 1))
    if n_axes != len(sizes) or min(sizes) < 0 or n_channels < 1:
        raise ValueError(f"{n_axes} axes and {n_channels} channels of size {sizes}")
    shape = tuple(sizes[::-1]) + ((n_channels,) if n_channels > 1 else ())
    dtype = _dtype(path, fields)
    name = fields["elementdatafile"]
    if name.split()[0] == "LIST" or "%" in name:
        raise UserError(
            f"{path.name} spreads its voxels over several files",
            "Save it as one file, for example as MHA",
        )
    is_local = name.upper() == "LOCAL"
    data_path = path if is_local else file_beside(path, name)
    skip = int(fields.get("headersize", 0))
    start = (end if is_local else 0) + max(skip, 0)
    if skip == -1:  # by the standard: the voxels are the last bytes
        n_bytes = math.prod(shape) * dtype.itemsize
        start = max(start, data_path.stat().st_size - n_bytes)
    elif skip < -1:
        raise ValueError(f"HeaderSize is {skip}")
    unit = fields.get("distanceunits", "")
    spacing = fields.get("elementspacing", fields.get("elementsize", ""))
    return _Header(
        shape,
        dtype,
        "zlib" if _is_true(fields, "compresseddata") else "",
        not _is_true(fields, "binarydata", default="true"),
        data_path,
        start,
        # The fastest axis comes first.
        voxel_size(spacing.split()[::-1], unit_m=metres_in(unit)),
    )


def _fields(path: Path) -> tuple[dict[str, str], int]:
    """The fields by name in small letters, and where the header ends."""
    fields: dict[str, str] = {}
    with path.open("rb") as file:
        for _ in range(_MOST_LINES):
            line = file.readline(_LONGEST_LINE)
            if not line.strip():
                break
            name, sign, value = line.decode("ascii", "replace").partition("=")
            if not sign:
                raise ValueError("a line of its header has no `=`")
            fields[name.strip().lower()] = value.strip()
            if "elementdatafile" in fields:  # the last one, by the standard
                break
        end = file.tell()
    for field in ("DimSize", "ElementType", "ElementDataFile"):
        if not fields.get(field.lower()):
            raise ValueError(f"its header has no field `{field}`")
    return fields, end


def _dtype(path: Path, fields: dict[str, str]) -> np.dtype[Any]:
    kind = fields["elementtype"].upper()
    code = _TYPES.get(kind.removesuffix("_ARRAY"))
    if code is None:
        raise UserError(
            f"{path.name} holds values of type `{kind}`",
            "Save the voxels as whole numbers or floating-point numbers",
        )
    names = ("binarydatabyteordermsb", "elementbyteordermsb")
    is_big = any(_is_true(fields, name) for name in names)
    return np.dtype(code).newbyteorder(">" if is_big else "<")


def _is_true(fields: dict[str, str], name: str, default: str = "false") -> bool:
    return fields.get(name, default).lower() in ("true", "1", "yes", "t")
