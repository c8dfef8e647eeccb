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
4. Wetting: at walls g is turned so that n . n_s = cos(theta), keeping its tangential
   part and restoring its length, `|g| = |g_t| / sin(theta)`. Leclaire et al., Phys.
   Rev. E 95, 033306 (2017). The angle belongs to the wall, at some distance from the
   node: along an arc n . n_s changes linearly with the distance, so the node is given
   a mean of cos(theta) and of what is seen off the wall (`wetview.lbm.walls`).
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

from wetview.lbm.boundaries import fill_inlet_ghost, fill_vent_ghost
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    MAGIC,
    MAGIC_OF_INTERFACE,
    N_AXIS_PAIRS,
    N_DIRECTIONS,
    N_PAIRS,
    PAIRS,
    WEIGHT_AXIS,
    WEIGHT_DIAGONAL,
    WEIGHT_REST,
)
from wetview.lbm.layout import BLOCK_JUMP, LIQUID_ROWS, RESTING_ROW, ROWS, SHIFT

SHARPNESS = 0.9
"""beta of the recolouring; the interface is tanh(beta x) wide."""

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
_THIRD = _F(1 / 3)
_FOUR = _F(4)
_FOUR_AND_HALF = _F(4.5)
_ONE_AND_HALF = _F(1.5)
# Below this gradient, in 1/voxel, there is no interface: the unit normal fades out
# instead of following round-off.
_NO_GRADIENT = _F(1e-6)
# Faster than this no node is relaxed towards: jets of gas in single throats would
# otherwise run away. Mass is kept; what is lost is momentum that no creeping flow has.
_SPEED_LIMIT = _F(0.15)
_TINY = _F(1e-20)
# The restored gradient is at most four times the tangential one.
_SINE_FLOOR = _F(0.25)

# A block's scratch: one flat array with constant offsets, so that the compiler sees
# that its rows never overlap and computes eight nodes at once.
_F_ROW = 0
_RHO = N_DIRECTIONS * BLOCK
_UX = _RHO + BLOCK
_UY = _UX + BLOCK
_UZ = _UY + BLOCK
_GX = _UZ + BLOCK
_GY = _GX + BLOCK
_GZ = _GY + BLOCK
_LIQUID = _GZ + BLOCK
_EVEN_RATE = _LIQUID + BLOCK
_ODD_RATE = _EVEN_RATE + BLOCK
_STRESS = _ODD_RATE + BLOCK
_BASE = _STRESS + BLOCK
_MIXED = _BASE + BLOCK
_A_ROW = _MIXED + BLOCK
_SCRATCH = _A_ROW + 2 * N_AXIS_PAIRS * BLOCK

_FASTMATH = {"contract", "reassoc", "nsz", "arcp"}
_OPTIONS = {"cache": True, "fastmath": _FASTMATH, "error_model": "numpy"}


@njit(**_OPTIONS)
def _gather_streaming(block, pops, neighbours, n_open, s, exact, index):
    """What arrives along every direction, from the neighbours' places.

    `index` keeps the places: what leaves goes where what came from there was.
    """
    own = np.uint32(block * (ROWS * BLOCK))
    for p in range(N_PAIRS):
        q = np.uint32(2 * p + 1)
        ahead = neighbours[block, 2 * p]
        behind = neighbours[block, 2 * p + 1]
        q_row = np.uint32(q * BLOCK)
        r_row = np.uint32(q_row + BLOCK)
        up_row = np.uint32(2 * p * BLOCK)
        down_row = np.uint32(up_row + BLOCK)
        for j in range(np.uint32(BLOCK)):
            up = np.uint32(behind[j])
            down = np.uint32(ahead[j])
            jump_up = (up >> np.uint32(SHIFT)) * np.uint32(BLOCK_JUMP)
            jump_down = (down >> np.uint32(SHIFT)) * np.uint32(BLOCK_JUMP)
            index[up_row + j] = up + jump_up + q_row if up < n_open else own + j + r_row
            index[down_row + j] = (
                down + jump_down + r_row if down < n_open else own + j + q_row
            )
        for j in range(np.uint32(BLOCK)):
            s[q_row + j] = pops[index[up_row + j]]
            s[r_row + j] = pops[index[down_row + j]]
        if p < N_AXIS_PAIRS:
            for j in range(np.uint32(BLOCK)):
                exact[j] += np.float64(pops[index[up_row + j] + np.uint32(LIQUID_ROWS)])
                exact[j] += np.float64(
                    pops[index[down_row + j] + np.uint32(LIQUID_ROWS)]
                )


