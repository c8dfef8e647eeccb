"""A data set at a glance: how much it is, what it covers, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.surrogate.columns import COLUMNS, CONDITION_COLUMNS
from wetview.surrogate.fitting_settings import MIN_ROWS
from wetview.surrogate.presets import preset_named
from wetview.surrogate.training import VALIDATION_SHARE, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.surrogate.columns import Column
    from wetview.surrogate.dataset import Dataset

MIN_ELECTRODES = 3
"""Fewer than these, and none can be left out for the scores."""
_VALIDATED_ON_ELECTRODES = 5
_SAME = 1e-6


@dataclass(frozen=True)
class ColumnGlance:
    """The values of one input.

    Parameters
    ----------
    column : Column
        Which.
    low, middle, high : float
        Lowest, median and highest value, in the stored unit.
    n_unknown : int
        Rows in which it is not a number.
    """

    column: Column
    low: float
    middle: float
    high: float
    n_unknown: int = 0

    @property
    def is_constant(self) -> bool:
        """Whether it is the same in all rows."""
        return self.high - self.low <= _SAME * max(abs(self.low), abs(self.high))


@dataclass(frozen=True)
class PressureGlance:
    """The runs at one pressure: how many rows, and the share that never fills."""

    pressure_pa: float
    n_runs: int
    n_rows: int
    never_share: float


@dataclass(frozen=True)
class Glance:
    """What a user should know of a data set before a network learns from it.

    Parameters
    ----------
    name : str
        Of the data set.
    n_rows, n_runs : int
        A row is a pore of a run.
    electrodes : tuple of str
        Names.
    pressures : tuple of PressureGlance
        Rising.
    never_share : float
        Share of the rows whose pore never fills.
    columns : tuple of ColumnGlance
        What the preset's network is given.
    notes : tuple of str
        What the network will not learn, in words.
    refusal : UserError or None
        Why nothing can be learnt, if so.
    """

    name: str
    n_rows: int
    n_runs: int
    electrodes: tuple[str, ...]
    pressures: tuple[PressureGlance, ...]
    never_share: float
    columns: tuple[ColumnGlance, ...]
    notes: tuple[str, ...]
    refusal: UserError | None = None


def glance_at(dataset: Dataset, preset_name: str) -> Glance:
    """Look at a data set as a preset would learn from it."""
    preset = preset_named(preset_name)
    names = [name for name in preset.columns if name in dataset.column_names]
    columns = tuple(_column(dataset, name) for name in names)
    fills = dataset.times.fills
    return Glance(
        name=dataset.name,
        n_rows=dataset.n_rows,
        n_runs=len(dataset.records),
        electrodes=dataset.electrodes,
        pressures=_pressures(dataset),
        never_share=float(1 - fills.mean()) if len(fills) else 0.0,
        columns=columns,
        notes=tuple(_notes(dataset, preset_name, columns)),
        refusal=_refusal(dataset, preset_name),
    )


def _column(dataset: Dataset, name: str) -> ColumnGlance:
    values = dataset.column(name)
    known = values[np.isfinite(values)]
    n_unknown = int(np.isnan(values).sum())
    if not len(known):
        return ColumnGlance(COLUMNS[name], np.nan, np.nan, np.nan, n_unknown)
    low, middle, high = (
        float(known.min()),
        float(np.median(known)),
        float(known.max()),
    )
    return ColumnGlance(COLUMNS[name], low, middle, high, n_unknown)


def _pressures(dataset: Dataset) -> tuple[PressureGlance, ...]:
    found = []
    for pressure_pa in sorted({record.pressure_pa for record in dataset.records}):
        records = [one for one in dataset.records if one.pressure_pa == pressure_pa]
        fills = np.concatenate([record.times.fills for record in records])
        never = float(1 - fills.mean()) if len(fills) else 0.0
        found.append(PressureGlance(pressure_pa, len(records), len(fills), never))
    return tuple(found)


def _notes(
    dataset: Dataset, preset_name: str, columns: tuple[ColumnGlance, ...]
) -> Iterator[str]:
    n_electrodes = len(dataset.electrodes)
    if n_electrodes < MIN_ELECTRODES:
        yield (
            f"{_count(n_electrodes, 'electrode')}: none can be left out, so there will"
            f" be no scores and no interval. {MIN_ELECTRODES} are needed for them."
        )
    elif n_electrodes < _VALIDATED_ON_ELECTRODES:
        yield (
            f"{_count(n_electrodes, 'electrode')}: few to learn from. Other electrodes"
            " will be predicted roughly."
        )
    pressures = {record.pressure_pa for record in dataset.records}
    if len(pressures) == 1:
        yield (
            f"All runs are at {pressures.pop() / 1e3:.4g} kPa: the network does not"
            " learn what another pressure does."
        )
    fixed = [
        one.column.title.lower()
        for one in columns
        if one.is_constant
        and one.column in CONDITION_COLUMNS
        and one.column.name != "pressure_pa"
    ]
    if fixed:
        yield (
            f"All runs have the same {' and '.join(fixed)}: what a change of it does"
            " is not learnt."
        )
    if preset_name == "paper":
        yield from _notes_on_the_paper(dataset)


def _notes_on_the_paper(dataset: Dataset) -> Iterator[str]:
    """What varies although the paper's six inputs do not hold it."""
    for name in (
        "contact_angle_deg",
        "liquid_viscosity_pa_s",
        "surface_tension_n_m",
        "voxel_m",
    ):
        if name not in dataset.column_names:
            continue
        seen = _column(dataset, name)
        if not seen.is_constant and np.isfinite(seen.low):
            column = seen.column
            yield (
                f"{column.title} goes from {seen.low * column.factor:.3g} to"
                f" {seen.high * column.factor:.3g} {column.unit}, which the paper's six"
                " inputs do not tell the network. Choose the preset “wetview”."
            )


def _refusal(dataset: Dataset, preset_name: str) -> UserError | None:
    try:
        rows = rows_of(dataset, preset_named(preset_name))
    except UserError as problem:
        return problem
    n_learnt = len(rows) - max(1, round(VALIDATION_SHARE * len(rows)))
    if n_learnt < MIN_ROWS:
        return UserError(
            f"There are {len(rows)} pores to learn from",
            f"Choose more runs: {MIN_ROWS} pores are needed, and a fifth more to check"
            " what was learnt",
        )
    return None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
