import dataclasses

import numpy as np
import pytest
import pyvista

from wetview.filling import compare_fillings
from wetview.scene import (
    Clip,
    ComparisonData,
    ComparisonScene,
    ComparisonView,
    Instant,
    Panes,
    PaneSource,
    SceneLook,
    comparison_picture,
)
from wetview.scene.layers import Layer
from wetview.scene.offscreen import picture
from wetview.scene.surfaces import closed_surface, smooth_field

pytestmark = pytest.mark.gl

SIZE = (640, 320)
LIQUID = (PaneSource("first", "electrolyte"), PaneSource("second", "electrolyte"))
BARE = SceneLook(axes=False)


@pytest.fixture(scope="module")
def data(phases, pores, filling):
    slow = dataclasses.replace(
        filling,
        name="slow",
        time_s=2 * filling.time_s,
        frame_time_s=2 * filling.frame_time_s,
    )
    compared = compare_fillings(filling, slow, phases.is_pore)
    return ComparisonData(phases, pores, filling, slow, compared)


@pytest.fixture(scope="module")
def end(filling):
    return Instant(float(filling.time_s[-1]), float(filling.time_s[-1]))


@pytest.fixture
def panes():
    plotter = pyvista.Plotter(
        off_screen=True,
        shape=(1, 4),
        window_size=list(SIZE),
        lighting="none",
        border=False,
    )
    yield Panes(plotter)
    plotter.close()


def shown(panes, data, view, instant):
    scene = ComparisonScene(panes)
    scene.set_view(view)
    scene.set_data(data)
    scene.show(instant)
    panes.reset_camera()
    return scene, picture(panes.scenes[0])


def share_of(image, colour):
    red, green, blue = (image[..., i].astype(int) for i in range(3))
    is_it = {
        "teal": (blue > red + 40) & (green > red + 20),
        "blue": (blue > red + 25) & (green < blue - 15),
        "orange": (red > blue + 40) & (green < red - 20),
    }[colour]
    return float(np.mean(is_it))


