"""The pores of a sample do not depend on how it lies in its box."""

from __future__ import annotations

import itertools
from dataclasses import fields

import numpy as np
import pytest

from wetview import scratch
from wetview.pores import label_pores, markers, slabs, watershed
from wetview.pores.distance import squared_distance
from wetview.pores.watershed import fragment
from wetview.volume import Phase, Phases, generate_electrode


@pytest.fixture(scope="module", params=[3, 8])
def electrode(request) -> Phases:
    return generate_electrode((44, 36, 32), seed=request.param)


def _moved(electrode: Phases, shift: tuple[int, int, int]) -> Phases:
    """The electrode somewhere in a larger block of solid."""
    labels = np.full((60, 60, 60), Phase.ACTIVE_MATERIAL, dtype=np.uint8)
    where = tuple(
        slice(start, start + n) for start, n in zip(shift, electrode.shape, strict=True)
    )
    labels[where] = electrode.labels
    return Phases(labels, electrode.voxel_m, electrode.name)


def _same_division(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two labellings differ in their numbers alone."""
    pairs = np.unique(np.stack([one.ravel(), other.ravel()]), axis=1)
    return pairs.shape[1] == len(np.unique(one)) == len(np.unique(other))


@pytest.mark.parametrize("merge_fraction", [0.1, 1])
@pytest.mark.parametrize("axes", list(itertools.permutations(range(3))))
def test_the_order_of_the_axes_does_not_matter(electrode, axes, merge_fraction):
    turned = Phases(electrode.labels.transpose(axes), electrode.voxel_m, "turned")
    expected = label_pores(electrode, merge_fraction=merge_fraction).labels
    found = label_pores(turned, merge_fraction=merge_fraction).labels
    assert _same_division(found, expected.transpose(axes))


@pytest.mark.parametrize("shift", [(1, 2, 3), (9, 16, 21), (5, 1, 27)])
def test_the_place_in_a_block_of_solid_does_not_matter(electrode, shift):
    at_corner = label_pores(_moved(electrode, (1, 1, 1)))
    elsewhere = label_pores(_moved(electrode, shift))
    nx, ny, nz = electrode.shape
    x, y, z = shift
    assert _same_division(
        at_corner.labels[1 : 1 + nx, 1 : 1 + ny, 1 : 1 + nz],
        elsewhere.labels[x : x + nx, y : y + ny, z : z + nz],
    )
    # The order of the first voxels stays, so even the numbers do.
    np.testing.assert_allclose(
        at_corner.table.volume_vx, elsewhere.table.volume_vx, rtol=0
    )
    np.testing.assert_allclose(
        at_corner.table.centre_vx - 1, elsewhere.table.centre_vx - shift, atol=1e-9
    )


def test_slabs_that_are_smoothed_alone_leave_no_trace(electrode, monkeypatch):
    distance = squared_distance(electrode.is_pore)
    whole = markers.heights(distance, slab_vx=1000)
    for slab_vx in (1, 7, 32):
        np.testing.assert_array_equal(markers.heights(distance, slab_vx=slab_vx), whole)


@pytest.fixture(scope="module")
def random_solid() -> np.ndarray:
    """Pores of some voxels, that the flood tells apart by its last rules."""
    return np.random.default_rng(5).random((40, 14, 12)) < 0.45


@pytest.mark.parametrize(("slab_vx", "beside_vx"), [(1, 1), (7, 2), (16, 5), (30, 40)])
def test_slabs_that_are_flooded_alone_leave_no_trace(electrode, slab_vx, beside_vx):
    distance = squared_distance(electrode.is_pore)
    found = fragment(distance, slab_vx=slab_vx, beside_vx=beside_vx)
    np.testing.assert_array_equal(found, fragment(distance))


@pytest.mark.parametrize("slab_vx", [1, 3, 10])
def test_slabs_of_narrow_pores_leave_no_trace(random_solid, slab_vx):
    distance = squared_distance(~random_solid)
    found = fragment(distance, slab_vx=slab_vx, beside_vx=1)
    np.testing.assert_array_equal(found, fragment(distance))


def test_slabs_of_one_wide_pore_leave_no_trace():
    """A slit of one height all over: every slab depends on the whole."""
    is_pore = np.zeros((30, 9, 8), dtype=bool)
    is_pore[:, 2:7] = True
    distance = squared_distance(is_pore)
    found = fragment(distance, slab_vx=4, beside_vx=1)
    np.testing.assert_array_equal(found, fragment(distance))


def test_a_large_sample_is_done_in_slabs_and_in_files(electrode, monkeypatch):
    whole = label_pores(electrode)
    monkeypatch.setattr(slabs, "_VOXELS", 0)
    monkeypatch.setattr(slabs, "_FEWEST_LAYERS", 9)
    monkeypatch.setattr(watershed, "_BESIDE_RADII", 0.5)
    monkeypatch.setattr(scratch, "IN_MEMORY_BYTES", 0)
    floods, flood = [], watershed.flood

    def counted(height, *rest, **more):
        floods.append(len(height))
        return flood(height, *rest, **more)

    monkeypatch.setattr(watershed, "flood", counted)
    in_slabs = label_pores(electrode)
    assert len(floods) >= len(electrode.labels) / 9
    assert not in_slabs.labels.flags.owndata
    np.testing.assert_array_equal(in_slabs.labels, whole.labels)
    np.testing.assert_array_equal(in_slabs.fragments, whole.fragments)
    for field in fields(whole.table):
        np.testing.assert_array_equal(
            getattr(in_slabs.table, field.name), getattr(whole.table, field.name)
        )
    np.testing.assert_array_equal(in_slabs.neighbours, whole.neighbours)
    np.testing.assert_array_equal(in_slabs.throat_radius_vx, whole.throat_radius_vx)
