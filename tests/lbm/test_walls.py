"""Walls: which pores they belong to, and the colour that they carry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wetview.lbm.boundaries import fill_walls
from wetview.lbm.geometry import build_lattice
from wetview.lbm.lattice import VELOCITIES, WEIGHTS
from wetview.lbm.validation.interface import liquid_profile
from wetview.lbm.walls import SHARPNESS_AT_WALL


def _lattice(is_pore, angle_deg=90.0):
    cosine = np.full(is_pore.shape, math.cos(math.radians(angle_deg)), np.float32)
    return build_lattice(is_pore, cosine, ends="periodic", sides="periodic")


def _filled(lattice, colour_of_nodes):
    """Colour of all cells."""
    colour = np.zeros(lattice.n_cells, dtype=np.float32)
    colour[: lattice.n_nodes] = colour_of_nodes
    fill_walls(colour, lattice.n_open, tuple(lattice.walls))
    return colour


def _neighbours(lattice):
    """(18, n_nodes) cells."""
    rows = lattice.neighbours.transpose(1, 0, 2).reshape(18, -1)
    return rows[:, : lattice.n_nodes]


def _gradient(lattice, colour):
    weight = 3 * WEIGHTS[1:, np.newaxis]
    return VELOCITIES[1:].T @ (weight * colour[_neighbours(lattice)])


def test_a_thin_wall_keeps_what_is_on_its_sides_apart():
    is_pore = np.ones((6, 6, 8), dtype=bool)
    is_pore[:, :, [0, 4]] = False
    lattice = _lattice(is_pore, 60)
    z = np.nonzero(is_pore)[2]
    colour = _filled(lattice, z < 4)
    # Gas above, liquid below, and no interface anywhere.
    np.testing.assert_allclose(_gradient(lattice, colour), 0, atol=1e-6)


def test_a_side_is_what_pores_that_share_faces_touch():
    is_pore = np.ones((6, 6, 8), dtype=bool)
    is_pore[:, :, 3:5] = False
    assert len(_lattice(is_pore).walls.hops) == 2 * 36
    # A rod that pores surround is one; so is a voxel alone.
    is_pore[:] = True
    is_pore[3, :, 4] = False
    assert len(_lattice(is_pore).walls.hops) == 6
    is_pore[:] = True
    is_pore[3, 3, 4] = False
    assert len(_lattice(is_pore).walls.hops) == 1


@pytest.mark.parametrize("angle_deg", [20, 30, 60, 90, 120, 150, 160])
def test_a_straight_interface_stays_straight_up_to_a_flat_wall(angle_deg):
    is_pore = np.ones((64, 2, 12), dtype=bool)
    is_pore[:, :, [0, -1]] = False
    lattice = _lattice(is_pore, angle_deg)
    x, _, z = np.nonzero(is_pore)
    angle = math.radians(angle_deg)
    # Liquid below a plane that meets the lower wall at that angle, from the liquid.
    depth = (20 - x) * math.sin(angle) - (z - 0.5) * math.cos(angle)
    colour = _filled(lattice, liquid_profile(depth))
    inside = (x > 1) & (x < 62)  # not where the sample begins again
    beside, elsewhere = (
        _mean_cosine(_gradient(lattice, colour)[:, (z == height) & inside])
        for height in (1, 5)
    )
    assert elsewhere == pytest.approx(math.cos(angle), abs=0.005)
    # 0.01 are what the fit adds.
    assert beside == pytest.approx(elsewhere, abs=0.015)


def _mean_cosine(gradient):
    """Of the interface with a wall below, weighted by how steep the colour is."""
    length = np.linalg.norm(gradient, axis=0)
    return -gradient[2].sum() / length.sum()


@pytest.mark.parametrize("angle_deg", [0, 45, 90, 135, 180])
def test_the_recolouring_moves_nothing_through_a_wall_at_the_contact_angle(angle_deg):
    is_pore = np.ones((4, 4, 6), dtype=bool)
    is_pore[:, :, 0] = False
    lattice = _lattice(is_pore, angle_deg)
    shares = np.linspace(0.001, 0.999, 33, dtype=np.float32)
    for share in shares:
        colour = _filled(lattice, share)
        wall = colour[lattice.n_open : -1]
        bond = SHARPNESS_AT_WALL * math.cos(math.radians(angle_deg))
        moved = bond * (share * (1 - share) + wall * (1 - wall))
        np.testing.assert_allclose(wall - share, moved, atol=1e-5)
        assert wall.min() >= 0
        assert wall.max() <= 1


def test_in_a_corner_liquid_is_continued_along_both_axes_in_turn():
    is_pore = np.ones((3, 6, 6), dtype=bool)
    is_pore[:, 0] = is_pore[:, :, 0] = False
    lattice = _lattice(is_pore, 45)
    node = np.flatnonzero((np.argwhere(is_pore) == (1, 1, 1)).all(axis=1))[0]
    cell = _neighbours(lattice)[_row((0, -1, -1)), node]
    colour = _filled(lattice, np.float32(0.5))
    # The normal halves the corner, so each hop is at 45 degrees to it.
    bond = SHARPNESS_AT_WALL * math.cos(math.radians(45)) * math.sqrt(0.5)
    theory = _beyond(_beyond(0.5, bond), bond)
    assert colour[cell] == pytest.approx(theory, abs=1e-5)


def _beyond(share, bond):
    """The root in [0, 1] of the balance in `wetview.lbm.walls`."""
    constant = -share - bond * share * (1 - share)
    roots = np.roots([bond, 1 - bond, constant])
    return float(roots[(roots >= 0) & (roots <= 1)][0])


def _row(velocity):
    return int(np.flatnonzero((velocity == VELOCITIES).all(axis=1))[0]) - 1


def test_nothing_passes_where_two_solid_voxels_meet_in_an_edge():
    # Two solid voxels meet in an edge along y; nothing passes between them.
    is_pore = np.ones((4, 3, 4), dtype=bool)
    is_pore[1, :, 1] = is_pore[2, :, 2] = False
    lattice = _lattice(is_pore)
    node = {tuple(xyz): k for k, xyz in enumerate(np.argwhere(is_pore))}
    beyond = _neighbours(lattice)[_row((1, 0, -1)), node[1, 1, 2]]
    assert lattice.n_open <= beyond < lattice.n_cells - 1
