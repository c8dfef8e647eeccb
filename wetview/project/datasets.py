"""Data sets as HDF5 files: the curves of many runs, and what they may depend on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wetview.project import hdf5
from wetview.project.atomic import atomic_path
from wetview.project.hdf5 import COMPRESSED, NotOurs
from wetview.project.room import write_whole
from wetview.surrogate.columns import COLUMNS
from wetview.surrogate.dataset import Dataset, RunRecord

if TYPE_CHECKING:
    import h5py
    from numpy.typing import NDArray

DATASET_FORMAT = "wetview-dataset"

_FULL = 65535
_MOST_RUNS = 100_000
_MOST_TIMES = 400


def write_dataset(path: Path, dataset: Dataset) -> None:
    """Write a data set, whole or not at all.

    Saturations are kept in 16 bits, and at 400 times of each run at most.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """

    def build(file: h5py.File) -> None:
        hdf5.write_format(file, DATASET_FORMAT)
        file.attrs["name"] = dataset.name
        file.attrs["has_seconds"] = dataset.time_unit_s is not None
        for index, whole in enumerate(dataset.records):
            record = whole.thinned(_MOST_TIMES)
            group = file.create_group(f"run_{index:05d}")
            group.attrs["name"] = record.name
            group.attrs["electrode"] = record.electrode
            group.create_dataset("time_s", data=record.time_s)
            saturation = np.clip(np.rint(record.pore_saturation * _FULL), 0, _FULL)
            group.create_dataset(
                "pore_saturation", data=saturation.astype(np.uint16), **COMPRESSED
            )
            # One table: a file of many runs is read five times as fast as one of single
            # columns.
            inputs = group.create_dataset(
                "inputs", data=np.stack(list(record.columns.values())), **COMPRESSED
            )
            inputs.attrs["names"] = list(record.columns)

    with atomic_path(Path(path)) as part:
        write_whole(part, build)


def read_dataset(path: Path) -> Dataset:
    """Read a data set.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, or from a newer program.
    """
    with hdf5.open_to_read(path, file_format=DATASET_FORMAT, kind="a data set") as file:
        names = sorted(name for name in file if name.startswith("run_"))
        if len(names) > _MOST_RUNS:
            msg = f"it has {len(names)} runs"
            raise NotOurs(msg)
        records = tuple(_read_record(hdf5.group(file, name)) for name in names)
        has_seconds = bool(file.attrs["has_seconds"])
        return Dataset(
            hdf5.text(file, "name"), records, time_unit_s=1.0 if has_seconds else None
        )


def _read_record(group: h5py.Group) -> RunRecord:
    saturation = hdf5.array(
        group, "pore_saturation", np.uint16, kinds="u", shape=(None, None)
    )
    n_times, n_pores = saturation.shape
    read = _read_inputs if "inputs" in group else _read_single_inputs
    return RunRecord(
        name=hdf5.text(group, "name"),
        electrode=hdf5.text(group, "electrode"),
        time_s=hdf5.array(group, "time_s", np.float64, kinds="f", shape=(n_times,)),
        pore_saturation=(saturation / np.float32(_FULL)).astype(np.float32),
        columns=read(group, n_pores),
    )


def _read_inputs(group: h5py.Group, n_pores: int) -> dict[str, NDArray[np.float64]]:
    table = hdf5.array(
        group, "inputs", np.float64, kinds="f", shape=(None, n_pores), finite=False
    )
    names = [str(name) for name in group["inputs"].attrs["names"]]
    if len(names) != len(table):
        msg = f"it has {len(names)} names of {len(table)} inputs"
        raise NotOurs(msg)
    return {
        name: values
        for name, values in zip(names, table, strict=True)
        if name in COLUMNS
    }


def _read_single_inputs(
    group: h5py.Group, n_pores: int
) -> dict[str, NDArray[np.float64]]:
    """Inputs of a file from before there was a table, each for itself."""
    stored = hdf5.group(group, "columns")
    return {
        name: hdf5.array(
            stored, name, np.float64, kinds="fiu", shape=(n_pores,), finite=False
        )
        for name in stored
        if name in COLUMNS
    }
