from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wetview.errors import UserError
from wetview.volume import Box, Phases, Volume, box_for, crop, resample


def test_the_whole_box_has_the_shape_of_the_volume() -> None:
    assert Box.whole((4, 5, 6)).shape == (4, 5, 6)


def test_a_centred_box_leaves_the_same_on_both_sides() -> None:
    assert Box.centred((10, 11, 12), (4, 5, 6)) == Box((3, 7), (3, 8), (3, 9))


def test_a_centred_box_larger_than_the_volume_is_refused() -> None:
    with pytest.raises(UserError, match=r"along y is 0:20 .* 11 voxels"):
        Box.centred((10, 11, 12), (4, 20, 6))


def test_a_typed_box_is_understood() -> None:
    assert Box.parse("0:64, 1:48,2:50") == Box((0, 64), (1, 48), (2, 50))


@pytest.mark.parametrize("text", ["", "0:64", "0:64,0:48", "a:b,0:1,0:1", "1,2,3"])
def test_a_box_that_is_not_understood_shows_how_to_write_it(text: str) -> None:
    with pytest.raises(UserError, match="x0:x1,y0:y1,z0:z1"):
        Box.parse(text)


@pytest.mark.parametrize("text", ["5:5,0:1,0:1", "6:5,0:1,0:1", "-1:5,0:1,0:1"])
def test_a_box_without_voxels_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="The crop along x is"):
        Box.parse(text)


def test_cropping_keeps_name_voxel_size_and_values(half_and_half: Phases) -> None:
    box = Box((3, 6), (1, 4), (0, 2))

    part = crop(half_and_half, box)

    np.testing.assert_array_equal(part.labels, half_and_half.labels[3:6, 1:4, 0:2])
    assert (part.name, part.voxel_m) == (half_and_half.name, half_and_half.voxel_m)


def test_a_grey_volume_is_cropped_to_a_volume_of_its_own() -> None:
    volume = Volume(np.arange(24).reshape(2, 3, 4), None, "grey")

    part = crop(volume, Box((0, 1), (0, 3), (0, 4)))
    part.voxels[:] = 0

    assert volume.voxels.max() == 23
    assert volume.voxels[0].max() == 11


def test_a_crop_outside_the_volume_is_refused(half_and_half: Phases) -> None:
    with pytest.raises(UserError, match=r"along z is 0:5 but the volume has 4"):
        crop(half_and_half, Box((0, 8), (0, 6), (0, 5)))


def test_the_box_for_a_grid_lies_in_the_middle() -> None:
    box = box_for((251, 301, 301), 0.4e-6, grid=(64, 48, 48), grid_voxel_m=1e-6)

    assert box.shape == (160, 120, 120)
    assert box.x == (45, 205)


def test_the_box_for_a_grid_ends_where_the_volume_ends() -> None:
    box = box_for((50, 301, 301), 0.4e-6, grid=(64, 48, 48), grid_voxel_m=1e-6)

    assert box.shape == (50, 120, 120)


@given(st.floats(0.2, 1.0), st.tuples(*[st.integers(2, 8)] * 3))
def test_the_box_for_a_grid_resamples_to_that_grid(
    voxel_um: float, grid: tuple[int, int, int]
) -> None:
    shape = (45, 46, 47)
    phases = Phases(np.zeros(shape, dtype=np.uint8), voxel_um * 1e-6, "empty")

    box = box_for(shape, phases.voxel_m, grid=grid, grid_voxel_m=1e-6)

    assert resample(crop(phases, box), 1e-6).shape == grid
