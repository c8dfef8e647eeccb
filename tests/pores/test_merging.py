"""Fragments joined by the rule of the widest interface."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.pores import Pores, label_pores, merge_pores
from wetview.pores.counting import label_within
from wetview.pores.geometry import measure_pores
from wetview.volume import generate_electrode


def _pores(labels: np.ndarray) -> Pores:
    return measure_pores(labels.astype(np.int32), 1e-6)


@pytest.fixture(scope="module")
def fragments() -> Pores:
    return label_pores(generate_electrode((40, 32, 32), seed=3), merge_fraction=1)


def test_joining_fragments_is_what_labelling_does(fragments):
    merged, new_label = merge_pores(fragments, 0.1)
    at_once = label_pores(generate_electrode((40, 32, 32), seed=3), merge_fraction=0.1)
    assert len(merged) < len(fragments)
    np.testing.assert_array_equal(merged.labels, at_once.labels)
    np.testing.assert_array_equal(new_label[fragments.labels], merged.labels)
    assert new_label[0] == 0
    assert len(new_label) == len(fragments) + 1
    found = label_within(fragments.labels, merged.labels, len(fragments))
    np.testing.assert_array_equal(found, new_label)


def test_merging_what_is_merged_changes_nothing(fragments):
    once, _ = merge_pores(fragments, 0.1)
    twice, new_label = merge_pores(once, 0.1)
    np.testing.assert_array_equal(twice.labels, once.labels)
    np.testing.assert_array_equal(new_label, np.arange(len(once) + 1))


def test_no_interface_above_the_threshold_is_left(fragments):
    merged, _ = merge_pores(fragments, 0.1)
    surface = merged.table.surface_area_vx2[merged.neighbours - 1].min(axis=1)
    assert (merged.shared_area_vx2 / surface <= 0.1).all()


def test_volumes_of_joined_fragments_add_up(fragments):
    merged, new_label = merge_pores(fragments, 0.1)
    volume = np.bincount(new_label[1:], weights=fragments.table.volume_vx)
    np.testing.assert_array_equal(volume[1:], merged.table.volume_vx)


def test_the_widest_interface_goes_first_and_shares_are_counted_again():
    # Three cubes in a row, in solid: 4 x 4 x 4, 4 x 4 x 4 and 2 x 2 x 2 voxels.
    labels = np.zeros((12, 6, 6), dtype=np.int32)
    labels[1:5, 1:5, 1:5] = 1
    labels[5:9, 1:5, 1:5] = 2
    labels[9:11, 2:4, 2:4] = 3
    # 1 and 2 share 16 of 96 faces; 2 and 3 share 4 of 3's 24: both 1/6.
    assert len(merge_pores(_pores(labels), 0.17)[0]) == 3
    assert len(merge_pores(_pores(labels), 0.16)[0]) == 1
    # Once 1 and 2 are one, 3 still shares 1/6 of its own surface with it; a fragment
    # of 4 x 4 x 2 voxels in its place shares 4 of 64 faces, and stays.
    labels[9:11] = 0
    labels[9, 2:4, 2:4] = 2
    labels[10:12, 1:5, 1:5] = 3
    assert len(merge_pores(_pores(labels), 0.16)[0]) == 2


def test_what_touches_nothing_stays_alone():
    labels = np.zeros((9, 4, 4), dtype=np.int32)
    labels[1:4, 1:3, 1:3] = 1
    labels[5:8, 1:3, 1:3] = 2
    merged, new_label = merge_pores(_pores(labels), 0.01)
    np.testing.assert_array_equal(merged.labels, labels)
    np.testing.assert_array_equal(new_label, [0, 1, 2])
