"""What is said in words of an unusual pore space."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import label_pores
from wetview.pores.pore_space import measure_whole, notes_on
from wetview.volume import Phases


def _notes(is_pore: np.ndarray) -> str:
    phases = Phases((~is_pore).astype(np.uint8), 1e-6, "a sample")
    return " ".join(notes_on(phases, label_pores(phases)))


def _channel(axis: int) -> np.ndarray:
    is_pore = np.zeros((9, 9, 9), dtype=bool)
    np.moveaxis(is_pore, axis, 0)[:, 3:6, 3:6] = True
    return is_pore


def test_pores_along_other_axes_are_offered():
    notes = _notes(_channel(1) | _channel(2))
    assert "No pore joins the faces along x" in notes
    assert "along y and z: choose another thickness axis" in notes


def test_axes_that_are_closed_are_named():
    assert "lead through along x, but not along y and z" in _notes(_channel(0))


def test_a_closed_pore_crosses_nothing():
    is_pore = np.zeros((9, 9, 9), dtype=bool)
    is_pore[3:6, 3:6, 3:6] = True
    notes = _notes(is_pore)
    assert "cross it along any axis" in notes
    assert "is one pore" in notes


def test_a_sample_that_is_all_pore_is_one_pore_and_measured():
    is_pore = np.ones((6, 6, 6), dtype=bool)
    assert "The whole sample is pore" in _notes(is_pore)
    whole = measure_whole(Phases((~is_pore).astype(np.uint8), 1e-6, "open"))
    assert whole["tortuosity"] == pytest.approx([1, 1, 1], abs=1e-3)
    assert whole["size_um"] is None
    assert whole["wall_area_per_um"] == 0


def test_a_sample_without_pores_says_what_to_do():
    phases = Phases(np.ones((6, 6, 6), np.uint8), 1e-6, "dense")
    with pytest.raises(UserError, match="dense has no pore voxel") as told:
        label_pores(phases)
    assert "Choose which labels" in told.value.hint


def test_of_two_pores_the_larger_one_is_no_giant() -> None:
    labels = np.ones((24, 12, 12), np.uint8)
    labels[:, 3:9, 3:9] = 0
    labels[14] = 1
    said = _notes(labels == 0)
    assert "No pore joins" in said
    assert "throats" not in said
