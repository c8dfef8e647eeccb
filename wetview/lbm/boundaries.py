"""The open faces: a reservoir of liquid at the inlet, a vent or an open outlet.

Beyond an open face every node of the last layer has a ghost. Only what enters the
sample from it matters: five populations and one of the liquid's.
"""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

from wetview.lbm.geometry import ENTERING
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    N_DIRECTIONS,
    VELOCITIES,
    WEIGHTS,
)
from wetview.lbm.layout import LIQUID_ROWS, outgoing, place


@njit(cache=True, error_model="numpy")
def fill_inlet_ghost(k, pops, colour, neighbours, n_open, face, density, streamed):
    """A reservoir of liquid at a given density."""
    colour[face[0][k]] = 1
    _fill(k, pops, neighbours, n_open, face, density, 1.0, streamed, 0.0, False)


@njit(cache=True, error_model="numpy")
def fill_vent_ghost(k, pops, colour, neighbours, n_open, face, holds_liquid, streamed):
    """Gas leaves at density 1; liquid leaves too, or is held back.

    A vent gives all liquid back that would leave, and closes as liquid arrives: wholly
    where it fills half of a voxel.
    """
    c = np.float64(min(max(colour[face[1][k]], np.float32(0)), np.float32(1)))
    colour[face[0][k]] = c
    shut = min(2 * c, 1.0) if holds_liquid else 0.0
    _fill(k, pops, neighbours, n_open, face, 1.0, c, streamed, shut, holds_liquid)


@njit(cache=True, error_model="numpy")
def _fill(
    k, pops, neighbours, n_open, face, density, c, streamed, shut, returns_liquid
):
    """What enters from one ghost.

    Guo's non-equilibrium extrapolation: the node's populations at another density (Guo,
    Zheng, Shi, Chin. Phys. 11, 366 (2002)), mixed with bounce-back by the share `shut`.
    """
    ghosts, nodes, inwards, targets = face
    ghost = ghosts[k]
    node = nodes[k]
    inward = inwards[k]
    rho = np.float64(pops[place(node, 0)])
    ux = 0.0
    uy = 0.0
    uz = 0.0
    for q in range(1, N_DIRECTIONS):
        value = np.float64(pops[outgoing(neighbours, n_open, node, q, streamed)])
        rho += value
        ux += VELOCITIES[q, 0] * value
        uy += VELOCITIES[q, 1] * value
        uz += VELOCITIES[q, 2] * value
    ux /= 1 + rho
    uy /= 1 + rho
    uz /= 1 + rho
    square = 1.5 * (ux * ux + uy * uy + uz * uz)
    for m in range(ENTERING.shape[1]):
        target = targets[k, m]
        if target < 0:
            continue
        q = ENTERING[inward, m]
        opposite = q + 1 if q % 2 else q - 1
        eu = VELOCITIES[q, 0] * ux + VELOCITIES[q, 1] * uy + VELOCITIES[q, 2] * uz
        moving = 1 + 3 * eu + 4.5 * eu * eu - square
        change = WEIGHTS[q] * (density - 1 - rho) * moving
        free = pops[outgoing(neighbours, n_open, node, q, streamed)] + change
        back = pops[outgoing(neighbours, n_open, target, opposite, streamed)]
        here = place(target, opposite) if streamed else place(ghost, q)
        pops[here] = free + shut * (back - free)
    eu = (
        VELOCITIES[inward, 0] * ux
        + VELOCITIES[inward, 1] * uy
        + VELOCITIES[inward, 2] * uz
    )
    outward = inward + 1 if inward % 2 else inward - 1
    here = place(node, outward) if streamed else place(ghost, inward)
    if returns_liquid:
        there = outgoing(neighbours, n_open, node, outward, streamed)
        pops[here + LIQUID_ROWS] = pops[there + LIQUID_ROWS]
    else:
        pops[here + LIQUID_ROWS] = COLOUR_WEIGHT_AXIS * density * c * (1 + 4 * eu)
