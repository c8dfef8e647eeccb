"""What is refused, and what is said of a result, in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.sensitivity import find_sobol, n_evaluations, ranges_of, with_ranges


def _log_free(model, **kwargs):
    return find_sobol(model, n_base=256, **kwargs)


def test_the_default_takes_14336_evaluations_for_six_inputs(g_function):
    assert find_sobol(g_function).n_evaluations == 14_336 == n_evaluations(1024, 6)


def test_the_papers_n_is_taken_and_the_nearest_power_of_two_told(g_function):
    found = find_sobol(g_function, n_base=1000)
    assert found.n_evaluations == 14_000
    assert any("1024 is the nearest" in note for note in found.notes)


@pytest.mark.parametrize("n_base", [0, 8, 2**20])
def test_an_impossible_n_is_refused(ishigami, n_base):
    with pytest.raises(UserError, match=f"N is {n_base}"):
        find_sobol(ishigami, n_base=n_base)


def test_a_small_n_is_told(ishigami):
    assert any("too few" in note for note in find_sobol(ishigami, n_base=64).notes)


def test_wide_intervals_are_told(g_function):
    assert any("Raise N" in note for note in find_sobol(g_function, n_base=32).notes)


def test_an_input_that_is_fixed_has_no_index_and_does_not_vary(make_formula):
    model = make_formula(lambda x: x[:, 0] * x[:, 1] + x[:, 2], 3)
    ranges = with_ranges(ranges_of(model), {"x2": (0.0, 0.0)})
    found = _log_free(model, ranges=ranges)
    assert [factor.inputs for factor in found.factors] == [("x1",), ("x3",)]
    # With x2 = 0 only x3 is left.
    assert found.total[0] == pytest.approx([0, 1], abs=1e-3)  # sampled variances
    assert "Fixed and without an index: Input 2 at 0." in found.notes


def test_ranges_decide_what_matters(make_formula):
    model = make_formula(lambda x: x[:, 0] + x[:, 1], 2)
    ranges = with_ranges(ranges_of(model), {"x1": (0.0, 3.0)})
    # Variances go with the squares of the ranges: 9 to 1.
    assert _log_free(model, ranges=ranges).first[0] == pytest.approx(
        [0.9, 0.1], abs=0.01
    )


def test_fewer_than_two_varying_inputs_are_refused(make_formula):
    model = make_formula(lambda x: x[:, 0], 2)
    fixed = with_ranges(ranges_of(model), {"x2": (1.0, 1.0)})
    with pytest.raises(UserError, match="Only Input 1 varies"):
        find_sobol(model, ranges=fixed)
    nothing = with_ranges(fixed, {"x1": (1.0, 1.0)})
    with pytest.raises(UserError, match="No input varies"):
        find_sobol(model, ranges=nothing)


def test_a_constant_output_has_no_indices_and_the_others_have(make_formula):
    model = make_formula(
        lambda x: np.column_stack([x[:, 0], np.full(len(x), 3.0)]),
        2,
        outputs=("y", "flat"),
    )
    found = _log_free(model)
    assert np.isfinite(found.total[0]).all()
    assert np.isnan(found.total[1]).all()
    assert found.strongest(1) is None
    assert any("Output flat is constant" in note for note in found.notes)


def test_base_samples_without_numbers_are_left_out_and_counted(make_formula):
    def partly(x):
        return np.where(x[:, 0] > 0.9, np.nan, x[:, 0] + x[:, 1])

    found = _log_free(make_formula(partly, 2))
    assert 0 < found.outputs[0].n_used < 256
    # Of two draws of x1 either may lie above 0.9: 19 % are lost.
    assert found.outputs[0].n_used / 256 == pytest.approx(0.81, abs=0.03)
    assert np.isfinite(found.total).all()
    assert any("were left out" in note for note in found.notes)


def test_an_output_that_never_gives_a_number_has_no_indices(make_formula):
    found = _log_free(make_formula(lambda x: np.full(len(x), np.nan), 2))
    assert np.isnan(found.first).all()
    assert found.outputs[0].n_used == 0
    assert any("too few points" in note for note in found.notes)


def test_of_times_the_logarithm_is_analysed_unless_not_wanted(make_formula):
    model = make_formula(lambda x: 10 ** (x[:, 0] + 2 * x[:, 1]), 2, outputs=("t_s",))
    found = _log_free(model)
    assert found.outputs[0].is_logarithm
    assert found.first[0] == pytest.approx([0.2, 0.8], abs=0.01)
    plain = _log_free(model, log_times=False)
    assert not plain.outputs[0].is_logarithm
    # 10^x1 and 10^(2 x2) multiply: what they cause together is no longer nothing.
    assert plain.second[0, 0, 1] > 0.05


def test_an_analysis_can_be_cancelled(ishigami):
    def stop(done, total, note):
        raise Cancelled

    with pytest.raises(Cancelled):
        find_sobol(ishigami, report=stop)


def test_outputs_can_be_chosen_and_unknown_ones_are_refused(make_formula):
    model = make_formula(
        lambda x: np.column_stack([x[:, 0], x[:, 1]]), 2, outputs=("a", "b")
    )
    found = _log_free(model, outputs=["b"])
    assert [output.name for output in found.outputs] == ["b"]
    assert found.first[0] == pytest.approx([0, 1], abs=0.02)
    with pytest.raises(UserError, match="`c`"):
        find_sobol(model, outputs=["c"])
    with pytest.raises(UserError, match="No output"):
        find_sobol(model, outputs=[])


def test_a_result_is_not_changed_by_a_copy_with_other_notes(ishigami):
    found = _log_free(ishigami)
    assert dataclasses.replace(found, notes=()).total is found.total
