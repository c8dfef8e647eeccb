"""Shapes of a sample: made once, and let go with it."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import numpy as np

from wetview.pores import label_pores
from wetview.scene import pore_shapes as module
from wetview.scene.pore_shapes import pore_shapes
from wetview.scene.sample import Clip
from wetview.scene.shapes import prepare_shapes
from wetview.scene.solid_shapes import solid_shapes
from wetview.volume import generate_electrode


def test_what_was_prepared_is_not_made_again(monkeypatch):
    phases = generate_electrode((24, 20, 20), seed=3)
    pores = label_pores(phases)
    prepare_shapes(phases, pores)
    monkeypatch.setattr(module, "smooth_field", None)
    whole = Clip.whole(phases.shape)
    first = pore_shapes(pores).surface(whole, coarse=False)
    assert pore_shapes(pores).surface(whole, coarse=False) is first
    assert solid_shapes(phases) is solid_shapes(phases)


def test_shapes_go_with_the_sample():
    phases = generate_electrode((24, 20, 20), seed=3)
    pores = label_pores(phases)
    prepare_shapes(phases, pores)
    shapes = weakref.ref(pore_shapes(pores)), weakref.ref(solid_shapes(phases))
    del phases, pores
    gc.collect()
    assert [shape() for shape in shapes] == [None, None]


def test_a_filter_leaves_no_triangle_of_a_hidden_pore(monkeypatch):
    phases = generate_electrode((24, 20, 20), seed=3)
    whole = Clip.whole(phases.shape)
    for budget in (phases.labels.size, phases.labels.size // 8):
        monkeypatch.setattr(module, "PORE_BUDGET", budget)
        pores = dataclasses.replace(label_pores(phases))
        is_shown = np.arange(len(pores)) % 2 == 0
        all_pores = pore_shapes(pores)
        seen = all_pores.surface(whole, coarse=False).label_of_triangle
        some = all_pores.only(is_shown).surface(whole, coarse=False).label_of_triangle
        assert set(some) - {0} <= set(np.flatnonzero(is_shown) + 1)
        assert 0 < len(some) < len(seen)
        # The others are not touched by it.
        assert all_pores.surface(whole, coarse=False).label_of_triangle is seen
