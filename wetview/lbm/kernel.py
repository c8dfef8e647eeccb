"""The CPU kernel: one pass over the nodes a step, in numba.

The model is the colour-gradient two-phase lattice Boltzmann method. In the order of the
code:

1. Gather populations from upstream (half-way bounce-back at walls), and the colour
   of the neighbours.
2. Density and velocity; the liquid's density, carried by seven directions of its own:
   `a_i = rho [C (1 + 4 e_i . u) + beta C (1 - C) e_i . n] / 8`, `a_0 = rho C / 4`; the
   sum over what arrives is the new `rho C`, taken in double precision, and a_0 is what
   the other six leave of it, so that no rounding makes or takes liquid. That is the
   recolouring of Latva-Kokko and Rothman, Phys. Rev. E 71, 056702 (2005), on D3Q7 as in
   McClure, Prins, Miller, Comput. Phys. Commun. 185, 1865 (2014).
3. Colour gradient `g = 3 sum_q w_q e_q C(x + e_q)` of the step before.
4. Wetting: solid voxels beside pores carry the colour that the interface would have
   there, continued at the contact angle (`wetview.lbm.walls`).
5. Collision with two relaxation times, the even one from the local viscosity; surface
   tension enters the even equilibrium as the capillary stress -sigma |g| (I - n n).

Populations are stored less their weight at rest, f_q - w_q, which keeps seven more bits
in float32. Every node is computed from the step before alone, by the same instructions
whatever the number of threads: the result does not depend on it.
"""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def,operator"

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from wetview.lbm.boundaries import (
    fill_inlet_ghost,
    fill_vent_ghost,
    fill_wall,
)
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    MAGIC,
    MAGIC_OF_INTERFACE,
    MENISCUS_STEEPNESS,
    MOST_ODD_TIME_OF_MENISCUS,
    N_AXIS_PAIRS,
    N_DIRECTIONS,
    N_PAIRS,
    PAIRS,
    WEIGHT_AXIS,
    WEIGHT_DIAGONAL,
    WEIGHT_REST,
)
from wetview.lbm.layout import BLOCK_JUMP, LIQUID_ROWS, RESTING_ROW, ROWS, SHIFT
from wetview.lbm.model import NO_GRADIENT, SHARPNESS, SPEED_LIMIT

# All arithmetic is single precision: constants must be too, or numba widens everything.
_F = np.float32
_ONE = _F(1)
_HALF = _F(0.5)
_THREE = _F(3)
_E = PAIRS.astype(np.float32)
_W = np.array([WEIGHT_AXIS] * 3 + [WEIGHT_DIAGONAL] * 6, dtype=np.float32)
_E_SQUARED = (_E**2).sum(axis=1).astype(np.float32)
_W0 = _F(WEIGHT_REST)
_W_COLOUR = _F(COLOUR_WEIGHT_AXIS)
_BETA = _F(SHARPNESS)
_MAGIC_AT_WALL = _F(MAGIC / 3)
_MAGIC_CHANGE = _F((MAGIC_OF_INTERFACE - MAGIC) / 3)
_MENISCUS = _F(MENISCUS_STEEPNESS)
_MOST_ODD_TIME = _F(MOST_ODD_TIME_OF_MENISCUS)
_THIRD = _F(1 / 3)
_FOUR = _F(4)
_FOUR_AND_HALF = _F(4.5)
_ONE_AND_HALF = _F(1.5)
_NO_GRADIENT = _F(NO_GRADIENT)
_SPEED_LIMIT = _F(SPEED_LIMIT)
_TINY = _F(1e-20)

# Places are unsigned: numba then does not look for negative ones at every access.
_U = np.uint32
_NODES = _U(BLOCK)
_SHIFT = _U(SHIFT)
_JUMP = _U(BLOCK_JUMP)
_LIQUID_ROWS = _U(LIQUID_ROWS)

# A block's scratch: one flat array with constant offsets, so that the compiler sees
# that its rows never overlap and computes eight nodes at once. First f_0 .. f_18.
_RHO = _U(N_DIRECTIONS * BLOCK)
_UX, _UY, _UZ = (_U(_RHO + k * BLOCK) for k in (1, 2, 3))
_GX, _GY, _GZ = (_U(_RHO + k * BLOCK) for k in (4, 5, 6))
_LIQUID = _U(_RHO + 7 * BLOCK)
_EVEN_RATE = _U(_RHO + 8 * BLOCK)
_ODD_RATE = _U(_RHO + 9 * BLOCK)
_STRESS = _U(_RHO + 10 * BLOCK)
_BASE = _U(_RHO + 11 * BLOCK)
_MIXED = _U(_RHO + 12 * BLOCK)
_A_ROW = _U(_RHO + 13 * BLOCK)
_SCRATCH = int(_A_ROW) + 2 * N_AXIS_PAIRS * BLOCK

