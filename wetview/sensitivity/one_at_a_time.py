"""Every output over one input, while the others stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from wetview.sensitivity.ranges import InputRange
    from wetview.sensitivity.sensitive_model import SensitiveModel

N_POINTS = 101


@dataclass(frozen=True, eq=False)
class InputSweep:
    """Outputs along one input.

    Parameters
    ----------
    input : InputRange
        Which input, and its limits.
    at : (n_inputs,) ndarray
        Where all inputs stand.
    present : float
        Where the input itself stands.
    values : (n,) ndarray
        Values of the input.
    outputs : (n, n_outputs) ndarray
        Of the model at each.
    """

    input: InputRange
    at: NDArray[np.float64]
    present: float
    values: NDArray[np.float64]
    outputs: NDArray[np.float64]


def typical_inputs(
    model: SensitiveModel, ranges: Sequence[InputRange]
) -> NDArray[np.float64]:
    """(n_inputs,) ndarray, the training row nearest to the medians, within limits.

    A row that occurred, since medians of correlated inputs need not go together; the
    middles of the ranges where there is none.
    """
    low = np.array([entry.low for entry in ranges])
    high = np.array([entry.high for entry in ranges])
    rows = np.asarray(model.training_inputs, dtype=np.float64)
    rows = rows[np.isfinite(rows).all(axis=1)] if rows.size else rows
    if not len(rows):
        middle: NDArray[np.float64] = (low + high) / 2
        return middle
    median, deviation = np.median(rows, axis=0), rows.std(axis=0)
    away = (rows - median) / np.where(deviation > 0, deviation, 1.0)
    nearest: NDArray[np.float64] = rows[np.argmin((away**2).sum(axis=1))]
    return np.clip(nearest, low, high)


def sweep(
    model: SensitiveModel,
    name: str,
    *,
    at: ArrayLike,
    ranges: Sequence[InputRange],
    n_points: int = N_POINTS,
) -> InputSweep:
    """Outputs over one input, from its lower to its upper limit.

    Parameters
    ----------
    model : SensitiveModel
        What is evaluated.
    name : str
        The input that moves.
    at : (n_inputs,) array_like
        Where the others stand.
    ranges : sequence of InputRange
        Limits of all inputs.
    n_points : int
        How many values.

    Raises
    ------
    UserError
        If there is no such input.
    """
    names = [entry.name for entry in ranges]
    if name not in names:
        raise UserError(
            f"There is no input `{name}`", f"The inputs are {', '.join(names)}"
        )
    column = names.index(name)
    entry = ranges[column]
    values = entry.at(np.linspace(0, 1, n_points))
    where = np.asarray(at, dtype=np.float64)
    points = np.tile(where, (n_points, 1))
    points[:, column] = values
    outputs = np.asarray(model.evaluate(points), dtype=np.float64)
    return InputSweep(entry, where, float(where[column]), values, outputs)
