"""The difference of two curves over the time in which both are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def common_time_s(
    first_s: NDArray[np.float64], second_s: NDArray[np.float64], end_s: float
) -> NDArray[np.float64]:
    """Every time at which one of two curves has a point, from 0 to an end, rising."""
    times = np.union1d(first_s, second_s)
    inside = times[(times >= 0) & (times < end_s)]
    return np.concatenate([inside, [end_s]])


def curves_at(
    at_s: NDArray[np.float64],
    time_s: NDArray[np.float64],
    curves: NDArray[np.floating],
) -> NDArray[np.float64]:
    """Curves at other times, linear between their points and level outside.

    Parameters
    ----------
    at_s : (m,) ndarray
        Where they are wanted, rising.
    time_s : (n,) ndarray
        Where they are known.
    curves : (n,) or (n, k) ndarray
        One curve, or a column each.

    Returns
    -------
    (m,) or (m, k) ndarray of float64
    """
    after = np.searchsorted(time_s, at_s, side="right").clip(1, max(len(time_s) - 1, 1))
    if len(time_s) == 1:
        after = np.zeros_like(after)
    before = np.maximum(after - 1, 0)
    span = time_s[after] - time_s[before]
    share = np.divide(
        at_s - time_s[before], span, out=np.zeros(len(at_s)), where=span > 0
    ).clip(0, 1)
    if curves.ndim == 2:
        share = share[:, None]
    low = curves[before].astype(np.float64)
    found: NDArray[np.float64] = low + share * (curves[after] - low)
    return found


def mean_absolute(
    time_s: NDArray[np.float64], difference: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Time mean of |d| for lines between points, exact where d changes its sign.

    Parameters
    ----------
    time_s : (n,) ndarray
        Rising.
    difference : (n,) or (n, k) ndarray
        d at these times.

    Returns
    -------
    () or (k,) ndarray

    Examples
    --------
    >>> mean_absolute(np.array([0.0, 2.0]), np.array([-1.0, 1.0]))
    array(0.5)
    """
    whole_s = float(time_s[-1] - time_s[0])
    start, end = difference[:-1], difference[1:]
    total = np.abs(start) + np.abs(end)
    changes = start * end < 0
    # Two triangles instead of a trapezium.
    triangles = np.divide(
        start**2 + end**2, 2 * total, out=np.zeros_like(total), where=changes
    )
    mean = np.where(changes, triangles, total / 2)
    if whole_s <= 0:
        return np.asarray(np.abs(difference[-1]))
    step = np.diff(time_s).reshape(-1, *[1] * (difference.ndim - 1))
    return np.asarray((mean * step).sum(axis=0) / whole_s)