_FASTMATH = {"contract", "reassoc", "nsz", "arcp"}
_compiled = njit(cache=True, fastmath=_FASTMATH, error_model="numpy")


@_compiled
def _gather_streaming(block, pops, neighbours, n_open, s, exact, index):
    """What arrives along every direction, from the neighbours' places.

    `index` keeps the places: what leaves goes where what came from there was.
    """
    own = _U(block * (ROWS * BLOCK))
    for p in range(N_PAIRS):
        q = _U(2 * p + 1)
        ahead = neighbours[block, 2 * p]
        behind = neighbours[block, 2 * p + 1]
        q_row = _U(q * BLOCK)
        r_row = _U(q_row + BLOCK)
        up_row = _U(2 * p * BLOCK)
        down_row = _U(up_row + BLOCK)
        for j in range(_NODES):
            up = _U(behind[j])
            down = _U(ahead[j])
            jump_up = (up >> _SHIFT) * _JUMP
            jump_down = (down >> _SHIFT) * _JUMP
            index[up_row + j] = up + jump_up + q_row if up < n_open else own + j + r_row
            index[down_row + j] = (
                down + jump_down + r_row if down < n_open else own + j + q_row
            )
        for j in range(_NODES):
            s[q_row + j] = pops[index[up_row + j]]
            s[r_row + j] = pops[index[down_row + j]]
        if p < N_AXIS_PAIRS:
            for j in range(_NODES):
                exact[j] += np.float64(pops[index[up_row + j] + _LIQUID_ROWS])
                exact[j] += np.float64(pops[index[down_row + j] + _LIQUID_ROWS])


@_compiled
def _gather_settling(block, pops, s, exact):
    """What arrives along every direction, from the nodes' own places."""
    own = _U(block * (ROWS * BLOCK))
    for p in range(N_PAIRS):
        q_row = _U((2 * p + 1) * BLOCK)
        r_row = _U(q_row + BLOCK)
        for j in range(_NODES):
            s[q_row + j] = pops[own + r_row + j]
            s[r_row + j] = pops[own + q_row + j]
        if p < N_AXIS_PAIRS:
            a = _U(own + q_row + LIQUID_ROWS)
            for j in range(_NODES):
                exact[j] += np.float64(pops[a + j])
                exact[j] += np.float64(pops[a + _NODES + j])


@_compiled
def _gather_gradient(block, colour, neighbours, s):
    """A third of the colour gradient."""
    for j in range(_U(3 * BLOCK)):
        s[_GX + j] = _F(0)
    for p in range(N_PAIRS):
        ahead = neighbours[block, 2 * p]
        behind = neighbours[block, 2 * p + 1]
        wx = _W[p] * _E[p, 0]
        wy = _W[p] * _E[p, 1]
        wz = _W[p] * _E[p, 2]
        for j in range(_NODES):
            s[_BASE + j] = colour[_U(ahead[j])] - colour[_U(behind[j])]
        for j in range(_NODES):
            change = s[_BASE + j]
            s[_GX + j] += wx * change
            s[_GY + j] += wy * change
            s[_GZ + j] += wz * change


