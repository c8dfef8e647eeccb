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
   Rev. E 95, 033306 (2017). The angle belongs to the wall, half a voxel from the node:
   along an arc n . n_s changes linearly with the distance, so the node is given the
   mean of cos(theta) and of what is seen one voxel off the wall. Without that a slit of
   H voxels sucks as one of H - 1 would.
5. Collision with two relaxation times, the even one from the local viscosity; surface
   tension enters the even equilibrium as the capillary stress -sigma |g| (I - n n).

Populations are stored less their weight at rest, f_q - w_q, which keeps seven more bits
in float32. They lie in blocks: 19 rows of f, then 6 rows of a, of `BLOCK` nodes each.
Every node is computed from the step before alone, by the same instructions whatever the
number of threads: the result does not depend on it.
"""

# The arguments' types are numba's, found when it compiles; mypy can not check them.
# mypy: disable-error-code="no-untyped-def,operator"

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from wetview.lbm.boundaries import fill_inlet, fill_outlet
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    MAGIC,
    N_AXIS_PAIRS,
    N_DIRECTIONS,
    N_PAIRS,
    PAIRS,
    WEIGHT_AXIS,
    WEIGHT_DIAGONAL,
    WEIGHT_REST,
)
from wetview.lbm.layout import BLOCK_JUMP, LIQUID_ROWS, ROWS, SHIFT

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
_MAGIC_OVER_3 = _F(MAGIC / 3)
_THIRD = _F(1 / 3)
_FOUR = _F(4)
_FOUR_AND_HALF = _F(4.5)
_ONE_AND_HALF = _F(1.5)
# Below this gradient, in 1/voxel, there is no interface: the unit normal fades out
# instead of following round-off.
_NO_GRADIENT = _F(1e-6)
# The node's one-sided difference over the slope one voxel off the wall: 2 for a sharp
# interface; 1.8 makes up for its thickness, in slits of 6 to 16 voxels.
_SLOPE_AT_ONE = _F(1.8)
# Faster than this no node is relaxed towards: jets of gas in single throats would
# otherwise run away. Mass is kept; what is lost is momentum that no creeping flow has.
_SPEED_LIMIT = _F(0.15)
_TINY = _F(1e-20)
# The restored gradient is at most four times the tangential one.
_SINE_FLOOR = _F(0.25)
_OWN_ROWS = 13

_FASTMATH = {"contract", "reassoc", "nsz", "arcp"}


@njit(cache=True, fastmath=_FASTMATH, error_model="numpy", boundscheck=False)
def _step_block(
    block,
    pops,
    pops_out,
    resting,
    colour,
    colour_out,
    neighbours,
    wall,
    n_open,
    f,
    s,
    index,
    exact,
    model,
):
    sigma, inverse_nu_l, inverse_nu_g, sink, force_x = model
    own = block * (ROWS * BLOCK)
    first = block * BLOCK
    near = neighbours[block]
    rho = s[0]
    ux = s[1]
    uy = s[2]
    uz = s[3]
    gx = s[4]
    gy = s[5]
    gz = s[6]
    liquid = s[7]
    even_rate = s[8]
    odd_rate = s[9]
    stress = s[10]
    gas_out = s[11]
    mean_stress = s[12]

    for j in range(BLOCK):
        rho[j] = pops[own + j]
        ux[j] = _F(0)
        uy[j] = _F(0)
        uz[j] = _F(0)
        gx[j] = _F(0)
        gy[j] = _F(0)
        gz[j] = _F(0)
        exact[j] = np.float64(resting[first + j])
    for j in range(BLOCK):
        f[0, j] = rho[j]

    # 1 and 3: gather, pair by pair; sums and differences of opposite populations.
    for p in range(N_PAIRS):
        q = 2 * p + 1
        ahead = near[q - 1]
        behind = near[q]
        q_row = q * BLOCK
        r_row = q_row + BLOCK
        for j in range(BLOCK):
            up = behind[j]
            down = ahead[j]
            index[0, j] = (
                up + (up >> SHIFT) * BLOCK_JUMP + q_row
                if up < n_open
                else own + j + r_row
            )
            index[1, j] = (
                down + (down >> SHIFT) * BLOCK_JUMP + r_row
                if down < n_open
                else own + j + q_row
            )
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        w = _W[p]
        f_even = f[q]
        f_odd = f[q + 1]
        dc = index[2].view(np.float32)
        for j in range(BLOCK):
            f_even[j] = pops[index[0, j]]
            f_odd[j] = pops[index[1, j]]
            dc[j] = colour[ahead[j]] - colour[behind[j]]
        if p < N_AXIS_PAIRS:
            for j in range(BLOCK):
                exact[j] += np.float64(pops[index[0, j] + LIQUID_ROWS])
                exact[j] += np.float64(pops[index[1, j] + LIQUID_ROWS])
        for j in range(BLOCK):
            total = f_even[j] + f_odd[j]
            difference = f_even[j] - f_odd[j]
            f_even[j] = _HALF * total
            f_odd[j] = _HALF * difference
            rho[j] += total
            ux[j] += ex * difference
            uy[j] += ey * difference
            uz[j] += ez * difference
            gx[j] += w * ex * dc[j]
            gy[j] += w * ey * dc[j]
            gz[j] += w * ez * dc[j]

    # 2, 4 and the rates of 5.
    normal = wall[block]
    for j in range(BLOCK):
        density = _ONE + rho[j]
        per_density = _ONE / density
        ux[j] = (ux[j] + _HALF * force_x) * per_density
        uy[j] = uy[j] * per_density
        uz[j] = uz[j] * per_density
        square = ux[j] * ux[j] + uy[j] * uy[j] + uz[j] * uz[j]
        slowed = min(_ONE, _SPEED_LIMIT / math.sqrt(square + _TINY))
        ux[j] *= slowed
        uy[j] *= slowed
        uz[j] *= slowed
        liquid[j] = _F(exact[j])
        c = liquid[j] * per_density
        colour_out[first + j] = c

        nsx = normal[0, j]
        nsy = normal[1, j]
        nsz = normal[2, j]
        cosine = normal[3, j]
        hx = _THREE * gx[j]
        hy = _THREE * gy[j]
        hz = _THREE * gz[j]
        into_wall = hx * nsx + hy * nsy + hz * nsz
        hx -= into_wall * nsx
        hy -= into_wall * nsy
        hz -= into_wall * nsz
        length = math.sqrt(hx * hx + hy * hy + hz * hz)
        twice = _SLOPE_AT_ONE * into_wall
        seen = twice / (math.sqrt(length * length + twice * twice) + _NO_GRADIENT)
        is_wall = nsx * nsx + nsy * nsy + nsz * nsz
        cosine = cosine + _HALF * (seen - cosine) * is_wall
        sine = math.sqrt(_ONE - cosine * cosine)
        there = _ONE / (length + _NO_GRADIENT)
        along = sine * there
        against = cosine * length * there
        gx[j] = against * nsx + along * hx
        gy[j] = against * nsy + along * hy
        gz[j] = against * nsz + along * hz
        # 2/3 where |n| = 1; exact where it is not, lest the stress make mass.
        sharp = length * there
        mean_stress[j] = _ONE - sharp * sharp * _THIRD
        stretch = _ONE / max(sine, _SINE_FLOOR)
        stress[j] = _FOUR_AND_HALF * sigma * length * stretch

        c = min(max(c, _F(0)), _ONE)
        nu = _ONE / (c * inverse_nu_l + (_ONE - c) * inverse_nu_g)
        even_rate[j] = _ONE / (_THREE * nu + _HALF)
        odd_rate[j] = _ONE / (_HALF + _MAGIC_OVER_3 / nu)
        gas_out[j] = sink * max(rho[j], _F(0)) * (_ONE - c)

    # 5: collide and store.
    for j in range(BLOCK):
        speed = _ONE_AND_HALF * (ux[j] * ux[j] + uy[j] * uy[j] + uz[j] * uz[j])
        at_rest = _W0 * (rho[j] - (_ONE + rho[j]) * speed + mean_stress[j] * stress[j])
        pops_out[own + j] = (
            f[0, j] + even_rate[j] * (at_rest - f[0, j]) - _W0 * gas_out[j]
        )
    for p in range(N_PAIRS):
        q = 2 * p + 1
        q_row = own + q * BLOCK
        r_row = q_row + BLOCK
        ex = _E[p, 0]
        ey = _E[p, 1]
        ez = _E[p, 2]
        w = _W[p]
        length = _E_SQUARED[p]
        f_even = f[q]
        f_odd = f[q + 1]
        for j in range(BLOCK):
            density = _ONE + rho[j]
            eu = ex * ux[j] + ey * uy[j] + ez * uz[j]
            en = ex * gx[j] + ey * gy[j] + ez * gz[j]
            speed = _ONE_AND_HALF * (ux[j] * ux[j] + uy[j] * uy[j] + uz[j] * uz[j])
            even = w * (
                rho[j]
                + density * (_FOUR_AND_HALF * eu * eu - speed)
                - stress[j] * (length - mean_stress[j] - en * en)
            )
            odd = w * _THREE * density * eu
            push = w * _THREE * ex * force_x * (_ONE - _HALF * odd_rate[j])
            even = f_even[j] + even_rate[j] * (even - f_even[j]) - w * gas_out[j]
            odd = f_odd[j] + odd_rate[j] * (odd - f_odd[j]) + push
            pops_out[q_row + j] = even + odd
            pops_out[r_row + j] = even - odd
        if p < N_AXIS_PAIRS:
            for j in range(BLOCK):
                eu = ex * ux[j] + ey * uy[j] + ez * uz[j]
                en = ex * gx[j] + ey * gy[j] + ez * gz[j]
                density = _ONE + rho[j]
                mixed = max(liquid[j] * (density - liquid[j]), _F(0)) / density
                even = _W_COLOUR * liquid[j]
                odd = _W_COLOUR * (_FOUR * liquid[j] * eu + _BETA * mixed * en)
                pops_out[q_row + LIQUID_ROWS + j] = even + odd
                pops_out[r_row + LIQUID_ROWS + j] = even - odd
            for j in range(BLOCK):
                exact[j] -= np.float64(pops_out[q_row + LIQUID_ROWS + j])
                exact[j] -= np.float64(pops_out[r_row + LIQUID_ROWS + j])
    for j in range(BLOCK):
        resting[first + j] = _F(exact[j])


@njit(cache=True, parallel=True, fastmath=_FASTMATH, error_model="numpy")
def advance(
    n_steps,
    n_chunks,
    pops,
    pops_out,
    resting,
    colour,
    colour_out,
    neighbours,
    wall,
    n_open,
    inlet_ghost,
    inlet_node,
    inlet_density,
    outlet_ghost,
    outlet_node,
    outlet_reflect,
    holds_liquid,
    solid_start,
    solid_node,
    solid_weight,
    model,
):
    """Take `n_steps` steps between two pairs of buffers.

    Parameters
    ----------
    n_steps : int
        Even, so that the result lies in `pops` and `colour` again.
    n_chunks : int
        Into how many parts of the volume to divide the work.
    pops, pops_out : (n_open * ROWS,) ndarray of float32
        Populations, and the second buffer.
    resting : (n_blocks * BLOCK,) ndarray of float32
        Liquid that does not move, a_0.
    colour, colour_out : (n_cells,) ndarray of float32
        Liquid fraction, and the second buffer.
    inlet_density : (n_steps,) ndarray of float64
        The reservoir's density after each step.
    model : tuple of 5 float32
        Surface tension, 1 / nu of liquid and gas, rate of the gas sink, force along x.
    """
    n_blocks = len(neighbours)
    n_solid = len(solid_start) - 1
    for step in range(n_steps):
        for chunk in prange(n_chunks):
            f = np.empty((N_DIRECTIONS, BLOCK), dtype=np.float32)
            sums = np.empty((_OWN_ROWS, BLOCK), dtype=np.float32)
            index = np.empty((3, BLOCK), dtype=np.int32)
            exact = np.empty(BLOCK, dtype=np.float64)
            for block in range(
                chunk * n_blocks // n_chunks, (chunk + 1) * n_blocks // n_chunks
            ):
                _step_block(
                    block,
                    pops,
                    pops_out,
                    resting,
                    colour,
                    colour_out,
                    neighbours,
                    wall,
                    n_open,
                    f,
                    sums,
                    index,
                    exact,
                    model,
                )
        fill_inlet(pops_out, colour_out, inlet_ghost, inlet_node, inlet_density[step])
        fill_outlet(
            pops_out,
            colour_out,
            outlet_ghost,
            outlet_node,
            outlet_reflect,
            holds_liquid,
        )
        for k in prange(n_solid):
            mean = np.float32(0)
            for m in range(solid_start[k], solid_start[k + 1]):
                mean += solid_weight[m] * colour_out[solid_node[m]]
            colour_out[n_open + k] = mean
        pops, pops_out = pops_out, pops
        colour, colour_out = colour_out, colour
