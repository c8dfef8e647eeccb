import pytest

from wetview.scene.annotations import nice_length
from wetview.scene.marks import ScaleBar
from wetview.scene.theme import DARK, LIGHT, scene_theme


@pytest.mark.parametrize(
    ("at_most", "expected"), [(37.0, 20.0), (50.0, 50.0), (0.7, 0.5), (1.0, 1.0)]
)
def test_scale_bar_lengths_are_round(at_most, expected):
    assert nice_length(at_most) == pytest.approx(expected)


def test_scale_bar_shortens_when_the_picture_is_magnified():
    bar = ScaleBar(1.0)
    bar.follow(um_per_px=0.1, width_px=1000)
    assert bar.length_um == pytest.approx(20)
    bar.follow(um_per_px=0.01, width_px=1000)
    assert bar.length_um == pytest.approx(2)


def test_theme_is_found_by_its_name():
    assert scene_theme("dark") is DARK
    assert scene_theme(LIGHT) is LIGHT
    with pytest.raises(ValueError, match="'pink'"):
        scene_theme("pink")
