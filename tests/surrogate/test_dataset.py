"""Data sets: joined, and thinned to be kept."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.surrogate import Dataset, RunRecord


def _record(electrode: str, n_times: int = 2000) -> RunRecord:
    """Three pores that fill one after another, each faster than the one before."""
    time_s = np.linspace(0, 1e-3, n_times)
    begins, takes = np.array([1e-6, 2e-4, 6e-4]), np.array([3e-4, 1e-4, 2e-5])
    saturation = np.clip((time_s[:, None] - begins) / takes, 0, 0.9)
    columns = {"volume_vx": np.full(3, 100.0), "pressure_pa": np.full(3, 1e5)}
    return RunRecord("a run", electrode, time_s, saturation.astype(np.float32), columns)


def test_curves_at_fewer_times_fill_at_the_same_times():
    whole = _record("e")
    thin = whole.thinned(400)
    assert len(thin.time_s) <= 400
    assert thin.time_s[[0, -1]].tolist() == whole.time_s[[0, -1]].tolist()
    np.testing.assert_array_equal(
        thin.times.final_saturation, whole.times.final_saturation
    )
    # Two steps of the 400 that change most: 1 % of a time, and no more.
    np.testing.assert_allclose(thin.times.t_f0_s, whole.times.t_f0_s, rtol=0.02)
    np.testing.assert_allclose(thin.times.t_f1_s, whole.times.t_f1_s, rtol=0.02)


def test_few_times_are_left_as_they_are():
    few = _record("e", n_times=300)
    assert few.thinned(400) is few


def test_joined_data_sets_keep_electrodes_of_one_name_apart():
    mine = Dataset("mine", (_record("e1"), _record("e2")))
    theirs = Dataset("theirs", (_record("e2"), _record("e3")))
    both = mine.joined(theirs)
    assert both.name == "mine"
    assert both.electrodes == ("e1", "e2", "e2 (theirs)", "e3")
    assert both.n_rows == mine.n_rows + theirs.n_rows


def test_seconds_and_lattice_steps_are_not_joined():
    mine = Dataset("mine", (_record("e1"),))
    authors = dataclasses.replace(mine, name="authors", time_unit_s=None)
    with pytest.raises(UserError, match="in one unit"):
        mine.joined(authors)