@njit(**_OPTIONS)
def _gather_settling(block, pops, s, exact):
    """What arrives along every direction, from the nodes' own places."""
    own = np.uint32(block * (ROWS * BLOCK))
    for p in range(N_PAIRS):
        q_row = np.uint32((2 * p + 1) * BLOCK)
        r_row = np.uint32(q_row + BLOCK)
        for j in range(np.uint32(BLOCK)):
            s[q_row + j] = pops[own + r_row + j]
            s[r_row + j] = pops[own + q_row + j]
        if p < N_AXIS_PAIRS:
            a = np.uint32(own + q_row + LIQUID_ROWS)
            for j in range(np.uint32(BLOCK)):
                exact[j] += np.float64(pops[a + j])
                exact[j] += np.float64(pops[a + np.uint32(BLOCK) + j])


@njit(**_OPTIONS)
def _gather_gradient(block, colour, neighbours, s):
    """A third of the colour gradient."""
    for j in range(np.uint32(3 * BLOCK)):
        s[np.uint32(_GX) + j] = _F(0)
    for p in range(N_PAIRS):
        ahead = neighbours[block, 2 * p]
        behind = neighbours[block, 2 * p + 1]
        wx = _W[p] * _E[p, 0]
        wy = _W[p] * _E[p, 1]
        wz = _W[p] * _E[p, 2]
        for j in range(np.uint32(BLOCK)):
            s[np.uint32(_BASE) + j] = (
                colour[np.uint32(ahead[j])] - colour[np.uint32(behind[j])]
            )
        for j in range(np.uint32(BLOCK)):
            change = s[np.uint32(_BASE) + j]
            s[np.uint32(_GX) + j] += wx * change
            s[np.uint32(_GY) + j] += wy * change
            s[np.uint32(_GZ) + j] += wz * change


