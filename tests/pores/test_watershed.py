"""Pores of shapes whose answer is known by counting."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import label_pores, watershed
from wetview.volume import Phase, Phases, generate_electrode
from wetview.volume.faces import FACES


def _sample(is_pore: np.ndarray) -> Phases:
    labels = np.where(is_pore, Phase.PORE, Phase.ACTIVE_MATERIAL).astype(np.uint8)
    return Phases(labels, 1e-6, "test")


def _ball(shape, centre, radius) -> np.ndarray:
    distance = sum((i - c) ** 2 for i, c in zip(np.indices(shape), centre, strict=True))
    return distance <= radius**2


def test_a_cube_has_one_pore_with_its_volume_and_centre():
    is_pore = np.zeros((14, 14, 14), dtype=bool)
    is_pore[2:12, 3:13, 2:12] = True
    pores = label_pores(_sample(is_pore))
    assert len(pores) == 1
    assert pores.table.volume_vx[0] == 1000
    # 6 faces of 100 voxels, times 2/3
    assert pores.table.surface_area_vx2[0] == pytest.approx(400)
    assert pores.table.contact_area_vx2[0] == 0
    np.testing.assert_allclose(pores.table.centre_vx[0], (6.5, 7.5, 6.5))


def test_two_balls_joined_by_a_thin_throat_are_two_pores():
    shape = (40, 20, 20)
    is_pore = _ball(shape, (10, 10, 10), 7) | _ball(shape, (28, 10, 10), 7)
    is_pore[10:28, 9:12, 9:12] = True
    pores = label_pores(_sample(is_pore))
    assert len(pores) == 2
    np.testing.assert_array_equal(pores.neighbours, [[1, 2]])
    # The throat is 3 x 3 voxels wide.
    assert pores.shared_area_vx2[0] == pytest.approx(9 * 2 / 3)
    np.testing.assert_allclose(pores.table.contact_area_vx2, 6)


def test_fragments_with_a_wide_interface_become_one_pore():
    shape = (40, 20, 20)
    is_pore = _ball(shape, (13, 10, 10), 8) | _ball(shape, (24, 10, 10), 8)
    assert len(label_pores(_sample(is_pore), merge_fraction=1)) == 2
    assert len(label_pores(_sample(is_pore), merge_fraction=0.05)) == 1


def test_labels_cover_exactly_the_pore_voxels():
    phases = generate_electrode((40, 32, 32), seed=3)
    pores = label_pores(phases)
    np.testing.assert_array_equal(pores.labels > 0, phases.is_pore)
    np.testing.assert_array_equal(
        np.bincount(pores.labels.ravel())[1:], pores.table.volume_vx
    )


def test_every_pore_is_one_piece():
    from scipy import ndimage

    pores = label_pores(generate_electrode((40, 32, 32), seed=3))
    for label in range(1, len(pores) + 1):
        assert ndimage.label(pores.labels == label)[1] == 1


def test_the_same_sample_always_gives_the_same_labels():
    phases = generate_electrode((40, 32, 32), seed=3)
    np.testing.assert_array_equal(
        label_pores(phases).labels, label_pores(phases).labels
    )


def test_contact_areas_add_up_over_neighbours():
    pores = label_pores(generate_electrode((40, 32, 32), seed=3))
    total = np.zeros(len(pores))
    for column in range(2):
        np.add.at(total, pores.neighbours[:, column] - 1, pores.shared_area_vx2)
    np.testing.assert_allclose(total, pores.table.contact_area_vx2)


def test_pores_at_the_faces_are_marked():
    is_pore = np.zeros((20, 12, 12), dtype=bool)
    is_pore[:6, 3:9, 3:9] = True
    is_pore[14:, 3:9, 3:9] = True
    table = label_pores(_sample(is_pore)).table
    np.testing.assert_array_equal(table.touches_inlet, [True, False])
    np.testing.assert_array_equal(table.touches_outlet, [False, True])


def test_distance_and_contact_count_from_any_face():
    is_pore = np.zeros((20, 12, 12), dtype=bool)
    is_pore[4:10, 3:9, :6] = True
    pores = label_pores(_sample(is_pore))
    assert len(pores) == 1
    distances = {face: pores.distance_from_vx(face)[0] for face in FACES}
    assert distances == pytest.approx(
        {"x-": 7, "x+": 13, "y-": 6, "y+": 6, "z-": 3, "z+": 9}
    )
    assert [face for face in FACES if pores.touching(face)[0]] == ["z-"]


def test_a_sample_without_pores_is_refused():
    with pytest.raises(UserError, match="has no pore voxel"):
        label_pores(_sample(np.zeros((4, 4, 4), dtype=bool)))


@pytest.mark.parametrize("merge_fraction", [0, -0.1, 1.5, float("nan")])
def test_a_merge_threshold_that_is_no_share_is_refused(merge_fraction):
    with pytest.raises(UserError, match="merge threshold"):
        label_pores(
            _sample(np.ones((4, 4, 4), dtype=bool)), merge_fraction=merge_fraction
        )


def test_a_sample_that_is_one_pore_has_no_contact():
    pores = label_pores(_sample(np.ones((4, 4, 4), dtype=bool)))
    np.testing.assert_array_equal(pores.table.contact_percent, [0])


def test_in_open_space_no_middles_are_looked_for(monkeypatch):
    """Every voxel would be one, and that takes 25 times the memory of the sample."""
    monkeypatch.setattr(watershed, "heights", None)
    pores = label_pores(_sample(np.ones((6, 5, 4), dtype=bool)))
    assert len(pores) == 1
    assert (pores.labels == 1).all()
