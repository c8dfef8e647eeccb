"""What a run's file consists of; documented for others in docs/files.md."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import size_histogram
from wetview.project.hdf5 import COMPRESSED
from wetview.project.plain_json import to_json
from wetview.project.records import write_phases, write_pores

if TYPE_CHECKING:
    from collections.abc import Mapping

    import h5py

    from wetview.filling import TrappedGas
    from wetview.pores import Pores
    from wetview.volume import Phases

RUN_FORMAT = "wetview-run"
OUTCOMES = ("flat", "max_steps", "stopped", "running")
BALANCE_COLUMNS = (
    "liquid_in_pv",
    "gas_out_pv",
    "gas_trapped_pv",
    "gas_dissolved_pv",
)
"""Columns of the gas balance, one row a frame; see `GasBalance`."""

_ROWS_A_CHUNK = 256
_OUTCOME_BYTES = 32
_RESULTS_BYTES = 16_384


def create_records(file: h5py.File, phases: Phases, pores: Pores | None) -> None:
    """Repeat the sample, and make everything that the run will fill."""
    write_phases(file, phases)
    if pores is not None:
        write_pores(file, replace(pores, fragments=None))
    _create_curve(file, 0 if pores is None else len(pores))
    _create_frames(file, phases.shape)
    _create_trapped(file, phases.voxel_m)
    _create_ending(file)


def _create_curve(file: h5py.File, n_pores: int) -> None:
    """Make the empty saturation curves."""
    curve = file.create_group("curve")
    _create_column(curve, "time_s", "f8", fill=np.nan)
    _create_column(curve, "step", "i8", fill=0)
    _create_column(curve, "saturation", "f4", fill=np.nan)
    # One row a chunk: a compressed chunk that is written twice leaves a hole.
    curve.create_dataset(
        "pore_saturation",
        (0, n_pores),
        maxshape=(None, max(n_pores, 1)),
        chunks=(1, max(n_pores, 1)),
        dtype="f4",
        **COMPRESSED,
    )


def _create_frames(file: h5py.File, shape: tuple[int, int, int]) -> None:
    """Make the empty series of frames, one frame a chunk."""
    frames = file.create_group("frames")
    _create_column(frames, "time_s", "f8", fill=np.nan)
    _create_column(frames, "saturation", "f4", fill=np.nan)
    for name in BALANCE_COLUMNS:
        _create_column(frames, name, "f8", fill=np.nan)
    frames.create_dataset(
        "liquid_fraction",
        (0, *shape),
        maxshape=(None, *shape),
        chunks=(1, *shape),
        dtype="u1",
        **COMPRESSED,
    )


def _create_trapped(file: h5py.File, voxel_m: float) -> None:
    """Make room for the clusters of gas that are left at the end, and their sizes."""
    trapped = file.create_group("trapped")
    trapped.attrs["voxel_m"] = voxel_m
    _create_column(trapped, "volume_m3", "f8", fill=np.nan)
    least_vx, count = size_histogram(np.zeros(0, np.int64))
    trapped.create_dataset("histogram_least_m3", data=least_vx * voxel_m**3)
    trapped.create_dataset("histogram_count", data=count)


def write_trapped(file: h5py.File, found: TrappedGas) -> None:
    """Keep the volumes of the clusters, the largest first, and their histogram."""
    trapped = file["trapped"]
    voxel_m3 = float(trapped.attrs["voxel_m"]) ** 3
    trapped["volume_m3"].resize(len(found), axis=0)
    trapped["volume_m3"][:] = found.volume_vx * voxel_m3
    trapped["histogram_count"][:] = size_histogram(found.volume_vx)[1]


def clear_ending(file: h5py.File) -> None:
    """Make a run that has ended one that goes on."""
    if "trapped" in file:
        file["trapped/volume_m3"].resize(0, axis=0)
        file["trapped/histogram_count"][:] = 0
    write_ending(file, "running", {})


def _create_ending(file: h5py.File) -> None:
    """Make room for the outcome and the results.

    They are data sets of fixed length, not attributes, because those can be written
    in place while the file is open to readers, and on a disk that has become full.
    """
    file.create_dataset(
        "outcome", data=np.bytes_(b"running"), dtype=_text(_OUTCOME_BYTES)
    )
    file.create_dataset("results", data=np.bytes_(b"{}"), dtype=_text(_RESULTS_BYTES))


def write_ending(file: h5py.File, outcome: str, results: Mapping[str, Any]) -> None:
    """Say why the run ended and what came out.

    Raises
    ------
    ValueError
        If the outcome is unknown or the results are too long.
    """
    encoded = to_json(results).encode()
    if outcome not in OUTCOMES or len(encoded) > _RESULTS_BYTES:
        msg = f"outcome {outcome!r} with {len(encoded)} bytes of results"
        raise ValueError(msg)
    file["results"][()] = np.bytes_(encoded)
    file["outcome"][()] = np.bytes_(outcome.encode())


def _create_column(group: h5py.Group, name: str, dtype: str, *, fill: float) -> None:
    group.create_dataset(
        name,
        (0,),
        maxshape=(None,),
        chunks=(_ROWS_A_CHUNK,),
        dtype=dtype,
        fillvalue=fill,
    )


def _text(n_bytes: int) -> np.dtype[np.bytes_]:
    return np.dtype(f"S{n_bytes}")
