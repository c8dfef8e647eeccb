from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.surrogate.fitting import Fold, fit
from wetview.surrogate.fitting_settings import FitSettings

N = 600


@pytest.fixture(scope="module")
def bowl():
    rng = np.random.default_rng(1)
    inputs = rng.uniform(-1, 1, (N, 3))
    targets = np.column_stack(
        [inputs[:, 0] ** 2 + inputs[:, 1], 100 + 10 * inputs[:, 2]]
    )
    return inputs, targets


FOLD = Fold(np.arange(0, 450), np.arange(450, N))


@pytest.mark.parametrize("normalise", [False, True])
@pytest.mark.parametrize("activation", ["relu", "silu"])
def test_a_network_learns_a_smooth_function(bowl, normalise, activation):
    inputs, targets = bowl
    settings = FitSettings((32, 32), activation, normalise, 150, 64)
    networks, history = fit(inputs, targets, [FOLD], settings, seed=0)
    given = networks(inputs[FOLD.validation])[0]
    wanted = targets[FOLD.validation]
    # a few per cent of the spread are left after so short a training
    error = np.sqrt(((given - wanted) ** 2).mean(axis=0)) / wanted.std(axis=0)
    assert (error < 0.12).all()
    assert history.validation[-1] < 0.2 * history.validation[0]


def test_what_numpy_evaluates_is_what_was_validated_during_training(bowl):
    inputs, targets = bowl
    settings = FitSettings((16,), n_epochs=5, batch_size=64, keeps_best=False)
    networks, history = fit(inputs, targets, [FOLD], settings, seed=0)
    wanted = targets[FOLD.validation]
    standardised = (networks(inputs[FOLD.validation])[0] - wanted) / targets[
        FOLD.training
    ].std(axis=0)
    # single precision in both
    assert (standardised**2).mean() == pytest.approx(history.validation[-1], rel=1e-4)


def test_what_lies_beyond_the_training_counts_as_the_nearest_of_it(bowl):
    inputs, targets = bowl
    half = Fold(FOLD.training[inputs[FOLD.training, 0] < 0], FOLD.validation)
    settings = FitSettings(
        (16,), "silu", n_epochs=3, batch_size=64, stays_inside=True, keeps_best=False
    )
    networks, history = fit(inputs, targets, [FOLD, half], settings, seed=0)
    far = np.array([[50.0, 0.0, -70.0]])
    given = networks(far)
    for member, fold in enumerate([FOLD, half]):
        seen = inputs[fold.training]
        nearest = np.array([[seen[:, 0].max(), 0.0, seen[:, 2].min()]])
        np.testing.assert_array_equal(given[member], networks(nearest)[member])
        alone = networks.members(slice(member, member + 1))
        np.testing.assert_allclose(alone(far)[0], given[member], rtol=1e-5)
    free, before = fit(
        *(inputs, targets, [FOLD, half]), replace(settings, stays_inside=False), seed=0
    )
    assert np.abs(free(far) - given).min() > 1
    # what validates is taken as what is predicted
    assert history.validation != before.validation


def test_members_that_are_trained_together_do_not_see_each_others_rows(bowl):
    inputs, targets = bowl
    other = Fold(np.arange(150, N), np.arange(0, 150))
    settings = FitSettings((16,), n_epochs=3, batch_size=64, keeps_best=False)
    both, _ = fit(inputs, targets, [FOLD, other], settings, seed=3)
    changed = targets.copy()
    changed[450:] += 5  # rows that only the second member is trained on
    after, _ = fit(inputs, changed, [FOLD, other], settings, seed=3)
    np.testing.assert_array_equal(both(inputs)[0], after(inputs)[0])
    assert not np.allclose(both(inputs)[1], after(inputs)[1])


def test_the_same_seed_gives_the_same_network(bowl):
    settings = FitSettings((16,), n_epochs=3, batch_size=64)
    one, _ = fit(*bowl, [FOLD], settings, seed=7)
    same, _ = fit(*bowl, [FOLD], settings, seed=7)
    other, _ = fit(*bowl, [FOLD], settings, seed=8)
    np.testing.assert_array_equal(one(bowl[0]), same(bowl[0]))
    assert not np.array_equal(one(bowl[0]), other(bowl[0]))


def test_unknown_targets_teach_nothing_and_spoil_nothing(bowl):
    inputs, targets = bowl
    partly = targets.copy()
    partly[::2, 1] = np.nan
    settings = FitSettings((32, 32), "silu", False, 150, 64)
    networks, _ = fit(inputs, partly, [FOLD], settings, seed=0)
    given = networks(inputs[FOLD.validation])[0]
    error = (given - targets[FOLD.validation]).std(axis=0) / targets.std(axis=0)
    assert (error < 0.15).all()


def test_a_class_is_learnt_as_a_probability(bowl):
    inputs, targets = bowl
    is_right = (inputs[:, 0] > 0).astype(float)
    settings = FitSettings((16,), "silu", False, 100, 64, has_class=True)
    networks, _ = fit(
        inputs, np.column_stack([is_right, targets[:, 1]]), [FOLD], settings, seed=0
    )
    logit = networks(inputs[FOLD.validation])[0][:, 0]
    assert ((logit > 0) == is_right[FOLD.validation]).mean() > 0.95


def test_a_stop_keeps_what_was_learnt_until_then(bowl):
    def stop(epoch, n_epochs, history):
        if epoch >= 10:
            raise Cancelled

    settings = FitSettings((16,), n_epochs=100, batch_size=64)
    networks, history = fit(*bowl, [FOLD], settings, seed=0, on_epoch=stop)
    assert history.was_stopped
    assert history.epoch[-1] == 10
    assert np.isfinite(networks(bowl[0])).all()


def test_a_column_that_never_changes_does_no_harm(bowl):
    inputs, targets = bowl
    with_constant = np.column_stack([inputs, np.full(N, 3.0)])
    settings = FitSettings((16,), n_epochs=5, batch_size=64)
    networks, _ = fit(with_constant, targets, [FOLD], settings, seed=0)
    assert np.isfinite(networks(with_constant)).all()


def test_too_few_pores_are_refused_in_words():
    few = Fold(np.arange(10), np.arange(10, 12))
    with pytest.raises(UserError, match="10 pores"):
        fit(np.zeros((12, 2)), np.zeros((12, 1)), [few], FitSettings(), seed=0)


def test_an_input_that_hardly_changed_sends_no_prediction_far_away() -> None:
    """It varied by a thousandth in the training, and is a twentieth off elsewhere."""
    rng = np.random.default_rng(4)
    inputs = rng.normal(0, 1, (400, 2))
    inputs[:, 1] = 2 + 1e-3 * rng.normal(0, 1, 400)
    targets = inputs[:, :1] + 0.3 * rng.normal(0, 1, (400, 1))
    settings = FitSettings((16,), "silu", normalise=False, n_epochs=60, batch_size=64)
    fold = Fold(np.arange(300), np.arange(300, 400))
    networks, _ = fit(inputs, targets, [fold], settings, seed=1)
    elsewhere = np.array([[0.0, 2.1], [0.0, 1.9]])
    assert np.abs(networks(elsewhere)).max() < 2
