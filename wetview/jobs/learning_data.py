"""From runs in files to what a network learns from."""

from __future__ import annotations

from pathlib import Path
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
)
from wetview.project.datasets import DATASET_FORMAT
from wetview.project.file_errors import reading
from wetview.project.hdf5 import file_format
from wetview.surrogate import Dataset, ElectrodeView, RunRecord, view_electrode
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class DatasetMaker:
    """Makes a data set of runs; runs of the same electrode share what is measured.

    Parameters
    ----------
    merge_fraction : float
        Fragments of pores are joined by this rule first.
    """

    def __init__(self, merge_fraction: float) -> None:
        self._merge_fraction = merge_fraction
        self._views: dict[bytes, tuple[str, ElectrodeView, NDArray[np.float64]]] = {}

    def dataset(self, name: str, runs: Sequence[Path], report: Report) -> Dataset:
        """Read the runs.

        Raises
        ------
        UserError
            If a run cannot be read, was not simulated, has no pores or no fluids, or
            if there is none.
        """
        records = []
        for index, path in enumerate(runs):
            report(index, len(runs), f"Reading {Path(path).name}")
            records.append(self.record(path))
        report(len(runs), len(runs), f"{len(runs)} runs")
        return Dataset(name, tuple(records))

    def record(self, path: Path) -> RunRecord:
        """Read one run; see `dataset`."""
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
