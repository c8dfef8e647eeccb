import dataclasses
import gc
import weakref

import numpy as np
import pytest
from vtkmodules.vtkRenderingCore import vtkTextActor

from wetview.scene import (
    Clip,
    Cutaway,
    ElectrodeScene,
    offscreen_scene,
    picture,
    pore_shapes,
    snapshot,
)

pytestmark = pytest.mark.gl

SIZE = (320, 240)


@pytest.fixture
def scene(phases):
    with offscreen_scene(SIZE) as scene:
        scene.set_phases(phases)
        yield scene


def share_of_teal(image):
    red, green, blue = (image[..., i].astype(int) for i in range(3))
    return float(np.mean((blue > red + 40) & (green > red + 20)))


def surfaces_of(scene):
    actors = scene.renderer.GetActors()
    return [actor.GetMapper().GetInputDataObject(0, 0) for actor in actors]


def test_picture_has_the_size_asked_for_and_is_not_blank(scene):
    image = picture(scene)
    assert image.shape == (240, 320, 3)
    assert image.std() > 5


def places_of_texts(scene):
    """Where texts stand, in shares of the picture: labels, title, scale, caption."""
    picture(scene)
    width, height = scene.renderer.GetSize()
    places = []
    for actor in scene.renderer.GetViewProps():
        if isinstance(actor, vtkTextActor) and actor.GetVisibility():
            at = actor.GetPositionCoordinate()
            x, y = at.GetComputedViewportValue(scene.renderer)
            places.append((x / width, y / height))
    return np.array(places)


def test_texts_keep_their_places_on_a_screen_of_fine_pixels(phases):
    places = []
    for factor in (1, 2):
        with offscreen_scene(
            (factor * SIZE[0], factor * SIZE[1]), text_scale=1.0
        ) as scene:
            scene.renderer.GetRenderWindow().SetDPI(72 * factor)
            scene.set_phases(phases)
            scene.set_caption(("Heading", "first line", "second line"))
            places.append(places_of_texts(scene))
    coarse, fine = places
    assert len(coarse) > 10
    assert fine == pytest.approx(coarse, abs=2 / SIZE[1])


def test_lines_keep_their_width_on_a_screen_of_fine_pixels(phases):
    """Else they are half as wide for the eye, and hardly seen in a video of 4K."""
    shares = []
    for factor, text_scale in ((1, 1.0), (2, 1.0), (2, 2.0)):
        with offscreen_scene(
            (factor * SIZE[0], factor * SIZE[1]), text_scale=text_scale
        ) as scene:
            if text_scale == 1.0:
                scene.renderer.GetRenderWindow().SetDPI(72 * factor)
            scene.set_phases(phases)
            scene.show(solid=False, binder=False)
            shares.append(share_of_teal(picture(scene)))
    # Slanted lines are a little thinner than they should be; left as wide as on coarse
    # pixels they cover 0.41 less.
    assert shares[1:] == pytest.approx([shares[0]] * 2, rel=0.25)


def test_liquid_grows_in_the_picture(scene, filling):
    shares = []
    for frame in filling.frames:
        scene.set_liquid(frame)
        shares.append(share_of_teal(picture(scene)))
    assert np.all(np.diff(shares) > 0.01)


def test_liquid_comes_from_the_left(scene, filling):
    before = picture(scene).astype(int)
    scene.set_liquid(filling.frames[1])
    changed = np.abs(picture(scene).astype(int) - before).sum(axis=2) > 30
    assert changed[:, : SIZE[0] // 2].sum() > 5 * changed[:, SIZE[0] // 2 :].sum()


def test_fast_liquid_covers_nearly_the_same_place(scene, filling):
    scene.set_liquid(filling.frames[2])
    fine = share_of_teal(picture(scene))
    scene.set_liquid(filling.frames[2], fast=True)
    # Half the resolution moves edges by up to a pixel or two of this small picture.
    assert share_of_teal(picture(scene)) == pytest.approx(fine, rel=0.1)


def test_removing_the_liquid_brings_the_first_picture_back(scene, filling):
    before = picture(scene)
    scene.set_liquid(filling.frames[3])
    scene.set_liquid(None)
    np.testing.assert_array_equal(picture(scene), before)


def test_setting_the_liquid_adds_no_actor(scene, filling):
    n_before = scene.renderer.GetViewProps().GetNumberOfItems()
    for frame in filling.frames:
        scene.set_liquid(frame)
    assert scene.renderer.GetViewProps().GetNumberOfItems() == n_before


def test_cutting_the_solid_away_changes_the_picture(scene, phases):
    pictures = []
    for cutaway in Cutaway:
        scene.set_cutaway(cutaway)
        pictures.append(picture(scene))
    assert not np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])


def test_clip_hides_what_lies_outside(scene, filling):
    scene.set_liquid(filling.frames[-1])
    whole = share_of_teal(picture(scene))
    scene.set_clip(Clip((0, 4), (0, 24), (0, 20)))
    assert share_of_teal(picture(scene)) < 0.6 * whole
    scene.set_clip(None)
    assert share_of_teal(picture(scene)) == pytest.approx(whole)


def test_pores_are_picked_where_they_are_seen(scene, pores):
    scene.set_pores(pores)
    picture(scene)
    # The inlet is on the left: pore 1 fills the left half, pore 2 the right one.
    assert scene.pick(130, 110) == 1
    assert scene.pick(215, 120) == 2
    assert scene.pick(2, 238) == 0


