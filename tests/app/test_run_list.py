"""The list of runs: what it says of them, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.app.panels.run_numbers import run_numbers
from wetview.filling import FLAT_RULE, Filling

if TYPE_CHECKING:
    from typing import Any


def _filling(results: dict[str, Any]) -> Filling:
    none = np.zeros(0)
    return Filling(
        name="a run",
        time_s=none,
        step=none.astype(np.int64),
        saturation=none.astype(np.float32),
        pore_saturation=np.zeros((0, 0), np.float32),
        frame_time_s=none,
        frame_saturation=none.astype(np.float32),
        frames=[],
        voxel_m=1e-6,
        outcome="flat",
        description={},
        results=results,
    )


RESULTS = {
    "saturation": 0.8765,
    "reason": "the saturation no longer rises",
    "flat_rule": FLAT_RULE,
    "t_flat_s": 4.5e-5,
    "t50_s": 1e-5,
    "t90_s": None,
    "t99_s": None,
    "t50_of_end_s": 9e-6,
    "t90_of_end_s": 2e-5,
    "t99_of_end_s": 3e-5,
    "trapped_gas": {
        "n_clusters": 12,
        "volume_m3": 5e-15,
        "largest_m3": 2e-15,
        "share_of_pores": 0.1234,
    },
    "gas_balance": {
        "liquid_in_pv": 0.9,
        "gas_out_pv": 0.85,
        "gas_trapped_pv": 0.13,
        "gas_dissolved_pv": 0.02,
    },
    "saturation_with_real_gas": 0.9456,
}


def test_the_numbers_of_a_run_are_told_in_the_user_s_units() -> None:
    rows = {name: (value, tip) for name, value, tip in run_numbers(_filling(RESULTS))}
    assert rows["Saturation"][0] == "87.65 %"
    assert "no longer rises" in rows["Saturation"][1]
    assert rows["With real gas"][0] == "94.56 %"
    assert rows["Flat from"][0] == "45 µs"
    assert "0.002" in rows["Flat from"][1]
    assert rows["50, 90, 99 % full"][0] == "10 µs, –, –"
    assert rows["50, 90, 99 % of the end"][0] == "9 µs, 20 µs, 30 µs"
    assert rows["Trapped gas"][0] == "12.34 % in 12 clusters"
    assert "2000 µm³" in rows["Trapped gas"][1]
    assert rows["Gas out, dissolved"][0] == "85.0, 2.0 %"


def test_a_prediction_which_has_no_rule_for_flat_is_shown_all_the_same() -> None:
    results = {"saturation": 0.9, "t_flat_s": 4.5e-5, "reason": "predicted"}
    rows = {name: value for name, value, _ in run_numbers(_filling(results))}
    assert rows == {"Saturation": "90.00 %", "Flat from": "45 µs"}


@pytest.mark.parametrize("results", [{}, {"recovered": True}, {"saturation": 0.5}])
def test_a_run_that_knows_less_is_shown_all_the_same(results: dict[str, Any]) -> None:
    assert len(run_numbers(_filling(results))) == ("saturation" in results)
