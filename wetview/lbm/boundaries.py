"""The open faces: a reservoir of liquid at the inlet, a vent or an open outlet."""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

from wetview.lbm.geometry import OUTLET_DIRECTIONS
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    N_AXIS_PAIRS,
    N_DIRECTIONS,
    VELOCITIES,
    WEIGHTS,
)
from wetview.lbm.layout import place


@njit(cache=True, error_model="numpy")
def _fill_ghost(pops, ghost, node, density, c):
    """Guo's non-equilibrium extrapolation: the node's populations at another density.

    Guo, Zheng, Shi, Chin. Phys. 11, 366 (2002).
    """
    rho = 0.0
    ux = 0.0
    uy = 0.0
    uz = 0.0
    for q in range(N_DIRECTIONS):
        value = np.float64(pops[place(node, q)])
        rho += value
        ux += VELOCITIES[q, 0] * value
        uy += VELOCITIES[q, 1] * value
        uz += VELOCITIES[q, 2] * value
    ux /= 1 + rho
    uy /= 1 + rho
    uz /= 1 + rho
    square = 1.5 * (ux * ux + uy * uy + uz * uz)
    for q in range(N_DIRECTIONS):
        eu = VELOCITIES[q, 0] * ux + VELOCITIES[q, 1] * uy + VELOCITIES[q, 2] * uz
        moving = 1 + 3 * eu + 4.5 * eu * eu - square
        change = WEIGHTS[q] * (density - 1 - rho) * moving
        pops[place(ghost, q)] = pops[place(node, q)] + change
    for i in range(1, 2 * N_AXIS_PAIRS + 1):
        eu = VELOCITIES[i, 0] * ux + VELOCITIES[i, 1] * uy + VELOCITIES[i, 2] * uz
        pops[place(ghost, i + N_DIRECTIONS - 1)] = (
            COLOUR_WEIGHT_AXIS * density * c * (1 + 4 * eu)
        )


@njit(cache=True, error_model="numpy")
def fill_inlet(pops, colour, ghosts, nodes, density):
    """A reservoir of liquid at a given density."""
    for k in range(len(ghosts)):
        _fill_ghost(pops, ghosts[k], nodes[k], density, 1.0)
        colour[ghosts[k]] = 1


@njit(cache=True, error_model="numpy")
def fill_outlet(pops, colour, ghosts, nodes, reflect, holds_liquid):
    """Gas leaves at density 1; liquid leaves too, or is held back.

    A vent gives all liquid back that would leave, and closes as liquid arrives: wholly
    where it fills half of a voxel.
    """
    for k in range(len(ghosts)):
        ghost = ghosts[k]
        node = nodes[k]
        c = min(max(colour[node], np.float32(0)), np.float32(1))
        colour[ghost] = c
        _fill_ghost(pops, ghost, node, 1.0, c)
        if not holds_liquid:
            continue
        shut = min(2 * c, np.float32(1))
        for m in range(len(OUTLET_DIRECTIONS)):
            q = OUTLET_DIRECTIONS[m]
            target = reflect[k, m]
            if target >= 0:
                opposite = q + 1 if q % 2 else q - 1
                back = pops[place(target, opposite)]
                free = pops[place(ghost, q)]
                pops[place(ghost, q)] = free + shut * (back - free)
        # All liquid that left along +x, a_1, comes back along -x, a_2.
        pops[place(ghost, N_DIRECTIONS + 1)] = pops[place(node, N_DIRECTIONS)]
