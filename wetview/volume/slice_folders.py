"""A folder of slices: TIFF, PNG, BMP or JPEG, one picture a slice."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    grey_of_colours,
    in_colour,
    incomplete,
    two_dimensional,
    validate_header,
)
from wetview.volume._voxel_size import VoxelSize, skyscan_voxel_size
from wetview.volume.description import FileDescription
from wetview.volume.tiff_files import (
    read_tiff_slice,
    tiff_slice_header,
    tiff_slice_voxel_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

PICTURE_SUFFIXES = (".png", ".bmp", ".jpg", ".jpeg")
_TIFF_SUFFIXES = (".tif", ".tiff")
_GREY_MODES = {
    "1": np.bool_,
    "L": np.uint8,
    "P": np.uint8,
    "I;16": np.uint16,
    "I;16L": np.uint16,
    "I;16B": np.uint16,
    "I": np.int32,
    "F": np.float32,
}
"""Pillow's modes of one value a pixel; a palette's are taken as labels."""
_COLOUR_MODES = ("LA", "RGB", "RGBA")
"""Those in which programs save grey pictures, too."""


def describe_slices(folder: Path) -> FileDescription:
    """Describe a folder by the header of each of its slices."""
    paths = slice_paths(folder)
    first_shape, dtype = _header(paths[0])
    _read_slice(paths[0])  # which tells colours at once
    for path in paths[1:]:
        shape, other = _header(path)
        if shape != first_shape:
            raise UserError(
                f"{path.name} has {_shown(shape)} pixels but {paths[0].name} has "
                f"{_shown(first_shape)}",
                "All slices must have one size; move what does not belong to them "
                "out of the folder",
            )
        if other != dtype:
            raise UserError(
                f"{path.name} holds {other} but {paths[0].name} holds {dtype}",
                "All slices must have one type",
            )
    if len(paths) == 1:
        raise two_dimensional(folder, f"it holds one slice, {paths[0].name}")
    shape = (len(paths), *first_shape)
    validate_header(folder, shape, dtype)
    n_bytes = int(np.prod([dtype.itemsize, *shape], dtype=object))
    size = _voxel_size(folder, paths[0])
    return FileDescription(
        folder, "slices", shape, dtype.name, n_bytes, **size._asdict()
    )


def _voxel_size(folder: Path, first: Path) -> VoxelSize:
    """By the first slice or by the scanner's log."""
    if first.suffix.lower() in _TIFF_SUFFIXES:
        found = tiff_slice_voxel_size(first)
        if found.voxel_m is not None:
            return found
    with damaged_files_told(folder, "a folder of slices"):
        return skyscan_voxel_size(folder)


def read_slices(folder: Path) -> NDArray[Any]:
    """All slices in natural order: (slice, row, column)."""
    paths = slice_paths(folder)
    first = _read_slice(paths[0])
    voxels = np.empty((len(paths), *first.shape), dtype=first.dtype)
    voxels[0] = first
    for index, path in enumerate(paths[1:], start=1):
        voxels[index] = _read_slice(path)
    return voxels


def slice_planes(folder: Path, wanted: range) -> Iterator[NDArray[Any]]:
    """Some of the slices, one at a time."""
    paths = slice_paths(folder)
    for index in wanted:
        yield _read_slice(paths[index])


def slice_paths(folder: Path) -> list[Path]:
    """The slices of a folder in natural order: 9 before 10.

    Raises
    ------
    UserError
        If there are none, if they are of several kinds, or if one is missing.
    """
    with damaged_files_told(folder, "a folder of slices"):
        paths = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in (*PICTURE_SUFFIXES, *_TIFF_SUFFIXES)
            and not path.name.startswith(".")
            and path.is_file()
        ]
    if not paths:
        raise UserError(
            f"The folder {folder.name} is empty: it holds no slices",
            "Choose a folder with one TIFF, PNG, BMP or JPEG picture a slice",
        )
    kinds = sorted({_kind(path) for path in paths})
    if len(kinds) > 1:
        raise UserError(
            f"The folder {folder.name} mixes {' and '.join(kinds)} pictures",
            "Move what does not belong to the slices out of the folder",
        )
    paths.sort(key=_natural_key)
    _validate_none_missing(folder, paths)
    return paths


def _natural_key(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Numbers compare as numbers, all else as text without case."""
    parts = re.split(r"(\d+)", path.stem.lower())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)


def _validate_none_missing(folder: Path, paths: list[Path]) -> None:
    """Where the names end in a counter, its steps must all be the same."""
    matches = [re.fullmatch(r"(.*?)(\d+)", path.stem) for path in paths]
    if len(paths) < 3 or None in matches:
        return
    found = [match for match in matches if match is not None]
    if len({match[1] for match in found}) > 1:
        return
    numbers = [int(match[2]) for match in found]
    steps = np.diff(numbers)
    if (steps == 0).any():
        return
    usual = int(np.median(steps))
    wrong = np.flatnonzero(steps != usual)
    if len(wrong):
        before, after = paths[wrong[0]].name, paths[wrong[0] + 1].name
        raise incomplete(folder, f"slices between {before} and {after} are missing")


def _header(path: Path) -> tuple[tuple[int, ...], np.dtype[Any]]:
    if path.suffix.lower() in _TIFF_SUFFIXES:
        shape, dtype = tiff_slice_header(path)
        if len(shape) != 2:
            raise UserError(
                f"{path.name} is no single slice: its shape is ({_shown(shape)})",
                "Open that file itself, or move it out of the folder",
            )
        return shape, dtype
    with _opened(path) as picture:
        size = picture.height, picture.width
        if picture.mode in _COLOUR_MODES:
            return size, np.dtype(np.uint8)
        if picture.mode not in _GREY_MODES:
            raise in_colour(path, f"mode {picture.mode}")
        return size, np.dtype(_GREY_MODES[picture.mode])


def _read_slice(path: Path) -> NDArray[Any]:
    if path.suffix.lower() in _TIFF_SUFFIXES:
        return read_tiff_slice(path)
    with _opened(path) as picture:
        if picture.mode in _COLOUR_MODES:
            return grey_of_colours(path, np.asarray(picture))
        return np.asarray(picture).astype(_GREY_MODES[picture.mode], copy=False)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Open a picture whose pixels are not decoded yet; Pillow's limit is an error."""
    with damaged_files_told(path, "a picture"), warnings.catch_warnings():
        # Half of the limit is worth a warning to Pillow; here memory is checked.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(path)
        except Image.DecompressionBombError as error:
            raise UserError(
                f"{path.name} is too large a picture ({error})",
                "Crop the slices first, or save them as TIFF",
            ) from None
        with picture:
            yield picture


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _TIFF_SUFFIXES:
        return "TIFF"
    return "JPEG" if suffix in (".jpg", ".jpeg") else suffix[1:].upper()


def _shown(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
