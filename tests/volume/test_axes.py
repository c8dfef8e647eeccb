from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import to_xyz


@pytest.mark.parametrize(
    ("thickness_axis", "shape"), [(0, (2, 3, 4)), (1, (3, 2, 4)), (2, (4, 2, 3))]
)
def test_the_thickness_axis_comes_first_and_the_others_keep_their_order(
    thickness_axis: int, shape: tuple[int, int, int]
) -> None:
    assert to_xyz(np.zeros((2, 3, 4)), thickness_axis).shape == shape


def test_voxels_keep_their_values_when_the_axes_are_turned() -> None:
    array = np.arange(24).reshape(2, 3, 4)

    turned = to_xyz(array, 2)

    assert turned[3, 1, 2] == array[1, 2, 3]
    assert turned.flags.c_contiguous


@pytest.mark.parametrize("thickness_axis", [-1, 3])
def test_an_axis_that_a_volume_has_not_is_refused(thickness_axis: int) -> None:
    with pytest.raises(UserError, match=f"axis is {thickness_axis}.*0, 1 or 2"):
        to_xyz(np.zeros((2, 3, 4)), thickness_axis)
