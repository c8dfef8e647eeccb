"""Saltelli's points: drawn by SALib from a scrambled Sobol sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wetview.sensitivity.factors import Factor
    from wetview.sensitivity.ranges import InputRange
    from wetview.sensitivity.sensitive_model import Distribution

FEWEST_ROWS = 10
"""Training rows within the ranges below which they cannot be drawn from."""


def saltelli_points(
    ranges: Sequence[InputRange],
    factors: Sequence[Factor],
    *,
    n_base: int,
    seed: int,
    distribution: Distribution = "uniform",
    training_inputs: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Points at which a model is evaluated for indices of every order.

    Parameters
    ----------
    ranges : sequence of InputRange
        All inputs.
    factors : sequence of Factor
        Those that vary, and which vary together.
    n_base : int
        Base samples N.
    seed : int
        Of the scrambling; 0 counts.
    distribution : {"uniform", "training"}
        Evenly within the ranges, of some the logarithm; or each factor as its inputs
        are distributed, together, in the training rows that lie within the ranges.
    training_inputs : (n_rows, n_inputs) ndarray, optional
        For "training".

    Returns
    -------
    (n_base * (2 n_factors + 2), n_inputs) ndarray
        In SALib's order. For less base samples and the same seed: its first rows.
    """
    names = [entry.name for entry in ranges]
    fixed = [entry.low for entry in ranges]
    if distribution == "training":
        rows = rows_within(training_inputs, ranges)
        unit = _unit_points([1] * len(factors), n_base=n_base, seed=seed)
        points = np.tile(fixed, (len(unit), 1))
        for number, factor in enumerate(factors):
            at = [names.index(name) for name in factor.inputs]
            drawn = (unit[:, number] * len(rows)).astype(np.intp)
            points[:, at] = _in_order(rows[:, at])[np.minimum(drawn, len(rows) - 1)]
        return points
    sizes = [len(factor.inputs) for factor in factors]
    unit = _unit_points(sizes, n_base=n_base, seed=seed)
    points = np.tile(fixed, (len(unit), 1))
    column = 0
    for factor in factors:
        for name in factor.inputs:
            at_input = names.index(name)
            points[:, at_input] = ranges[at_input].at(unit[:, column])
            column += 1
    return points


def rows_within(
    training_inputs: NDArray[np.float64] | None, ranges: Sequence[InputRange]
) -> NDArray[np.float64]:
    """The training rows in which every input lies within its limits.

    Raises
    ------
    UserError
        If fewer than 10 are left.
    """
    rows = np.zeros((0, len(ranges))) if training_inputs is None else training_inputs
    low = np.array([entry.low for entry in ranges])
    high = np.array([entry.high for entry in ranges])
    # A fixed input is not varied, so the rows need not have its value.
    is_free = low < high
    is_in = ((rows >= low) & (rows <= high) | ~is_free).all(axis=1)
    if is_in.sum() < FEWEST_ROWS:
        raise UserError(
            f"Only {is_in.sum()} training rows lie within the ranges; "
            f"{FEWEST_ROWS} are the fewest to draw from",
            "Widen the ranges, or let the inputs vary evenly within them",
        )
    found: NDArray[np.float64] = rows[is_in]
    return found


def _unit_points(
    sizes: Sequence[int], *, n_base: int, seed: int
) -> NDArray[np.float64]:
    """Points in the unit cube, as many columns a factor as its size says."""
    from SALib.sample import sobol

    groups = [str(number) for number, size in enumerate(sizes) for _ in range(size)]
    problem = {
        "num_vars": len(groups),
        "names": [str(number) for number in range(len(groups))],
        "bounds": [[0.0, 1.0]] * len(groups),
    }
    if len(sizes) < len(groups):
        problem["groups"] = groups
    # The sequence is drawn to a power of two, as it wants to be, and cut.
    n_drawn = 1 << (n_base - 1).bit_length()
    points: NDArray[np.float64] = sobol.sample(
        problem, n_drawn, calc_second_order=True, seed=np.random.default_rng(seed)
    )
    return points[: n_base * (2 * len(sizes) + 2)]


def _in_order(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows along their first principal axis, so that near numbers draw alike rows."""
    centred = rows - rows.mean(axis=0)
    scale = centred.std(axis=0)
    centred = centred / np.where(scale > 0, scale, 1.0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    return rows[np.argsort(centred @ axis, kind="stable")]
