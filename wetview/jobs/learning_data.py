"""From runs in files to what a network learns from."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import h5py
import numpy as np

from wetview.errors import UserError
from wetview.jobs.settings import FluidsSettings
from wetview.pores import merge_pores
from wetview.project import (
    read_authors_runs,
    read_dataset,
    read_filling,
    read_run_facts,
    read_run_sample,
    shipped_dataset_path,
)
from wetview.project.datasets import DATASET_FORMAT
from wetview.project.file_errors import reading
from wetview.project.hdf5 import file_format
from wetview.surrogate import Dataset, ElectrodeView, RunRecord, view_electrode
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.filling import Filling
    from wetview.progress import Report
    from wetview.project import RunFacts, Sample


def read_any_dataset(path: Path) -> Dataset:
    """Read a data set of wetview, or the curves that the method's authors published.

    Raises
    ------
    UserError
        If the file is neither, missing or damaged.
    """
    with reading(path, "a data set"):
        if not h5py.is_hdf5(path):
            msg = "it is no HDF5 file"
            raise ValueError(msg)
    if file_format(path) == DATASET_FORMAT:
        return read_dataset(path)
    return read_authors_runs(path)


class LearningReader:
    """Reads what a network is to learn from; what was read already is kept.

    Parameters
    ----------
    merge_fraction : float
        Fragments of pores are joined by this rule first.
    """

    def __init__(self, merge_fraction: float) -> None:
        self._maker = _RecordMaker(merge_fraction)
        self._records: dict[tuple[Path, int], RunRecord] = {}
        self._dataset: tuple[tuple[Path, int], Dataset] | None = None

    def read(
        self,
        name: str,
        *,
        dataset: Path | None,
        runs: Sequence[Path],
        with_shipped: bool,
        report: Report,
    ) -> Dataset:
        """Join a data set, runs, and the simulations that come with wetview.

        Parameters
        ----------
        name : str
            What the data set of the runs is called.
        dataset : Path or None
            A data set, of wetview or of the method's authors.
        runs : sequence of Path
            Runs.
        with_shipped : bool
            Whether the simulations that come with wetview are joined.
        report : callable
            Told how far the work is.

        Raises
        ------
        UserError
            If something cannot be read, teaches nothing, or nothing is chosen.
        """
        parts = []
        if dataset is not None:
            parts.append(self._read(dataset, report))
        if runs:
            parts.append(Dataset(name, self._read_runs(runs, report)))
        if with_shipped:
            parts.append(self._read(shipped_dataset_path(), report))
        if not parts:
            raise UserError("No run is chosen", "Choose the runs to learn from")
        return reduce(Dataset.joined, parts)

    def _read(self, path: Path, report: Report) -> Dataset:
        report(0, 0, f"Reading {path.name}")
        version = _version(path)
        if self._dataset is None or self._dataset[0] != version:
            self._dataset = version, read_any_dataset(path)
        return self._dataset[1]

    def _read_runs(self, runs: Sequence[Path], report: Report) -> tuple[RunRecord, ...]:
        for index, path in enumerate(runs):
            report(index, len(runs), f"Reading {path.stem}")
            if _version(path) not in self._records:
                self._records[_version(path)] = self._maker.record(path)
        return tuple(self._records[_version(path)] for path in runs)


class _RecordMaker:
    """Takes in runs; those of the same electrode share what is measured.

    Parameters
    ----------
    merge_fraction : float
        Fragments of pores are joined by this rule first.
    """

    def __init__(self, merge_fraction: float) -> None:
        self._merge_fraction = merge_fraction
        self._views: dict[bytes, tuple[str, ElectrodeView, NDArray[np.float64]]] = {}

    def record(self, path: Path) -> RunRecord:
        """What a run teaches."""
        problem = why_not_to_learn(read_run_facts(path))
        if problem is not None:
            raise problem
        filling, sample = read_filling(path), read_run_sample(path)
        electrode, view, weights = self._view(sample, filling)
        fluids = FluidsSettings(**filling.description["fluids"]).to_fluids()
        pressure_pa = float(filling.description["pressure_pa"])
        return RunRecord(
            name=filling.name,
            electrode=electrode,
            time_s=filling.time_s,
            pore_saturation=(filling.pore_saturation @ weights).astype(np.float32),
            columns=view.with_conditions(fluids, pressure_pa),
        )

    def _view(
        self, sample: Sample, filling: Filling
    ) -> tuple[str, ElectrodeView, NDArray[np.float64]]:
        """Name, view and (n_fragments, n_pores) weights of an electrode."""
        assert sample.pores is not None
        inlet = face_named(filling.description.get("inlet"))
        key = sample.phases.labels.tobytes() + inlet.encode()
        if key not in self._views:
            pores, new_label = merge_pores(sample.pores, self._merge_fraction)
            view = view_electrode(sample.phases, pores, inlet=inlet)
            volume = sample.pores.table.volume_vx
            weights = np.zeros((len(volume), len(pores)))
            weights[np.arange(len(volume)), new_label[1:] - 1] = volume
            weights /= weights.sum(axis=0)
            name = self._free_name(sample.phases.name)
            self._views[key] = name, view, weights
        return self._views[key]

    def _free_name(self, name: str) -> str:
        taken = {known for known, _, _ in self._views.values()}
        free, number = name, 2
        while free in taken:
            free, number = f"{name} ({number})", number + 1
        return free


def _version(path: Path) -> tuple[Path, int]:
    """A file as it is now."""
    return path, path.stat().st_mtime_ns if path.exists() else 0


def why_not_to_learn(facts: RunFacts) -> UserError | None:
    """Why a network cannot learn from a run; None where it can."""
    path = facts.path.name
    if facts.is_predicted:
        return UserError(
            f"`{path}` was predicted by a network",
            "Choose simulated runs: a network learns nothing new from another",
        )
    if facts.n_pores == 0:
        return UserError(
            f"The pores of `{path}` were not found before it was simulated",
            "Leave this run out, or find the pores and simulate again",
        )
    if not facts.has_fluids:
        return UserError(
            f"`{path}` does not say which fluids it was made with",
            "Leave this run out",
        )
    if facts.pressure_changes:
        return UserError(
            f"The pressure changes during `{path}`",
            "Choose runs at a constant pressure: the network knows no other",
        )
    if facts.outcome not in ("flat", "max_steps"):
        return UserError(
            f"`{path}` was stopped before its filling had ended",
            "Resume it, or leave it out",
        )
    return None
