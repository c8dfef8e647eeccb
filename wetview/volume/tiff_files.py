"""Multi-page TIFF: ImageJ, OME and plain stacks, in any compression."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import tifffile

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    in_colour,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._voxel_size import tiff_voxel_m
from wetview.volume.description import FileDescription

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_GREY = ("MINISWHITE", "MINISBLACK", "PALETTE", "MASK")
"""Photometric interpretations with one value a voxel; a palette's are labels."""

_PAGE_KINDS = ("generic", "uniform")
"""What tifffile calls series that nothing but the likeness of pages has made."""


def describe_tiff(path: Path) -> FileDescription:
    """Describe a stack by its tags, having made sure that it is all there."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        _validate_all_pages_there(path, file)
        _validate_grey(path, file)
        shape, dtype = _stack(path, file)
        voxel_m = tiff_voxel_m(file)
    validate_header(path, shape, dtype)
    n_bytes = int(np.prod([dtype.itemsize, *shape], dtype=object))
    return FileDescription(path, "TIFF", shape, dtype.name, n_bytes, voxel_m=voxel_m)


def read_tiff(path: Path) -> NDArray[Any]:
    """All voxels of a stack, in file order: page, row, column."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        if len(file.series) == 1:
            voxels: NDArray[Any] = file.asarray()
            return voxels.reshape(squeezed(voxels.shape))
        # A series holds like pages, wherever in the file: order is that of the pages.
        return np.stack([page.asarray() for page in file.pages])


def read_tiff_slice(path: Path) -> NDArray[Any]:
    """The one page of a slice, rows and columns."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        page: NDArray[Any] = file.asarray()
        return page


def tiff_slice_header(path: Path) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of a slice."""
    with damaged_files_told(path, "TIFF"), tifffile.TiffFile(path) as file:
        _validate_all_pages_there(path, file)
        _validate_grey(path, file)
        return _stack(path, file)


def _stack(
    path: Path, file: tifffile.TiffFile
) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of what the pages make together."""
    series = file.series
    shapes = [squeezed(part.shape) for part in series]
    dtypes = {part.dtype for part in series}
    if len(series) == 1:
        dtype = series[0].dtype
        if dtype is None:
            raise UserError(
                f"{path.name} holds voxels of an unknown type",
                "Export it with whole numbers of 8 or 16 bits",
            )
        return shapes[0], dtype
    dtype = series[0].dtype
    alike = len({shape[-2:] for shape in shapes}) == len(dtypes) == 1
    n_pages = sum(shape[0] if len(shape) == 3 else 1 for shape in shapes)
    if not (alike and all(map(_is_of_pages, series)) and n_pages == len(file.pages)):
        shown = ", ".join(
            f"{' x '.join(map(str, shape))} of {part.dtype}"
            for shape, part in zip(shapes[:6], series, strict=False)
        )
        raise UserError(
            f"{path.name} holds {len(series)} images that make no stack ({shown})",
            "Save one stack, whose pages have one size and one type",
        )
    return (n_pages, *shapes[0][-2:]), np.dtype(dtype)


def _is_of_pages(series: tifffile.TiffPageSeries) -> bool:
    """Whether a series is no more than single pages, not a volume of its own."""
    n_axes = len(squeezed(series.shape))
    return n_axes == 2 or (n_axes == 3 and series.kind in _PAGE_KINDS)


def _validate_grey(path: Path, file: tifffile.TiffFile) -> None:
    page = file.pages.first
    photometric = getattr(page.photometric, "name", str(page.photometric))
    if photometric not in _GREY or page.samplesperpixel > 1:
        channels = f"{photometric}, {page.samplesperpixel} values a voxel"
        raise in_colour(path, channels)


def _validate_all_pages_there(path: Path, file: tifffile.TiffFile) -> None:
    """Follow the chain of pages to its end: tifffile leaves out what it cannot find."""
    n_bytes = file.filehandle.size
    n_pages = _count_pages(path, file, n_bytes)
    for index, page in enumerate(file.pages):
        if page is None:
            raise incomplete(path, f"page {index} of {n_pages} is not there")
        ends = [
            offset + count
            for offset, count in zip(
                page.dataoffsets, page.databytecounts, strict=False
            )
        ]
        if not ends or max(ends) > n_bytes:
            raise incomplete(
                path,
                f"page {index} of {n_pages} ends at byte {max(ends, default=0)} and "
                f"the file has {n_bytes}",
            )
    promised = (file.imagej_metadata or {}).get("images", 0)
    found = sum(int(np.prod(part.shape[:-2])) for part in file.series)
    if isinstance(promised, int) and promised > max(found, n_pages):
        raise incomplete(path, f"{found} pages of {promised} are there")


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
