"""What a network learns from: the pores of many runs, with their curves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.filling import PoreFillingTimes, pore_filling_times
from wetview.surrogate.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class RunRecord:
    """The curve of every pore of one run, and what it may depend on.

    Parameters
    ----------
    name : str
        Of the run.
    electrode : str
        Runs of one electrode have this in common; it is left out whole in tests.
    time_s : (n_times,) ndarray of float64
        When the saturation was sampled. The authors' own runs have lattice steps here.
    pore_saturation : (n_times, n_pores) ndarray of float32
        The curves.
    columns : mapping of (n_pores,) ndarray of float64
        Inputs by name; see `wetview.surrogate.columns`.
    """

    name: str
    electrode: str
    time_s: NDArray[np.float64]
    pore_saturation: NDArray[np.float32]
    columns: Mapping[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        n_times, n_pores = self.pore_saturation.shape
        if self.time_s.shape != (n_times,):
            msg = f"{n_times} saturations but {self.time_s.shape} times in {self.name}"
            raise ValueError(msg)
        for name, values in self.columns.items():
            if values.shape != (n_pores,):
                msg = f"`{name}` has shape {values.shape}, not ({n_pores},)"
                raise ValueError(msg)

    @property
    def n_pores(self) -> int:
        """Number of pores."""
        return int(self.pore_saturation.shape[1])

    @property
    def pressure_pa(self) -> float:
        """Pressure at the inlet."""
        return float(self.columns["pressure_pa"][0]) if self.n_pores else 0.0

    def thinned(self, most_times: int) -> RunRecord:
        """The same curves at fewer times: close together early, and where they rise."""
        n_times = len(self.time_s)
        if n_times <= most_times:
            return self
        change = np.abs(np.diff(self.pore_saturation, axis=0)).sum(axis=1)
        change /= max(change.sum(), 1e-12)
        early = np.diff(np.log(self.time_s + self.time_s[1]))
        course = np.concatenate([[0.0], np.cumsum(change + early / early.sum())])
        wanted = np.linspace(0, course[-1], most_times)
        rows = np.unique(np.searchsorted(course, wanted).clip(0, n_times - 1))
        return replace(
            self, time_s=self.time_s[rows], pore_saturation=self.pore_saturation[rows]
        )

    @cached_property
    def times(self) -> PoreFillingTimes:
        """When each pore filled, and how."""
        return pore_filling_times(self.time_s, self.pore_saturation)

    @cached_property
    def saturation(self) -> NDArray[np.float64]:
        """(n_times,) ndarray, saturation of all pores together."""
        volume = self.columns["volume_vx"]
        whole: NDArray[np.float64] = self.pore_saturation @ (volume / volume.sum())
        return whole


@dataclass(frozen=True, eq=False)
class Dataset:
    """The records of many runs; a row is a pore of a run.

    Parameters
    ----------
    name : str
        What to call it.
    records : tuple of RunRecord
        The runs.
    time_unit_s : float or None
        None where times are lattice steps that no physical time belongs to.
    """

    name: str
    records: tuple[RunRecord, ...]
    time_unit_s: float | None = 1.0

    def __post_init__(self) -> None:
        if not self.records:
            raise UserError(
                f"The data set “{self.name}” has no run",
                "Choose at least one finished run whose pores are known",
            )

    @property
    def n_rows(self) -> int:
        """Pores of all runs."""
        return sum(record.n_pores for record in self.records)

    @cached_property
    def electrodes(self) -> tuple[str, ...]:
        """Names of the electrodes, sorted."""
        return tuple(sorted({record.electrode for record in self.records}))

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The inputs that every record has."""
        return tuple(
            name
            for name in COLUMNS
            if all(name in record.columns for record in self.records)
        )

    @cached_property
    def electrode_of_row(self) -> NDArray[np.str_]:
        """(n_rows,) ndarray of str."""
        return np.concatenate(
            [np.full(record.n_pores, record.electrode) for record in self.records]
        )

    @cached_property
    def times(self) -> PoreFillingTimes:
        """When the pore of each row filled, and how."""
        parts = [record.times for record in self.records]
        return PoreFillingTimes(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("t_f0_s", "t_f1_s", "saturation", "final_saturation")
            )
        )

    def column(self, name: str) -> NDArray[np.float64]:
        """(n_rows,) ndarray of one input.

        Raises
        ------
        UserError
            If a run has no such input.
        """
        return self.columns((name,))[name]

    def columns(self, names: Iterable[str]) -> dict[str, NDArray[np.float64]]:
        """Inputs by name, each (n_rows,).

        Raises
        ------
        UserError
            If a run lacks one of them.
        """
        found = {}
        for name in names:
            for record in self.records:
                if name not in record.columns:
                    raise UserError(
                        f"The run “{record.name}” does not tell `{name}`"
                        f" ({COLUMNS[name].title})",
                        "Choose the preset “paper”, or runs whose electrodes are there",
                    )
            found[name] = np.concatenate(
                [record.columns[name] for record in self.records]
            )
        return found

    def joined(self, other: Dataset) -> Dataset:
        """The runs of both data sets together; electrodes of one name stay two.

        Raises
        ------
        UserError
            If the times of one are seconds, and of the other lattice steps.
        """
        if self.time_unit_s != other.time_unit_s:
            raise UserError(
                f"“{self.name}” and “{other.name}” do not have their times in one unit",
                "Learn from one of them",
            )
        taken = set(self.electrodes)
        apart = tuple(
            replace(record, electrode=f"{record.electrode} ({other.name})")
            if record.electrode in taken
            else record
            for record in other.records
        )
        return replace(self, records=self.records + apart)

    def without(self, electrodes: Sequence[str]) -> Dataset:
        """The same without some electrodes."""
        kept = tuple(r for r in self.records if r.electrode not in electrodes)
        return Dataset(self.name, kept, self.time_unit_s)

    def only(self, electrodes: Sequence[str]) -> Dataset:
        """The same with some electrodes only."""
        kept = tuple(r for r in self.records if r.electrode in electrodes)
        return Dataset(self.name, kept, self.time_unit_s)