def test_pores_of_large_samples_are_drawn_coarsely_and_picked_the_same(
    scene, pores, monkeypatch
):
    scene.set_pores(pores)
    picture(scene)
    n_triangles = scene._pore_layer.all.surface.GetNumberOfCells()
    monkeypatch.setattr(pore_shapes, "PORE_BUDGET", pores.labels.size // 20)
    scene.set_pores(dataclasses.replace(pores))
    picture(scene)
    assert scene._pore_layer.all.surface.GetNumberOfCells() < n_triangles / 3
    assert scene.pick(130, 110) == 1
    assert scene.pick(215, 120) == 2
    assert scene.pick(2, 238) == 0
    # No triangle is without its pore, though blocks at the end are not whole.
    assert scene._pore_layer._drawn.label_of_triangle.min() == 1


def test_blocks_at_the_end_need_not_be_whole():
    labels = np.zeros((3, 4, 5), dtype=np.int32)
    labels[2, 3, 4], labels[0, 1, 1], labels[1, 0, 0] = 7, 2, 5
    expected = np.zeros((2, 2, 3), dtype=np.int32)
    expected[1, 1, 2], expected[0, 0, 0] = 7, 5
    np.testing.assert_array_equal(pore_shapes.greatest_in_blocks(labels, 2), expected)


def test_liquid_is_picked_as_the_pore_that_it_fills(scene, pores, filling):
    scene.set_pores(pores)
    scene.show(pores=False)
    scene.set_liquid(filling.frames[-1])
    picture(scene)
    assert scene.pick(130, 110) == 1
    assert scene.pick(215, 120) == 2


def test_solid_is_no_pore(scene, pores):
    scene.set_cutaway(Cutaway.FRONT)
    scene.set_pores(pores)
    scene.show(pores=False)
    picture(scene)
    picked = {scene.pick(x, y) for x in range(0, 320, 20) for y in range(0, 240, 20)}
    assert picked == {0}


def test_new_values_change_colours_but_not_the_surface(scene, pores):
    scene.set_pores(pores)
    first = picture(scene)
    surfaces = surfaces_of(scene)
    scene.set_pores(pores, np.array([0.2, 0.9]), title="Saturation", limits=(0, 1))
    assert surfaces_of(scene) == surfaces
    assert not np.array_equal(picture(scene), first)


def test_highlighted_pore_stands_out_until_it_is_released(scene, pores):
    scene.set_pores(pores)
    before = picture(scene)
    scene.highlight_pore(1)
    assert not np.array_equal(picture(scene), before)
    scene.highlight_pore(None)
    np.testing.assert_array_equal(picture(scene), before)
    with pytest.raises(ValueError, match="1 to 2"):
        scene.highlight_pore(3)


def test_a_hidden_pore_is_neither_seen_nor_picked(scene, pores):
    scene.show(solid=False, binder=False)
    scene.set_pores(pores)
    both = picture(scene)
    scene.show_pores(np.array([False, True]))
    image = picture(scene)
    assert not np.array_equal(image[:, :130], both[:, :130])
    picked = {scene.pick(x, y) for x in range(0, 320, 20) for y in range(0, 240, 20)}
    assert picked == {0, 2}
    scene.show_pores(None)
    np.testing.assert_array_equal(picture(scene), both)


def test_the_neighbours_of_the_highlighted_pore_keep_their_colours(scene, pores):
    alone = dataclasses.replace(pores, neighbours=pores.neighbours[:0])
    images = []
    for which in (pores, alone):
        scene.set_pores(which, np.array([0.0, 1.0]), limits=(0, 1))
        scene.highlight_pore(1)
        images.append(picture(scene).astype(int))
    beside, muted = (image[100:140, 190:240] for image in images)
    assert np.ptp(beside, axis=2).mean() > 1.5 * np.ptp(muted, axis=2).mean()


def test_dark_theme_is_darker(scene):
    light = picture(scene).mean()
    scene.set_theme("dark")
    assert picture(scene).mean() < 0.5 * light


def test_hidden_parts_are_not_drawn(scene):
    scene.show(solid=False, binder=False, axes=False, inlet=False, scale=False)
    scene.renderer.SetGradientBackground(False)
    image = picture(scene)
    assert np.all(image == image[0, 0])
    with pytest.raises(ValueError, match="frame"):
        scene.show(frame=True)


def test_binder_is_darker_than_active_material(scene):
    scene.show(axes=False, inlet=False, scale=False, binder=False)
    scene.set_cutaway(Cutaway.NONE)
    active = picture(scene)
    scene.show(solid=False, binder=True)
    binder = picture(scene)
    # The darkest tenth of what is drawn, well away from the bright background.
    assert np.percentile(binder[binder < 200], 50) < np.percentile(
        active[active < 220], 50
    )


def test_array_of_another_shape_is_refused(scene):
    with pytest.raises(ValueError, match="shape"):
        scene.set_liquid(np.zeros((3, 3, 3), dtype=np.uint8))


def test_two_scenes_share_a_plotter(phases, filling):
    import pyvista

    plotter = pyvista.Plotter(
        off_screen=True, shape=(1, 2), window_size=[400, 200], lighting="none"
    )
    try:
        left, right = (
            ElectrodeScene(plotter, renderer_index=index) for index in range(2)
        )
        for scene in (left, right):
            scene.set_phases(phases)
        right.set_liquid(filling.frames[-1])
        image = picture(left)
        assert share_of_teal(image[:, 200:]) > 2 * share_of_teal(image[:, :200])
    finally:
        plotter.close()


def test_closed_scene_is_set_free(phases):
    with offscreen_scene(SIZE) as scene:
        scene.set_phases(phases)
        picture(scene)
        reference = weakref.ref(scene)
    del scene
    gc.collect()
    assert reference() is None


def test_snapshot_shows_a_sample_of_one_phase(phases):
    from wetview.volume.phases import Phases

    empty = Phases(np.zeros_like(phases.labels), phases.voxel_m, "empty")
    image = snapshot(empty, size=(200, 160))
    assert image.shape == (160, 200, 3)
