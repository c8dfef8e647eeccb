"""The network that comes with the program, and the campaign that it was trained on."""

from __future__ import annotations

import json

import numpy as np

from wetview.assets import asset
from wetview.lbm.fluids import Fluids
from wetview.pores import label_pores
from wetview.project import read_surrogate, shipped_model_path
from wetview.surrogate import Predictor, view_electrode
from wetview.volume import generate_electrode


def test_the_shipped_network_predicts_an_electrode_of_its_kind():
    surrogate = read_surrogate(shipped_model_path())
    phases = generate_electrode(
        (64, 40, 40), porosity=0.45, binder_share=0.08, mean_diameter_m=9e-6, seed=7
    )
    view = view_electrode(phases, label_pores(phases))
    fluids = Fluids("LP30", 1300.0, 0.0037, 0.042)
    slow = Predictor(view).predict(surrogate, fluids, 101_325.0)
    fast = Predictor(view).predict(surrogate, fluids, 4 * 101_325.0)
    assert 0.7 < slow.filling.saturation[-1] <= 1
    # at 90 degrees time goes as one over pressure; inertia and gas make it less exact
    ratio = slow.filling.results["t50_s"] / fast.filling.results["t50_s"]
    assert 3 < ratio < 5.5
    assert not any("pressure" in str(one).lower() for one in fast.out_of_range)


def test_the_card_of_the_shipped_network_says_what_it_was_trained_on():
    card = read_surrogate(shipped_model_path()).card
    campaign = json.loads(asset("training/campaign.json").read_text(encoding="utf-8"))
    assert len(card["runs"]) == len(campaign["runs"])
    assert card["electrodes"] == sorted(e["name"] for e in campaign["electrodes"])
    assert all(np.isfinite(score["curve_mae"]) for score in _by_electrode(card))
    assert card["limits"]
    assert "/" not in json.dumps(card["provenance"]["description"]["runs"])


def _by_electrode(card):
    return card["scores"]["by_electrode"].values()
