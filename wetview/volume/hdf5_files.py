"""HDF5 files, MATLAB's of version 7.3 and DREAM3D's among them.

A data set may lie in other files, or in chunks that were never written; HDF5 then gives
zeros without a word. Here that is an error.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import h5py
import numpy as np

from wetview.errors import UserError
from wetview.volume._checks import (
    damaged_files_told,
    incomplete,
    squeezed,
    validate_header,
)
from wetview.volume._datasets import chosen_dataset
from wetview.volume._payload import file_beside, validate_packing
from wetview.volume._voxel_size import VoxelSize, voxel_size
from wetview.volume.description import DatasetEntry, FileDescription, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_VOXEL_ATTRIBUTE = "element_size_um"
"""The attribute by which ImageJ's HDF5 plug-ins and ilastik state z, y, x sizes."""
_OWN_VOXEL_ATTRIBUTE = "voxel_m"
"""That of the group of labels in samples and runs of wetview."""
_DREAM3D_SPACING = "_SIMPL_GEOMETRY/SPACING"
"""Of x, y, z, beside the group of cell data in files of DREAM3D; without a unit."""

_MATLABS_OWN = ("#refs#", "#subsystem#")
_LARGEST_CHUNK_BYTES = 500_000_000
"""A chunk is unpacked as a whole; HDF5 itself advises a thousandth of this."""


def list_hdf5(path: Path) -> tuple[DatasetEntry, ...]:
    """The data sets of numbers in an HDF5 file, in the file's order."""
    entries: list[DatasetEntry] = []

    def note(name: str, item: object) -> None:
        if name.split("/")[0] in _MATLABS_OWN:
            return
        if isinstance(item, h5py.Dataset) and item.shape is not None:
            entries.append(DatasetEntry(name, squeezed(item.shape), str(item.dtype)))

    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        file.visititems(note)
    return tuple(entries)


def describe_hdf5(path: Path, dataset: str | None) -> FileDescription:
    """Describe a data set by its header; without shape where a choice is needed."""
    entry, names = chosen_dataset(path, list_hdf5(path), dataset)
    if entry is None:
        return FileDescription(path, "HDF5", (), "", 0, datasets=names)
    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        dtype = file[entry.name].dtype
        size = _voxel_size(file[entry.name])
    shape = squeezed(entry.shape)
    validate_header(path, shape, dtype)
    return FileDescription(
        path,
        "HDF5",
        shape,
        dtype.name,
        math.prod(shape) * dtype.itemsize,
        **size._asdict(),
        datasets=names,
        dataset=entry.name,
    )


def read_hdf5(path: Path, dataset: str) -> NDArray[Any]:
    """All voxels of a data set, in file order."""
    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        _validate_whole(path, file[dataset])
        voxels: NDArray[Any] = file[dataset][()]
        return voxels.reshape(squeezed(voxels.shape))


def place_hdf5(path: Path, dataset: str) -> Place | None:
    """Where the voxels lie; None where they are in chunks or elsewhere."""
    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        found = file[dataset]
        _validate_whole(path, found)
        offset = found.id.get_offset()
        is_plain = found.chunks is None and not found.is_virtual
        if offset is None or not is_plain or file.userblock_size:
            return None
        return Place(path, int(offset), squeezed(found.shape), found.dtype.str)


def hdf5_planes(path: Path, dataset: str, wanted: range) -> Iterator[NDArray[Any]]:
    """Some planes of a data set, one at a time; each chunk is unpacked once."""
    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        found = file[dataset]
        _validate_whole(path, found)
        shape = squeezed(found.shape)
        axis = found.shape.index(shape[0])
        thick = 1 if found.chunks is None else int(found.chunks[axis])
        slab, first = np.empty(0), 0
        for index in wanted:
            if not first <= index < first + len(slab):
                first = index - index % thick
                part = [slice(None)] * len(found.shape)
                part[axis] = slice(first, first + thick)
                slab = found[tuple(part)].reshape(-1, *shape[1:])
            yield slab[index - first]


def _voxel_size(dataset: Any) -> VoxelSize:
    """What the attributes of a data set, or of its group, say."""
    for attributes, name, unit_m in (
        (dataset.attrs, _VOXEL_ATTRIBUTE, 1e-6),
        (dataset.parent.attrs, _OWN_VOXEL_ATTRIBUTE, 1.0),
    ):
        if name not in attributes:
            continue
        sizes = np.atleast_1d(attributes[name])
        if sizes.dtype.kind in "uif":
            return voxel_size(sizes.ravel().tolist(), unit_m=unit_m)
    spacing = dataset.parent.parent.get(_DREAM3D_SPACING)
    if isinstance(spacing, h5py.Dataset) and spacing.shape == (3,):
        x, y, z = map(float, spacing[()])
        return voxel_size([z, y, x], unit_m=None)
    return VoxelSize()


def _validate_whole(path: Path, dataset: Any) -> None:
    """Refuse what HDF5 would fill with zeros, fetch from elsewhere or blow up."""
    if dataset.external:
        raise UserError(
            f"{path.name} keeps data set `{dataset.name}` in another file",
            "Put the data set itself into the file, for example with h5repack",
        )
    if dataset.is_virtual:
        for source in dataset.virtual_sources():
            if source.file_name != ".":
                file_beside(path, source.file_name)
        return
    n_bytes = math.prod(dataset.shape) * dataset.dtype.itemsize
    stored_bytes = dataset.id.get_storage_size()
    if dataset.chunks is None:
        if stored_bytes < n_bytes:
            raise incomplete(
                path, f"data set `{dataset.name}` has no values; it was never written"
            )
        return
    chunk_bytes = math.prod(dataset.chunks) * dataset.dtype.itemsize
    chunks: list[Any] = []
    dataset.id.chunk_iter(chunks.append)
    largest = max((chunk.size for chunk in chunks), default=0)
    # A filter may make a chunk that packs badly a little longer, never by half.
    if chunk_bytes > _LARGEST_CHUNK_BYTES or largest > 1.5 * chunk_bytes + 1000:
        raise UserError(
            f"{path.name} keeps data set `{dataset.name}` in chunks of "
            f"{chunk_bytes} bytes, of which the largest takes {largest} in the file",
            "Save it once more with chunks of about 1 MB, for example with h5repack",
        )
    n_chunks = math.prod(
        -(-n // size) for n, size in zip(dataset.shape, dataset.chunks, strict=True)
    )
    if len(chunks) < n_chunks:
        raise incomplete(
            path,
            f"{len(chunks)} of {n_chunks} chunks of data set `{dataset.name}` were "
            "written",
        )
    validate_packing(path, n_bytes=n_bytes, stored_bytes=stored_bytes)
