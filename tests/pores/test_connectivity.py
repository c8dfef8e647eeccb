from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import connected_fractions, require_filling_path
from wetview.volume import Phase, Phases


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
