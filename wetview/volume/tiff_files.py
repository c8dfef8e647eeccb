"""Multi-page TIFF: ImageJ, OME and plain stacks, in any compression."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import tifffile

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    grey_of_colours,
    in_colour,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._payload import validate_packing
from wetview.volume._voxel_size import VoxelSize, tiff_voxel_size
from wetview.volume.description import FileDescription, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_GREY = ("MINISWHITE", "MINISBLACK", "PALETTE", "MASK")
"""Photometric interpretations with one value a voxel; a palette's are labels."""

_OPPOSITE = {"MINISWHITE", "MINISBLACK"}

_PAGE_KINDS = ("generic", "uniform")
"""What tifffile calls series that nothing but the likeness of pages has made."""


def describe_tiff(path: Path) -> FileDescription:
    """Describe a stack by its tags, having made sure that it is all there."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        shape, dtype = _validated_stack(path, file)
        size = tiff_voxel_size(file)
    validate_header(path, shape, dtype)
    n_bytes = int(np.prod([dtype.itemsize, *shape], dtype=object))
    return FileDescription(path, "TIFF", shape, dtype.name, n_bytes, **size._asdict())


def read_tiff(path: Path) -> NDArray[Any]:
    """All voxels of a stack, in file order: page, row, column."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        shape, dtype = _validated_stack(path, file)
        n_bytes = int(np.prod([dtype.itemsize, *shape], dtype=object))
        validate_packing(path, n_bytes=n_bytes, stored_bytes=file.filehandle.size)
        if _is_one_series(file) and not _is_saved_in_colour(file):
            voxels: NDArray[Any] = file.asarray()
            return voxels.reshape(squeezed(voxels.shape))
        # A series holds like pages, wherever in the file: order is that of the pages.
        is_mixed = {_photometric(page) for page in file.pages} >= _OPPOSITE
        voxels = np.empty(shape, dtype)
        for index, page in enumerate(file.pages):
            voxels[index] = _grey(path, page, is_mixed)
        return voxels


def read_tiff_slice(path: Path) -> NDArray[Any]:
    """The one page of a slice, rows and columns."""
    # One slice of an OME set names all the others, which tifffile would read.
    with (
        damaged_files_told(path, "TIFF"),
        tifffile.TiffFile(path, is_ome=False) as file,
    ):
        if _is_saved_in_colour(file):
            return _grey(path, file.pages.first, is_mixed=False)
        page: NDArray[Any] = file.asarray()
        return page


def tiff_slice_header(path: Path) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of a slice."""
    with (
        damaged_files_told(path, "TIFF"),
        tifffile.TiffFile(path, is_ome=False) as file,
    ):
        return _validated_stack(path, file)


def tiff_slice_voxel_size(path: Path) -> VoxelSize:
    """What a slice says of its voxels."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        return tiff_voxel_size(file)


def place_tiff(path: Path) -> Place | None:
    """Where the voxels lie; None where they are packed, or unevenly far apart."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        shape, dtype = _validated_stack(path, file)
        kept = dtype.newbyteorder(file.byteorder)
        if _is_saved_in_colour(file) or not all(map(_lies_open, file.pages)):
            return None
        if _is_one_series(file) and file.series[0].dataoffset is not None:
            return Place(path, int(file.series[0].dataoffset), shape, kept.str)
        is_mixed = {_photometric(page) for page in file.pages} >= _OPPOSITE
        if is_mixed or len(file.pages) != shape[0]:
            return None
        starts = np.array([page.dataoffsets[0] for page in file.pages], np.int64)
        apart = np.unique(np.diff(starts))
        plane = int(np.prod([dtype.itemsize, *shape[1:]], dtype=object))
        if len(apart) != 1 or apart[0] < plane:
            return None
        return Place(path, int(starts[0]), shape, kept.str, int(apart[0]))


def tiff_planes(path: Path, wanted: range) -> Iterator[NDArray[Any]]:
    """Some of the pages of a stack, one at a time."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        shape, dtype = _validated_stack(path, file)
        n_bytes = int(np.prod([dtype.itemsize, *shape], dtype=object))
        validate_packing(path, n_bytes=n_bytes, stored_bytes=file.filehandle.size)
        is_mixed = {_photometric(page) for page in file.pages} >= _OPPOSITE
        if len(file.pages) != shape[0]:
            whole = file.asarray().reshape(shape)
            yield from (whole[index] for index in wanted)
            return
        for index in wanted:
            plane = _grey(path, file.pages[index], is_mixed)
            yield plane.reshape(shape[1:])


