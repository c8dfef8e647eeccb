"""Reads the runs that the method's authors published, as one file of curves.

One group an electrode ("electrode_01"), in it one a pressure ("pressure_0.5", in
standard atmospheres above the gas), with `time_lu`, `saturation`, `volume_vx`,
`surface_area_vx2`, `contact_area_vx2`, `contact_percent` and `centre_vx`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import h5py
import numpy as np

from wetview.project import hdf5
from wetview.project.file_errors import reading
from wetview.project.hdf5 import NotOurs
from wetview.surrogate.dataset import Dataset, RunRecord
from wetview.units import ATM

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELECTRODE = re.compile(r"electrode_\w+")
_PRESSURE = re.compile(r"pressure_(\d+(?:\.\d+)?)")
_FULL = 65535
_COLUMNS = {
    "volume_vx": "volume_vx",
    "surface_area_vx2": "surface_area_vx2",
    "contact_area_vx2": "contact_area_vx2",
    "contact_percent": "contact_percent",
    "centre_vx": "distance_vx",
}


def read_authors_runs(path: Path) -> Dataset:
    """Read the authors' curves as a data set; its times are lattice steps.

    Raises
    ------
    UserError
        If the file is missing, foreign or damaged.
    """
    path = Path(path)
    with reading(path, "a file of the authors' curves"), h5py.File(path, "r") as file:
        records = tuple(_records(file))
        if not records:
            msg = "it holds no group `electrode_…/pressure_…`"
            raise NotOurs(msg)
    return Dataset(path.stem, records, time_unit_s=None)


def _records(file: h5py.File) -> Iterator[RunRecord]:
    for electrode in sorted(file):
        if not _ELECTRODE.fullmatch(electrode):
            continue
        runs = hdf5.group(file, electrode)
        for name in sorted(runs):
            found = _PRESSURE.fullmatch(name)
            if found:
                pressure_pa = float(found[1]) * ATM
                yield _record(hdf5.group(runs, name), electrode, pressure_pa)


def _record(run: h5py.Group, electrode: str, pressure_pa: float) -> RunRecord:
    saturation = hdf5.array(run, "saturation", np.uint16, kinds="u", shape=(None, None))
    n_pores, n_times = saturation.shape
    columns = {
        ours: hdf5.array(run, theirs, np.float64, kinds="fiu", shape=(n_pores,))
        for theirs, ours in _COLUMNS.items()
    }
    columns["pressure_pa"] = np.full(n_pores, pressure_pa)
    time = hdf5.array(run, "time_lu", np.float64, kinds="iuf", shape=(n_times,))
    return RunRecord(
        name=f"{electrode}, {pressure_pa / ATM:g} atm",
        electrode=electrode,
        time_s=time,
        pore_saturation=(saturation.T / np.float32(_FULL)).astype(np.float32),
        columns=columns,
    )
