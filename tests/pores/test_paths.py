"""Ways whose length and width is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from wetview.pores.distance import NO_WALL, squared_distance
from wetview.pores.paths import geodesic_distance, widest_path
from wetview.volume import generate_electrode
from wetview.volume.faces import FACES, seen_from, turned_back

ROOT2, ROOT3 = np.sqrt(2), np.sqrt(3)


@pytest.fixture(scope="module")
def electrode() -> np.ndarray:
    return generate_electrode((30, 24, 20), seed=5).is_pore


def test_a_straight_tube_is_as_long_as_it_is():
    tube = np.zeros((9, 3, 3), dtype=bool)
    tube[:, 1, 1] = True
    distance = geodesic_distance(tube, "x-")
    np.testing.assert_array_equal(distance[:, 1, 1], np.arange(9) + 0.5)
    assert np.isinf(distance[~tube]).all()
    assert distance.dtype == np.float32


def test_a_way_round_a_corner_cuts_it_by_one_diagonal():
    bend = np.zeros((6, 6, 1), dtype=bool)
    bend[:6, 0] = True
    bend[5, :6] = True
    distance = geodesic_distance(bend, "x-")
    # Down to x = 4, across the corner, and four more along y.
    assert distance[5, 5, 0] == pytest.approx(0.5 + 4 + ROOT2 + 4)


def test_a_diagonal_of_voxels_is_a_way():
    diagonal = np.zeros((5, 5, 5), dtype=bool)
    diagonal[range(5), range(5), range(5)] = True
    assert geodesic_distance(diagonal, "x-")[4, 4, 4] == pytest.approx(0.5 + 4 * ROOT3)
    assert widest_path(diagonal.astype(np.uint16), "x-")[4, 4, 4] == 1


def test_open_space_has_the_distance_of_three_kinds_of_steps():
    closed = np.ones((12, 15, 13), dtype=bool)
    closed[0] = False
    closed[0, 4, 6] = True
    distance = geodesic_distance(closed, "x-")
    x, y, z = np.indices(closed.shape)
    far, middle, near = np.sort([x, abs(y - 4), abs(z - 6)], axis=0)[::-1]
    expected = 0.5 + near * ROOT3 + (middle - near) * ROOT2 + (far - middle)
    # Single precision over some twenty steps.
    np.testing.assert_allclose(distance[closed], expected[closed], rtol=1e-6)


def test_what_no_way_leads_to_is_infinitely_far_and_has_no_width():
    is_pore = np.ones((8, 4, 4), dtype=bool)
    is_pore[4] = False
    distance = geodesic_distance(is_pore, "x-")
    widest = widest_path(is_pore.astype(np.uint16), "x-")
    assert np.isfinite(distance[:4]).all()
    assert np.isinf(distance[4:]).all()
    assert (widest[:4] == 1).all()
    assert (widest[4:] == 0).all()


def test_nothing_is_reached_where_the_inlet_is_solid():
    is_pore = np.ones((4, 4, 4), dtype=bool)
    is_pore[0] = False
    assert np.isinf(geodesic_distance(is_pore, "x-")).all()
    assert (widest_path(is_pore.astype(np.uint16), "x-") == 0).all()


@pytest.mark.parametrize("shape", [(3, 4, 5)])
def test_a_sample_without_pores_has_no_ways(shape):
    none = np.zeros(shape, dtype=bool)
    assert np.isinf(geodesic_distance(none, "z+")).all()
    assert (widest_path(none.astype(np.uint16), "z+") == 0).all()


def test_the_wider_of_two_ways_counts():
    is_pore = np.zeros((7, 5, 1), dtype=bool)
    is_pore[:, 0] = is_pore[:, 4] = is_pore[6] = True
    width = np.where(is_pore, 50, 0).astype(np.uint16)
    width[3, 0] = 15
    width[3, 4] = 25
    widest = widest_path(width, "x-")
    assert widest[2, 0, 0] == 50
    assert widest[3, 0, 0] == 15
    assert widest[5, 0, 0] == 25
    assert widest[6, 2, 0] == 25


def test_the_width_is_the_highest_level_that_still_joins_a_voxel_to_the_inlet(
    electrode,
):
    from scipy import ndimage

    width = squared_distance(electrode)
    expected = np.zeros_like(width)
    for level in np.unique(width[electrode]):
        clusters, _ = ndimage.label(width >= level, structure=np.ones((3, 3, 3)))
        joined = np.unique(clusters[0])
        expected[np.isin(clusters, joined[joined > 0])] = level
    np.testing.assert_array_equal(widest_path(width, "x-"), expected)


@pytest.mark.parametrize("inlet", ["x-", "x+", "z+"])
@pytest.mark.parametrize("slab_vx", [1, 4, 15])
def test_widths_that_are_found_slab_by_slab_are_the_same(electrode, inlet, slab_vx):
    width = squared_distance(electrode)
    np.testing.assert_array_equal(
        widest_path(width, inlet, slab_vx=slab_vx), widest_path(width, inlet)
    )


def test_a_way_that_leads_back_to_the_inlet_and_forth_is_found_slab_by_slab():
    width = np.zeros((9, 1, 5), dtype=np.uint16)
    width[:, 0, 0] = 9
    width[8, 0, 1] = 8
    width[1:, 0, 2] = 9
    width[1, 0, 3] = 7
    width[1:, 0, 4] = 9
    found = widest_path(width, "x-", slab_vx=2)
    np.testing.assert_array_equal(found[:, 0, 2], [0] + 8 * [8])
    np.testing.assert_array_equal(found[:, 0, 4], [0] + 8 * [7])


def test_open_space_is_as_wide_as_it_is():
    width = np.full((3, 4, 5), NO_WALL, dtype=np.uint32)
    assert (widest_path(width, "y+") == NO_WALL).all()


def test_every_step_is_one_of_three_lengths(electrode):
    distance = geodesic_distance(electrode, "x-")
    padded = np.pad(distance, 1, constant_values=np.inf)
    nx, ny, nz = electrode.shape
    shortest = np.where(np.arange(nx)[:, None, None] == 0, 0.5, np.inf)
    shortest = np.broadcast_to(shortest, electrode.shape).astype(np.float32)
    for dx, dy, dz in itertools.product((0, 1, 2), repeat=3):
        step = np.float32(np.sqrt(abs(dx - 1) + abs(dy - 1) + abs(dz - 1)))
        if step == 0:
            continue
        shifted = padded[dx : dx + nx, dy : dy + ny, dz : dz + nz]
        shortest = np.minimum(shortest, shifted + step)
    np.testing.assert_array_equal(distance[electrode], shortest[electrode])


@pytest.mark.parametrize("inlet", FACES)
def test_every_face_may_be_the_inlet(electrode, inlet):
    width = np.where(electrode, 1 + np.arange(electrode.shape[2]) % 5, 0)
    width = width.astype(np.uint16)
    turned, turned_width = seen_from(electrode, inlet), seen_from(width, inlet)
    np.testing.assert_array_equal(
        geodesic_distance(electrode, inlet),
        turned_back(geodesic_distance(turned, "x-"), inlet),
    )
    np.testing.assert_array_equal(
        widest_path(width, inlet),
        turned_back(widest_path(turned_width, "x-"), inlet),
    )
    at_inlet = seen_from(geodesic_distance(electrode, inlet), inlet)[0]
    assert (at_inlet[turned[0]] == 0.5).all()


@pytest.mark.parametrize("axes", list(itertools.permutations(range(3))))
def test_the_order_of_the_axes_does_not_matter(electrode, axes):
    inlet = FACES[2 * axes.index(0)]
    np.testing.assert_array_equal(
        geodesic_distance(electrode.transpose(axes), inlet),
        geodesic_distance(electrode, "x-").transpose(axes),
    )