def _validated_stack(
    path: Path, file: tifffile.TiffFile
) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of a stack that is whole, grey and in this one file."""
    _validate_one_file(path, file)
    _validate_all_pages_there(path, file)
    _validate_grey(path, file)
    return _stack(path, file)


def _stack(
    path: Path, file: tifffile.TiffFile
) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of what the pages make together."""
    series = file.series
    if _is_saved_in_colour(file):
        return _stack_in_colour(path, file)
    if _is_one_series(file):
        dtype = series[0].dtype
        if dtype is None:
            raise UserError(
                f"{path.name} holds voxels of an unknown type",
                "Export it with whole numbers of 8 or 16 bits",
            )
        return squeezed(series[0].shape), dtype
    shapes = {tuple(page.shape) for page in file.pages}
    dtypes = {page.dtype for page in file.pages}
    alike = len(shapes) == len(dtypes) == 1 and None not in dtypes
    is_of_pages = len(series) == 1 or all(map(_is_of_pages, series))
    if not (alike and is_of_pages and len(next(iter(shapes))) == 2):
        shown = ", ".join(
            f"{' x '.join(map(str, squeezed(part.shape)))} of {part.dtype}"
            for part in series[:6]
        )
        raise UserError(
            f"{path.name} holds {len(series)} images that make no stack ({shown})",
            "Save one stack, whose pages have one size and one type",
        )
    return (len(file.pages), *shapes.pop()), np.dtype(dtypes.pop())


def _stack_in_colour(
    path: Path, file: tifffile.TiffFile
) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of grey pages that were saved in colour."""
    shapes = {tuple(page.shape) for page in file.pages}
    dtypes = {page.dtype for page in file.pages}
    if len(shapes) > 1 or len(dtypes) > 1 or None in dtypes:
        raise in_colour(path, "of pages that are not alike")
    height, width, _ = shapes.pop()
    n_pages = len(file.pages)
    shape = (height, width) if n_pages == 1 else (n_pages, height, width)
    return shape, np.dtype(dtypes.pop())


def _is_saved_in_colour(file: tifffile.TiffFile) -> bool:
    """Whether all pages have red, green and blue, pixel after pixel."""
    return all(
        _photometric(page) == "RGB"
        and _n_values(page) > 2
        and len(page.shape) == 3
        and page.shape[-1] == _n_values(page)
        for page in file.pages
    )


def _is_one_series(file: tifffile.TiffFile) -> bool:
    """Whether what tifffile has put together holds every page of the file."""
    return len(file.series) == 1 and _n_planes(file) >= len(file.pages)


def _n_planes(file: tifffile.TiffFile) -> int:
    """Planes in all that tifffile has put together."""
    of_a_plane = 3 if _is_saved_in_colour(file) else 2
    return sum(int(np.prod(part.shape[:-of_a_plane])) for part in file.series)


def _lies_open(page: Any) -> bool:
    """Whether a page's bytes are its voxels, as memory would hold them."""
    return bool(page.keyframe.is_memmappable)


def _photometric(page: Any) -> str:
    return str(getattr(page.keyframe.photometric, "name", page.keyframe.photometric))


def _n_values(page: Any) -> int:
    return int(page.keyframe.samplesperpixel)


def _grey(path: Path, page: Any, is_mixed: bool) -> NDArray[Any]:
    """A page's values; where pages disagree on what 0 is, those of white turned round.

    Where all pages count from white the values stay as they are, as in ImageJ.
    """
    values: NDArray[Any] = page.asarray()
    if _photometric(page) == "RGB":
        return grey_of_colours(path, values)
    if not is_mixed or _photometric(page) != "MINISWHITE":
        return values
    if values.dtype.kind == "b":
        return ~values
    largest = (1 << page.keyframe.bitspersample) - 1
    return largest - values if values.dtype.kind == "u" else -1 - values