@_compiled
def _collide(block, s, exact, at_wall, sinking, colour_out, model):
    """From what arrives to what leaves, in the scratch; returns the gas dissolved."""
    sigma, inverse_nu_l, inverse_nu_g, sink, force_x = model
    first = _U(block * BLOCK)

    # 2: sums; populations become halves of sums and differences of opposite ones.
    for j in range(_NODES):
        s[_RHO + j] = s[j]
        s[_UX + j] = _HALF * _HALF * force_x
        s[_UY + j] = _F(0)
        s[_UZ + j] = _F(0)
    for p in range(N_PAIRS):
        q_row = _U((2 * p + 1) * BLOCK)
        r_row = _U(q_row + BLOCK)
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        for j in range(_NODES):
            there = s[q_row + j]
            back = s[r_row + j]
            even = _HALF * (there + back)
            odd = _HALF * (there - back)
            s[q_row + j] = even
            s[r_row + j] = odd
            s[_RHO + j] += even + even
            s[_UX + j] += ex * odd
            s[_UY + j] += ey * odd
            s[_UZ + j] += ez * odd

    # 3, and the rates of 5.
    dissolved = 0.0
    for j in range(_NODES):
        rho = s[_RHO + j]
        density = _ONE + rho
        per_density = _ONE / density
        ux = _F(2) * s[_UX + j] * per_density
        uy = _F(2) * s[_UY + j] * per_density
        uz = _F(2) * s[_UZ + j] * per_density
        square = ux * ux + uy * uy + uz * uz
        slowed = min(_ONE, _SPEED_LIMIT / math.sqrt(square + _TINY))
        s[_UX + j] = ux * slowed
        s[_UY + j] = uy * slowed
        s[_UZ + j] = uz * slowed
        square *= slowed * slowed
        liquid = _F(exact[j])
        s[_LIQUID + j] = liquid
        c = liquid * per_density
        colour_out[first + j] = c

        gx = _THREE * s[_GX + j]
        gy = _THREE * s[_GY + j]
        gz = _THREE * s[_GZ + j]
        length = math.sqrt(gx * gx + gy * gy + gz * gz)
        there = _ONE / (length + _NO_GRADIENT)
        s[_GX + j] = there * gx
        s[_GY + j] = there * gy
        s[_GZ + j] = there * gz
        # 2/3 where |n| = 1; exact where it is not, lest the stress make mass.
        sharp = length * there
        mean_stress = _ONE - sharp * sharp * _THIRD
        stress = _FOUR_AND_HALF * sigma * length
        s[_STRESS + j] = stress

        c = min(max(c, _F(0)), _ONE)
        nu = _ONE / (c * inverse_nu_l + (_ONE - c) * inverse_nu_g)
        even_rate = _ONE / (_THREE * nu + _HALF)
        s[_EVEN_RATE + j] = even_rate
        is_wall = _F(at_wall[block, j])
        magic = _MAGIC_AT_WALL + _MAGIC_CHANGE * sharp * (_ONE - is_wall)
        odd_time = magic / nu
        meniscus = is_wall * min(_ONE, _MENISCUS * c * (_ONE - c))
        odd_time += meniscus * (min(odd_time, _MOST_ODD_TIME) - odd_time)
        s[_ODD_RATE + j] = _ONE / (_HALF + odd_time)
        here = sink * _F(sinking[first + j])
        gas_out = here * max(rho, _F(0)) * (_ONE - c)
        dissolved += np.float64(gas_out)
        # Every direction's even equilibrium shares this; the gas that dissolves is
        # taken in it, as if divided by the rate with which it is relaxed towards.
        s[_BASE + j] = (
            rho
            - density * _ONE_AND_HALF * square
            + mean_stress * stress
            - gas_out / even_rate
        )
        mixed = max(liquid * (density - liquid), _F(0)) * per_density
        s[_MIXED + j] = _W_COLOUR * _BETA * mixed
        s[_RHO + j] = density

    # 5: collide.
    for j in range(_NODES):
        s[j] += s[_EVEN_RATE + j] * (_W0 * s[_BASE + j] - s[j])
    for p in range(N_PAIRS):
        q_row = _U((2 * p + 1) * BLOCK)
        r_row = _U(q_row + BLOCK)
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        w = _W[p]
        length = _E_SQUARED[p]
        for j in range(_NODES):
            eu = ex * s[_UX + j] + ey * s[_UY + j] + ez * s[_UZ + j]
            en = ex * s[_GX + j] + ey * s[_GY + j] + ez * s[_GZ + j]
            density_eu = s[_RHO + j] * eu
            even = w * (
                s[_BASE + j]
                + _FOUR_AND_HALF * density_eu * eu
                - s[_STRESS + j] * (length - en * en)
            )
            odd = w * _THREE * density_eu
            odd_rate = s[_ODD_RATE + j]
            push = w * _THREE * ex * force_x * (_ONE - _HALF * odd_rate)
            even = s[q_row + j] + s[_EVEN_RATE + j] * (even - s[q_row + j])
            odd = s[r_row + j] + odd_rate * (odd - s[r_row + j]) + push
            s[q_row + j] = even + odd
            s[r_row + j] = even - odd
        if p < N_AXIS_PAIRS:
            a = _U(_A_ROW + 2 * p * BLOCK)
            for j in range(_NODES):
                eu = ex * s[_UX + j] + ey * s[_UY + j] + ez * s[_UZ + j]
                en = ex * s[_GX + j] + ey * s[_GY + j] + ez * s[_GZ + j]
                even = _W_COLOUR * s[_LIQUID + j]
                odd = _FOUR * even * eu + s[_MIXED + j] * en
                s[a + j] = even + odd
                s[a + _NODES + j] = even - odd
            for j in range(_NODES):
                exact[j] -= np.float64(s[a + j])
                exact[j] -= np.float64(s[a + _NODES + j])
    return dissolved


