"""The GPU kernel: one step of the model, in PyTorch.

The equations are those of `kernel`, in the same order and with the same names; what
differs is how they are written, for a machine that does the same thing everywhere at
once:

* Opposite directions are computed as pairs: arrays of (9, width), one row a pair of
  `lattice.PAIRS`, hold the populations that travel forth, 2p + 1, and back, 2p + 2.
* A state is kept as rows, one entry a cell, so that neighbouring lanes of the GPU read
  neighbouring numbers. Ghosts are computed like nodes, then overwritten.
* A step reads one state and writes another, and no sum's order is left to chance: the
  same numbers come out every time.
* Liquid is summed in compensated single precision, as exact as the double precision of
  the CPU's kernel: Apple's and Intel's GPUs have no double precision.

Everything that changes from step to step or from sample to sample comes in as tensors,
so that the functions are compiled once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    MAGIC,
    MAGIC_OF_INTERFACE,
    MENISCUS_STEEPNESS,
    MOST_ODD_TIME_OF_MENISCUS,
    N_AXIS_PAIRS,
    N_PAIRS,
    WEIGHT_REST,
)
from wetview.lbm.model import NO_GRADIENT, SHARPNESS, SPEED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

FORTH = slice(0, N_PAIRS)
LIQUID_FORTH = slice(FORTH.stop, FORTH.stop + N_AXIS_PAIRS)
BACK = slice(LIQUID_FORTH.stop, LIQUID_FORTH.stop + N_PAIRS)
LIQUID_BACK = slice(BACK.stop, BACK.stop + N_AXIS_PAIRS)
REST = LIQUID_BACK.stop
RESTING = REST + 1
N_ROWS = RESTING + 1
"""Rows of the populations."""

_TO_LIQUID = N_PAIRS  # rows from f to a, forth as well as back
_TINY = 1e-20


class State(NamedTuple):
    """What a step reads; and what it writes, a second one of these.

    Parameters
    ----------
    populations : (26, width) tensor
        f - w forth, the liquid's a forth, f - w back, a back, f_0 - w_0, a_0; of nodes
        and ghosts, `width` of them.
    forth, liquid_forth, back, liquid_back, rest, resting : tensor
        Views of the rows of `populations`.
    colour : (n_cells,) tensor
        Liquid fraction of nodes and ghosts, and of walls.
    open_colour : (width,) tensor
        View of the colour of nodes and ghosts.
    dissolved : (2, width) tensor
        Mass of gas that has dissolved, and what rounding has left of it; of (2, 0)
        where none dissolves.
    """

    populations: Tensor
    forth: Tensor
    liquid_forth: Tensor
    back: Tensor
    liquid_back: Tensor
    rest: Tensor
    resting: Tensor
    colour: Tensor
    open_colour: Tensor
    dissolved: Tensor


class Numbers(NamedTuple):
    """The lattice's constants, one row a pair, and the model's.

    Parameters
    ----------
    velocity : (3, 9, 1) tensor
    weight, length : (9, 1) tensor
        Weights, and squares of the velocities.
    forth_row, back_row : (9, 1) tensor of int32
        Rows of the populations.
    surface_tension, inverse_nu_l, inverse_nu_g, sink, force_x : (1,) tensor
    """

    velocity: Tensor
    weight: Tensor
    length: Tensor
    forth_row: Tensor
    back_row: Tensor
    surface_tension: Tensor
    inverse_nu_l: Tensor
    inverse_nu_g: Tensor
    sink: Tensor
    force_x: Tensor


class Tables(NamedTuple):
    """Where the nodes are and what they touch.

    Parameters
    ----------
    own : (width,) tensor of int32
        0, 1, 2, ...
    ahead, behind : (9, width) tensor of int32
        Cells at x + e and x - e; `width` or above is solid.
    at_wall : (width,) tensor of uint8
        1 where a node has a wall among its neighbours, else 0.
    sinking : (width,) tensor of uint8
        1 where gas sinks, 0 where it does not; of (0,) where none does.
    """

    own: Tensor
    ahead: Tensor
    behind: Tensor
    at_wall: Tensor
    sinking: Tensor


class Surroundings(NamedTuple):
    """What lies around the nodes: m ghosts of the open faces, and s walls.

    Parameters
    ----------
    node : (m,) tensor of int32
        Node that each ghost lies next to.
    is_inlet : (m,) tensor of bool
        Whether it belongs to the reservoir.
    pulls_forth, pulls_back : (9, m) tensor of int64
        Nodes that pull from a ghost of a vent, along e and along -e; -1 where there is
        none.
    wall_node : (6, s) tensor of int32
    wall_weight, wall_bond : (6, s) tensor
        Links of every wall, filled up with weights of 0; see `wetview.lbm.walls`.
    wall_is_far : (s,) tensor of bool
        Whether its link is a diagonal, of two hops.
    """

    node: Tensor
    is_inlet: Tensor
    pulls_forth: Tensor
    pulls_back: Tensor
    wall_node: Tensor
    wall_weight: Tensor
    wall_bond: Tensor
    wall_is_far: Tensor


def collide(now: State, after: State, tables: Tables, numbers: Numbers) -> None:
    """Gather, collide and store, at every node."""
    width = now.populations.shape[1]
    velocity, weight, force_x = numbers.velocity, numbers.weight, numbers.force_x
    pops = now.populations.reshape(-1)

    # 1: gather; out of solid comes what the node sent there, bounced back half way.
    own, ahead, behind = tables.own, tables.ahead, tables.behind
    forth_start, back_start = numbers.forth_row * width, numbers.back_row * width
    forth_at = torch.where(behind < width, behind + forth_start, own + back_start)
    back_at = torch.where(ahead < width, ahead + back_start, own + forth_start)
    forth, back = pops[forth_at], pops[back_at]
    liquid_forth = pops[forth_at[:N_AXIS_PAIRS] + _TO_LIQUID * width]
    liquid_back = pops[back_at[:N_AXIS_PAIRS] + _TO_LIQUID * width]

    # 2: density and velocity; the liquid's density, and so the colour.
    f_even, f_odd = 0.5 * (forth + back), 0.5 * (forth - back)
    f_rest = now.populations[REST]
    rho = f_rest + 2 * f_even.sum(0)
    density = 1 + rho
    momentum = [2 * (e * f_odd).sum(0) for e in velocity]
    momentum[0] = momentum[0] + 0.5 * force_x
    u = [component / density for component in momentum]
    slowed = (SPEED_LIMIT * torch.rsqrt(_dot(u, u) + _TINY)).clamp(max=1)
    u = [component * slowed for component in u]
    arrived = _exact_sum(now.populations[RESTING], *liquid_forth, *liquid_back)
    liquid = arrived[0] + arrived[1]
    colour = liquid / density
    after.open_colour.copy_(colour)

    # 3: colour gradient of the step before.
    rise = weight * (now.colour[ahead] - now.colour[behind])
    gradient = [3 * (e * rise).sum(0) for e in velocity]

    length = torch.sqrt(_dot(gradient, gradient))
    there = 1 / (length + NO_GRADIENT)
    n = [g * there for g in gradient]
    # 2/3 where |n| = 1; exact where it is not, lest the stress make mass.
    sharp = length * there
    mean_stress = 1 - sharp * sharp / 3
    stress = 4.5 * numbers.surface_tension * length

    # 5: collide and store.
    c = colour.clamp(0, 1)
    nu = 1 / (c * numbers.inverse_nu_l + (1 - c) * numbers.inverse_nu_g)
    even_rate = 1 / (3 * nu + 0.5)
    at_wall = tables.at_wall
    magic = MAGIC + (MAGIC_OF_INTERFACE - MAGIC) * sharp * (1 - at_wall)
    odd_time = magic / (3 * nu)
    meniscus = at_wall * (MENISCUS_STEEPNESS * c * (1 - c)).clamp(max=1)
    too_long = odd_time - odd_time.clamp(max=MOST_ODD_TIME_OF_MENISCUS)
    odd_rate = 1 / (0.5 + odd_time - meniscus * too_long)
    # Every direction's even equilibrium shares this; the gas that dissolves is taken in
    # it, as if divided by the rate with which it is relaxed towards.
    base = rho - density * 1.5 * _dot(u, u) + mean_stress * stress
    if tables.sinking.shape[0]:
        gas_out = numbers.sink * tables.sinking * rho.clamp(min=0) * (1 - c)
        base = base - gas_out / even_rate
        after.dissolved.copy_(torch.stack(_exact_sum(*now.dissolved, gas_out)))
    after.rest.copy_(f_rest + even_rate * (WEIGHT_REST * base - f_rest))

    eu, en = _dot(velocity, u), _dot(velocity, n)
    even = weight * (
        base + 4.5 * density * eu * eu - stress * (numbers.length - en * en)
    )
    odd = 3 * weight * density * eu
    push = 3 * weight * velocity[0] * force_x * (1 - 0.5 * odd_rate)
    even = f_even + even_rate * (even - f_even)
    odd = f_odd + odd_rate * (odd - f_odd) + push
    after.forth.copy_(even + odd)
    after.back.copy_(even - odd)

    mixed = (liquid * (density - liquid)).clamp(min=0) / density
    even = COLOUR_WEIGHT_AXIS * liquid
    odd = COLOUR_WEIGHT_AXIS * (
        4 * liquid * eu[:N_AXIS_PAIRS] + SHARPNESS * mixed * en[:N_AXIS_PAIRS]
    )
    liquid_forth, liquid_back = even + odd, even - odd
    after.liquid_forth.copy_(liquid_forth)
    after.liquid_back.copy_(liquid_back)
    stays, rounding = _exact_sum(*arrived, *-liquid_forth, *-liquid_back)
    after.resting.copy_(stays + rounding)


def ghosts(
    state: State, around: Surroundings, numbers: Numbers, inlet_density: Tensor
) -> tuple[Tensor, Tensor]:
    """Populations (25, m), all but a_0, and colour (m,) of the ghosts of open faces.

    At the inlet Guo's non-equilibrium extrapolation: the populations of the node, at
    the density of the reservoir. At a vent equilibrium at the node's velocity and the
    density of the gas outside. A vent gives back the liquid that would leave, and
    closes as liquid arrives: wholly where it fills half of a voxel.
    """
    velocity, weight = numbers.velocity, numbers.weight
    node, is_inlet = around.node, around.is_inlet
    pops = state.populations[:, node]
    forth, back, rest = pops[FORTH], pops[BACK], pops[REST]

    rho = rest + (forth + back).sum(0)
    u = [(e * (forth - back)).sum(0) / (1 + rho) for e in velocity]
    speed = 1.5 * _dot(u, u)
    eu = _dot(velocity, u)
    density = torch.where(is_inlet, inlet_density, 1.0)
    # At the inlet the node's deviation from equilibrium is taken along.
    kept = torch.where(is_inlet, 1 + rho, 0.0)
    added = density - kept
    even = weight * (added * (1 + 4.5 * eu * eu - speed) - torch.where(is_inlet, 0, 1))
    odd = 3 * weight * added * eu
    forth = torch.where(is_inlet, forth, 0) + even + odd
    back = torch.where(is_inlet, back, 0) + even - odd

    colour = torch.where(is_inlet, 1.0, state.colour[node].clamp(0, 1))
    even = COLOUR_WEIGHT_AXIS * density * colour
    odd = 4 * even * eu[:N_AXIS_PAIRS]
    liquid_forth, liquid_back = even + odd, even - odd

    shut = (2 * colour).clamp(max=1)
    sent_forth, sent_back = state.populations[FORTH], state.populations[BACK]
    forth = _reflect(forth, sent_back, around.pulls_forth, shut)
    back = _reflect(back, sent_forth, around.pulls_back, shut)
    sent_forth = state.populations[LIQUID_FORTH]
    sent_back = state.populations[LIQUID_BACK]
    axes_forth = around.pulls_forth[:N_AXIS_PAIRS]
    axes_back = around.pulls_back[:N_AXIS_PAIRS]
    liquid_forth = _reflect(liquid_forth, sent_back, axes_forth, 1.0)
    liquid_back = _reflect(liquid_back, sent_forth, axes_back, 1.0)
    rows = [forth, liquid_forth, back, liquid_back, rest[None]]
    return torch.cat(rows), colour


def wall_colour(state: State, around: Surroundings) -> Tensor:
    """Liquid fraction (s,) of walls: the mean of what their neighbours continue to."""
    near = _across(state.colour[around.wall_node].clamp(0, 1), around.wall_bond)
    far = _across(near, around.wall_bond)
    colour = torch.where(around.wall_is_far, far, near)
    return (around.wall_weight * colour).sum(0)


def _across(c: Tensor, bond: Tensor) -> Tensor:
    """C_s of `C_s - C = b [C (1 - C) + C_s (1 - C_s)]`; see `wetview.lbm.walls`."""
    known = c + bond * c * (1 - c)
    half = 1 - bond
    root = torch.sqrt((half * half + 4 * bond * known).clamp(min=0))
    return 2 * known / (half + root)


def _reflect(free: Tensor, sent: Tensor, pulls: Tensor, shut: Tensor | float) -> Tensor:
    """Populations of ghosts where a share of what nodes sent returns to them."""
    returned = sent.gather(1, pulls.clamp(min=0))
    return torch.where(pulls >= 0, free + shut * (returned - free), free)


def _dot(a: Sequence[Tensor] | Tensor, b: Sequence[Tensor] | Tensor) -> Tensor:
    """Product of two vectors, each given by its components."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _exact_sum(*terms: Tensor) -> tuple[Tensor, Tensor]:
    """Sum in single precision, and what rounding has left of it.

    Knuth's sum of two numbers finds its own rounding error exactly; the errors are
    added apart.
    """
    total = terms[0]
    rest = torch.zeros_like(total)
    for term in terms[1:]:
        new = total + term
        added = new - total
        rest = rest + ((total - (new - added)) + (term - added))
        total = new
    return total, rest
