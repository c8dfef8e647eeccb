"""A slice of one pore: figure 5B."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.plots.pore_slice import pore_slice, pore_slice_figure, pore_slice_table
from wetview.pores.geometry import measure_pores
from wetview.volume import Phases


@pytest.fixture
def sample():
    """Two boxes of 2 um voxels that share a face of 3 x 4 voxels, at x = 6."""
    labels = np.zeros((12, 7, 9), np.int32)
    labels[2:6, 2:5, 2:6] = 1
    labels[6:9, 2:5, 2:6] = 2
    phases = Phases((labels == 0).astype(np.uint8), 2e-6, "two boxes")
    return phases, measure_pores(labels, 2e-6)


def test_edges_towards_solid_and_pore_are_told_apart(sample):
    cut = pore_slice(*sample, 1)
    # Across y the box has 4 x 4 voxels, across z 4 x 3: the larger is taken.
    assert cut.axis == 1
    assert cut.own.sum() == 16
    assert len(cut.contact) == 4
    assert len(cut.wall) == 12
    assert set(cut.contact[:, :, 0].ravel()) == {6.0}


def test_the_figure_says_volume_surface_contact_and_place(sample):
    figure = pore_slice_figure(*sample, 1)
    words = " ".join(text.get_text() for text in figure.legends[0].get_texts())
    assert "Volume 384 µm³" in words  # 48 voxels of 8 um3
    assert "8.0 µm deep" in words
    (row,) = pore_slice_table(sample[1], 1).rows
    assert row[3] == pytest.approx(12 * 4 * 2 / 3)


def test_a_place_in_depth_counts_from_the_inlet_that_is_used(sample):
    (row,) = pore_slice_table(sample[1], 1, inlet="x+").rows
    assert row[-1] == pytest.approx(24 - 8)
    assert pore_slice_figure(*sample, 1, inlet="y-").axes


def test_a_pore_that_is_not_there_is_said(sample):
    with pytest.raises(UserError, match="no pore 3"):
        pore_slice(*sample, 3)


def test_the_colours_of_every_theme_hold_all_phases(sample):
    phases, pores = sample
    labels = phases.labels.copy()
    labels[0] = 2
    phases = dataclasses.replace(phases, labels=labels)
    for theme in ("light", "dark", "print"):
        assert pore_slice_figure(phases, pores, 2, theme=theme).axes


@pytest.mark.parametrize("at", [0, 20, 38])
def test_a_small_pore_far_from_the_inlet_is_no_line(at):
    labels = np.zeros((200, 40, 40), np.int32)
    labels[190, at, at] = 1
    phases = Phases((labels == 0).astype(np.uint8), 1e-6, "one voxel")
    (axes,) = pore_slice_figure(phases, measure_pores(labels, 1e-6), 1).axes
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    assert right - left > 190
    assert 0 <= low <= at < high <= 40
    # 0.4 of 197 um would be 79: all that the sample has.
    assert high - low == 40
