"""How a camera moves: from geometry alone."""

import numpy as np
import pytest

from wetview.scene.viewpoint import (
    CameraMove,
    KeyFrame,
    Viewpoint,
    between,
    turning_view,
)

FRONT = Viewpoint((0.0, -100.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 10.0)
RIGHT = Viewpoint((100.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 40.0)
BEHIND = Viewpoint((0.0, 100.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 10.0)


def test_quarter_turn_ends_at_the_right():
    assert np.allclose(FRONT.turned(90).position, RIGHT.position)


def test_turntable_ends_where_it_began():
    move = CameraMove("turntable", turn_deg=360)
    assert np.allclose(move.at(1.0, FRONT).position, FRONT.position)
    assert np.allclose(move.at(0.5, FRONT).position, BEHIND.position)


def test_half_way_is_half_the_angle_and_the_geometric_mean_of_the_scales():
    keys = (KeyFrame(0, FRONT), KeyFrame(1, RIGHT))
    half = between(keys, 0.5)
    assert np.allclose(half.position, 100 * np.array([1, -1, 0]) / np.sqrt(2))
    assert half.scale == pytest.approx(20)


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_camera_keeps_its_distance_on_the_way(share):
    keys = (KeyFrame(0, FRONT), KeyFrame(1, BEHIND))
    view = between(keys, share)
    assert np.linalg.norm(view.position) == pytest.approx(100)
    assert np.isfinite(view.up).all()


def test_key_frames_may_come_in_any_order_and_hold_at_the_ends():
    keys = (KeyFrame(0.8, RIGHT), KeyFrame(0.2, FRONT))
    assert between(keys, 0.0) == FRONT
    assert between(keys, 0.9) == RIGHT


def test_narrower_picture_shows_as_much_of_the_width():
    view = Viewpoint(FRONT.position, FRONT.focus, FRONT.up, 10.0, aspect=2.0)
    # Half of the width is scale x aspect: 20 in the picture it was chosen in.
    assert view.place(1.0)["scale"] * 1.0 == pytest.approx(20)
    assert view.place(3.0)["scale"] == pytest.approx(10)


def test_turning_sample_stays_in_the_picture():
    size_um = np.array([60.0, 40.0, 30.0])
    view = turning_view(FRONT, size_um, aspect=1.5)
    corners = np.array(list(np.ndindex(2, 2, 2))) * size_um
    for degrees in range(0, 360, 15):
        turned = view.turned(degrees)
        towards = np.array(turned.position) - np.array(turned.focus)
        towards /= np.linalg.norm(towards)
        up = np.array(turned.up) - (np.array(turned.up) @ towards) * towards
        up /= np.linalg.norm(up)
        seen = corners - np.array(turned.focus)
        assert np.abs(seen @ up).max() < view.scale
        assert np.abs(seen @ np.cross(up, towards)).max() < 1.5 * view.scale