@njit(**_OPTIONS)
def _collide(block, s, exact, wall, sinking, colour_out, model):
    """From what arrives to what leaves, in the scratch; returns the gas dissolved."""
    sigma, inverse_nu_l, inverse_nu_g, sink, force_x = model
    first = np.uint32(block * BLOCK)

    # 2: sums; populations become halves of sums and differences of opposite ones.
    for j in range(np.uint32(BLOCK)):
        s[np.uint32(_RHO) + j] = s[j]
        s[np.uint32(_UX) + j] = _HALF * _HALF * force_x
        s[np.uint32(_UY) + j] = _F(0)
        s[np.uint32(_UZ) + j] = _F(0)
    for p in range(N_PAIRS):
        q_row = np.uint32((2 * p + 1) * BLOCK)
        r_row = np.uint32(q_row + BLOCK)
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        for j in range(np.uint32(BLOCK)):
            there = s[q_row + j]
            back = s[r_row + j]
            even = _HALF * (there + back)
            odd = _HALF * (there - back)
            s[q_row + j] = even
            s[r_row + j] = odd
            s[np.uint32(_RHO) + j] += even + even
            s[np.uint32(_UX) + j] += ex * odd
            s[np.uint32(_UY) + j] += ey * odd
            s[np.uint32(_UZ) + j] += ez * odd

    # 3 and 4, and the rates of 5.
    dissolved = 0.0
    for j in range(np.uint32(BLOCK)):
        rho = s[np.uint32(_RHO) + j]
        density = _ONE + rho
        per_density = _ONE / density
        ux = _F(2) * s[np.uint32(_UX) + j] * per_density
        uy = _F(2) * s[np.uint32(_UY) + j] * per_density
        uz = _F(2) * s[np.uint32(_UZ) + j] * per_density
        square = ux * ux + uy * uy + uz * uz
        slowed = min(_ONE, _SPEED_LIMIT / math.sqrt(square + _TINY))
        s[np.uint32(_UX) + j] = ux * slowed
        s[np.uint32(_UY) + j] = uy * slowed
        s[np.uint32(_UZ) + j] = uz * slowed
        square *= slowed * slowed
        liquid = _F(exact[j])
        s[np.uint32(_LIQUID) + j] = liquid
        c = liquid * per_density
        colour_out[first + j] = c

        nsx = wall[block, 0, j]
        nsy = wall[block, 1, j]
        nsz = wall[block, 2, j]
        cosine = wall[block, 3, j]
        lean = wall[block, 4, j]
        steepen = wall[block, 5, j]
        hx = _THREE * s[np.uint32(_GX) + j]
        hy = _THREE * s[np.uint32(_GY) + j]
        hz = _THREE * s[np.uint32(_GZ) + j]
        into_wall = hx * nsx + hy * nsy + hz * nsz
        hx -= into_wall * nsx
        hy -= into_wall * nsy
        hz -= into_wall * nsz
        length = math.sqrt(hx * hx + hy * hy + hz * hz)
        slope = steepen * into_wall
        seen = slope / (math.sqrt(length * length + slope * slope) + _NO_GRADIENT)
        cosine = cosine + lean * (seen - cosine)
        sine = math.sqrt(max(_ONE - cosine * cosine, _F(0)))
        there = _ONE / (length + _NO_GRADIENT)
        along = sine * there
        against = cosine * length * there
        s[np.uint32(_GX) + j] = against * nsx + along * hx
        s[np.uint32(_GY) + j] = against * nsy + along * hy
        s[np.uint32(_GZ) + j] = against * nsz + along * hz
        # 2/3 where |n| = 1; exact where it is not, lest the stress make mass.
        sharp = length * there
        mean_stress = _ONE - sharp * sharp * _THIRD
        stress = _FOUR_AND_HALF * sigma * length / max(sine, _SINE_FLOOR)
        s[np.uint32(_STRESS) + j] = stress

        c = min(max(c, _F(0)), _ONE)
        nu = _ONE / (c * inverse_nu_l + (_ONE - c) * inverse_nu_g)
        even_rate = _ONE / (_THREE * nu + _HALF)
        s[np.uint32(_EVEN_RATE) + j] = even_rate
        is_wall = nsx * nsx + nsy * nsy + nsz * nsz
        magic = _MAGIC_AT_WALL + _MAGIC_CHANGE * sharp * (_ONE - is_wall)
        s[np.uint32(_ODD_RATE) + j] = _ONE / (_HALF + magic / nu)
        here = sink * _F(sinking[first + j])
        gas_out = here * max(rho, _F(0)) * (_ONE - c)
        dissolved += np.float64(gas_out)
        # Every direction's even equilibrium shares this; the gas that dissolves is
        # taken in it, as if divided by the rate with which it is relaxed towards.
        s[np.uint32(_BASE) + j] = (
            rho
            - density * _ONE_AND_HALF * square
            + mean_stress * stress
            - gas_out / even_rate
        )
        mixed = max(liquid * (density - liquid), _F(0)) * per_density
        s[np.uint32(_MIXED) + j] = _W_COLOUR * _BETA * mixed
        s[np.uint32(_RHO) + j] = density

    # 5: collide.
    for j in range(np.uint32(BLOCK)):
        s[j] += s[np.uint32(_EVEN_RATE) + j] * (_W0 * s[np.uint32(_BASE) + j] - s[j])
    for p in range(N_PAIRS):
        q_row = np.uint32((2 * p + 1) * BLOCK)
        r_row = np.uint32(q_row + BLOCK)
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        w = _W[p]
        length = _E_SQUARED[p]
        for j in range(np.uint32(BLOCK)):
            eu = (
                ex * s[np.uint32(_UX) + j]
                + ey * s[np.uint32(_UY) + j]
                + ez * s[np.uint32(_UZ) + j]
            )
            en = (
                ex * s[np.uint32(_GX) + j]
                + ey * s[np.uint32(_GY) + j]
                + ez * s[np.uint32(_GZ) + j]
            )
            density_eu = s[np.uint32(_RHO) + j] * eu
            even = w * (
                s[np.uint32(_BASE) + j]
                + _FOUR_AND_HALF * density_eu * eu
                - s[np.uint32(_STRESS) + j] * (length - en * en)
            )
            odd = w * _THREE * density_eu
            odd_rate = s[np.uint32(_ODD_RATE) + j]
            push = w * _THREE * ex * force_x * (_ONE - _HALF * odd_rate)
            even = s[q_row + j] + s[np.uint32(_EVEN_RATE) + j] * (even - s[q_row + j])
            odd = s[r_row + j] + odd_rate * (odd - s[r_row + j]) + push
            s[q_row + j] = even + odd
            s[r_row + j] = even - odd
        if p < N_AXIS_PAIRS:
            a = np.uint32(_A_ROW + 2 * p * BLOCK)
            for j in range(np.uint32(BLOCK)):
                eu = (
                    ex * s[np.uint32(_UX) + j]
                    + ey * s[np.uint32(_UY) + j]
                    + ez * s[np.uint32(_UZ) + j]
                )
                en = (
                    ex * s[np.uint32(_GX) + j]
                    + ey * s[np.uint32(_GY) + j]
                    + ez * s[np.uint32(_GZ) + j]
                )
                even = _W_COLOUR * s[np.uint32(_LIQUID) + j]
                odd = _FOUR * even * eu + s[np.uint32(_MIXED) + j] * en
                s[a + j] = even + odd
                s[a + np.uint32(BLOCK) + j] = even - odd
            for j in range(np.uint32(BLOCK)):
                exact[j] -= np.float64(s[a + j])
                exact[j] -= np.float64(s[a + np.uint32(BLOCK) + j])
    return dissolved


