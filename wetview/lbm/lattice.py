"""The lattice's constants: D3Q19 for momentum, D3Q7 for colour.

Directions come in opposite pairs: 0 rests, 2p + 1 and 2p + 2 are opposite, and the
first three pairs are those along x, y and z, which are D3Q7's as well.
"""

from __future__ import annotations

import numpy as np

N_DIRECTIONS = 19
N_PAIRS = 9
N_AXIS_PAIRS = 3

PAIRS = np.array(
    [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
        (1, 1, 0),
        (1, -1, 0),
        (1, 0, 1),
        (1, 0, -1),
        (0, 1, 1),
        (0, 1, -1),
    ],
    dtype=np.int32,
)
"""(9, 3) velocity of direction 2p + 1; that of direction 2p + 2 is its negative."""

VELOCITIES = np.zeros((N_DIRECTIONS, 3), dtype=np.int32)
VELOCITIES[1::2] = PAIRS
VELOCITIES[2::2] = -PAIRS

WEIGHT_REST = 1 / 3
WEIGHT_AXIS = 1 / 18
WEIGHT_DIAGONAL = 1 / 36
WEIGHTS = np.array([WEIGHT_REST] + 6 * [WEIGHT_AXIS] + 12 * [WEIGHT_DIAGONAL])
"""(19,) weights of D3Q19; the squared speed of sound is 1/3."""

COLOUR_WEIGHT_AXIS = 1 / 8
COLOUR_WEIGHT_REST = 1 / 4
"""Weights of D3Q7; its squared speed of sound is 1/4."""

MAGIC = 3 / 16
"""(tau+ - 1/2)(tau- - 1/2): puts a wall half way between nodes at any viscosity.

Ginzburg, Verhaeghe, d'Humieres, Commun. Comput. Phys. 3, 427 (2008).
"""

MAGIC_OF_INTERFACE = 1 / 12
"""The same away from walls where the two fluids meet: there the third-order error of
advection vanishes, and spurious currents are a quarter of what 3/16 gives."""

MOST_ODD_TIME_OF_MENISCUS = 3 / 8
"""tau- - 1/2 at most where a meniscus meets a wall. The magic number asks for six in a
thin gas; third moments of the capillary stress then last as long, and turn a contact
angle of 30 degrees into 34 to 39."""

MENISCUS_STEEPNESS = 40
"""Where that holds: wholly where `40 C (1 - C)` exceeds 1, two voxels to both sides."""


def opposite(direction: int) -> int:
    """Index of the direction that points the other way."""
    if direction == 0:
        return 0
    return direction + 1 if direction % 2 else direction - 1
