import numpy as np
import pytest
from vtkmodules.vtkRenderingCore import vtkTextRenderer

from wetview.scene.annotations import BoxAxes, nice_length
from wetview.scene.marks import InletMark, ScaleBar
from wetview.scene.theme import DARK, LIGHT, scene_theme
from wetview.volume.faces import FACES


@pytest.mark.parametrize(
    ("at_most", "expected"), [(37.0, 20.0), (50.0, 50.0), (0.7, 0.5), (1.0, 1.0)]
)
def test_scale_bar_lengths_are_round(at_most, expected):
    assert nice_length(at_most) == pytest.approx(expected)


def test_scale_bar_shortens_when_the_picture_is_magnified():
    bar = ScaleBar(1.0)
    bar.follow(um_per_px=0.1, width_px=1000, scale=1)
    assert bar.length_um == pytest.approx(20)
    bar.follow(um_per_px=0.01, width_px=1000, scale=1)
    assert bar.length_um == pytest.approx(2)


def test_theme_is_found_by_its_name():
    assert scene_theme("dark") is DARK
    assert scene_theme(LIGHT) is LIGHT
    with pytest.raises(ValueError, match="'pink'"):
        scene_theme("pink")


def _rectangle(text, screen, um_per_px):
    """Left, right, bottom and top of a text in pixels, by VTK's own measure."""
    at = screen @ np.array(text.GetPositionCoordinate().GetValue()) / um_per_px
    box = [0, 0, 0, 0]
    assert vtkTextRenderer.GetInstance().GetBoundingBox(
        text.GetTextProperty(), text.GetInput(), box, 72
    )
    half = np.array([box[1] - box[0], box[3] - box[2]]) / 2
    return np.stack([at - half, at + half], axis=1)


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_no_title_lies_on_the_numbers_of_its_axis(text_scale):
    rng = np.random.default_rng(5)
    axes = BoxAxes(text_scale)
    axes.set_size((64.0, 48.0, 48.0))
    # As small as a pane of a small window, and of any direction but along an axis.
    um_per_px = 0.35
    for _ in range(100):
        towards, sideways = rng.uniform(0.15, 1, (2, 3)) * rng.choice([-1, 1], (2, 3))
        towards /= np.linalg.norm(towards)
        up = np.cross(towards, sideways)
        up /= np.linalg.norm(up)
        axes.follow(towards, up, text_scale * um_per_px)
        screen = np.array([np.cross(up, towards), up])
        texts = axes.actors[2:]
        numbers, titles = texts[:-3], texts[-3:]
        for axis, title in enumerate(titles):
            title = _rectangle(title, screen, um_per_px)
            own = numbers[axis * axes.N_LABELS : (axis + 1) * axes.N_LABELS]
            for number in own:
                if number.GetInput() == " ":
                    continue
                other = _rectangle(number, screen, um_per_px)
                apart = np.maximum(title[:, 0], other[:, 0]) - np.minimum(
                    title[:, 1], other[:, 1]
                )
                assert apart.max() >= -1, (axis, number.GetInput(), towards, up)


@pytest.mark.parametrize("face", FACES)
def test_the_arrow_of_the_inlet_points_at_its_face_from_outside(face):
    size_um = (40.0, 30.0, 24.0)
    mark = InletMark(1.0)
    mark.set_place(size_um, face)
    frame, arrow, _ = mark.actors
    axis = "xyz".index(face[0])
    at = size_um[axis] if face[1] == "+" else 0.0
    frame_low, frame_high = np.array(frame.GetBounds()).reshape(3, 2)[axis]
    assert (frame_low, frame_high) == pytest.approx((at, at))
    low, high = np.array(arrow.GetBounds()).reshape(3, 2)[axis]
    depth = sorted(abs(np.array([low, high]) - at))
    assert (low >= at) if face[1] == "+" else (high <= at)
    # The tip is close to the face, the tail a third of the longest edge away.
    assert depth[0] < 2
    assert depth[1] == pytest.approx(0.34 * 40)
    across = np.delete(np.array(arrow.GetBounds()).reshape(3, 2).mean(axis=1), axis)
    assert across == pytest.approx(np.delete(np.array(size_um) / 2, axis), abs=0.1)
