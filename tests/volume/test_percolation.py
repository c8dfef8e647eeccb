from __future__ import annotations

import numpy as np
import pytest

from wetview.volume import Phases, pore_space_in_words
from wetview.volume.percolation import through_axes


def _phases(labels: np.ndarray) -> Phases:
    return Phases(np.ascontiguousarray(labels.astype(np.uint8)), 1e-6, "a")


def _solid() -> np.ndarray:
    return np.ones((6, 6, 6))


def _channel(axis: int) -> np.ndarray:
    labels = _solid()
    labels[:, 3, 3] = 0
    return np.moveaxis(labels, 0, axis)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_channel_leads_through_along_its_own_axis_only(axis: int) -> None:
    along = through_axes(_channel(axis) == 0)

    assert [index for index in range(3) if along[index]] == [axis]


def test_touching_by_an_edge_joins_nothing() -> None:
    labels = _solid()
    labels[:3, 3, 3] = labels[3:, 4, 3] = 0

    assert through_axes(labels == 0) == (False, False, False)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (_solid(), "no pore"),
        (np.zeros((6, 6, 6)), "all pore"),
        (np.where(np.arange(216).reshape(6, 6, 6) == 100, 0, 1), "single pore voxel"),
        (_channel(1), "along y"),
        (np.minimum(_channel(1), _channel(2)), "along y and z"),
        (np.concatenate([np.zeros((3, 6, 6)), np.ones((3, 6, 6))]), "along y and z"),
    ],
    ids=["none", "all", "one", "only y", "y and z", "half"],
)
def test_what_is_wrong_with_a_pore_space_is_said(labels: np.ndarray, told: str) -> None:
    assert told in pore_space_in_words(_phases(labels))


def test_a_pore_space_that_leads_nowhere_says_so() -> None:
    labels = _solid()
    labels[2:4, 2:4, 2:4] = 0

    assert "any axis" in pore_space_in_words(_phases(labels))


def test_nothing_is_said_where_pores_lead_through_along_x() -> None:
    assert pore_space_in_words(_phases(_channel(0))) == ""