def _is_of_pages(series: tifffile.TiffPageSeries) -> bool:
    """Whether a series is no more than single pages, not a volume of its own."""
    n_axes = len(squeezed(series.shape))
    return n_axes == 2 or (n_axes == 3 and series.kind in _PAGE_KINDS)


def _validate_grey(path: Path, file: tifffile.TiffFile) -> None:
    if _is_saved_in_colour(file):
        _grey(path, file.pages.first, is_mixed=False)  # which tells colours at once
        return
    for page in file.pages:
        photometric, n_values = _photometric(page), _n_values(page)
        if photometric not in _GREY or n_values > 1:
            raise in_colour(path, f"{photometric}, {n_values} values a voxel")


def _validate_one_file(path: Path, file: tifffile.TiffFile) -> None:
    """Refuse an OME file that names others: they may be absent, or anywhere."""
    if not (file.is_ome and file.ome_metadata):
        return
    parts = ElementTree.fromstring(file.ome_metadata).findall(".//{*}UUID")
    if len({part.text for part in parts}) > 1:
        names = sorted({part.get("FileName", "?") for part in parts})
        raise UserError(
            f"{path.name} is one of {len(names)} files of an OME set "
            f"({', '.join(names[:3])})",
            "Export the volume as a single file",
        )


def _validate_all_pages_there(path: Path, file: tifffile.TiffFile) -> None:
    """Follow the chain of pages to its end: tifffile leaves out what it cannot find."""
    n_bytes = file.filehandle.size
    n_pages = _count_pages(path, file, n_bytes)
    for index, page in enumerate(file.pages):
        if page is None:
            raise incomplete(path, f"page {index} of {n_pages} is not there")
        pieces = list(zip(page.dataoffsets, page.databytecounts, strict=False))
        end = max((offset + count for offset, count in pieces), default=0)
        if not pieces or end > n_bytes:
            raise incomplete(
                path,
                f"page {index} of {n_pages} ends at byte {end} and the file has "
                f"{n_bytes}",
            )
        n_expected = int(np.prod(page.chunked))
        # tifffile takes a piece without bytes for zeros.
        if len(pieces) < n_expected or not all(all(piece) for piece in pieces):
            raise incomplete(
                path,
                f"{sum(all(piece) for piece in pieces)} of {n_expected} pieces of "
                f"page {index} are there",
            )
    _validate_none_left_out(path, file, n_pages)


def _validate_none_left_out(path: Path, file: tifffile.TiffFile, n_pages: int) -> None:
    """Hold what tifffile has put together against what the metadata promise."""
    promised = (file.imagej_metadata or {}).get("images", 0)
    found = _n_planes(file)
    if isinstance(promised, int) and promised > max(found, n_pages):
        raise incomplete(path, f"{found} pages of {promised} are there")
    for part in file.series:
        if any(page is None for page in part.pages):
            raise incomplete(path, "its metadata promise more pages than are there")
    if len(file.pages) != n_pages:
        raise incomplete(path, f"{len(file.pages)} pages of {n_pages} can be read")


def _count_pages(path: Path, file: tifffile.TiffFile, n_bytes: int) -> int:
    """Number of pages, by following the offsets from each to the next."""
    layout, handle = file.tiff, file.filehandle
    offset, seen = file.pages.first.offset, set[int]()
    while offset:
        if offset in seen:
            raise incomplete(path, f"its pages run in a circle at byte {offset}")
        seen.add(offset)
        if offset + layout.tagnosize > n_bytes:
            raise incomplete(
                path,
                f"page {len(seen) - 1} should start at byte {offset} and the file has "
                f"{n_bytes}",
            )
        handle.seek(offset)
        (n_tags,) = struct.unpack(layout.tagnoformat, handle.read(layout.tagnosize))
        end = offset + layout.tagnosize + n_tags * layout.tagsize
        if end + layout.offsetsize > n_bytes:
            raise incomplete(
                path, f"it ends within the description of page {len(seen) - 1}"
            )
        handle.seek(end)
        (offset,) = struct.unpack(layout.offsetformat, handle.read(layout.offsetsize))
    return len(seen)
