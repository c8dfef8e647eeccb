"""A surrogate asked about single pores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.surrogate import Column, InputColumn, PorePrediction, Surrogate

_N_TIMES = 200
_EARLIEST = 1e-3


class PoreModel:
    """What becomes of a pore, by its properties and the conditions.

    Parameters
    ----------
    surrogate : Surrogate
        The trained networks.
    """

    def __init__(self, surrogate: Surrogate) -> None:
        self.surrogate = surrogate

    @property
    def name(self) -> str:
        """What the user calls the network."""
        return self.surrogate.name

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """The inputs of the network."""
        return self.surrogate.inputs

    @property
    def outputs(self) -> tuple[Column, ...]:
        """What the network tells of a pore."""
        return self.surrogate.outputs

    @property
    def training_inputs(self) -> NDArray[np.float64]:
        """(n_rows, n_inputs) ndarray, of the training."""
        return self.surrogate.training_inputs

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, n_outputs) for (n, n_inputs)."""
        return self.surrogate.evaluate(inputs)

    def curve(
        self, inputs: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times in seconds and saturations of the pore; it may stay empty."""
        columns = dict(
            zip((one.name for one in self.inputs), inputs[:, None], strict=True)
        )
        prediction = self.surrogate.predict(columns)
        stops_s = self.evaluate(inputs[None])[0, 1]
        times = rising_times(_end_s(prediction, float(stops_s)))
        return times, prediction.curves(times)[:, 0]


def rising_times(end_s: float) -> NDArray[np.float64]:
    """Times from 0 to an end, closer together at the beginning."""
    half = _N_TIMES // 2
    early = np.geomspace(_EARLIEST * end_s, end_s, half)
    return np.unique(np.concatenate([np.linspace(0, end_s, half), early]))


def _end_s(prediction: PorePrediction, stops_s: float) -> float:
    """When the curve rests; of a pore that stays empty when others would be full."""
    return prediction.end_s() if prediction.fills.any() else 1.5 * stops_s
