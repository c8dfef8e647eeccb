"""Figures 2A to 2D: how a network learnt, and how well it predicts."""

from __future__ import annotations

import numpy as np

from wetview.plots import (
    KeptSamples,
    kept_samples_figure,
    kept_samples_table,
    parity_figure,
    parity_table,
    training_figure,
    training_table,
)


def test_errors_are_drawn_over_the_epochs_on_a_logarithmic_scale():
    (axes,) = training_figure([0.5, 0.1, 0.02], [0.6, 0.2, 0.1], best_epoch=3).axes
    assert axes.get_yscale() == "log"
    training, validation, best = axes.get_lines()
    assert training.get_xdata().tolist() == [1, 2, 3]
    assert validation.get_ydata().tolist() == [0.6, 0.2, 0.1]
    assert best.get_xdata()[0] == 3


def test_the_set_that_was_taken_is_marked():
    sets = [KeptSamples((1, 10), 0.9, 1e-2), KeptSamples((1, 2, 8, 9, 10), 0.8, 1e-3)]
    above, below = kept_samples_figure(sets, chosen=(1, 2, 8, 9, 10)).axes
    assert above.get_lines()[0].get_ydata().tolist() == [0.9, 0.8]
    assert below.get_lines()[0].get_ydata().tolist() == [1e-2, 1e-3]
    labels = [tick.get_text() for tick in below.get_xticklabels()]
    assert labels == ["1 10", "1 2 8–10"]
    assert [patch.get_x() for patch in above.patches] == [0.65]


def test_parity_is_logarithmic_in_a_unit_that_reads_well_and_says_r2():
    simulated = np.array([1e-5, 1e-4, 1e-3, np.nan, 1e-4])
    predicted = np.array([2e-5, 1e-4, 1e-3, 1e-4, np.nan])
    (axes,) = parity_figure(simulated, predicted, name="t_f0_s").axes
    assert axes.get_xscale() == axes.get_yscale() == "log"
    assert axes.get_xlabel() == "Simulated $T_{f0}$ (ms)"
    (points,) = axes.collections
    np.testing.assert_allclose(
        points.get_offsets(), [[0.01, 0.02], [0.1, 0.1], [1.0, 1.0]]
    )
    (text,) = axes.texts
    # One of three is off by log10 2, the scatter of -5 -4 -3 is 2.
    r2 = 1 - np.log10(2) ** 2 / 2
    assert f"{r2:.3f}" in text.get_text()
    assert "3 pores, 2 without times" in text.get_text()


def test_groups_have_a_colour_each():
    times = np.geomspace(1e-5, 1e-3, 4)
    figure = parity_figure(times, times, name="t_f1_s", groups=["p1", "p1", "p2", "p2"])
    (axes,) = figure.axes
    assert [len(points.get_offsets()) for points in axes.collections] == [2, 2]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["p1", "p2"]


def test_without_any_times_that_is_said():
    (axes,) = parity_figure([np.nan], [1.0], name="t_f0_s").axes
    assert "No pore" in axes.texts[0].get_text()


def test_tables_repeat_what_is_drawn():
    assert training_table([0.5], [0.6]).rows == ((1, 0.5, 0.6),)
    assert parity_table([1e-3], [2e-3], name="t_f0_s").rows == ((1e-3, 2e-3),)
    sets = [KeptSamples((1, 10), 0.9, 1e-2)]
    assert kept_samples_table(sets).rows == (("1 10", 0.9, 1e-2),)
