from __future__ import annotations

import numpy as np
import pytest

from wetview.pores.darcy_front import darcy_front


def test_the_front_in_a_slit_takes_washburns_time():
    height, length = 12, 30
    slit = np.ones((length, 40, height), bool)
    solid = np.zeros((length, 40, 1), bool)
    front = darcy_front(np.concatenate([solid, slit, solid], axis=2))
    # the mean of d^2 over the slit is Poiseuille's h^2/12; summed over voxels - 1/12
    k = (height**2 - 1) / 12 * height / (height + 2)
    assert front.permeability_vx2 == pytest.approx(k, rel=0.01)
    # x^2 mu phi / (2 k p): the last voxel fills when all before it are full
    phi = height / (height + 2)
    assert front.crossing == pytest.approx(length**2 * phi / (2 * k), rel=0.02)


def test_the_time_of_the_front_grows_with_the_square_of_the_depth():
    slit = np.zeros((40, 20, 10), bool)
    slit[:, :, 1:-1] = True
    time = darcy_front(slit).time[:, 10, 5]
    depth = np.arange(40) + 0.5
    ratio = time / depth**2
    # the two ends differ by half a layer, which counts as filled with its voxel
    assert ratio[5:].max() / ratio[5:].min() < 1.1


def test_gas_before_the_front_resists_along_the_rest_of_the_way():
    height, length = 8, 40
    slit = np.zeros((length, 30, height + 2), bool)
    slit[:, :, 1:-1] = True
    front = darcy_front(slit)
    # liquid behind the front: x^2 / 2, gas before it: (L - x / 2) x, both over k / phi
    depth = np.arange(length) + 0.5
    both = front.time[:, 15, 4] / front.gas_time[:, 15, 4]
    assert both[5:] == pytest.approx((depth / (2 * length - depth))[5:], rel=0.05)
    # in a slab that is the same once the front has come through
    assert front.gas_crossing == pytest.approx(front.crossing, rel=0.05)


def test_in_a_slit_of_one_width_both_fronts_arrive_together():
    slit = np.zeros((40, 10, 3), bool)
    slit[:, :, 1] = True
    front = darcy_front(slit)
    for along, by_pressure in (
        (front.stream_time, front.time),
        (front.stream_gas_time, front.gas_time),
    ):
        # by pressure a layer, which has one, fills voxel after voxel
        of_layers = by_pressure[:, :, 1].max(axis=1)
        np.testing.assert_allclose(along[:, 3, 1], of_layers, rtol=1e-4)


def test_each_of_two_ways_side_by_side_is_filled_in_its_own_time():
    length, narrow, wide = 30, 4, 12
    ways = np.zeros((length, 12, narrow + wide + 3), bool)
    ways[:, :, 1 : 1 + narrow] = True
    ways[:, :, 2 + narrow : -1] = True
    front = darcy_front(ways)
    for height, inside in ((narrow, slice(1, 5)), (wide, slice(6, -1))):
        # flow at unit drop over its cross-section; half of it is met on average
        flow = ((height**2 - 1) / 12) * height / length
        last = front.stream_time[-1, :, inside]
        voxels = (ways[-1, :, inside]).sum()
        mean = np.average(last, weights=front.flux[-1, :, inside])
        assert mean == pytest.approx(length / 2 * height / flow, rel=0.05), voxels


def test_still_corners_come_last_along_the_stream_lines():
    comb = np.zeros((20, 9, 3), bool)
    comb[:, 0:3, :] = True
    comb[9:12, 3:, :] = True  # a blind side branch
    front = darcy_front(comb)
    end = front.stream_time[9:12, -1]
    assert end.min() > 10 * front.stream_time[-1, :3].max()
    assert np.isfinite(end).all()
    # a front that fills by pressure has it full when it passes the mouth
    assert front.time[9:12, -1].max() < front.crossing


def test_walls_beside_slow_the_front_down():
    duct = np.ones((30, 8, 8), bool)
    open_sided = darcy_front(duct)
    walled = darcy_front(duct, walls_beside=True)
    assert walled.crossing > 3 * open_sided.crossing
    padded = np.pad(duct, ((0, 0), (1, 1), (1, 1)))
    same = darcy_front(padded)
    assert walled.time == pytest.approx(same.time[:, 1:-1, 1:-1], rel=1e-3)


def test_dead_ends_fill_when_the_front_passes_their_mouth():
    comb = np.zeros((20, 9, 3), bool)
    comb[:, 0:3, :] = True
    comb[9:12, 3:, :] = True  # a blind side branch
    time = darcy_front(comb).time
    assert np.isfinite(time[comb]).all()
    branch = time[9:12, 3:]
    branch = branch[np.isfinite(branch)]
    assert branch.min() > time[8, 1, 1]
    assert branch.max() < time[12, 1, 1]


def test_where_nothing_leads_through_there_is_no_front():
    closed = np.ones((8, 4, 4), bool)
    closed[4] = False
    front = darcy_front(closed)
    assert np.isnan(front.time).all()
    assert np.isnan(front.crossing)
    assert front.permeability_vx2 == 0