@njit(**_OPTIONS)
def _store_streaming(block, pops, s, index):
    """Send what leaves: along q to the place that what came along -q was in."""
    for p in range(N_PAIRS):
        q_row = np.uint32((2 * p + 1) * BLOCK)
        r_row = np.uint32(q_row + BLOCK)
        up_row = np.uint32(2 * p * BLOCK)
        down_row = np.uint32(up_row + BLOCK)
        for j in range(np.uint32(BLOCK)):
            pops[index[down_row + j]] = s[q_row + j]
            pops[index[up_row + j]] = s[r_row + j]
        if p < N_AXIS_PAIRS:
            a = np.uint32(_A_ROW + 2 * p * BLOCK)
            for j in range(np.uint32(BLOCK)):
                pops[index[down_row + j] + np.uint32(LIQUID_ROWS)] = s[a + j]
                pops[index[up_row + j] + np.uint32(LIQUID_ROWS)] = s[
                    a + np.uint32(BLOCK) + j
                ]


@njit(**_OPTIONS)
def _store_settling(block, pops, s):
    """Leave what leaves in the nodes' own places."""
    own = np.uint32(block * (ROWS * BLOCK))
    for j in range(np.uint32(2 * N_PAIRS * BLOCK)):
        pops[own + np.uint32(BLOCK) + j] = s[np.uint32(BLOCK) + j]
    a = np.uint32(own + N_DIRECTIONS * BLOCK)
    for j in range(np.uint32(2 * N_AXIS_PAIRS * BLOCK)):
        pops[a + j] = s[np.uint32(_A_ROW) + j]


@njit(**_OPTIONS)
def _step_block(
    block,
    settling,
    pops,
    colour,
    colour_out,
    sinking,
    neighbours,
    wall,
    n_open,
    s,
    exact,
    index,
    model,
):
    own = np.uint32(block * (ROWS * BLOCK))
    resting = np.uint32(own + RESTING_ROW * BLOCK)
    for j in range(np.uint32(BLOCK)):
        s[j] = pops[own + j]
        exact[j] = np.float64(pops[resting + j])
    if settling:
        _gather_settling(block, pops, s, exact)
    else:
        _gather_streaming(block, pops, neighbours, n_open, s, exact, index)
    _gather_gradient(block, colour, neighbours, s)
    dissolved = _collide(block, s, exact, wall, sinking, colour_out, model)
    for j in range(np.uint32(BLOCK)):
        pops[own + j] = s[j]
        pops[resting + j] = _F(exact[j])
    if settling:
        _store_settling(block, pops, s)
    else:
        _store_streaming(block, pops, s, index)
    return dissolved


@njit(parallel=True, **_OPTIONS)
def advance(
    n_steps,
    n_chunks,
    pops,
    colour,
    colour_out,
    sinking,
    dissolved,
    neighbours,
    wall,
    n_open,
    inlet,
    inlet_density,
    vents,
    holds_liquid,
    solid_start,
    solid_node,
    solid_weight,
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
    inlet_density : (n_steps,) ndarray of float64
        The reservoir's density after each step.
    model : tuple of 5 float32
        Surface tension, 1 / nu of liquid and gas, rate of the gas sink, force along x.
    """
    n_blocks = len(neighbours)
    n_solid = len(solid_start) - 1
    unsigned_n_open = np.uint32(n_open)
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
                    wall,
                    unsigned_n_open,
                    scratch,
                    exact,
                    index,
                    model,
                )
        for k in prange(len(inlet[0])):
            fill_inlet_ghost(
                k,
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
                k,
                pops,
                colour_out,
                neighbours,
                n_open,
                vents,
                holds_liquid,
                not settling,
            )
        for k in prange(n_solid):
            mean = np.float32(0)
            for m in range(solid_start[k], solid_start[k + 1]):
                mean += solid_weight[m] * colour_out[solid_node[m]]
            colour_out[n_open + k] = mean
        colour, colour_out = colour_out, colour
