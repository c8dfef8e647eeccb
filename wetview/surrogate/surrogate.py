"""A trained surrogate: networks, what they are given, and where they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.surrogate.columns import (
    COLUMNS,
    GROUP_COLUMNS,
    OUTPUT_COLUMNS,
    Column,
    InputColumn,
)
from wetview.surrogate.prediction import PorePrediction
from wetview.surrogate.presets import preset_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.surrogate.final_level import FinalLevel
    from wetview.surrogate.network import Networks
    from wetview.surrogate.presets import Outputs, Preset

_MARGIN = 0.02
"""Share of a range by which an input may lie outside before it is said."""
_LISTED = 0.05
"""Share of the pores that must lie outside of a range before it is said."""


@dataclass(frozen=True)
class OutOfRange:
    """An input that lies outside of what the surrogate was trained on.

    Parameters
    ----------
    column : InputColumn
        Which, with its training range.
    share : float
        Of the pores.
    low, high : float
        What the input's values are.
    """

    column: InputColumn
    share: float
    low: float
    high: float

    def __str__(self) -> str:
        column, factor = self.column, self.column.factor
        unit = f" {column.unit}" if column.unit else ""
        now = f"{self.low * factor:.3g}"
        if self.high > self.low:
            now += f" to {self.high * factor:.3g}"
        return (
            f"{column.title} is {now}{unit}, trained was"
            f" {column.low * factor:.3g} to {column.high * factor:.3g}{unit}"
        )


def _with_range(column: Column, low: float, high: float) -> InputColumn:
    return InputColumn(column.name, column.title, column.unit, column.factor, low, high)


@dataclass(frozen=True, eq=False)
class Surrogate:
    """Networks that predict the filling of pores.

    Parameters
    ----------
    name : str
        What the user calls it.
    preset_name : str
        Which inputs and outputs it has; see `wetview.surrogate.presets`.
    networks : Networks
        The trained members.
    training_inputs : (n_rows, n_inputs) ndarray of float64
        A sample of the rows that it was trained on, in the order of `inputs`.
    ranges : (n_inputs, 2) ndarray of float64
        Lowest and highest value of every input in training.
    interval_factor : float
        What the spread of the members is multiplied by, and
    interval_floor : float
        what is added, to give the half width of the 90 % interval of the electrode's
        saturation; NaN where it was not calibrated.
    level : FinalLevel or None
        How much fuller electrodes end than the networks say, if that was learnt.
    card : dict
        Data, scores, limits, seed, version: what a user must know of it.
    """

    name: str
    preset_name: str
    networks: Networks
    training_inputs: NDArray[np.float64]
    ranges: NDArray[np.float64]
    interval_factor: float = float("nan")
    interval_floor: float = float("nan")
    level: FinalLevel | None = None
    card: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n_inputs = len(self.preset.columns)
        if self.training_inputs.shape[1:] != (n_inputs,) or self.ranges.shape != (
            n_inputs,
            2,
        ):
            raise UserError(
                f"The network “{self.name}” was trained on"
                f" {len(self.ranges)} inputs, and the preset"
                f" “{self.preset_name}” has {n_inputs}",
                "Train it again with this version of wetview",
            )
        probe = self.preset.features(self._columns(self.training_inputs[:1]))
        if probe.shape[1] != self.networks.n_inputs:
            raise UserError(
                f"The network “{self.name}” takes {self.networks.n_inputs} features,"
                f" and the preset “{self.preset_name}” makes {probe.shape[1]}",
                "Train it again with this version of wetview",
            )

    @property
    def preset(self) -> Preset:
        """What its inputs and outputs mean."""
        return preset_named(self.preset_name)

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """What it is given, with the ranges of the training data."""
        return tuple(
            _with_range(column, low, high)
            for column, (low, high) in zip(
                (COLUMNS[name] for name in self.preset.columns),
                self.ranges.tolist(),
                strict=True,
            )
        )

    @property
    def outputs(self) -> tuple[Column, ...]:
        """What `evaluate` gives."""
        n = 6 if self.preset.settings.has_class else 4
        return OUTPUT_COLUMNS[:n]

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it predicts of pores that are given by their inputs alone.

        Parameters
        ----------
        inputs : (n, n_inputs) ndarray of float64
            In the order of `inputs`.

        Returns
        -------
        (n, n_outputs) ndarray of float64
            Means over the members, in the order of `outputs`.
        """
        out = self._outputs(self._columns(np.asarray(inputs, dtype=np.float64)))
        columns = [
            np.exp(np.log(out.t_f0_s).mean(axis=0)),
            np.exp(np.log(out.t_f1_s).mean(axis=0)),
            out.saturation[..., :2].mean(axis=(0, -1)),
            out.saturation[..., 7:].mean(axis=(0, -1)),
            out.final_saturation.mean(axis=0),
            out.fill_probability.mean(axis=0),
        ]
        return np.stack(columns[: len(self.outputs)], axis=1)

    def predict(
        self,
        columns: Mapping[str, NDArray[np.float64]],
        *,
        is_reached: NDArray[np.bool_] | None = None,
    ) -> PorePrediction:
        """Predict how the pores of an electrode fill.

        Parameters
        ----------
        columns : mapping of (n_pores,) ndarray
            The inputs by name.
        is_reached : (n_pores,) ndarray of bool, optional
            Pores that a way from the inlet leads to; all by default.

        Raises
        ------
        UserError
            If an input is missing.
        """
        for name in self.preset.columns:
            if name not in columns:
                raise UserError(
                    f"`{name}` ({COLUMNS[name].title}) is not known of this electrode",
                    "Find its pores again",
                )
        volume = columns["volume_vx"]
        reached = np.ones(len(volume), bool) if is_reached is None else is_reached
        with np.errstate(all="ignore"):  # what no way leads to has no times
            out = self._outputs(columns)
        if self.level is not None:
            out = self.level.applied(out, columns, reached)
        return PorePrediction(volume, out, reached)

    def out_of_range(
        self,
        columns: Mapping[str, NDArray[np.float64]],
        *,
        is_reached: NDArray[np.bool_] | None = None,
    ) -> tuple[OutOfRange, ...]:
        """Inputs of more than a twentieth of the pores that training did not cover.

        Another electrolyte or voxel size is covered where the dimensionless groups are.
        """
        preset = self.preset
        judged = [
            (column, columns[column.name])
            for column in self.inputs
            if column.name not in preset.scales
        ]
        groups = preset.groups(columns)
        judged += [(column, groups[column.name]) for column in self._groups]
        found = []
        for column, values in judged:
            if is_reached is not None:
                values = values[is_reached]
            if not len(values):
                continue
            margin = _MARGIN * max(column.high - column.low, abs(column.high) * 1e-6)
            is_out = (values < column.low - margin) | (values > column.high + margin)
            share = float(is_out.mean())
            if share > _LISTED:
                found.append(
                    OutOfRange(column, share, float(values.min()), float(values.max()))
                )
        return tuple(found)

    def interval(
        self, prediction: PorePrediction, time_s: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Ends of the 90 % interval of the electrode's saturation, each (n_times,).

        It is calibrated on electrodes that were left out of the training; without
        that it is what the members span.
        """
        members = prediction.electrode_curves(time_s)
        mean = members.mean(axis=0)
        if not np.isfinite(self.interval_factor):
            return members.min(axis=0), members.max(axis=0)
        spread = members.std(axis=0)
        half = interval_half_width(
            mean, spread, factor=self.interval_factor, floor=self.interval_floor
        )
        return np.clip(mean - half, 0, 1), np.clip(mean + half, 0, 1)

    @cached_property
    def _groups(self) -> tuple[InputColumn, ...]:
        """Dimensionless groups, with the ranges of the training data."""
        trained = self.preset.groups(self._columns(self.training_inputs))
        return tuple(
            _with_range(GROUP_COLUMNS[name], float(values.min()), float(values.max()))
            for name, values in trained.items()
        )

    def _outputs(self, columns: Mapping[str, NDArray[np.float64]]) -> Outputs:
        preset = self.preset
        features = np.nan_to_num(preset.features(columns), posinf=0.0, neginf=0.0)
        return preset.outputs(columns, self.networks(features))

    def _columns(self, inputs: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        return dict(zip(self.preset.columns, inputs.T, strict=True))


def interval_half_width(
    mean: NDArray[np.float64],
    spread: NDArray[np.float64],
    *,
    factor: float,
    floor: float,
) -> NDArray[np.float64]:
    """Half width of the interval: `factor (spread + floor 4 S (1 - S) + floor / 4)`.

    The error of a time is an error of the saturation where it rises, in the middle.
    """
    rising = 4 * mean * (1 - mean)
    return factor * (spread + floor * (rising + 0.25))
