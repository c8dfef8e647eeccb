from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import (
    Box,
    Phases,
    crop,
    find_revs,
    generate_electrode,
    representativeness,
)
from wetview.volume.integral import porosities, table_of_sums
from wetview.volume.percolation import joins_faces

SHAPE = (20, 20, 15)


@pytest.fixture(scope="module")
def electrode() -> Phases:
    """Of small particles, so that small boxes are alike."""
    return generate_electrode((60, 60, 60), mean_diameter_m=4e-6, seed=2)


def _share_voxels(one: Box, other: Box) -> bool:
    return all(
        a[0] < b[1] and b[0] < a[1]
        for a, b in zip((one.x, one.y, one.z), (other.x, other.y, other.z), strict=True)
    )


def test_the_boxes_are_alike_apart_and_crossed_by_pores(electrode: Phases) -> None:
    revs = find_revs(electrode, n_boxes=11, shape=SHAPE)

    assert len(revs.boxes) == 11
    assert revs.reason == ""
    parts = [crop(electrode, box) for box in revs.boxes]
    porosity = np.array([part.porosity for part in parts])
    assert porosity == pytest.approx(revs.porosity)
    assert np.abs(porosity / porosity.mean() - 1).max() <= 0.05
    assert all(part.shape == SHAPE and joins_faces(part.is_pore) for part in parts)
    assert not any(_share_voxels(*pair) for pair in combinations(revs.boxes, 2))
    # The volume of 60^3 has room for 36 of them: far apart means more than touching.
    assert revs.nearest_voxels > 20


def test_two_boxes_lie_in_opposite_corners() -> None:
    labels = np.zeros((30, 30, 30), np.uint8)
    labels[::2] = 1
    even = Phases(labels.swapaxes(0, 2).copy(), 1e-6, "layers")

    revs = find_revs(even, n_boxes=2, shape=(10, 10, 10))

    # The diagonal of the room for first corners: 20 voxels along each axis.
    assert revs.nearest_voxels == pytest.approx(20 * np.sqrt(3), rel=0.05)


def test_too_few_are_told_with_the_number_that_fits(electrode: Phases) -> None:
    revs = find_revs(electrode, n_boxes=11, shape=(30, 30, 30), tolerance=0.5)

    assert 1 <= len(revs.boxes) <= 8
    assert "of 11 boxes" in revs.reason
    assert "side by side 8 fit" in revs.reason


def test_eight_boxes_that_fill_the_volume_are_found(electrode: Phases) -> None:
    revs = find_revs(electrode, n_boxes=8, shape=(30, 30, 30), tolerance=0.5)

    assert len(revs.boxes) == 8


def test_boxes_that_may_overlap_are_as_many_as_wanted(electrode: Phases) -> None:
    revs = find_revs(
        electrode, n_boxes=11, shape=(40, 40, 40), tolerance=0.2, may_overlap=True
    )

    assert len(revs.boxes) == 11


def test_a_box_that_pores_do_not_cross_is_not_taken() -> None:
    labels = np.ones((20, 20, 40), np.uint8)
    labels[:, ::2, :20] = 0  # channels along x
    labels[:10, :, 20:] = 0  # as porous, but closed

    revs = find_revs(Phases(labels, 1e-6, "a"), n_boxes=4, shape=(20, 10, 10))

    # The channels end at z = 20.
    assert all(box.z[0] < 20 for box in revs.boxes)


def test_where_no_box_is_crossed_the_way_out_is_told() -> None:
    labels = np.ones((20, 20, 20), np.uint8)
    labels[:, 5:15:2, :] = 0
    closed = Phases(np.ascontiguousarray(labels.swapaxes(0, 1)), 1e-6, "closed")

    with pytest.raises(UserError, match="thickness axis"):
        find_revs(closed, n_boxes=2, shape=(10, 10, 10))


def test_a_box_larger_than_the_volume_is_refused(electrode: Phases) -> None:
    with pytest.raises(UserError, match="does not fit"):
        find_revs(electrode, shape=(100, 100, 75))


def test_the_table_of_sums_gives_each_box_its_porosity() -> None:
    is_pore = np.random.default_rng(0).random((7, 8, 9)) < 0.4

    found = porosities(table_of_sums(is_pore), (3, 2, 4), (2, 1, 3))

    assert found.shape == (3, 7, 2)
    assert found[1, 4, 1] == pytest.approx(is_pore[2:5, 4:6, 3:7].mean())


def test_the_spread_of_independent_voxels_falls_as_the_root_of_the_volume() -> None:
    labels = (np.random.default_rng(3).random((64, 64, 64)) < 0.5).astype(np.uint8)

    curve = representativeness(Phases(labels, 1e-6, "noise"))

    theory = 0.5 / (curve.edge_m / 1e-6) ** 1.5
    many = curve.n_apart > 50
    # Of 50 boxes and more the standard deviation is known to about 10 %.
    assert curve.deviation[many] == pytest.approx(theory[many], rel=0.25)
    assert curve.mean == pytest.approx(0.5, abs=0.02)
    edge_m = curve.representative_edge_m(0.05)
    # 0.5 / e^1.5 is 5 % of 0.5 at e = 20^(2/3) = 7.4 voxels.
    assert edge_m is not None
    assert 6e-6 <= edge_m <= 9.5e-6


def test_a_volume_of_few_grains_is_too_small_to_tell() -> None:
    labels = np.zeros((16, 16, 16), np.uint8)
    labels[8:] = 1

    assert representativeness(Phases(labels, 1e-6, "a")).representative_edge_m() is None
