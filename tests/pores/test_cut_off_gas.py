"""Gas stays where the front has cut it off from the outlet."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.pores.cut_off_gas import cut_off_gas


def _slab(length: int = 40, width: int = 12) -> np.ndarray:
    slab = np.zeros((length, width + 2, width + 2), bool)
    slab[:, 1:-1, 1:-1] = True
    return slab


def test_no_gas_stays_in_a_straight_duct():
    assert not cut_off_gas(_slab(), 4.0).any()


def test_gas_stays_in_a_narrow_way_beside_a_wide_one():
    length = 48
    ways = np.zeros((length, 12, 20), bool)
    ways[:, 1:11, 1:11] = True
    ways[4:-4, 5:7, 14:16] = True  # two voxels wide
    ways[4:6, 5:7, 11:14] = True  # joined near both ends
    ways[-6:-4, 5:7, 11:14] = True
    stays = cut_off_gas(ways, 4.0)
    assert not stays[:, 1:11, 1:11].any()
    narrow = stays[6:-6, 5:7, 14:16]
    assert narrow.mean() > 0.5


def test_pores_on_no_way_through_keep_their_gas():
    slab = _slab()
    slab[5:9, 1:4, 1:4] = False
    slab[6:8, 2:3, 2:3] = True  # closed all around
    stays = cut_off_gas(slab, 4.0)
    assert stays[6:8, 2, 2].all()
    assert stays.sum() < 0.01 * slab.sum()
    closed = _slab()
    closed[20] = False
    assert (cut_off_gas(closed, 4.0) == closed).all()


@pytest.mark.parametrize("inlet", ["x+", "y-", "z+"])
def test_the_inlet_may_be_any_face(inlet):
    rng = np.random.default_rng(0)
    pores = rng.random((16, 16, 16)) < 0.6
    axis, is_far = "xyz".index(inlet[0]), inlet[1] == "+"
    turned = np.moveaxis(pores, 0, axis)
    turned = np.flip(turned, axis) if is_far else turned
    found = cut_off_gas(turned, 3.0, inlet=inlet)
    found = np.flip(found, axis) if is_far else found
    agrees = np.moveaxis(found, axis, 0) == cut_off_gas(pores, 3.0)
    assert agrees.mean() > 0.99
