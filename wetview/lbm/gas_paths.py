"""Which gas still has a way to a vent."""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from wetview.lbm.lattice import N_AXIS_PAIRS
from wetview.lbm.layout import SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice

_HALF = np.float32(0.5)


def trapped_gas_nodes(
    lattice: PoreLattice, colour: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Find the nodes with gas from which no gas leads to a vent.

    Parameters
    ----------
    lattice : PoreLattice
        Where the nodes are; they are joined by their six faces.
    colour : (n_nodes,) ndarray of float32
        Liquid fraction; below 1/2 a node holds gas.

    Returns
    -------
    (n_nodes,) ndarray of bool
    """
    is_gas = colour < _HALF
    joined = _reached(lattice.neighbours, lattice.vents.node, is_gas)
    trapped: NDArray[np.bool_] = is_gas & ~joined
    return trapped


@njit(cache=True, nogil=True, error_model="numpy")
def _reached(neighbours, seeds, is_gas):
    """Nodes of gas that can be reached from seeds through gas."""
    n_nodes = len(is_gas)
    reached = np.zeros(n_nodes, dtype=np.bool_)
    waiting = np.empty(n_nodes, dtype=np.int32)
    n_waiting = 0
    for seed in seeds:
        if is_gas[seed] and not reached[seed]:
            reached[seed] = True
            waiting[n_waiting] = seed
            n_waiting += 1
    while n_waiting > 0:
        n_waiting -= 1
        node = waiting[n_waiting]
        lane = node & ((1 << SHIFT) - 1)
        for i in range(2 * N_AXIS_PAIRS):
            beside = neighbours[node >> SHIFT, i, lane]
            if beside < n_nodes and is_gas[beside] and not reached[beside]:
                reached[beside] = True
                waiting[n_waiting] = beside
                n_waiting += 1
    return reached
