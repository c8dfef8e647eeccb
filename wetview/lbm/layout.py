"""Where a population lies in memory.

Blocks of `BLOCK` nodes, in each 19 rows of f, then 6 rows of the liquid's a_1 .. a_6,
then one of a_0, with one entry a node.

There is one copy of the populations, which streams in place (the AA pattern: Bailey,
Myre, Walsh, Lilja, Saar, Proc. Int. Conf. Parallel Processing 2009, 550). After an even
number of steps ("settled") what leaves node x along q lies in row q of x. After an odd
number ("streamed") it lies where it goes: in row opposite(q) of x + e_q, or, where that
is solid, in row q of x. The first step of a pair thus reads and writes its neighbours'
places, each place by one node only; the second reads and writes its own.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from numba import njit

from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import N_AXIS_PAIRS, N_DIRECTIONS

RESTING_ROW = N_DIRECTIONS + 2 * N_AXIS_PAIRS
"""Row of a_0."""
ROWS = RESTING_ROW + 1
"""Rows of a block."""
SHIFT = BLOCK.bit_length() - 1
"""A cell's number shifted by this is its block's."""
BLOCK_JUMP = (ROWS - 1) * BLOCK
"""What a cell's number lacks, for every block before its own, of its place in row 0."""
LIQUID_ROWS = (N_DIRECTIONS - 1) * BLOCK
"""From f_i to a_i of the same cell, i from 1 to 6."""


@njit(cache=True, nogil=True, error_model="numpy")
def place(cell, row):
    """Place of a population: row of a cell in its block."""
    return cell + (cell >> SHIFT) * BLOCK_JUMP + row * BLOCK


@njit(cache=True, nogil=True, error_model="numpy")
def outgoing(neighbours, n_open, node, q, streamed):
    """Place of what leaves a node along q, 1 .. 18; add `LIQUID_ROWS` for a_q."""
    if streamed:
        target = neighbours[node >> SHIFT, q - 1, node & (BLOCK - 1)]
        if target < n_open:
            return place(target, q + 1 if q % 2 else q - 1)
    return place(node, q)
