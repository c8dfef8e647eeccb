"""What is asked of the voxels of all pores at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wetview.pores.members import Members


@pytest.fixture
def labels() -> np.ndarray:
    """Five pores, scattered over the sample, and solid."""
    return np.random.default_rng(1).integers(0, 6, (9, 8, 7)).astype(np.int32)


@pytest.fixture
def field(labels: np.ndarray) -> np.ndarray:
    """Something of every voxel, never twice the same."""
    values = np.random.default_rng(2).permutation(labels.size) - 100
    return values.reshape(labels.shape).astype(np.float32)


def test_percentiles_are_values_of_the_pore(labels, field):
    assert len(Members.of(labels)) == 5
    low, middle, high = Members.of(labels).percentiles(field, (0, 50, 100))
    for pore in range(1, 6):
        values = np.sort(field[labels == pore])
        assert (low[pore - 1], high[pore - 1]) == (values[0], values[-1])
        assert middle[pore - 1] == values[round((len(values) - 1) / 2)]


def test_what_is_not_known_counts_as_the_greatest(labels, field):
    unknown = np.where(field > np.median(field), np.nan, field)
    low, high = Members.of(labels).percentiles(unknown, (0, 100))
    np.testing.assert_array_equal(low, ndimage.minimum(field, labels, np.arange(1, 6)))
    assert np.isnan(high).all()


def test_voxels_are_ordered_within_their_pore(labels, field):
    place = Members.of(labels).order(field)
    assert ((place == -1) == (labels == 0)).all()
    for pore in range(1, 6):
        inside = labels == pore
        in_order = field[inside][np.argsort(place[inside])]
        assert (np.diff(in_order) > 0).all()
        assert sorted(place[inside]) == list(range(int(inside.sum())))


def test_what_is_equal_keeps_the_order_of_the_array(labels):
    field = np.random.default_rng(4).integers(0, 2, labels.shape).astype(np.float32)
    place = Members.of(labels).order(field)
    for pore in range(1, 6):
        for value in (0, 1):
            equal = place[(labels == pore) & (field == value)]
            assert (np.diff(equal) > 0).all()
