"""A surrogate asked about a whole electrode: when it is half and nearly full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.sensitivity.pore_model import rising_times
from wetview.surrogate import Column, InputColumn
from wetview.surrogate.columns import CONDITION_COLUMNS, PORE_COLUMNS
from wetview.surrogate.prediction import PorePrediction, rebuilt_curves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.surrogate import ElectrodeView, Surrogate

OUTPUTS = (
    Column("t50_s", "Half of the pore volume filled, T50", "µs", 1e6),
    Column("t90_s", "90 % of the pore volume filled, T90", "µs", 1e6),
    Column("t90_of_end_s", "90 % of what fills in the end", "µs", 1e6),
    Column("final_saturation", "Final saturation"),
)
"""What is told of an electrode."""

SCALE_PREFIX = "all_"
"""What names begin with of inputs that multiply a property of all pores."""

_SCALES = (0.8, 1.25)
_FEWEST_CONDITIONS = 2
_ROWS_AT_ONCE = 32
_N_COARSE = 24
_N_FINE = 7
_COARSE = np.geomspace(1e-3, 1, _N_COARSE)
"""Times that are looked at first, over that at which all rests."""


class ElectrodeModel:
    """What becomes of one electrode, by the conditions, and by changes of its pores.

    Its inputs are the conditions that the surrogate knows, in their training ranges,
    and a factor for every property of pores, which multiplies it in all of them. Where
    fewer than two conditions vary in the training data the factors go from 0.8 to 1.25;
    else they are fixed at 1 until the user gives them a range.

    Parameters
    ----------
    surrogate : Surrogate
        The trained networks.
    view : ElectrodeView
        The electrode.
    name : str
        What the user calls it.
    """

    def __init__(self, surrogate: Surrogate, view: ElectrodeView, *, name: str) -> None:
        self.surrogate = surrogate
        self.name = name
        self._columns = dict(view.columns)
        self._is_reached = view.is_reached
        volume = view.columns["volume_vx"]
        self._weight = volume / volume.sum()
        known = {column.name: column for column in surrogate.inputs}
        conditions = tuple(
            known[column.name] for column in CONDITION_COLUMNS if column.name in known
        )
        n_varying = sum(column.low < column.high for column in conditions)
        low, high = _SCALES if n_varying < _FEWEST_CONDITIONS else (1.0, 1.0)
        self._scaled = tuple(
            column.name for column in PORE_COLUMNS if column.name in known
        )
        self.inputs = (
            *conditions,
            *(
                InputColumn(
                    f"{SCALE_PREFIX}{name}",
                    f"All pores: {known[name].title}",
                    "×",
                    1.0,
                    low,
                    high,
                )
                for name in self._scaled
            ),
        )
        self.outputs = OUTPUTS
        self.training_inputs = self._training_inputs(conditions)

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, n_outputs) for (n, n_inputs); NaN for what is never reached."""
        rows = np.asarray(inputs, dtype=np.float64)
        parts = [
            self._evaluate(rows[start : start + _ROWS_AT_ONCE])
            for start in range(0, len(rows), _ROWS_AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, len(OUTPUTS)))

    def curve(
        self, inputs: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times in seconds and saturations of the electrode."""
        prediction = self._predict(np.asarray(inputs, dtype=np.float64)[None])
        times = rising_times(prediction.end_s())
        return times, prediction.curves(times) @ self._weight

    def _training_inputs(
        self, conditions: tuple[InputColumn, ...]
    ) -> NDArray[np.float64]:
        """Conditions of the training rows; the pores are those of this electrode."""
        names = [column.name for column in self.surrogate.inputs]
        at = [names.index(column.name) for column in conditions]
        rows = np.ones((len(self.surrogate.training_inputs), len(self.inputs)))
        rows[:, : len(at)] = self.surrogate.training_inputs[:, at]
        return rows

    def _predict(self, rows: NDArray[np.float64]) -> PorePrediction:
        """Prediction of the pores of all rows, row after row."""
        n_pores = len(self._weight)
        columns = {
            name: np.tile(values, len(rows)) for name, values in self._columns.items()
        }
        for column, values in zip(self.inputs, rows.T, strict=True):
            each = np.repeat(values, n_pores)
            if column.name.startswith(SCALE_PREFIX):
                name = column.name.removeprefix(SCALE_PREFIX)
                columns[name] = columns[name] * each
            else:
                columns[column.name] = each
        is_reached = np.tile(self._is_reached, len(rows))
        return self.surrogate.predict(columns, is_reached=is_reached)

    def _evaluate(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        shape = (len(rows), len(self._weight))
        electrodes = _Electrodes(self._predict(rows), shape, self._weight)
        saturation = np.stack(
            [electrodes.saturation(np.full(len(rows), time)) for time in _COARSE]
        )
        final = saturation[-1]
        levels = (np.full(len(rows), 0.5), np.full(len(rows), 0.9), 0.9 * final)
        times = [electrodes.time_s(level, saturation) for level in levels]
        return np.stack([*times, final], axis=1)


class _Electrodes:
    """The electrode under the conditions of several rows, each in a unit of time.

    The unit is when all rests. The curves of pores depend on time over T_f0 and T_f1
    alone; so rows that fill in very different times are looked at together, each at a
    time of its own, by scaling T_f0 and T_f1 instead.
    """

    def __init__(
        self,
        prediction: PorePrediction,
        shape: tuple[int, int],
        weight: NDArray[np.float64],
    ) -> None:
        self._shape = shape
        self._weight = weight
        begins = np.nan_to_num(prediction.t_f0_s, nan=np.inf).reshape(shape)
        ends = np.nan_to_num(prediction.t_f1_s, nan=np.inf).reshape(shape)
        last = np.where(np.isfinite(ends), ends, 0.0).max(axis=1)
        # At four times the last T_f1 less than 1 % of what is missing there is left.
        self._unit_s = 4 * np.where(last > 0, last, 1.0)
        self._t_f0 = begins / self._unit_s[:, None]
        self._t_f1 = ends / self._unit_s[:, None]
        self._levels = np.nan_to_num(prediction.saturation)
        self._final = prediction.final_saturation

    def saturation(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_rows,) ndarray, each row at its own time, in its unit."""
        curves = rebuilt_curves(
            np.ones(1),
            (self._t_f0 / times[:, None]).ravel(),
            (self._t_f1 / times[:, None]).ravel(),
            self._levels,
            self._final,
        )
        # A pore that does not fill has an infinite T_f0 and stays empty.
        mean: NDArray[np.float64] = curves.reshape(self._shape) @ self._weight
        return mean

    def time_s(
        self, levels: NDArray[np.float64], saturation: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """(n_rows,) ndarray, when a level is reached; NaN where it is not.

        Parameters
        ----------
        levels : (n_rows,) ndarray
            Saturations.
        saturation : (n_times, n_rows) ndarray
            At the coarse times.
        """
        is_reached = (saturation[-1] >= levels) & (levels > 0)
        after = np.argmax(saturation >= levels, axis=0)
        low = np.where(after > 0, _COARSE[np.maximum(after - 1, 0)], 0.1 * _COARSE[0])
        fine = np.geomspace(low, _COARSE[after], _N_FINE)
        curves = np.stack([self.saturation(times) for times in fine])
        found = np.full(len(levels), np.nan)
        for row in np.flatnonzero(is_reached):
            found[row] = np.interp(levels[row], curves[:, row], fine[:, row])
        times: NDArray[np.float64] = found * self._unit_s
        return times
