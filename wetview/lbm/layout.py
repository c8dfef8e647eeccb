"""Where a population lies in memory.

Blocks of `BLOCK` nodes, in each 19 rows of f and then 6 rows of the liquid's a, one
entry a node.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from numba import njit

from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import N_AXIS_PAIRS, N_DIRECTIONS

ROWS = N_DIRECTIONS + 2 * N_AXIS_PAIRS
"""Rows of a block: f_0 .. f_18, then a_1 .. a_6."""
SHIFT = BLOCK.bit_length() - 1
"""A cell's number shifted by this is its block's."""
BLOCK_JUMP = (ROWS - 1) * BLOCK
"""What a cell's number lacks, for every block before its own, of its place in row 0."""
LIQUID_ROWS = (N_DIRECTIONS - 1) * BLOCK
"""From f_i to a_i of the same cell, i from 1 to 6."""


@njit(cache=True, error_model="numpy")
def place(cell, row):
    """Place of a population: row of a cell in its block."""
    return cell + (cell >> SHIFT) * BLOCK_JUMP + row * BLOCK
