"""Headerless files: which layouts fit, and reading with one of them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import damaged_files_told, missing, validate_header
from wetview.volume.description import FileDescription, Place, RawLayout

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_SHAPE_IN_NAME = re.compile(r"(\d+)\s*[xX×]\s*(\d+)\s*[xX×]\s*(\d+)")
_SHAPE_UNDERSCORED = re.compile(r"(?<!\d)(\d{2,})_(\d{2,})_(\d{2,})(?!\d)")
_TYPES_IN_NAME = (
    (r"uint8|8[-_ ]?bit|(?<![a-z0-9])u8", "u1"),
    (r"(?<!u)int8|(?<![a-z0-9])i8", "i1"),
    (r"uint16|ushort|16[-_ ]?bit(?![-_ ]?signed)|(?<![a-z0-9])u16", "u2"),
    (r"(?<!u)int16|(?<!u)short|(?<![a-z0-9])i16", "i2"),
    (r"uint32|(?<![a-z0-9])u32", "u4"),
    (r"(?<!u)int32|(?<![a-z0-9])i32", "i4"),
    (r"float64|double|(?<![a-z0-9])f64", "f8"),
    (r"float|32[-_ ]?bit|(?<![a-z0-9])f32", "f4"),
)
_BIG_ENDIAN_IN_NAME = re.compile(r"big[-_ ]?endian|(?<![a-z])be(?![a-z])")
_TYPES_BY_SIZE = {
    1: ("|u1",),
    2: ("<u2", "<i2", ">u2", ">i2"),
    4: ("<f4", "<i4", "<u4", ">f4"),
    8: ("<f8", "<i8"),
}


def raw_layout_guesses(path: Path) -> tuple[RawLayout, ...]:
    """Layouts that account for every byte of a headerless file, the best first.

    Parameters
    ----------
    path : Path
        The file. A shape or a type in its name is believed as far as it fits the
        size: "nmc-100x80x60-uint16.raw". Such names mostly count x first, which
        varies fastest in the file, so that order comes first.

    Returns
    -------
    tuple of RawLayout
        Empty where neither name nor size says anything.
    """
    n_bytes = _file_bytes(path)
    types = _types(path)
    shapes = _shapes_in_name(path)
    guesses = [
        RawLayout(shape, dtype)
        for shape in shapes
        for dtype in types
        if math.prod(shape) * np.dtype(dtype).itemsize == n_bytes
    ]
    for dtype in types:
        edge = round((n_bytes / np.dtype(dtype).itemsize) ** (1 / 3))
        fits = edge**3 * np.dtype(dtype).itemsize == n_bytes
        if edge >= 2 and fits:
            guesses.append(RawLayout((edge, edge, edge), dtype))
    return tuple(dict.fromkeys(guesses))


def describe_raw(path: Path, layout: RawLayout | None) -> FileDescription:
    """Describe a headerless file by a layout, or by the best guess."""
    if layout is None:
        guesses = raw_layout_guesses(path)
        if not guesses:
            raise _no_layout(path, guesses)
        layout = guesses[0]
    dtype = _validate_layout(path, layout)
    return FileDescription(
        path, "RAW", layout.shape, dtype.name, math.prod(layout.shape) * dtype.itemsize
    )


def certain_layout(path: Path) -> RawLayout:
    """The layout that the file's name and size leave no doubt about.

    Raises
    ------
    UserError
        If there is a doubt, with the layouts that fit.
    """
    guesses = raw_layout_guesses(path)
    in_name = _shapes_in_name(path)
    if len(in_name) != 1 or not guesses or guesses[0].shape != in_name[0]:
        raise _no_layout(path, guesses)
    return guesses[0]


def read_raw(path: Path, layout: RawLayout) -> NDArray[Any]:
    """All voxels of a headerless file, in file order."""
    dtype = _validate_layout(path, layout)
    with damaged_files_told(path, "RAW"):
        voxels = np.fromfile(path, dtype=dtype, offset=layout.header_bytes)
        return voxels.reshape(layout.shape)


def place_raw(path: Path, layout: RawLayout) -> Place:
    """Where the voxels lie."""
    dtype = _validate_layout(path, layout)
    return Place(path, layout.header_bytes, layout.shape, dtype.str)


def _types(path: Path) -> tuple[str, ...]:
    """The type that the name states, else all of them."""
    name = path.stem.lower()
    for pattern, code in _TYPES_IN_NAME:
        if re.search(pattern, name):
            if code.endswith("1"):
                return (f"|{code}",)
            big = _BIG_ENDIAN_IN_NAME.search(name)
            return (f">{code}", f"<{code}") if big else (f"<{code}", f">{code}")
    return tuple(code for codes in _TYPES_BY_SIZE.values() for code in codes)


def _shapes_in_name(path: Path) -> list[tuple[int, int, int]]:
    match = _SHAPE_IN_NAME.search(path.stem) or _SHAPE_UNDERSCORED.search(path.stem)
    if match is None:
        return []
    first, second, third = (int(number) for number in match.groups())
    return list(dict.fromkeys([(third, second, first), (first, second, third)]))


def _validate_layout(path: Path, layout: RawLayout) -> np.dtype[Any]:
    n_bytes = _file_bytes(path)
    try:
        dtype = np.dtype(layout.dtype)
    except TypeError:
        raise UserError(
            f"The type of the voxels is `{layout.dtype}`",
            "Give one such as |u1 (8 bit), <u2 (16 bit, little-endian) or <f4",
        ) from None
    if min(layout.shape) < 1 or layout.header_bytes < 0:
        raise UserError(
            f"The layout has shape {layout.shape} and a header of "
            f"{layout.header_bytes} bytes",
            "Give a shape of at least one voxel on each axis and no negative header",
        )
    validate_header(path, layout.shape, dtype)
    needed = math.prod(layout.shape) * dtype.itemsize + layout.header_bytes
    if needed != n_bytes:
        shown = " x ".join(map(str, layout.shape))
        raise UserError(
            f"{path.name} has {n_bytes} bytes but {shown} voxels of {dtype.name} with "
            f"a header of {layout.header_bytes} bytes need {needed}",
            _hint(raw_layout_guesses(path)),
        )
    return dtype


def _no_layout(path: Path, guesses: tuple[RawLayout, ...]) -> UserError:
    return UserError(
        f"{path.name} is a RAW file of {_file_bytes(path)} bytes whose layout is not "
        "known for sure",
        _hint(guesses),
    )


def _hint(guesses: tuple[RawLayout, ...]) -> str:
    if not guesses:
        return "Give its shape, the type of its voxels and the size of its header"
    fitting = [
        f"{' x '.join(map(str, guess.shape))} of {np.dtype(guess.dtype).name}"
        for guess in guesses
    ]
    options = "; ".join(dict.fromkeys(fitting))
    return (
        "Give its shape (slowest axis first), type and header. "
        f"Without a header these fit: {options}"
    )


def _file_bytes(path: Path) -> int:
    try:
        n_bytes = path.stat().st_size
    except FileNotFoundError:
        raise missing(path) from None
    if n_bytes == 0:
        raise UserError(f"{path.name} is empty: it has 0 bytes", "Export it once more")
    return n_bytes
