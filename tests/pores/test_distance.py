"""Distances from the walls that are found slab by slab."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wetview.errors import UserError
from wetview.pores.distance import NO_WALL, root_of, squared_distance
from wetview.volume import generate_electrode


@pytest.mark.parametrize(("slab_vx", "beside_vx"), [(1, 0), (3, 1), (7, 2), (64, 32)])
def test_slabs_leave_no_trace(slab_vx, beside_vx):
    is_pore = generate_electrode((31, 20, 18), seed=5).is_pore
    is_pore[4:19] = True  # wider open than what is looked at beside a slab
    found = squared_distance(is_pore, slab_vx=slab_vx, beside_vx=beside_vx)
    assert found.dtype == np.uint16
    expected = ndimage.distance_transform_edt(is_pore) ** 2
    np.testing.assert_array_equal(found, np.rint(expected))


def test_a_single_wall_is_seen_from_afar():
    is_pore = np.ones((400, 2, 2), dtype=bool)
    is_pore[0] = False
    found = squared_distance(is_pore)
    assert found.dtype == np.uint32  # 399 squared takes more than two bytes
    np.testing.assert_array_equal(found[:, 1, 1], np.arange(400) ** 2)
    np.testing.assert_array_equal(root_of(found)[:, 0, 0], np.arange(400))


def test_without_walls_distances_are_infinite():
    found = squared_distance(np.ones((3, 4, 5), dtype=bool))
    assert (found == NO_WALL).all()
    assert np.isinf(root_of(found)).all()


def test_without_pores_there_is_no_distance():
    assert not squared_distance(np.zeros((3, 4, 5), dtype=bool)).any()


def test_it_can_be_stopped_between_slabs():
    told = []

    def stop_at_the_second(done: float, total: float, note: str) -> None:
        told.append((done, total))
        if len(told) == 2:
            raise UserError("stopped", "in a test")

    with pytest.raises(UserError, match="stopped"):
        squared_distance(
            np.eye(40, dtype=bool)[:, :, None], slab_vx=10, report=stop_at_the_second
        )
    assert told == [(0, 40), (10, 40)]
