"""A run read from its file; its frames stay there until they are asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import h5py
import numpy as np

from wetview.filling import Filling, GasBalance
from wetview.project import hdf5
from wetview.project.hdf5 import NotOurs
from wetview.project.run_layout import BALANCE_COLUMNS, OUTCOMES, RUN_FORMAT
from wetview.project.samples import Sample, sample_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KIND = "a run"
_MAX_FRAMES = 1_000_000


class H5Frames(Sequence["NDArray[np.uint8]"]):
    """The frames of a run, each read from the file when it is asked for.

    The file is open only while a frame is read, so that it can be moved, replaced or
    deleted at any time, on Windows too.

    Parameters
    ----------
    path : Path
        The run.
    shape : tuple of int
        (nx, ny, nz) of every frame.
    n_frames : int
        How many there are.
    """

    def __init__(
        self, path: Path, shape: tuple[int, int, int], *, n_frames: int
    ) -> None:
        self.path = Path(path)
        self.shape = shape
        self._n_frames = n_frames

    def __len__(self) -> int:
        return self._n_frames

    @overload
    def __getitem__(self, index: int) -> NDArray[np.uint8]: ...
    @overload
    def __getitem__(self, index: slice) -> list[NDArray[np.uint8]]: ...
    def __getitem__(
        self, index: int | slice
    ) -> NDArray[np.uint8] | list[NDArray[np.uint8]]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(self._n_frames))]
        at = index + self._n_frames if index < 0 else index
        if not 0 <= at < self._n_frames:
            msg = f"frame {index} of {self._n_frames}"
            raise IndexError(msg)
        with hdf5.open_to_read(self.path, file_format=RUN_FORMAT, kind=_KIND) as file:
            stored = _frames_in(file, self.shape)
            if at >= len(stored):
                msg = f"frame {at} is missing"
                raise NotOurs(msg)
            frame: NDArray[np.uint8] = stored[at]
            return frame


def read_filling(path: Path) -> Filling:
    """Read a run; the frames are read when they are asked for.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, or from a newer program.
    """
    path = Path(path)
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind=_KIND) as file:
        return filling_in(file, path)


def read_run_sample(path: Path) -> Sample:
    """Read the sample that a run repeats: phases, pores and provenance.

    Raises
    ------
    UserError
        As for `read_filling`.
    """
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind=_KIND) as file:
        return sample_in(file)


def read_results(path: Path) -> dict[str, Any]:
    """Read the numbers that a run ended with.

    Raises
    ------
    UserError
        As for `read_filling`.
    """
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind=_KIND) as file:
        return results_in(file)


def read_run_id(path: Path) -> str | None:
    """Which run a file holds, whatever it is called; None where it does not say.

    Raises
    ------
    UserError
        As for `read_filling`.
    """
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind=_KIND) as file:
        found = file.attrs.get("run_id")
        return found if isinstance(found, str) else None


def read_outcome(path: Path) -> str:
    """Read why a run ended: "flat", "max_steps", "stopped" or "running".

    Raises
    ------
    UserError
        As for `read_filling`.
    """
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind=_KIND) as file:
        return outcome_in(file)


def filling_in(file: h5py.File, path: Path) -> Filling:
    """Curves and frames of an open run.

    Rows that a killed process has not finished are left out: they have no time.
    """
    phases_group = hdf5.group(file, "phases")
    labels = hdf5.dataset(phases_group, "labels", kinds="u", shape=(None, None, None))
    nx, ny, nz = labels.shape
    curve, frames = hdf5.group(file, "curve"), hdf5.group(file, "frames")
    n_samples, time_s = _finished(curve, "time_s")
    n_frames, frame_time_s = _finished(frames, "time_s")
    n_frames = min(n_frames, len(_frames_in(file, (nx, ny, nz))))
    pore_saturation = hdf5.array(
        curve, "pore_saturation", np.float32, kinds="f", shape=(None, None)
    )
    outcome = outcome_in(file)
    if n_frames == 0:
        msg = "it holds no frame"
        raise NotOurs(msg)
    return Filling(
        name=hdf5.text(file, "name"),
        time_s=time_s,
        step=_rows(curve, "step", np.int64, n_samples),
        saturation=_rows(curve, "saturation", np.float32, n_samples),
        pore_saturation=_at_least(pore_saturation, n_samples, "pore_saturation"),
        frame_time_s=frame_time_s[:n_frames],
        frame_saturation=_rows(frames, "saturation", np.float32, n_frames),
        frames=H5Frames(path, (nx, ny, nz), n_frames=n_frames),
        voxel_m=hdf5.number(phases_group, "voxel_m"),
        outcome=outcome,
        description=hdf5.json_attribute(file, "description"),
        gas_balance=_gas_balance(frames, n_frames),
        results=results_in(file),
    )


def _gas_balance(frames: h5py.Group, n_frames: int) -> tuple[GasBalance, ...]:
    """The balance at each frame; empty where the run has none."""
    if any(name not in frames for name in BALANCE_COLUMNS):
        return ()
    columns = [
        hdf5.array(frames, name, np.float64, kinds="f", shape=(None,), finite=False)
        for name in BALANCE_COLUMNS
    ]
    rows = np.stack([_at_least(column, n_frames, "frames") for column in columns])
    if not np.isfinite(rows).all():
        return ()
    return tuple(GasBalance(*row) for row in rows.T.tolist())


def outcome_in(file: h5py.File) -> str:
    """Why an open run ended."""
    outcome = _fixed_text(file, "outcome")
    if outcome not in OUTCOMES:
        msg = f"outcome {outcome!r} is unknown"
        raise NotOurs(msg)
    return outcome


def results_in(file: h5py.File) -> dict[str, Any]:
    """The numbers that an open run ended with."""
    results = json.loads(_fixed_text(file, "results"))
    if not isinstance(results, dict):
        msg = "`results` is not a JSON object"
        raise NotOurs(msg)
    return results


def _frames_in(file: h5py.File, shape: tuple[int, int, int]) -> h5py.Dataset:
    return hdf5.dataset(
        hdf5.group(file, "frames"),
        "liquid_fraction",
        kinds="u",
        shape=(None, *shape),
        max_numbers=_MAX_FRAMES * int(np.prod(shape, dtype=np.int64)),
    )


def _finished(group: h5py.Group, name: str) -> tuple[int, NDArray[np.float64]]:
    """Number and times of the rows that were finished."""
    times = hdf5.array(group, name, np.float64, kinds="f", shape=(None,), finite=False)
    is_open = ~np.isfinite(times)
    n_rows = int(is_open.argmax()) if is_open.any() else len(times)
    times = times[:n_rows]
    if (np.diff(times) < 0).any():
        msg = f"`{group.name}/{name}` does not increase"
        raise NotOurs(msg)
    return n_rows, times


def _rows(
    group: h5py.Group, name: str, dtype: type[np.generic], n_rows: int
) -> NDArray[Any]:
    kinds = "iu" if issubclass(dtype, np.integer) else "f"
    values = hdf5.array(group, name, dtype, kinds=kinds, shape=(None,), finite=False)
    values = _at_least(values, n_rows, name)
    if kinds == "f" and not np.isfinite(values).all():
        msg = f"`{group.name}/{name}` holds values that are not finite"
        raise NotOurs(msg)
    return values


def _at_least(values: NDArray[Any], n_rows: int, name: str) -> NDArray[Any]:
    if len(values) < n_rows:
        msg = f"`{name}` has {len(values)} rows, {n_rows} are needed"
        raise NotOurs(msg)
    return values[:n_rows]


def _fixed_text(file: h5py.File, name: str) -> str:
    stored = hdf5.member(file, name)
    if not isinstance(stored, h5py.Dataset) or stored.dtype.kind != "S":
        msg = f"`{name}` is not text"
        raise NotOurs(msg)
    if stored.shape != () or stored.dtype.itemsize > 1_000_000:
        msg = f"`{name}` has shape {stored.shape}"
        raise NotOurs(msg)
    return bytes(stored[()]).decode()
