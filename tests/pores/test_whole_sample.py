"""Numbers of a whole pore space that follow from its shape."""

from __future__ import annotations

import edt
import numpy as np
import pytest
from scipy.sparse.linalg import spsolve

from wetview.pores.sizes import pore_sizes
from wetview.pores.slow_flow import (
    Links,
    half_links,
    joins_both_faces,
    touching_voxels,
)
from wetview.pores.tortuosity import tortuosity_factor


def _distance(is_pore: np.ndarray) -> np.ndarray:
    return edt.edt(is_pore, black_border=False)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_straight_channels_have_a_tortuosity_of_one(axis):
    is_pore = np.zeros((12, 10, 10), dtype=bool)
    is_pore[:, 2:5, 3:7] = True
    turned = np.moveaxis(is_pore, 0, axis)
    assert tortuosity_factor(turned, axis) == pytest.approx(1, abs=1e-4)
    assert tortuosity_factor(turned, (axis + 1) % 3) == np.inf


def test_the_cells_do_not_change_what_is_solved() -> None:
    is_pore = np.random.default_rng(0).random((24, 14, 14)) < 0.6
    through = joins_both_faces(is_pore)
    one, other = touching_voxels(through)
    conductivity = np.ones(int(through.sum()))
    first, last = (half_links(through, at, conductivity) for at in (0, -1))
    links = Links(one, other, np.ones(len(one), np.float32), first + last)
    flux = float(last @ spsolve(links.matrix(), first))
    factor = is_pore.mean() * 14 * 14 / (24 * flux)
    # the iteration ends when the fluxes at both ends differ by 1e-4
    assert tortuosity_factor(is_pore, 0) == pytest.approx(factor, rel=2e-4)


def test_a_blocked_channel_counts_as_porosity_and_conducts_nothing():
    # Three rows of channels of equal section, of which one is blocked in one layer.
    is_pore = np.zeros((10, 6, 3), dtype=bool)
    is_pore[:, 0] = is_pore[:, 2] = is_pore[:, 4] = True
    is_pore[4, 2] = False
    porosity = 29 * 3 / 180  # and two of six rows conduct
    assert tortuosity_factor(is_pore, 0) == pytest.approx(porosity / (2 / 6), rel=1e-4)


@pytest.mark.shared
def test_the_published_surface_and_connectivity_are_found():
    from pathlib import Path

    import tifffile

    from wetview.pores import connected_fractions
    from wetview.pores.pore_space import faces_between

    folder = Path(__file__).parents[3] / "shared" / "data"
    path = folder / "nmc-polaron-synthetic.tiff"
    if not path.exists():
        pytest.skip("the reference volumes are not beside the checkout")
    voxels = tifffile.imread(path)
    # Published: 374 028 per m of uncorrected faces of the active material.
    assert faces_between(voxels == 85) / voxels.size / 0.390625e-6 == pytest.approx(
        374_028, rel=1e-3
    )
    assert connected_fractions(voxels == 0)[0] == pytest.approx(0.9989, abs=1e-4)


def test_a_slit_is_as_wide_as_it_is():
    is_pore = np.zeros((16, 11, 16), dtype=bool)
    is_pore[:, 3:8] = True
    sizes = pore_sizes(_distance(is_pore))
    assert sizes.share[sizes.diameter_vx == 5] == pytest.approx([1])
    assert sizes.mean_vx == pytest.approx(5)
    assert sizes.percentile_vx(50) == 5


def test_two_slits_share_the_volume_by_their_widths():
    is_pore = np.zeros((16, 20, 16), dtype=bool)
    is_pore[:, 2:5] = is_pore[:, 9:16] = True
    sizes = pore_sizes(_distance(is_pore))
    assert sizes.share[sizes.diameter_vx == 3] == pytest.approx([0.3])
    assert sizes.share[sizes.diameter_vx == 7] == pytest.approx([0.7])
    assert (sizes.percentile_vx(20), sizes.percentile_vx(80)) == (3, 7)


def test_without_pores_or_without_solid_there_are_no_sizes():
    assert pore_sizes(np.zeros((4, 4, 4), dtype=np.float32)) is None
    assert pore_sizes(_distance(np.ones((4, 4, 4), dtype=bool))) is None
