"""Which pores a filter lets through."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.app.models.pore_filter import PoreFilter, conditions_of
from wetview.errors import UserError
from wetview.pores import Pores, label_pores
from wetview.volume import Phases


@pytest.fixture(scope="module")
def pores() -> Pores:
    """Three cubes of 1, 8 and 27 voxels of 1 um; the first lies at the inlet."""
    labels = np.ones((14, 5, 5), np.uint8)
    labels[0, 2, 2] = 0
    labels[3:5, 1:3, 1:3] = 0
    labels[8:11, 1:4, 1:4] = 0
    return label_pores(Phases(labels, 1e-6, "three cubes"))


def _shown(pores: Pores, text: str) -> list[bool]:
    wanted = PoreFilter()
    wanted.set_text(text)
    shown = wanted.shown(pores, None)
    assert shown is not None
    return shown.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("volume > 8", [False, False, True]),
        ("Volume >= 8 and distance<6", [False, True, False]),
        ("inlet = yes", [True, False, False]),
        ("volume != 8, volume <= 27", [True, False, True]),
    ],
)
def test_a_text_shows_the_pores_for_which_it_holds(pores, text, expected):
    assert _shown(pores, text) == expected


def test_a_range_and_a_text_hold_both(pores):
    wanted = PoreFilter()
    wanted.set_range(("volume", 1.0, 8.0))
    assert wanted.shown(pores, None).tolist() == [True, True, False]
    wanted.set_text("inlet = no")
    assert wanted.shown(pores, None).tolist() == [False, True, False]
    wanted.set_range(None)
    wanted.set_text("")
    assert wanted.shown(pores, None) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("volume", "is no condition"),
        ("colour > 3", "no column “colour”"),
        ("volume > much", "“much” is no number"),
        ("volume > 3 and", "is no condition"),
    ],
)
def test_what_is_no_condition_is_said_and_hides_nothing(pores, text, words):
    with pytest.raises(UserError, match=words):
        conditions_of(text)
    wanted = PoreFilter()
    wanted.set_text(text)
    assert wanted.problem is not None
    assert wanted.shown(pores, None) is None


def test_what_is_not_known_fits_nothing(pores):
    assert _shown(pores, "saturation < 200") == [False, False, False]
