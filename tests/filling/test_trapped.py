"""Which gas is trapped, and how it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.filling import size_histogram, trapped_gas
from wetview.filling.trapped import saturation_with_real_gas
from wetview.units import ATM

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENDS = ("x-", "x+")


def _liquid(*boxes: tuple[slice, slice, slice]) -> NDArray[np.uint8]:
    """Liquid everywhere in 10 x 8 x 8 voxels, except for boxes of gas."""
    fraction = np.full((10, 8, 8), 255, np.uint8)
    for box in boxes:
        fraction[box] = 0
    return fraction


PORE = np.ones((10, 8, 8), bool)
BUBBLE = (slice(3, 5), slice(3, 5), slice(3, 5))


def test_gas_inside_the_liquid_is_trapped() -> None:
    found = trapped_gas(_liquid(BUBBLE), PORE, open_faces=ENDS)
    assert found.volume_vx.tolist() == [8]
    assert (found.labels[BUBBLE] == 1).all()
    assert np.count_nonzero(found.labels) == 8


def test_gas_that_reaches_an_open_face_is_not_trapped() -> None:
    to_the_outlet = (slice(5, 10), slice(3, 5), slice(3, 5))
    liquid = _liquid(to_the_outlet)
    assert len(trapped_gas(liquid, PORE, open_faces=ENDS)) == 0
    # With a closed outlet there is no way out.
    assert trapped_gas(liquid, PORE, open_faces=["x-"]).volume_vx.tolist() == [20]


def test_solid_beside_gas_is_no_gas() -> None:
    pore = PORE.copy()
    pore[3:5, 3:5, 3] = False
    found = trapped_gas(_liquid(BUBBLE), pore, open_faces=ENDS)
    assert found.volume_vx.tolist() == [4]


def test_the_largest_cluster_comes_first() -> None:
    small, large = (slice(1, 2),) * 3, (slice(4, 7),) * 3
    found = trapped_gas(_liquid(small, large), PORE, open_faces=ENDS)
    assert found.volume_vx.tolist() == [27, 1]
    assert found.labels[1, 1, 1] == 2


def test_voxels_are_joined_by_faces_not_by_edges() -> None:
    one, beside_the_edge = (slice(2, 3),) * 3, (slice(3, 4), slice(3, 4), slice(2, 3))
    found = trapped_gas(_liquid(one, beside_the_edge), PORE, open_faces=ENDS)
    assert found.volume_vx.tolist() == [1, 1]


def test_a_bubble_goes_on_across_periodic_sides() -> None:
    low, high = (
        (slice(4, 6), slice(0, 2), slice(3, 4)),
        (slice(4, 6), slice(7, 8), slice(3, 4)),
    )
    liquid = _liquid(low, high)
    assert len(trapped_gas(liquid, PORE, open_faces=ENDS)) == 2
    joined = trapped_gas(liquid, PORE, open_faces=ENDS, periodic_axes=(1,))
    assert joined.volume_vx.tolist() == [6]


def test_gas_that_reaches_a_vent_across_a_periodic_side_is_free() -> None:
    to_the_vent = (slice(4, 6), slice(0, 2), slice(3, 8))
    across = (slice(4, 6), slice(7, 8), slice(3, 4))
    liquid = _liquid(to_the_vent, across)
    faces = ("x-", "z+")
    assert len(trapped_gas(liquid, PORE, open_faces=faces)) == 1
    assert not len(trapped_gas(liquid, PORE, open_faces=faces, periodic_axes=(1,)))


def test_a_voxel_counts_as_gas_below_one_half() -> None:
    liquid = _liquid()
    liquid[4, 4, 4], liquid[6, 4, 4] = 127, 128
    found = trapped_gas(liquid, PORE, open_faces=ENDS)
    assert found.labels[4, 4, 4] == 1
    assert found.labels[6, 4, 4] == 0


def test_every_cluster_is_in_one_size_class() -> None:
    volume_vx = np.array([1, 2, 3, 4, 7, 8, 2**20, 2**20 - 1, 2**40])
    least_vx, count = size_histogram(volume_vx)
    assert count.sum() == len(volume_vx)
    assert count[:4].tolist() == [1, 2, 2, 1]
    assert count[20] == count[19] == count[-1] == 1
    assert (np.diff(least_vx) == least_vx[:-1]).all()


def test_without_clusters_the_histogram_is_empty() -> None:
    assert not size_histogram(np.zeros(0, np.int64))[1].any()


@pytest.mark.parametrize("excess", [0.5, 1, 8])
def test_real_gas_takes_the_volume_of_boyles_law(excess: float) -> None:
    # The lattice has compressed it by a tenth: its mass would fill more pores.
    found = saturation_with_real_gas(
        0.78, trapped=0.2, trapped_mass=0.22, pressure_pa=excess * ATM
    )
    # 2 % of the pores are gas that is not trapped, and stay so.
    assert found == pytest.approx(0.98 - 0.22 / (1 + excess))


def test_real_gas_is_never_larger_than_it_was_computed() -> None:
    same = saturation_with_real_gas(
        0.8, trapped=0.19, trapped_mass=0.2, pressure_pa=0.0
    )
    assert same == 0.8
