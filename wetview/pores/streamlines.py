"""What adds up along the streamlines of a flow, node after node.

Flow only leads to where the pressure is lower: sorted by it, all nodes follow from
those before (streamline simulation: M. J. King and A. Datta-Gupta, In Situ 22 (1998)
91).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.slow_flow import Links

_LEAST_FLOW = 1e-4
"""Of the mean: what no flow leads through would never be reached."""


def along_streamlines(
    order: NDArray[np.int64],
    links: Links,
    flow: NDArray[np.float64],
    into: NDArray[np.float64],
    work: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What adds up along the streamlines up to the end of each node.

    Parameters
    ----------
    order : (n,) ndarray of int64
        Nodes as the pressure falls; flow only leads to later ones.
    links : Links
        Which nodes are linked.
    flow : (n_links,) ndarray of float64
        Between them, whichever way.
    into : (n,) ndarray of float64
        What enters each node from outside.
    work : (n, n_sums) ndarray of float64
        What each node adds, times what flows through it: its volume adds its time.

    Returns
    -------
    sums : (n, n_sums) ndarray of float64
        Where lines meet, each counts by its share of the flow.
    through : (n,) ndarray of float64
        What flows through each node, at least 1e-4 of the mean.
    """
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    through = into.copy()
    first, target, amount = _leaving(rank, links.one, links.other, flow, through)
    through = np.maximum(through, _LEAST_FLOW * through.mean())
    sums = work.copy()
    _hand_on(order, first, target, amount, through, sums)
    return sums, through


@njit(cache=True, nogil=True)
def _leaving(rank, one, other, flow, through):  # type: ignore[no-untyped-def]
    """What flows from each node to which later one; adds to `through` what arrives.

    Returns
    -------
    first : (n + 1,) ndarray of int64
        Place from which on the flows of each node stand.
    target : (n_links,) ndarray of int32
    amount : (n_links,) ndarray of float64
    """
    n, n_links = len(rank), len(one)
    first = np.zeros(n + 1, dtype=np.int64)
    for i in range(n_links):
        is_forth = rank[one[i]] < rank[other[i]]
        first[(one[i] if is_forth else other[i]) + 1] += 1
        through[other[i] if is_forth else one[i]] += abs(flow[i])
    for node in range(n):
        first[node + 1] += first[node]
    following = first[:-1].copy()
    target = np.empty(n_links, dtype=np.int32)
    amount = np.empty(n_links, dtype=np.float64)
    for i in range(n_links):
        is_forth = rank[one[i]] < rank[other[i]]
        source = one[i] if is_forth else other[i]
        place = following[source]
        target[place] = other[i] if is_forth else one[i]
        amount[place] = abs(flow[i])
        following[source] += 1
    return first, target, amount


@njit(cache=True, nogil=True)
def _hand_on(order, first, target, amount, through, sums):  # type: ignore[no-untyped-def]
    """Divide what has come together in each node, and give each later one its share."""
    for node in order:
        for k in range(sums.shape[1]):
            sums[node, k] /= through[node]
        for place in range(first[node], first[node + 1]):
            for k in range(sums.shape[1]):
                sums[target[place], k] += amount[place] * sums[node, k]
