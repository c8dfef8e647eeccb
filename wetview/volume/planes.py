"""Files larger than what one wants of them: mapped, or read plane by plane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wetview.volume._checks import as_native, damaged_files_told
from wetview.volume._payload import promised, read_exactly, validate_packing
from wetview.volume.array_files import place_npy
from wetview.volume.hdf5_files import hdf5_planes, place_hdf5
from wetview.volume.meta_image_files import meta_image_stream, place_meta_image
from wetview.volume.nrrd_files import nrrd_stream, place_nrrd
from wetview.volume.raw_files import place_raw
from wetview.volume.slice_folders import slice_planes
from wetview.volume.tiff_files import place_tiff, tiff_planes
from wetview.volume.vgi_files import place_vgi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from wetview.volume._payload import Stream
    from wetview.volume.description import FileDescription, Place, RawLayout

_STREAMS = {"NRRD": nrrd_stream, "MetaImage": meta_image_stream}


def mapped_voxels(
    description: FileDescription, raw: RawLayout | None = None
) -> NDArray[Any] | None:
    """The voxels of a file as a memory map, in file order; nothing is read.

    Parameters
    ----------
    description : FileDescription
        Of the file.
    raw : RawLayout, optional
        How a headerless file is laid out.

    Returns
    -------
    (n0, n1, n2) ndarray or None
        Read-only; None where the file is packed or in pieces, or not long enough to
        have all.
    """
    place = _place(description, raw)
    if place is None:
        return None
    return _mapped(place)


def file_planes(
    description: FileDescription,
    wanted: range,
    *,
    raw: RawLayout | None = None,
    read_whole: Callable[[], NDArray[Any]],
) -> Iterator[NDArray[Any]]:
    """Some planes of a file in rising order, with one in memory at a time.

    Parameters
    ----------
    description : FileDescription
        Of the file.
    wanted : range
        Which planes across the first axis of the file.
    raw : RawLayout, optional
        How a headerless file is laid out.
    read_whole : callable
        Gives all voxels, for formats that can only be read so.

    Yields
    ------
    (n1, n2) ndarray
        In this computer's byte order.
    """
    mapped = mapped_voxels(description, raw)
    if mapped is not None:
        planes: Iterator[NDArray[Any]] = (np.array(mapped[i]) for i in wanted)
    elif description.format == "TIFF":
        planes = tiff_planes(description.path, wanted)
    elif description.format == "slices":
        planes = slice_planes(description.path, wanted)
    elif description.format == "HDF5":
        assert description.dataset is not None
        planes = hdf5_planes(description.path, description.dataset, wanted)
    elif description.format in _STREAMS:
        opened = _STREAMS[description.format](description.path)
        planes = _stream_planes(description, opened, wanted)
    else:
        whole = read_whole()
        planes = (whole[index] for index in wanted)
    for plane in planes:
        yield as_native(plane)


def _place(description: FileDescription, raw: RawLayout | None) -> Place | None:
    path, dataset = description.path, description.dataset
    match description.format:
        case "TIFF":
            return place_tiff(path)
        case "NPY":
            return place_npy(path)
        case "HDF5" if dataset is not None:
            return place_hdf5(path, dataset)
        case "NRRD":
            return place_nrrd(path)
        case "MetaImage":
            return place_meta_image(path)
        case "VGI":
            return place_vgi(path)
        case "RAW" if raw is not None:
            return place_raw(path, raw)
    return None


def _mapped(place: Place) -> NDArray[Any]:
    dtype = np.dtype(place.dtype)
    plane = math.prod(place.shape[1:]) * dtype.itemsize
    n_bytes = (place.shape[0] - 1) * (place.plane_bytes or plane) + plane
    n_there = place.path.stat().st_size - place.offset
    if n_there < n_bytes:
        raise promised(place.path, n_bytes, max(n_there, 0))
    with damaged_files_told(place.path, "a volume"):
        if not place.plane_bytes:
            return np.memmap(
                place.path,
                dtype,
                "r",
                place.offset,
                place.shape,
                "F" if place.is_fortran else "C",
            )
        whole = np.memmap(place.path, np.uint8, "r", place.offset, (n_bytes,))
        rows = plane // place.shape[1]
        return np.ndarray(
            place.shape, dtype, whole, 0, (place.plane_bytes, rows, dtype.itemsize)
        )


def _stream_planes(
    description: FileDescription,
    opened: AbstractContextManager[tuple[Stream, Path, np.dtype[Any]]],
    wanted: range,
) -> Iterator[NDArray[Any]]:
    """Planes of packed bytes: those between are unpacked and forgotten."""
    with opened as (stream, data_path, dtype):
        validate_packing(
            data_path,
            n_bytes=description.n_bytes,
            stored_bytes=data_path.stat().st_size,
        )
        for index in range(wanted.stop):
            plane = read_exactly(data_path, stream, description.shape[1:], dtype)
            if index in wanted:
                yield plane
