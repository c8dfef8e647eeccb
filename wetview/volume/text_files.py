"""Plain text: a line `x y z label` for every voxel, or slices of rows of numbers."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.volume._checks import damaged_files_told, incomplete, validate_header
from wetview.volume._payload import numbers_in_text
from wetview.volume.description import FileDescription

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_BYTES_PER_BYTE = 30
"""Memory that reading takes, at most, by the size of the text."""

_COMMENTS = (b"#", b"%", b"//")
_SEPARATORS = bytes.maketrans(b",;\t", b"   ")
_WORD = re.compile(rb"[A-Za-z_]{2,}|\b[A-DF-Za-df-z]\b")
_NUMBERS = re.compile(rb"[\s0-9eE+.-]*")
_SAME_STEP = 0.01


def describe_text(path: Path) -> FileDescription:
    """Describe a text, which has to be read for that: it has no header to go by."""
    voxels = read_text(path)
    return FileDescription(path, "text", voxels.shape, voxels.dtype.name, voxels.nbytes)


def read_text(path: Path) -> NDArray[Any]:
    """All voxels, slowest axis first: (z, y, x) of a table, (slice, row, column)."""
    with damaged_files_told(path, "text"):
        validate_fits_memory(path.name, _BYTES_PER_BYTE * path.stat().st_size)
        lines = _lines(path.read_bytes())
        voxels = _block_with_sizes(lines)
        if voxels is None:
            voxels = _table_or_slices(path, lines)
    validate_header(path, voxels.shape, voxels.dtype)
    return _as_small_as_possible(voxels)


def _lines(text: bytes) -> list[bytes]:
    """Lines of numbers; empty ones where an empty line or a comment parts them."""
    if b"\0" in text:
        raise ValueError("it is no text but binary")
    text = text.removeprefix(b"\xef\xbb\xbf").translate(_SEPARATORS)
    lines = [line.strip() for line in text.splitlines()]
    lines = [b"" if line.startswith(_COMMENTS) else line for line in lines]
    first = next((index for index, line in enumerate(lines) if line), None)
    if first is None:
        raise ValueError("it has no numbers")
    if _WORD.search(lines[first]):  # titles of columns
        first += 1
    lines = lines[first:]
    if not any(lines) or not all(map(_NUMBERS.fullmatch, lines)):
        raise ValueError("it has words between its numbers")
    return lines


def _block_with_sizes(lines: list[bytes]) -> NDArray[np.float64] | None:
    """A block whose first line has its sizes x, y, z; x runs fastest."""
    words = lines[0].split()
    if len(words) != 3 or not all(word.isdigit() for word in words):
        return None
    sizes = [int(word) for word in words]
    values = numbers_in_text(b" ".join(lines[1:]))
    if math.prod(sizes) != len(values) or not len(values):
        return None
    return values.reshape(sizes[::-1])


def _table_or_slices(path: Path, lines: list[bytes]) -> NDArray[np.float64]:
    """Voxels with their places, or slices parted by empty lines."""
    n_columns = {len(line.split()) for line in lines if line}
    if len(n_columns) > 1:
        raise incomplete(
            path, f"its lines have from {min(n_columns)} to {max(n_columns)} numbers"
        )
    columns = n_columns.pop()
    n_rows = [
        len(list(block)) for is_there, block in groupby(lines, key=bool) if is_there
    ]
    values = numbers_in_text(b" ".join(lines))
    if len(values) != columns * sum(n_rows):
        raise ValueError("it has words between its numbers")
    if len(n_rows) == 1 and columns == 4:
        return _from_table(path, values.reshape(-1, 4))
    if len(n_rows) == 1:
        raise UserError(
            f"{path.name} is two-dimensional ({n_rows[0]} x {columns} numbers)",
            "Give a line `x y z label` for every voxel, or slices with an empty line "
            "between them",
        )
    if len(set(n_rows)) > 1:
        raise incomplete(
            path, f"its slices have from {min(n_rows)} to {max(n_rows)} lines"
        )
    return values.reshape(len(n_rows), n_rows[0], columns)


def _from_table(path: Path, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put every voxel in its place, having made sure that all are there once."""
    if not np.isfinite(table[:, :3]).all():
        raise ValueError("a place is not finite")
    places, shape = np.zeros(len(table), dtype=np.int64), []
    for axis in (2, 1, 0):
        levels, index = np.unique(table[:, axis], return_inverse=True)
        steps = np.diff(levels)
        if len(steps) and steps.max() > steps.min() * (1 + _SAME_STEP):
            raise UserError(
                f"{path.name} has gaps along {'xyz'[axis]}, of up to {steps.max():g} "
                f"where voxels are {steps.min():g} apart",
                "Give a line for every voxel of a box, pores and solid alike",
            )
        places = places * len(levels) + index
        shape.append(len(levels))
        if math.prod(shape) > len(table):
            break
    if math.prod(shape) != len(table) or len(np.unique(places)) != len(table):
        raise UserError(
            f"{path.name} has {len(table)} lines, which are not the voxels of one box",
            "Give a line `x y z label` for every voxel of a box, each just once",
        )
    voxels = np.empty(len(table))
    voxels[places] = table[:, 3]
    return voxels.reshape(shape)


def _as_small_as_possible(voxels: NDArray[np.float64]) -> NDArray[Any]:
    """Whole numbers in the smallest type that has them all."""
    low, high = voxels.min(), voxels.max()
    if not np.isfinite([low, high]).all() or (voxels != voxels.round()).any():
        return voxels
    if max(abs(low), abs(high)) > 2**31:
        return voxels
    return voxels.astype(
        np.result_type(np.min_scalar_type(int(low)), np.min_scalar_type(int(high)))
    )
