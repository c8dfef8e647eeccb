"""Numbers of pores that follow from their shape."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wetview.pores import Pores, label_pores, merge_pores
from wetview.pores.distance import squared_distance
from wetview.pores.geometry import bottlenecks, measure_pores, way_to_pores
from wetview.volume import Phase, Phases, generate_electrode

PORE, ACTIVE, BINDER = (
    int(Phase.PORE),
    int(Phase.ACTIVE_MATERIAL),
    int(Phase.BINDER),
)


def _sample(is_pore: np.ndarray) -> Phases:
    labels = np.where(is_pore, PORE, ACTIVE).astype(np.uint8)
    return Phases(labels, 1e-6, "test")


@pytest.fixture(scope="module")
def electrode() -> Phases:
    return generate_electrode((48, 36, 32), seed=4)


@pytest.fixture(scope="module")
def pores(electrode) -> Pores:
    return label_pores(electrode)


def test_a_tube_is_as_wide_as_its_wall_allows():
    is_pore = np.zeros((12, 9, 9), dtype=bool)
    is_pore[:, 2:7, 2:7] = True
    table = label_pores(_sample(is_pore)).table
    # Five voxels wide: the wall is two and a half from the middle.
    assert table.inscribed_radius_vx == pytest.approx([2.5])
    assert table.bottleneck_radius_vx == pytest.approx([2.5])
    assert table.volume_vx == [300]
    assert table.surface_area_vx2 == pytest.approx([12 * 20 * 2 / 3])
    assert table.equivalent_radius_vx == pytest.approx([np.cbrt(300 * 3 / 4 / np.pi)])
    # Mean over the layers at 0.5, 1.5 ... 11.5: straight ways everywhere.
    assert table.geodesic_distance_vx == pytest.approx([6])


def test_a_ball_is_round():
    radius = 15.0
    shape = (37, 37, 37)
    offset = np.indices(shape) - 18
    ball = (offset**2).sum(axis=0) <= radius**2
    table = label_pores(_sample(ball)).table
    # A ball's surface has all directions, for which faces times 2/3 is its area; the
    # rest is the coarseness of fifteen voxels.
    assert table.sphericity == pytest.approx([1], abs=0.02)
    # The nearest solid voxel may lie anywhere in the ball's rough surface.
    assert table.inscribed_radius_vx == pytest.approx([radius], abs=0.5)
    assert table.equivalent_radius_vx == pytest.approx([radius], rel=0.01)


def test_the_solid_at_the_surface_is_told_by_its_kind():
    labels = np.full((10, 10, 10), ACTIVE, dtype=np.uint8)
    labels[2:8, 2:8, 2:8] = PORE
    labels[:, :2] = BINDER
    pores = label_pores(Phases(labels, 1e-6, "test"))
    table = pores.table
    # One of the six sides of the cube is binder.
    assert table.binder_percent == pytest.approx([100 / 6])
    assert table.active_percent == pytest.approx([500 / 6])
    assert table.contact_percent == pytest.approx([0])


def test_throats_and_bottlenecks_are_as_wide_as_the_neck():
    is_pore = np.zeros((32, 19, 19), dtype=bool)
    is_pore[:14, 2:17, 2:17] = True
    is_pore[14:18, 8:11, 8:11] = True
    is_pore[18:32, 2:17, 2:17] = True
    pores = label_pores(_sample(is_pore))
    assert len(pores) == 2
    assert pores.n_neighbours.tolist() == [1, 1]
    # The neck is three voxels wide.
    assert pores.throat_radius_vx == pytest.approx([1.5])
    assert pores.widest_throat_radius_vx == pytest.approx([1.5, 1.5])
    assert pores.mean_throat_radius_vx == pytest.approx([1.5, 1.5])
    # From x = 0 the first pore is entered at its widest, the second by the neck.
    assert pores.table.bottleneck_radius_vx == pytest.approx([7.5, 1.5])


def test_a_pore_that_no_way_leads_to_is_isolated():
    is_pore = np.zeros((20, 8, 8), dtype=bool)
    is_pore[:6, 2:6, 2:6] = True
    is_pore[10:15, 2:6, 2:6] = True
    pores = label_pores(_sample(is_pore))
    assert pores.joined_to("x-").tolist() == [True, False]
    assert not pores.joined_to("x+").any()
    assert np.isinf(pores.table.geodesic_distance_vx[1])
    assert pores.table.bottleneck_radius_vx[1] == 0
    assert pores.table.bottleneck_radius_vx[0] > 0


def test_joined_numbers_are_those_that_are_counted_afresh(electrode):
    distance_vx2 = squared_distance(electrode.is_pore)
    fragments = label_pores(electrode, merge_fraction=1)
    merged, _ = merge_pores(fragments, 0.1)
    afresh = measure_pores(
        merged.labels, 1e-6, phases=electrode.labels, distance_vx2=distance_vx2
    )
    for name in (
        *("volume_vx", "surface_area_vx2", "contact_area_vx2", "centre_vx"),
        *("touches_inlet", "touches_outlet", "active_area_vx2", "binder_area_vx2"),
        "inscribed_radius_vx",
    ):
        np.testing.assert_allclose(
            getattr(merged.table, name), getattr(afresh.table, name), err_msg=name
        )
    np.testing.assert_array_equal(merged.neighbours, afresh.neighbours)
    np.testing.assert_allclose(merged.shared_area_vx2, afresh.shared_area_vx2)
    np.testing.assert_allclose(merged.throat_radius_vx, afresh.throat_radius_vx)
    length_vx = way_to_pores(merged.labels, "x-", merged.table.volume_vx)
    radius_vx = bottlenecks(merged.labels, distance_vx2, "x-", len(merged))
    np.testing.assert_allclose(merged.table.geodesic_distance_vx, length_vx)
    np.testing.assert_allclose(merged.table.bottleneck_radius_vx, radius_vx)
    np.testing.assert_array_equal(merged.fragments, fragments.labels)


def test_faces_are_counted_as_by_hand(electrode, pores):
    labels, solid = pores.labels, electrode.labels
    contact = np.zeros(len(pores) + 1)
    walls = np.zeros((3, len(pores) + 1))
    for axis in range(3):
        for turn in (1, -1):
            here = np.moveaxis(labels, axis, 0)[::turn][:-1]
            there = np.moveaxis(labels, axis, 0)[::turn][1:]
            phase = np.moveaxis(solid, axis, 0)[::turn][1:]
            is_contact = (here > 0) & (there > 0) & (here != there)
            np.add.at(contact, here[is_contact], 2 / 3)
            for kind in (ACTIVE, BINDER):
                np.add.at(walls[kind], here[(here > 0) & (phase == kind)], 2 / 3)
    np.testing.assert_allclose(pores.table.contact_area_vx2, contact[1:])
    np.testing.assert_allclose(pores.table.active_area_vx2, walls[ACTIVE, 1:])
    np.testing.assert_allclose(pores.table.binder_area_vx2, walls[BINDER, 1:])


def test_what_is_joined_by_faces_is_what_a_cluster_is(electrode, pores):
    clusters, _ = ndimage.label(electrode.is_pore)
    at_inlet = np.isin(clusters, np.unique(clusters[:, -1]))
    expected = np.zeros(len(pores) + 1, dtype=bool)
    expected[np.unique(pores.labels[at_inlet])] = True
    np.testing.assert_array_equal(pores.joined_to("y+"), expected[1:])
    one_each = [
        len(np.unique(clusters[pores.labels == label]))
        for label in range(1, len(pores) + 1)
    ]
    assert set(one_each) == {1}


def test_shares_of_the_surface_add_up(pores):
    table = pores.table
    total = table.active_percent + table.binder_percent + table.contact_percent
    np.testing.assert_allclose(total[table.surface_area_vx2 > 0], 100)


def test_no_throat_is_wider_than_the_pores_beside_it(pores):
    inscribed = pores.table.inscribed_radius_vx[pores.neighbours - 1].min(axis=1)
    assert (pores.throat_radius_vx <= inscribed).all()
    assert (pores.table.bottleneck_radius_vx <= pores.table.inscribed_radius_vx).all()


def test_the_box_of_a_pore_begins_and_ends_with_it():
    pores = label_pores(generate_electrode((30, 26, 22), seed=4))
    assert len(pores.boxes) == len(pores) > 10
    for label, box in enumerate(pores.boxes, 1):
        where = np.argwhere(pores.labels == label)
        assert [part.start for part in box] == where.min(axis=0).tolist()
        assert [part.stop for part in box] == (where.max(axis=0) + 1).tolist()
