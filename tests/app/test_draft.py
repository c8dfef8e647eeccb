"""The settings of the Volume step, without Qt."""

from dataclasses import replace

import numpy as np
import pytest

from wetview.app.control import tomogram
from wetview.app.control.tomogram import (
    first_draft,
    grid_of,
    preview_of,
    read_source,
    turned,
    with_slices_apart,
    with_thickness_axis,
)
from wetview.app.models import Draft
from wetview.app.models.draft import usual_grid_voxel_m
from wetview.errors import UserError
from wetview.volume import Box, Phase
from wetview.volume.binder import PlaceBinder
from wetview.volume.turning import Flip


@pytest.fixture
def source(tmp_path):
    labels = np.ones((6, 5, 4), dtype=np.uint8)
    labels[:, :3] = 0
    path = tmp_path / "layers.npy"
    np.save(path, labels)
    return read_source(path)


def test_a_stored_draft_is_read_back_the_same() -> None:
    draft = Draft(
        box=Box((0, 3), (1, 4), (2, 5)),
        voxel_m=4e-7,
        thickness_axis=2,
        roles=((0, Phase.PORE), (85, Phase.BINDER)),
    )
    assert Draft.from_dict(draft.as_dict()) == draft


def test_labels_get_their_usual_meaning_at_first(source) -> None:
    assert first_draft(source).roles_by_label == {
        0: Phase.PORE,
        1: Phase.ACTIVE_MATERIAL,
    }


def test_the_box_stays_where_it_was_when_the_tomogram_is_turned(source) -> None:
    draft = Draft(box=Box((0, 6), (1, 3), (2, 4)))
    axis_two = with_thickness_axis(draft, source, 2)
    assert axis_two.box == Box((2, 4), (0, 6), (1, 3))
    again = with_thickness_axis(axis_two, turned(source, 2), 0)
    assert again == draft


def test_the_preview_has_the_grid_that_was_promised(source) -> None:
    draft = Draft(
        box=Box.whole(source.volume.shape),
        voxel_m=2e-6,
        roles=((0, Phase.PORE), (1, Phase.ACTIVE_MATERIAL)),
    )
    preview = preview_of(source, draft)
    assert preview.phases is not None
    assert preview.phases.shape == grid_of(draft) == (12, 10, 8)
    # Three of five layers along y are pore, all of them open from end to end.
    assert preview.phases.porosity == pytest.approx(0.6)
    assert preview.connected == pytest.approx(1.0)


def test_a_coarse_tomogram_is_not_made_finer_unless_asked() -> None:
    shape = (251, 301, 301)
    assert usual_grid_voxel_m(4e-7, shape) == 1e-6
    assert usual_grid_voxel_m(5e-6, shape) == 5e-6
    assert usual_grid_voxel_m(None, shape) == 1e-6


def test_a_tomogram_of_few_micrometres_is_not_made_coarse() -> None:
    assert usual_grid_voxel_m(1e-8, (800, 600, 900)) == pytest.approx(9.4e-8)
    assert usual_grid_voxel_m(5e-8, (60, 60, 60)) == 5e-8


def test_slices_farther_apart_than_their_pixels_are_read_as_cubes(source) -> None:
    draft = replace(first_draft(source), voxel_m=1e-6)
    read, after = with_slices_apart(source, draft, 2.5e-6)
    assert read.shape == read.volume.shape == (15, 5, 4)
    assert after == replace(draft, box=Box.whole((15, 5, 4)))
    phases = preview_of(read, after).phases
    assert phases is not None
    assert phases.shape == (15, 5, 4)
    back, _ = with_slices_apart(turned(read, 1), replace(after, thickness_axis=1), 1e-6)
    assert back.shape == (5, 6, 4)
    assert back.thickness_axis == 1


def test_slices_a_thousand_times_farther_apart_are_refused(source) -> None:
    draft = replace(first_draft(source), voxel_m=1e-6)
    with pytest.raises(UserError, match="1000 times"):
        with_slices_apart(source, draft, 1e-3)


def test_a_box_of_a_tomogram_too_large_for_memory_is_cut_from_cubes(
    source, monkeypatch
) -> None:
    draft = replace(first_draft(source), voxel_m=1e-6)
    whole, settings = with_slices_apart(source, draft, 2e-6)
    settings = replace(settings, box=Box((1, 8), (0, 5), (1, 4)))
    expected = preview_of(whole, settings).phases
    monkeypatch.setattr(tomogram, "WHOLE_BYTES", 10)
    monkeypatch.setattr(tomogram, "_LOOK_BYTES", 100)
    coarse, _ = with_slices_apart(source, draft, 2e-6)
    assert coarse.step > 1
    assert coarse.shape == whole.shape
    found = preview_of(coarse, settings).phases
    np.testing.assert_array_equal(found.labels, expected.labels)


def test_a_missing_voxel_size_is_a_problem_in_words(source) -> None:
    preview = preview_of(source, first_draft(source))
    assert isinstance(preview.problem, UserError)
    assert "voxel size" in preview.problem.message


def test_steps_are_stored_with_the_draft_and_done_in_the_preview(source) -> None:
    draft = Draft(
        box=Box.whole(source.volume.shape),
        voxel_m=1e-6,
        roles=((0, Phase.PORE), (1, Phase.ACTIVE_MATERIAL)),
        steps=(Flip(1), PlaceBinder(mass_fraction=0.05)),
    )

    assert Draft.from_dict(draft.as_dict()) == draft
    phases = preview_of(source, draft).phases
    # Pore for y below 3 is mirrored to the far end.
    assert phases is not None
    assert (phases.labels[:, :2] == Phase.ACTIVE_MATERIAL).all()
    assert phases.fraction(Phase.BINDER) > 0


def test_a_pore_space_that_leads_along_another_axis_says_so(source) -> None:
    turned_once = turned(source, 1)
    draft = Draft(
        box=Box.whole(turned_once.volume.shape),
        voxel_m=1e-6,
        roles=((0, Phase.PORE), (1, Phase.ACTIVE_MATERIAL)),
        thickness_axis=1,
    )

    assert "along y and z" in preview_of(turned_once, draft).remark
