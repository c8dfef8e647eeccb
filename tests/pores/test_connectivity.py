from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import connected_fractions, label_pores, require_filling_path
from wetview.volume import Phase, Phases, generate_electrode


def _sample(is_pore: np.ndarray) -> Phases:
    labels = np.where(is_pore, Phase.PORE, Phase.ACTIVE_MATERIAL).astype(np.uint8)
    return Phases(labels, 1e-6, "test")


def test_the_share_counts_only_what_joins_both_faces():
    is_pore = np.zeros((8, 5, 5), dtype=bool)
    is_pore[:, 1, 1] = True
    is_pore[:4, 3, 3] = True
    assert connected_fractions(is_pore) == pytest.approx((8 / 12, 0, 0))


def test_corners_do_not_join():
    is_pore = np.zeros((2, 2, 2), dtype=bool)
    is_pore[0, 0, 0] = is_pore[1, 1, 1] = True
    assert connected_fractions(is_pore) == (0, 0, 0)


@pytest.mark.parametrize("porosity", [0.25, 0.5])
def test_pores_join_the_faces_as_their_voxels_do(porosity):
    phases = generate_electrode((30, 26, 22), porosity=porosity, seed=4)
    assert label_pores(phases).connected_fractions == pytest.approx(
        connected_fractions(phases.is_pore)
    )


def test_pores_that_end_inside_join_nothing():
    is_pore = np.zeros((12, 9, 9), dtype=bool)
    is_pore[:9, 4, 4] = is_pore[3:, 1, 1] = is_pore[2, :, 7] = True
    pores = label_pores(_sample(is_pore))
    assert pores.connected_fractions == pytest.approx((0, 9 / 27, 0))


def test_a_sample_without_pores_is_refused():
    with pytest.raises(UserError, match="no pore voxel"):
        require_filling_path(_sample(np.zeros((4, 4, 4), dtype=bool)))


def test_a_sample_closed_at_the_inlet_is_refused():
    is_pore = np.ones((6, 4, 4), dtype=bool)
    is_pore[0] = False
    with pytest.raises(UserError, match="no pore at its inlet"):
        require_filling_path(_sample(is_pore))


def test_a_blocked_sample_names_the_axes_that_lead_through():
    is_pore = np.ones((6, 4, 4), dtype=bool)
    is_pore[3] = False
    with pytest.raises(UserError, match="do lead through along y and z"):
        require_filling_path(_sample(is_pore))


def test_another_inlet_needs_its_own_way_through():
    is_pore = np.ones((6, 4, 4), dtype=bool)
    is_pore[3] = False
    require_filling_path(_sample(is_pore), inlet="y+")
    with pytest.raises(UserError, match="outlet along x"):
        require_filling_path(_sample(is_pore), inlet="x+")


def test_the_inlet_is_named_where_it_is_closed():
    is_pore = np.ones((6, 4, 4), dtype=bool)
    is_pore[:, :, -1] = False
    with pytest.raises(UserError, match="the face at the end of z"):
        require_filling_path(_sample(is_pore), inlet="z+")


def test_pores_need_not_lead_to_a_closed_outlet():
    is_pore = np.ones((6, 4, 4), dtype=bool)
    is_pore[3] = False
    require_filling_path(_sample(is_pore), outlet_is_open=False)