@_compiled
def _store_streaming(block, pops, s, index):
    """Send what leaves: along q to the place that what came along -q was in."""
    for p in range(N_PAIRS):
        q_row = _U((2 * p + 1) * BLOCK)
        r_row = _U(q_row + BLOCK)
        up_row = _U(2 * p * BLOCK)
        down_row = _U(up_row + BLOCK)
        for j in range(_NODES):
            pops[index[down_row + j]] = s[q_row + j]
            pops[index[up_row + j]] = s[r_row + j]
        if p < N_AXIS_PAIRS:
            a = _U(_A_ROW + 2 * p * BLOCK)
            for j in range(_NODES):
                pops[index[down_row + j] + _LIQUID_ROWS] = s[a + j]
                pops[index[up_row + j] + _LIQUID_ROWS] = s[a + _NODES + j]


@_compiled
def _store_settling(block, pops, s):
    """Leave what leaves in the nodes' own places."""
    own = _U(block * (ROWS * BLOCK))
    for j in range(_U(2 * N_PAIRS * BLOCK)):
        pops[own + _NODES + j] = s[_NODES + j]
    a = _U(own + N_DIRECTIONS * BLOCK)
    for j in range(_U(2 * N_AXIS_PAIRS * BLOCK)):
        pops[a + j] = s[_A_ROW + j]


@_compiled
def _step_block(
    block,
    settling,
    pops,
    colour,
    colour_out,
    sinking,
    neighbours,
    at_wall,
    n_open,
    s,
    exact,
    index,
    model,
):
    own = _U(block * (ROWS * BLOCK))
    resting = _U(own + RESTING_ROW * BLOCK)
    for j in range(_NODES):
        s[j] = pops[own + j]
        exact[j] = np.float64(pops[resting + j])
    if settling:
        _gather_settling(block, pops, s, exact)
    else:
        _gather_streaming(block, pops, neighbours, n_open, s, exact, index)
    _gather_gradient(block, colour, neighbours, s)
    dissolved = _collide(block, s, exact, at_wall, sinking, colour_out, model)
    for j in range(_NODES):
        pops[own + j] = s[j]
        pops[resting + j] = _F(exact[j])
    if settling:
        _store_settling(block, pops, s)
    else:
        _store_streaming(block, pops, s, index)
    return dissolved


@njit(cache=True, parallel=True, fastmath=_FASTMATH, error_model="numpy")
def advance(
    n_steps,
    n_chunks,
    pops,
    colour,
    colour_out,
    sinking,
    dissolved,
    neighbours,
    at_wall,
    n_open,
    inlet,
    inlet_density,
    vents,
    holds_liquid,
    walls,
    model,
):
    """Take `n_steps` steps.

    Parameters
    ----------
    n_steps : int
        Even, so that populations are settled and `colour` is current afterwards.
    n_chunks : int
        Into how many parts of the volume to divide the work.
    pops : (n_open * ROWS,) ndarray of float32
        Populations.
    colour, colour_out : (n_cells,) ndarray of float32
        Liquid fraction, and the second buffer.
    sinking : (n_blocks * BLOCK,) ndarray of uint8
        1 where gas sinks, 0 where it does not.
    dissolved : (n_blocks,) ndarray of float64
        Gas that has dissolved in every block; added to.
    inlet, vents : tuple of ndarray
        Ghosts, their nodes, normal directions and the nodes that pull from them.
    walls : tuple of ndarray
        Links of the walls; see `wetview.lbm.walls.WallCells`.
    inlet_density : (n_steps,) ndarray of float64
        The reservoir's density after each step.
    model : tuple of 5 float32
        Surface tension, 1 / nu of liquid and gas, rate of the gas sink, force along x.
    """
    n_blocks = len(neighbours)
    unsigned_n_open = _U(n_open)
    for step in range(n_steps):
        settling = step % 2 == 1
        for chunk in prange(n_chunks):
            scratch = np.empty(_SCRATCH, dtype=np.float32)
            exact = np.empty(BLOCK, dtype=np.float64)
            index = np.empty(2 * N_PAIRS * BLOCK, dtype=np.uint32)
            for block in range(
                chunk * n_blocks // n_chunks, (chunk + 1) * n_blocks // n_chunks
            ):
                dissolved[block] += _step_block(
                    block,
                    settling,
                    pops,
                    colour,
                    colour_out,
                    sinking,
                    neighbours,
                    at_wall,
                    unsigned_n_open,
                    scratch,
                    exact,
                    index,
                    model,
                )
        # As int64: numba would compile both functions again for prange's own uint64.
        for k in prange(len(inlet[0])):
            fill_inlet_ghost(
                np.int64(k),
                pops,
                colour_out,
                neighbours,
                n_open,
                inlet,
                inlet_density[step],
                not settling,
            )
        for k in prange(len(vents[0])):
            fill_vent_ghost(
                np.int64(k),
                pops,
                colour_out,
                neighbours,
                n_open,
                vents,
                holds_liquid,
                not settling,
            )
        for k in prange(len(walls[0]) - 1):
            fill_wall(np.int64(k), colour_out, n_open, walls)
        colour, colour_out = colour_out, colour