def halves(image):
    return image[:, : SIZE[0] // 2], image[:, SIZE[0] // 2 :]


def test_the_faster_filling_shows_more_liquid_than_the_slower(panes, data, filling):
    half = Instant(float(filling.time_s[2]), float(filling.time_s[2]))
    _, image = shown(panes, data, ComparisonView(2, LIQUID, look=BARE), half)
    first, second = (share_of(part, "teal") for part in halves(image))
    assert first > 1.15 * second > 0


def test_at_equal_saturation_fillings_that_differ_in_speed_alone_look_the_same(
    panes, data, filling
):
    time_s = float(filling.time_s[2])
    _, image = shown(
        panes, data, ComparisonView(2, LIQUID, look=BARE), Instant(time_s, 2 * time_s)
    )
    first, second = (part[80:].astype(int) for part in halves(image))
    # The captions in the upper quarter differ; the rest may by rounding.
    assert np.abs(first - second).mean() < 0.5


def test_four_panes_show_four_different_pictures(panes, data, end):
    view = ComparisonView(
        4, (*LIQUID, PaneSource("difference", "time"), PaneSource("pores", "error"))
    )
    instant = Instant(end.first_s / 2, end.second_s / 2)
    _, image = shown(panes, data, view, instant)
    height, width = SIZE[1] // 2, SIZE[0] // 2
    parts = [
        image[y : y + height, x : x + width] for y in (0, height) for x in (0, width)
    ]
    for number, part in enumerate(parts):
        assert part.std() > 5
        for other in parts[number + 1 :]:
            assert np.abs(part.astype(int) - other).mean() > 1


def test_one_pane_takes_the_whole_window(panes, data, end):
    _, image = shown(panes, data, ComparisonView(1, LIQUID), end)
    assert share_of(halves(image)[1], "teal") > 0.02
    assert [panes.at(x, 100) for x in (10, 630)] == [0, 0]


def test_panes_are_found_by_their_place(panes):
    panes.set_count(4)
    places = [(10, 310), (630, 310), (10, 10), (630, 10)]
    assert [panes.at(x, y) for x, y in places] == [0, 1, 2, 3]
    panes.show(False)
    assert panes.at(10, 10) is None


def test_one_camera_turns_all_panes_until_they_are_unlinked(panes, data, end):
    scene, _ = shown(panes, data, ComparisonView(2, LIQUID), end)
    first, second = panes.cameras
    first.azimuth += 40
    assert second.position == pytest.approx(first.position)
    scene.set_view(ComparisonView(2, LIQUID, linked=False))
    first, second = panes.cameras
    before = second.position
    assert before == pytest.approx(first.position)
    first.azimuth += 40
    assert second.position == pytest.approx(before)
    assert first.position != pytest.approx(before)
    scene.set_view(ComparisonView(2, LIQUID, linked=True))
    first, second = panes.cameras
    assert second.position == pytest.approx(first.position)


def test_difference_is_blue_where_the_first_is_ahead(panes, data, end):
    source = (PaneSource("difference", "time"),)
    hidden = SceneLook(solid="hidden", axes=False)
    _, image = shown(panes, data, ComparisonView(1, source, look=hidden), end)
    image = image[80:, :520]  # without caption and legend
    assert share_of(image, "blue") > 20 * share_of(image, "orange")
    assert share_of(image, "blue") > 0.02


def test_difference_turns_orange_when_the_fillings_are_exchanged(panes, data, end):
    exchanged = dataclasses.replace(
        data,
        first=data.second,
        second=data.first,
        compared=compare_fillings(data.second, data.first, data.phases.is_pore),
    )
    source = (PaneSource("difference", "time"),)
    hidden = SceneLook(solid="hidden", axes=False)
    _, image = shown(panes, exchanged, ComparisonView(1, source, look=hidden), end)
    image = image[80:, :520]
    # The frame round the inlet is bluish.
    assert share_of(image, "orange") > 5 * share_of(image, "blue")


def test_liquid_now_is_blue_where_it_is_in_the_first_alone(panes, data, filling):
    instant = Instant(float(filling.time_s[-1]), 0.0)
    source = (PaneSource("difference", "now"),)
    hidden = SceneLook(solid="hidden", axes=False)
    _, image = shown(panes, data, ComparisonView(1, source, look=hidden), instant)
    assert share_of(image[80:, :520], "blue") > 0.05


def test_slices_and_clip_change_the_picture(panes, data, filling):
    half = Instant(float(filling.time_s[2]), 0.0)
    pictures = []
    for look in (
        SceneLook(solid="hidden"),
        SceneLook(solid="hidden", slices=(10, None, 5)),
        SceneLook(solid="hidden", clip=Clip((0, 8), (0, 24), (0, 20))),
        SceneLook(solid="translucent"),
        SceneLook(solid="whole"),
    ):
        _, image = shown(panes, data, ComparisonView(1, LIQUID, look=look), half)
        pictures.append(image)
    for number, one in enumerate(pictures):
        for other in pictures[number + 1 :]:
            assert np.abs(one.astype(int) - other).mean() > 0.1


def test_a_slice_shows_liquid_where_it_is(panes, data, filling):
    """The plane across z at half time: its left half is wet, its right half dry."""
    look = SceneLook(solid="hidden", slices=(None, None, 1), axes=False)
    scene, _ = shown(panes, data, ComparisonView(1, LIQUID, look=look), Instant(0, 0))
    dry = share_of(picture(panes.scenes[0]), "teal")
    scene.show(Instant(float(filling.time_s[-1]), 0.0))
    panes.scenes[0].show(liquid=False)
    wet = share_of(picture(panes.scenes[0]), "teal")
    assert wet > dry + 0.03


def test_a_highlighted_pore_is_seen_in_every_pane(panes, data, end):
    scene, before = shown(
        panes, data, ComparisonView(2, LIQUID, look=BARE), Instant(0, 0)
    )
    scene.highlight_pore(2)
    after = picture(panes.scenes[0])
    for old, new in zip(halves(before), halves(after), strict=True):
        assert share_of(new, "orange") > share_of(old, "orange") + 0.02
    scene.highlight_pore(None)
    np.testing.assert_array_equal(picture(panes.scenes[0]), before)


def test_the_camera_flies_to_a_pore(panes, data, end):
    shown(panes, data, ComparisonView(2, LIQUID), end)
    direction = np.array(panes.cameras[0].direction)
    panes.fly_to(data.pores, 2)
    camera = panes.cameras[1]
    expected = (data.pores.table.centre_vx[1] + 0.5) * data.pores.voxel_m * 1e6
    np.testing.assert_allclose(camera.focal_point, expected)
    np.testing.assert_allclose(camera.direction, direction, atol=1e-6)


def test_fewer_triangles_are_drawn_while_the_view_moves(panes, data, end):
    shown(panes, data, ComparisonView(2, LIQUID), end)

    def n_triangles():
        actors = panes.scenes[0].renderer.GetActors()
        inputs = [actor.GetMapper().GetInputDataObject(0, 0) for actor in actors]
        return sum(surface.GetNumberOfCells() for surface in inputs)

    fine, image = n_triangles(), picture(panes.scenes[0])
    panes.set_coarse(True)
    assert n_triangles() <= fine
    panes.set_coarse(False)
    assert n_triangles() == fine
    np.testing.assert_array_equal(picture(panes.scenes[0]), image)


def test_a_picture_is_as_large_as_asked_and_smoother_when_supersampled(data, end):
    view = ComparisonView(2, LIQUID, look=BARE)
    plain, smooth = (
        comparison_picture(
            data, view, end, size=(400, 200), supersampling=n, theme="print"
        )
        for n in (1, 2)
    )
    assert plain.shape == smooth.shape == (200, 400, 3)
    # Steps at edges are large differences between neighbours.
    steps = [
        np.mean(np.abs(np.diff(image.astype(int), axis=1)).sum(axis=2) > 250)
        for image in (plain, smooth)
    ]
    assert steps[1] < steps[0]


def test_dark_edges_are_lines_in_every_pane_and_go_again(panes, data, end):
    def dark_share(depth):
        look = dataclasses.replace(BARE, solid="whole", depth=depth)
        _, image = shown(panes, data, ComparisonView(2, LIQUID, look=look), end)
        halves = np.array_split(image, 2, axis=1)
        return np.array([np.mean(half.max(axis=2) < 60) for half in halves])

    plain, edges = dark_share("plain"), dark_share("edges")
    # Lines, and not the darkness of whole surfaces.
    assert (edges > plain + 0.002).all()
    assert (edges < plain + 0.1).all()
    assert dark_share("plain") == pytest.approx(plain)


@pytest.mark.parametrize("opacity", [1.0, 0.2])
def test_only_what_is_opaque_has_edges(opacity):
    layer = Layer()
    layer.set_surface(closed_surface(smooth_field(np.ones((4, 5, 6), dtype=bool)), 2.0))
    layer.actor.GetProperty().SetOpacity(opacity)
    layer.set_edge(0.5)
    layer.show(True)
    assert layer.edge.GetVisibility() == (opacity == 1)
    # A box with lines of half a micrometre is half a micrometre larger, all round.
    inner, outer = (
        layer.actor.GetBounds(),
        layer.edge.GetMapper().GetInput().GetBounds(),
    )
    grown = np.subtract(outer, inner)
    assert (grown[1::2] > 0.2).all()
    assert (grown[1::2] <= 0.5 + 1e-6).all()
    layer.show(False)
    assert not layer.edge.GetVisibility()


def test_pores_that_are_not_found_leave_a_picture(panes, data, end):
    bare = ComparisonData(data.phases, None, data.first, None, None)
    view = ComparisonView(
        4,
        (
            PaneSource("pores", "error"),
            PaneSource("second"),
            PaneSource("difference", "time"),
            PaneSource("first", "fill_time"),
        ),
    )
    _, image = shown(panes, bare, view, end)
    assert image.std() > 5
