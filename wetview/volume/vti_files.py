"""VTI, VTK's files of image data: as text, as base64 or appended, packed or not.

VTK itself is not used: it belongs to the drawing, and a damaged file ends the program.
"""

from __future__ import annotations

import base64
import io
import lzma
import math
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import imagecodecs
import numpy as np

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.volume._checks import (
    damaged_files_told,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._datasets import chosen_dataset
from wetview.volume._payload import (
    as_type,
    numbers_in_text,
    promised,
    validate_packing,
)
from wetview.volume._voxel_size import VoxelSize, voxel_size
from wetview.volume.description import DatasetEntry, FileDescription

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_PIECE_BYTES = 1 << 20
_TYPES = {
    "Int8": "i1",
    "UInt8": "u1",
    "Int16": "i2",
    "UInt16": "u2",
    "Int32": "i4",
    "UInt32": "u4",
    "Int64": "i8",
    "UInt64": "u8",
    "Float32": "f4",
    "Float64": "f8",
}


@dataclass(frozen=True)
class _Array:
    """One array as the file describes it; `text` only where it was asked for."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    form: str
    offset: int
    text: bytes = b""


@dataclass(frozen=True)
class _Layout:
    """What holds for all arrays of a file."""

    arrays: tuple[_Array, ...]
    header_dtype: np.dtype[Any]
    size: VoxelSize
    compressor: str
    appended_encoding: str
    appended_start: int


def list_vti(path: Path) -> tuple[DatasetEntry, ...]:
    """The arrays of points and cells in a file."""
    return tuple(
        DatasetEntry(array.name, array.shape, array.dtype.name)
        for array in _layout(path).arrays
    )


def describe_vti(path: Path, dataset: str | None) -> FileDescription:
    """Describe an array by its header; without shape where a choice is needed."""
    entry, names = chosen_dataset(path, list_vti(path), dataset)
    if entry is None:
        return FileDescription(path, "VTI", (), "", 0, datasets=names)
    shape, dtype = squeezed(entry.shape), np.dtype(entry.dtype)
    validate_header(path, shape, dtype)
    return FileDescription(
        path,
        "VTI",
        shape,
        dtype.name,
        math.prod(shape) * dtype.itemsize,
        **_layout(path).size._asdict(),
        datasets=names,
        dataset=entry.name,
    )


def read_vti(path: Path, dataset: str) -> NDArray[Any]:
    """All voxels of an array in file order: (z, y, x)."""
    stored_bytes = path.stat().st_size
    validate_fits_memory(path.name, 2 * stored_bytes)
    layout = _layout(path, wanted=dataset)
    array = next(found for found in layout.arrays if found.name == dataset)
    n_bytes = math.prod(array.shape) * array.dtype.itemsize
    validate_packing(path, n_bytes=n_bytes, stored_bytes=stored_bytes)
    with damaged_files_told(path, "VTI"):
        if array.form == "ascii":
            values = as_type(path, numbers_in_text(array.text), array.dtype)
        else:
            packed, is_base64 = _bytes_of(path, layout, array)
            values = np.empty(math.prod(array.shape), array.dtype)
            _unpack(path, packed, layout, values, is_base64=is_base64)
        return values.reshape(squeezed(array.shape))


def _bytes_of(path: Path, layout: _Layout, array: _Array) -> tuple[bytes, bool]:
    """What is stored from the array's first byte on, and whether it is base64."""
    if array.form == "binary":
        return b"".join(array.text.split()), True
    if array.form != "appended" or not layout.appended_start:
        raise ValueError(f"array `{array.name}` is stored as `{array.form}`")
    if array.offset < 0:
        raise ValueError(f"array `{array.name}` starts at {array.offset}")
    with path.open("rb") as file:
        file.seek(layout.appended_start + array.offset)
        stored = file.read()
    if layout.appended_encoding == "base64":
        return re.split(rb"[^A-Za-z0-9+/=]", stored, maxsplit=1)[0], True
    return stored, False


def _unpack(
    path: Path,
    stored: bytes,
    layout: _Layout,
    values: NDArray[Any],
    *,
    is_base64: bool,
) -> None:
    """Fill the values from a header of block sizes and the blocks behind it."""
    out = values.view(np.uint8).data
    word = layout.header_dtype.itemsize
    n_words = 1
    if layout.compressor:
        start = _plain(stored, word, is_base64=is_base64)
        n_words = 3 + int(np.frombuffer(start, layout.header_dtype, 1)[0])
        if n_words * word > len(stored):
            raise incomplete(path, f"it should have {n_words - 3} packed blocks")
    head = _plain(stored, n_words * word, is_base64=is_base64)
    sizes = np.frombuffer(head, layout.header_dtype, n_words).tolist()
    if not layout.compressor:
        _validate_declared(path, sizes[0], len(out))
        data = _plain(stored, word + sizes[0], is_base64=is_base64)[word:]
        if len(data) < len(out):
            raise promised(path, len(out), len(data))
        out[:] = data
        return
    n_blocks, block_bytes, last_bytes, *packed_bytes = sizes
    n_full = n_blocks - 1 if last_bytes else n_blocks
    _validate_declared(path, n_full * block_bytes + last_bytes, len(out))
    # Of base64 the header is a text of its own, padded, and so is the data.
    skipped = 4 * -(-n_words * word // 3) if is_base64 else n_words * word
    data = _plain(stored[skipped:], sum(packed_bytes), is_base64=is_base64)
    if len(data) < sum(packed_bytes):
        raise promised(path, sum(packed_bytes), len(data))
    decode = _decoder(path, layout.compressor)
    done = used = 0
    for size in packed_bytes:
        n_bytes = min(block_bytes, len(out) - done)
        block = decode(data[used : used + size], n_bytes)
        if len(block) != n_bytes:
            raise promised(path, n_bytes, len(block))
        out[done : done + n_bytes] = block
        done, used = done + n_bytes, used + size


def _validate_declared(path: Path, declared: int, needed: int) -> None:
    if declared != needed:
        raise UserError(
            f"{path.name} declares {declared} bytes for an array that takes {needed}",
            "Its extent or its type is wrong; export the volume once more",
        )


def _plain(stored: bytes, n_bytes: int, *, is_base64: bool) -> bytes:
    """The first bytes, decoded where they are text."""
    if not is_base64:
        return stored[:n_bytes]
    return base64.b64decode(stored[: 4 * -(-n_bytes // 3)])[:n_bytes]


def _decoder(path: Path, compressor: str) -> Callable[[bytes, int], bytes]:
    match compressor:
        case "vtkZLibDataCompressor":
            return _inflated
        case "vtkLZ4DataCompressor":
            return lambda data, n: bytes(imagecodecs.lz4_decode(data, out=n))
        case "vtkLZMADataCompressor":
            return lambda data, n: lzma.LZMADecompressor().decompress(data, n)
        case _:
            raise UserError(
                f"{path.name} is packed by `{compressor}`",
                "Save it with zlib, LZ4, LZMA or without compression",
            )


def _inflated(data: bytes, n_bytes: int) -> bytes:
    """A block; one byte more is asked for, so that zlib gets to check its sum."""
    decoder = zlib.decompressobj()
    block = decoder.decompress(data, n_bytes + 1)
    if not decoder.eof:
        raise ValueError(f"a packed block is not of {n_bytes} bytes")
    return block


def _layout(path: Path, wanted: str | None = None) -> _Layout:
    """Read the XML as far as the appended data, with the text of one array."""
    with damaged_files_told(path, "VTI"), path.open("rb") as file:
        reader = _XmlReader(wanted)
        try:
            reader.parser.ParseFile(_UntilStopped(file, reader))
        except expat.ExpatError as error:
            # Raw bytes behind the start of the appended data are no XML.
            if reader.appended_at is None:
                raise ValueError(str(error)) from error
        start = 0
        if reader.appended_at is not None:
            file.seek(reader.appended_at)
            tag = file.read(1000)
            marker = tag.find(b"_", tag.find(b">"))
            if marker < 0:
                raise incomplete(path, "it ends before its appended data")
            start = reader.appended_at + marker + 1
    return _Layout(
        tuple(reader.arrays),
        np.dtype(
            ("<" if reader.file.get("byte_order") != "BigEndian" else ">")
            + ("u8" if reader.file.get("header_type") == "UInt64" else "u4")
        ),
        voxel_size(reader.spacing[::-1], unit_m=None),  # the fastest axis comes first
        reader.file.get("compressor", ""),
        reader.appended_encoding,
        start,
    )


class _UntilStopped(io.RawIOBase):
    """A file that ends where the reader has all it needs."""

    def __init__(self, file: Any, reader: _XmlReader) -> None:
        super().__init__()
        self._file, self._reader = file, reader

    def read(self, size: int = -1) -> bytes:
        if self._reader.appended_at is not None:
            return b""
        piece: bytes = self._file.read(_PIECE_BYTES if size < 0 else size)
        return piece


class _XmlReader:
    """Collects what the elements of a VTI file say."""

    def __init__(self, wanted: str | None) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._on_start
        self.parser.EndElementHandler = self._on_end
        self.parser.CharacterDataHandler = self._on_text
        self.parser.StartDoctypeDeclHandler = self._on_doctype
        self.file: Mapping[str, str] = {}
        self.spacing: list[str] = []
        self.arrays: list[_Array] = []
        self.appended_at: int | None = None
        self.appended_encoding = "raw"
        self._wanted = wanted
        self._extent: tuple[int, ...] = ()
        self._association = ""
        self._n_pieces = 0
        self._text: list[str] | None = None

    def _on_doctype(self, *_: object) -> None:
        raise ValueError("it declares a document type, which VTK never does")

    def _on_start(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case _ if self.appended_at is not None:
                return
            case "VTKFile":
                self.file = given
                if given.get("type") != "ImageData":
                    raise ValueError(f"it holds {given.get('type')}, not ImageData")
            case "ImageData":
                self._extent = _extent(given["WholeExtent"])
                self.spacing = given.get("Spacing", "").split()
            case "Piece":
                self._n_pieces += 1
                if self._n_pieces > 1 or _extent(given["Extent"]) != self._extent:
                    raise ValueError("it holds its volume in several pieces")
            case "PointData" | "CellData":
                self._association = tag
            case "DataArray" if self._association:
                self._add(given)
            case "AppendedData":
                self.appended_at = self.parser.CurrentByteIndex
                self.appended_encoding = given.get("encoding", "base64")

    def _add(self, given: dict[str, str]) -> None:
        if given["type"] not in _TYPES:
            return
        low, high = self._extent[::2], self._extent[1::2]
        one = 1 if self._association == "PointData" else 0
        sizes = [b - a + one for a, b in zip(low, high, strict=True)]
        if not self._n_pieces or min(sizes) < 0:
            raise ValueError(f"its extent is {self._extent}")
        n_components = int(given.get("NumberOfComponents") or 1)
        if n_components < 1:
            raise ValueError(f"an array has {n_components} components")
        name = given.get("Name", "array")
        if any(array.name == name for array in self.arrays):
            name = f"{name} ({self._association})"
        order = ">" if self.file.get("byte_order") == "BigEndian" else "<"
        self.arrays.append(
            _Array(
                name,
                tuple(sizes[::-1]) + ((n_components,) if n_components > 1 else ()),
                np.dtype(order + _TYPES[given["type"]]),
                given.get("format", "ascii").lower(),
                int(given.get("offset", 0)),
            )
        )
        self._text = [] if name == self._wanted else None

    def _on_text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _on_end(self, tag: str) -> None:
        if tag in ("PointData", "CellData"):
            self._association = ""
        if tag == "DataArray" and self._text is not None:
            text = "".join(self._text).encode("ascii")
            self.arrays[-1] = replace(self.arrays[-1], text=text)
            self._text = None


def _extent(text: str) -> tuple[int, ...]:
    numbers = tuple(int(number) for number in text.split())
    if len(numbers) != 6:
        raise ValueError(f"an extent of {len(numbers)} numbers")
    return numbers
