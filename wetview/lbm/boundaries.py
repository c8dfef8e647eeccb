"""What surrounds the nodes: open faces, and walls.

At the inlet is a reservoir of liquid, at the outlet a vent, or it is open. Beyond an
open face every node of the last layer has a ghost. Only what enters the sample from it
matters: five populations and one of the liquid's. Walls carry a colour alone.
"""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

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

_ONE = np.float32(1)
_TWO = np.float32(2)
_FOUR = np.float32(4)
_MIXED = np.float32(1e-6)
"""C (1 - C) up to which a node holds one fluid."""


@njit(cache=True, nogil=True, error_model="numpy")
def fill_walls(colour, n_open, walls):
    """Colour of all walls."""
    for k in range(len(walls[0]) - 1):
        fill_wall(k, colour, n_open, walls)


@njit(cache=True, nogil=True, error_model="numpy")
def fill_wall(k, colour, n_open, walls):
    """Colour of a wall: the mean of what its pore neighbours continue to."""
    start, node, bond, hops = walls
    total = np.float32(0)
    for m in range(start[k], start[k + 1]):
        c = min(max(colour[node[m]], np.float32(0)), _ONE)
        # Away from menisci, which is nearly everywhere, nothing is to be continued.
        if c * (_ONE - c) > _MIXED:
            for _ in range(hops[k]):
                c = _across(c, bond[m])
        total += c
    colour[n_open + k] = total / np.float32(start[k + 1] - start[k])


@njit(cache=True, nogil=True, error_model="numpy")
def _across(c, bond):
    """C_s of `C_s - C = b [C (1 - C) + C_s (1 - C_s)]`; see `wetview.lbm.walls`."""
    known = c + bond * c * (_ONE - c)
    half = _ONE - bond
    root = math.sqrt(max(half * half + _FOUR * bond * known, np.float32(0)))
    return _TWO * known / (half + root)


@njit(cache=True, nogil=True, error_model="numpy")
def fill_inlet_ghost(k, pops, colour, neighbours, n_open, face, density, streamed):
    """A reservoir of liquid at a given density."""
    colour[face[0][k]] = 1
    _fill(k, pops, neighbours, n_open, face, density, 1.0, streamed, 0.0, True)


@njit(cache=True, nogil=True, error_model="numpy")
def fill_vent_ghost(k, pops, colour, neighbours, n_open, face, holds_liquid, streamed):
    """Gas leaves at density 1; liquid leaves too, or is held back.

    A vent gives all liquid back that would leave, and closes as liquid arrives: wholly
    where it fills half of a voxel.
    """
    c = np.float64(min(max(colour[face[1][k]], np.float32(0)), np.float32(1)))
    colour[face[0][k]] = c
    shut = min(2 * c, 1.0) if holds_liquid else 0.0
    _fill(k, pops, neighbours, n_open, face, 1.0, c, streamed, shut, False)
    if holds_liquid:
        _return_liquid(k, pops, neighbours, n_open, face, streamed)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(k, pops, neighbours, n_open, face, density, c, streamed, shut, extrapolates):
    """What enters from one ghost, mixed with bounce-back by the share `shut`.

    Guo's non-equilibrium extrapolation: the node's populations at another density (Guo,
    Zheng, Shi, Chin. Phys. 11, 366 (2002)). Where it does not extrapolate, equilibrium
    at the node's velocity: the gas is so little viscous that otherwise a pocket of a
    few nodes by a vent would swing ever more.
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
        free = WEIGHTS[q] * (density * moving - 1)
        if extrapolates:
            there = WEIGHTS[q] * ((1 + rho) * moving - 1)
            free += pops[outgoing(neighbours, n_open, node, q, streamed)] - there
        back = pops[outgoing(neighbours, n_open, target, opposite, streamed)]
        here = place(target, opposite) if streamed else place(ghost, q)
        pops[here] = free + shut * (back - free)
    eu = (
        VELOCITIES[inward, 0] * ux
        + VELOCITIES[inward, 1] * uy
        + VELOCITIES[inward, 2] * uz
    )
    here = _entrance(ghost, node, inward, streamed)
    pops[here + LIQUID_ROWS] = COLOUR_WEIGHT_AXIS * density * c * (1 + 4 * eu)


@njit(cache=True, nogil=True, error_model="numpy")
def _return_liquid(k, pops, neighbours, n_open, face, streamed):
    """All liquid that leaves towards a ghost comes back."""
    ghosts, nodes, inwards, _ = face
    outward = inwards[k] + 1 if inwards[k] % 2 else inwards[k] - 1
    here = _entrance(ghosts[k], nodes[k], inwards[k], streamed)
    there = outgoing(neighbours, n_open, nodes[k], outward, streamed)
    pops[here + LIQUID_ROWS] = pops[there + LIQUID_ROWS]


@njit(cache=True, nogil=True, error_model="numpy")
def _entrance(ghost, node, inward, streamed):
    """Place of what enters from a ghost along the face's normal."""
    outward = inward + 1 if inward % 2 else inward - 1
    return place(node, outward) if streamed else place(ghost, inward)
