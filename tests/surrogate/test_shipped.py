"""The network that comes with the program, and the simulations it was trained on."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wetview.assets import asset
from wetview.jobs.learning_jobs import CampaignElectrode
from wetview.lbm.fluids import Fluids
from wetview.pores import label_pores, merge_pores
from wetview.project import (
    read_dataset,
    read_surrogate,
    shipped_dataset_path,
    shipped_model_path,
)
from wetview.surrogate import Predictor, preset_named, view_electrode
from wetview.volume import generate_electrode


@pytest.fixture(scope="module")
def campaign():
    return json.loads(asset("training/campaign.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dataset():
    return read_dataset(shipped_dataset_path())


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


def test_the_card_of_the_shipped_network_says_what_it_was_trained_on(campaign):
    card = read_surrogate(shipped_model_path()).card
    assert len(card["runs"]) == len(campaign["runs"])
    assert card["electrodes"] == sorted(e["name"] for e in campaign["electrodes"])
    assert all(np.isfinite(score["curve_mae"]) for score in _by_electrode(card))
    assert card["limits"]
    assert card["provenance"]["description"]["with_shipped"] is True


def test_the_shipped_data_set_is_the_campaign(campaign, dataset):
    assert len(dataset.records) == len(campaign["runs"])
    assert set(dataset.electrodes) == {e["name"] for e in campaign["electrodes"]}
    wanted = {
        (run["electrode"], run["pressure_pa"], run["contact_angle_deg"])
        for run in campaign["runs"]
    }
    found = {
        (one.electrode, one.pressure_pa, one.columns["contact_angle_deg"][0])
        for one in dataset.records
    }
    assert found == wanted


def test_the_shipped_data_set_has_the_inputs_that_are_measured_now(campaign, dataset):
    with_binder = next(one for one in campaign["electrodes"] if "binder" in one)
    settings = CampaignElectrode(**with_binder)
    phases = settings.generate()
    fragments = label_pores(phases, merge_fraction=campaign["merge_fraction"])
    pores, _ = merge_pores(fragments, 0.1)
    view = view_electrode(phases, pores)
    record = next(r for r in dataset.records if r.electrode == settings.name)
    for name in preset_named("wetview").columns:
        if name in view.columns:
            # In corners where nothing flows the last digits decide.
            is_same = np.isclose(
                record.columns[name], view.columns[name], rtol=1e-3, atol=1e-3
            )
            assert is_same.mean() > 0.95, name


def _by_electrode(card):
    return card["scores"]["by_electrode"].values()
