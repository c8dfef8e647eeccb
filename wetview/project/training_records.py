"""How a network learnt, kept in the network's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.project import hdf5
from wetview.project.hdf5 import COMPRESSED, NotOurs
from wetview.surrogate.fitting_settings import History
from wetview.surrogate.left_out import LeftOutRun, TrainingRecord

if TYPE_CHECKING:
    import h5py
    from numpy.typing import NDArray

RECORD = "training"

_CURVES = ("time_s", "simulated", "predicted")
_TIMES = (
    "simulated_t_f0_s",
    "simulated_t_f1_s",
    "predicted_t_f0_s",
    "predicted_t_f1_s",
)
_MOST_RUNS = 100_000


def write_record(file: h5py.File, record: TrainingRecord) -> None:
    """Keep a record as the group "training" of a file that is being made."""
    group = file.create_group(RECORD)
    _write_history(group.create_group("errors"), record.training)
    if record.leaving_out is not None:
        _write_history(group.create_group("errors_leaving_out"), record.leaving_out)
    runs = group.create_group("left_out")
    for index, run in enumerate(record.left_out):
        stored = runs.create_group(f"run_{index:05d}")
        stored.attrs["name"] = run.run
        stored.attrs["electrode"] = run.electrode
        stored.attrs["pressure_pa"] = run.pressure_pa
        for name in (*_CURVES, *_TIMES):
            values = np.asarray(getattr(run, name), dtype=np.float32)
            stored.create_dataset(name, data=values, **COMPRESSED)


def read_record(file: h5py.File) -> TrainingRecord | None:
    """The record of an open file; None where it has none."""
    if RECORD not in file:
        return None
    group = hdf5.group(file, RECORD)
    runs = hdf5.group(group, "left_out")
    names = sorted(name for name in runs if name.startswith("run_"))
    if len(names) > _MOST_RUNS:
        msg = f"it has {len(names)} runs"
        raise NotOurs(msg)
    leaving_out = "errors_leaving_out"
    return TrainingRecord(
        _read_history(hdf5.group(group, "errors")),
        _read_history(hdf5.group(group, leaving_out)) if leaving_out in group else None,
        tuple(_read_run(hdf5.group(runs, name)) for name in names),
    )


def _write_history(group: h5py.Group, history: History) -> None:
    group.attrs["was_stopped"] = history.was_stopped
    group.create_dataset("epoch", data=np.asarray(history.epoch, dtype=np.int64))
    for name in ("training", "validation"):
        values = np.asarray(getattr(history, name), dtype=np.float64)
        group.create_dataset(name, data=values)


def _read_history(group: h5py.Group) -> History:
    epoch = hdf5.array(group, "epoch", np.int64, kinds="iu", shape=(None,))
    training, validation = (
        hdf5.array(
            group, name, np.float64, kinds="f", shape=(len(epoch),), finite=False
        )
        for name in ("training", "validation")
    )
    was_stopped = bool(group.attrs["was_stopped"])
    return History(epoch.tolist(), training.tolist(), validation.tolist(), was_stopped)


def _read_run(group: h5py.Group) -> LeftOutRun:
    def numbers(name: str, n: int | None) -> NDArray[np.float64]:
        values: NDArray[np.float64] = hdf5.array(
            group, name, np.float64, kinds="f", shape=(n,), finite=False
        )
        return values

    n_times, n_pores = len(numbers("time_s", None)), len(numbers(_TIMES[0], None))
    return LeftOutRun(
        run=hdf5.text(group, "name"),
        electrode=hdf5.text(group, "electrode"),
        pressure_pa=hdf5.number(group, "pressure_pa"),
        **{name: numbers(name, n_times) for name in _CURVES},
        **{name: numbers(name, n_pores) for name in _TIMES},
    )
