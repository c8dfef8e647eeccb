"""Colours of pores: categories that differ from their neighbours, and scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

if TYPE_CHECKING:
    from numpy.typing import NDArray

CATEGORIES = np.array(
    [
        [0x44, 0x77, 0xAA],
        [0xEE, 0x77, 0x33],
        [0x22, 0x88, 0x33],
        [0xCC, 0x66, 0x77],
        [0xDD, 0xCC, 0x77],
        [0x88, 0xCC, 0xEE],
        [0xAA, 0x33, 0x77],
        [0x44, 0xAA, 0x99],
        [0x99, 0x99, 0x33],
        [0x6A, 0x5A, 0xC0],
        [0xEE, 0x99, 0xAA],
        [0xBB, 0xBB, 0xBB],
    ],
    dtype=np.uint8,
)
"""(n, 3) colours of Paul Tol's sets for colour-blind readers."""

NO_VALUE = np.array([0x8A, 0x8F, 0x96], dtype=np.uint8)
"""Colour of a pore whose value is not known."""


def category_colours(n_pores: int, neighbours: NDArray[np.int32]) -> NDArray[np.uint8]:
    """A colour for each pore; pores that touch differ wherever twelve are enough.

    Parameters
    ----------
    n_pores : int
        Number of pores.
    neighbours : (m, 2) ndarray of int32
        Labels of pores that touch.

    Returns
    -------
    (n_pores + 1, 3) ndarray of uint8
        Row i is the colour of label i; row 0 is not used.
    """
    touching: list[list[int]] = [[] for _ in range(n_pores + 1)]
    for first, second in neighbours.tolist():
        touching[first].append(second)
        touching[second].append(first)
    chosen = np.full(n_pores + 1, -1)
    uses = np.zeros(len(CATEGORIES), dtype=int)
    for label in range(1, n_pores + 1):
        taken = {int(chosen[other]) for other in touching[label]}
        free = [c for c in range(len(CATEGORIES)) if c not in taken]
        # The least used of the free colours; a stride keeps neighbours far apart.
        candidates = free or list(range(len(CATEGORIES)))
        start = 5 * label
        best = min(candidates, key=lambda c: (uses[c], (c - start) % len(CATEGORIES)))
        chosen[label] = best
        uses[best] += 1
    colours = CATEGORIES[chosen]
    colours[0] = NO_VALUE
    return colours


def value_colours(
    values: NDArray[np.floating], limits: tuple[float, float], *, colour_map: str
) -> NDArray[np.uint8]:
    """A colour for each pore from a scale.

    Parameters
    ----------
    values : (n_pores,) ndarray of float
        Value of each pore; NaN where there is none.
    limits : (low, high)
        Values at the ends of the scale.
    colour_map : str
        Name of a matplotlib colour map.

    Returns
    -------
    (n_pores + 1, 3) ndarray of uint8
    """
    low, high = limits
    share = (np.asarray(values, dtype=float) - low) / ((high - low) or 1.0)
    known = np.isfinite(share)
    rgba = matplotlib.colormaps[colour_map](np.where(known, share, 0.0).clip(0, 1))
    colours = np.empty((len(share) + 1, 3), dtype=np.uint8)
    colours[0] = NO_VALUE
    colours[1:] = np.rint(255 * rgba[:, :3])
    colours[1:][~known] = NO_VALUE
    return colours


def extremes(values: NDArray[np.floating]) -> tuple[float, float]:
    """Ends of a scale that holds all known values."""
    known = np.asarray(values)[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    return (low, high) if high > low else (low, low + 1.0)


LEAD_MAP = "wetview.lead"
"""Diverging colour map, blue to orange: the first filling ahead, the second ahead.

Safe for colour-blind readers, and in the colours that figures give to the two.
"""


def _register_lead_map() -> None:
    stops = [
        "#1d4f91",
        "#4477aa",
        "#9db8d6",
        "#d9d9d6",
        "#eab98a",
        "#d9730d",
        "#9a4a00",
    ]
    colour_map = LinearSegmentedColormap.from_list(LEAD_MAP, stops)
    if LEAD_MAP not in matplotlib.colormaps:
        matplotlib.colormaps.register(colour_map)


_register_lead_map()
