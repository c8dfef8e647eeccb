"""Shapes of a sample: made once, and let go with it."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import numpy as np
import pytest
from vtkmodules.util.numpy_support import vtk_to_numpy

from wetview.pores import label_pores
from wetview.scene import offscreen_scene, sample
from wetview.scene import pore_shapes as module
from wetview.scene import solid_shapes as solid_module
from wetview.scene.layers import triangles
from wetview.scene.pore_shapes import PoreShapes, pore_shapes
from wetview.scene.sample import Clip, Cutaway
from wetview.scene.shapes import prepare_shapes
from wetview.scene.solid_shapes import solid_shapes
from wetview.volume import generate_electrode


def test_what_was_prepared_is_not_made_again(monkeypatch):
    phases = generate_electrode((24, 20, 20), seed=3)
    pores = label_pores(phases)
    few = phases.labels.size // 8
    monkeypatch.setattr(solid_module, "COARSE_SOLID_BUDGET", few)
    monkeypatch.setattr(module, "COARSE_PORE_BUDGET", few)
    prepare_shapes(phases, pores)
    for room in (module, sample):
        for name in ("smooth_field", "closed_surface"):
            monkeypatch.setattr(room, name, None)
    whole = Clip.whole(phases.shape)
    parts = {"active": True, "binder": True}
    for coarse in (False, True):
        pore_shapes(pores).surface(whole, coarse=coarse)
        solid_shapes(phases).surface(whole, Cutaway.NONE, **parts, coarse=coarse)
    solid_shapes(phases).surface(whole, Cutaway.FRONT, **parts, coarse=False)


def test_shapes_go_with_the_sample():
    phases = generate_electrode((24, 20, 20), seed=3)
    pores = label_pores(phases)
    prepare_shapes(phases, pores)
    shapes = weakref.ref(pore_shapes(pores)), weakref.ref(solid_shapes(phases))
    del phases, pores
    gc.collect()
    assert [shape() for shape in shapes] == [None, None]


def test_a_filter_leaves_no_triangle_of_a_hidden_pore(monkeypatch):
    phases = generate_electrode((24, 20, 20), seed=3)
    whole = Clip.whole(phases.shape)
    for budget in (phases.labels.size, phases.labels.size // 8):
        monkeypatch.setattr(module, "PORE_BUDGET", budget)
        pores = dataclasses.replace(label_pores(phases))
        is_shown = np.arange(len(pores)) % 2 == 0
        all_pores = pore_shapes(pores)
        seen = all_pores.surface(whole, coarse=False).label_of_triangle
        some = all_pores.only(is_shown).surface(whole, coarse=False).label_of_triangle
        assert set(some) - {0} <= set(np.flatnonzero(is_shown) + 1)
        assert 0 < len(some) < len(seen)
        # The others are not touched by it.
        assert all_pores.surface(whole, coarse=False).label_of_triangle is seen


@pytest.mark.gl
def test_scenes_that_share_shapes_have_colours_of_their_own():
    phases = generate_electrode((24, 20, 20), seed=3)
    size = (120, 90)
    with (
        offscreen_scene(size, theme="light") as light,
        offscreen_scene(size, theme="dark") as dark,
    ):
        for scene in (light, dark):
            scene.set_phases(phases)
        surfaces = [scene._solid.layer.surface for scene in (light, dark)]
        means = [
            vtk_to_numpy(one.GetPointData().GetScalars()).mean() for one in surfaces
        ]
    assert abs(means[0] - means[1]) > 5


def test_the_whole_and_a_part_are_kept_for_views_that_show_them_in_turn():
    phases = generate_electrode((24, 20, 20), seed=3)
    shapes = pore_shapes(label_pores(phases))
    whole, part = Clip.whole(phases.shape), Clip((0, 12), (0, 20), (0, 20))
    first = [shapes.surface(clip, coarse=False) for clip in (whole, part)]
    again = [shapes.surface(clip, coarse=False) for clip in (whole, part)]
    assert [a is b for a, b in zip(first, again, strict=True)] == [True, True]


@pytest.fixture
def first_half():
    """The first of two pores that touch, cut off where they do."""
    labels = np.ones((12, 9, 10), dtype=np.int32)
    labels[6:] = 2
    labels[:, :3] = 0
    shapes = PoreShapes(labels, 2, np.zeros((0, 2), dtype=np.int32), 1.0)
    return shapes.surface(Clip((0, 6), (0, 9), (0, 10)), coarse=False)


def test_a_cut_shows_the_pore_that_is_left(first_half):
    assert len(first_half.label_of_triangle) > 100
    assert (first_half.label_of_triangle == 1).all()


def test_a_triangle_is_as_crowded_as_its_corners(first_half):
    of_points = vtk_to_numpy(first_half.surface.GetPointData().GetArray("shade"))
    expected = of_points[triangles(first_half.surface)].mean(axis=1)
    assert np.ptp(expected) > 0.1
    np.testing.assert_allclose(first_half.shade, expected, rtol=1e-5)
