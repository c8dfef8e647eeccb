"""Inputs that go together: found, told of, grouped."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.sensitivity import (
    correlated_groups,
    correlated_pairs,
    factors_of,
    find_sobol,
    parse_groups,
    ranges_of,
    rank_correlation,
)

NAMES = ("x1", "x2", "x3")


@pytest.fixture
def rows():
    """x2 rises with x1 along a curve, x3 has nothing to do with them."""
    rng = np.random.default_rng(0)
    x1, x3 = rng.random(500), rng.random(500)
    return np.column_stack([x1, x1**4, x3])


@pytest.fixture
def model(make_formula, rows):
    """y = x1 - x2 + x3, trained where x2 = x1^4."""
    return make_formula(lambda x: x[:, 0] - x[:, 1] + x[:, 2], 3, training_inputs=rows)


def test_ranks_see_a_curved_relation_as_whole(rows):
    correlation = rank_correlation(rows)
    assert correlation[0, 1] == pytest.approx(1)
    # 500 independent rows scatter by 1 / sqrt(500), three times that is 0.13.
    assert abs(correlation[0, 2]) < 0.13


def test_ties_share_their_mean_rank():
    # Ranks 0.5 0.5 2 3 and 0 1 2.5 2.5: Pearson of those.
    expected = np.corrcoef([0.5, 0.5, 2, 3], [0, 1, 2.5, 2.5])[0, 1]
    found = rank_correlation([[1, 1], [1, 2], [5, 3], [7, 3]])
    assert found[0, 1] == pytest.approx(expected)


def test_a_constant_input_has_no_correlation():
    found = rank_correlation(np.column_stack([np.arange(9.0), np.ones(9)]))
    assert np.isnan(found[0, 1])
    assert not correlated_pairs(found)


def test_without_rows_nothing_is_known():
    assert np.isnan(rank_correlation(np.zeros((0, 2)))[0, 1])


def test_groups_are_chains_of_pairs():
    chain = np.eye(4)
    chain[0, 1] = chain[1, 0] = 0.8
    chain[1, 2] = chain[2, 1] = -0.6
    assert correlated_groups(chain, "abcd") == (("a", "b", "c"),)
    assert correlated_groups(chain, "abcd", limit=0.7) == (("a", "b"),)


def test_the_pair_is_named_and_a_group_silences_the_warning(model):
    alone = find_sobol(model, n_base=256)
    (warning,) = (note for note in alone.notes if "go together" in note)
    assert "Input 1 and Input 2 (+1.00)" in warning
    assert "Input 3" not in warning
    groups = correlated_groups(alone.correlation, NAMES)
    grouped = find_sobol(model, n_base=256, groups=groups)
    assert grouped.is_grouped
    assert [factor.title for factor in grouped.factors] == [
        "Input 1 + Input 2",
        "Input 3",
    ]
    assert not any("go together" in note for note in grouped.notes)


def test_a_group_has_the_variance_of_its_members(model):
    # Varied evenly and independently, all three count the same.
    found = find_sobol(model, groups=[("x1", "x2")])
    assert found.total[0] == pytest.approx([2 / 3, 1 / 3], abs=0.02)
    assert found.n_evaluations == 1024 * 6


def test_drawn_from_the_training_rows_a_group_keeps_its_members_together(model, rows):
    """The variance of x1 - x1^4 is 1/12 + 16/225 - 2 * 2/30 = 0.0211, not 0.154."""
    found = find_sobol(model, groups=[("x1", "x2")], distribution="training")
    together = np.var(rows[:, 0] - rows[:, 1])
    expected = together / (together + np.var(rows[:, 2]))
    assert found.first[0, 0] == pytest.approx(expected, abs=0.02)


def test_too_few_training_rows_are_refused(make_formula):
    model = make_formula(lambda x: x[:, 0], 2, training_inputs=np.ones((5, 2)) / 2)
    with pytest.raises(UserError, match="Only 5 training rows"):
        find_sobol(model, distribution="training")


@pytest.mark.parametrize(
    ("groups", "words"),
    [([("x1", "x9")], "`x9`"), ([("x1", "x2"), ("x2", "x3")], "more than one group")],
)
def test_groups_that_make_no_sense_are_refused(model, groups, words):
    with pytest.raises(UserError, match=words):
        factors_of(ranges_of(model), groups)


def test_groups_are_read_as_typed():
    assert parse_groups("x1 + x2, x3+x4,") == (("x1", "x2"), ("x3", "x4"))
