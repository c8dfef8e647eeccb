"""HDF5 files: which data sets they hold, and reading one of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import h5py
import numpy as np

from wetview.volume._checks import (
    damaged_files_told,
    squeezed,
    validate_header,
)
from wetview.volume._datasets import chosen_dataset
from wetview.volume.description import DatasetEntry, FileDescription

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_VOXEL_ATTRIBUTE = "element_size_um"
"""The attribute by which ImageJ's HDF5 plug-ins and ilastik state z, y, x sizes."""


def list_hdf5(path: Path) -> tuple[DatasetEntry, ...]:
    """The data sets of numbers in an HDF5 file, in the file's order."""
    entries: list[DatasetEntry] = []

    def note(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset) and item.shape is not None:
            entries.append(DatasetEntry(name, tuple(item.shape), str(item.dtype)))

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
        voxel_m = _voxel_m(file[entry.name])
    shape = squeezed(entry.shape)
    validate_header(path, shape, dtype)
    return FileDescription(
        path,
        "HDF5",
        shape,
        dtype.name,
        math.prod(shape) * dtype.itemsize,
        voxel_m=voxel_m,
        datasets=names,
        dataset=entry.name,
    )


def read_hdf5(path: Path, dataset: str) -> NDArray[Any]:
    """All voxels of a data set, in file order."""
    with damaged_files_told(path, "HDF5"), h5py.File(path, "r") as file:
        voxels: NDArray[Any] = file[dataset][()]
        return voxels.reshape(squeezed(voxels.shape))


def _voxel_m(dataset: Any) -> float | None:
    """Edge of a voxel where the data set states one that is the same on all axes."""
    if _VOXEL_ATTRIBUTE not in dataset.attrs:
        return None
    sizes = np.atleast_1d(dataset.attrs[_VOXEL_ATTRIBUTE])
    if sizes.dtype.kind not in "uif" or not np.allclose(sizes, sizes[0], rtol=0.01):
        return None
    return float(sizes[0]) * 1e-6
