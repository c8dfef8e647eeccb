"""Training, predicting, campaigns and the paper on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from wetview.project import (
    Project,
    read_filling,
    read_run_sample,
    read_surrogate,
    write_dataset,
    write_sample,
)
from wetview.surrogate import Dataset, RunRecord
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]

N_PORES = 40


def _curves(
    rng: np.random.Generator, pressure: float
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Inputs of the paper, times, and curves that follow a law of them."""
    volume = rng.uniform(200, 5000, N_PORES)
    surface = 6 * volume ** (2 / 3) * rng.uniform(1, 1.5, N_PORES)
    percent = rng.uniform(5, 15, N_PORES)
    distance = rng.uniform(1, 71, N_PORES)
    begins = 20 + distance**2 / pressure
    ends = begins + 30 + volume**0.5 / pressure
    time = np.arange(0, 9000, 25.0)
    curves = np.clip((time[:, None] - begins) / (ends - begins), 0, 1)
    columns = {
        "volume_vx": volume,
        "surface_area_vx2": surface,
        "contact_area_vx2": surface * percent / 100,
        "contact_percent": percent,
        "distance_vx": distance,
        "pressure_pa": np.full(N_PORES, pressure * 101_325),
    }
    return columns, time, curves


@pytest.fixture
def authors_file(tmp_path: Path) -> Path:
    """A file as the method's authors publish, of three electrodes."""
    rng = np.random.default_rng(1)
    path = tmp_path / "authors.h5"
    with h5py.File(path, "w") as file:
        for electrode in (1, 2, 3):
            for pressure in (1, 4):
                columns, time, curves = _curves(rng, pressure)
                run = file.create_group(
                    f"electrode_{electrode:02d}/pressure_{pressure}"
                )
                run["time_lu"] = time.astype(np.int32)
                run["saturation"] = np.rint(curves.T * 65535).astype(np.uint16)
                run["centre_vx"] = columns["distance_vx"]
                for name in list(columns)[:4]:
                    run[name] = columns[name]
    return path


@pytest.fixture
def dataset_file(tmp_path: Path) -> Path:
    """A data set of wetview with the paper's inputs."""
    rng = np.random.default_rng(2)
    records = []
    for electrode in "abcd":
        columns, time, curves = _curves(rng, 2)
        records.append(
            RunRecord(electrode, electrode, time, curves.astype(np.float32), columns)
        )
    path = tmp_path / "set.h5"
    write_dataset(path, Dataset("law", tuple(records)))
    return path


def test_the_paper_is_reproduced_with_figures_numbers_and_tables(
    answer: Answer, authors_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "paper"
    told = answer("reproduce-paper", authors_file, "--out", out, "--epochs", 30)
    assert set(told["random_split"]["r2"]) == {
        *("log_t_f0", "log_t_f1", "s1", "s2", "s8", "s9", "s10")
    }
    # a smooth law of few inputs, and a very short training
    assert told["random_split"]["r2"]["log_t_f0"] > 0.2
    assert set(told["leave_one_out"]) == {
        "electrode_01",
        "electrode_02",
        "electrode_03",
    }
    for electrode in told["leave_one_out"].values():
        assert electrode["curve_mae"] < 0.3
        assert "log_t_f1" in electrode["r2"]
    for name in ("2A", "2B", "2C", "2D", "3", "5A"):
        for suffix in (".png", ".svg", ".pdf", ".csv"):
            (found, *_) = out.glob(f"figure {name}*{suffix}")
            assert found.stat().st_size > 100
    numbers = json.loads((out / "numbers.json").read_text())
    assert numbers["random_split"] == told["random_split"]
    assert read_surrogate(out / "network.h5").preset_name == "paper"


def test_a_network_is_trained_on_a_data_set_and_scored_on_what_it_never_saw(
    answer: Answer, dataset_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model.h5"
    told = answer(
        *("train", "--dataset", dataset_file, "--preset", "paper", "--epochs", 60),
        *("--out", out),
    )
    assert told["n_epochs"] == 60
    assert set(told["scores"]["by_electrode"]) == set("abcd")
    assert told["scores"]["curve_mae"] < 0.1
    read = read_surrogate(out)
    assert read.card["scores"] == told["scores"]
    assert np.isfinite(read.interval_factor)


def test_runs_that_teach_nothing_are_refused_in_words(
    refusal: Refusal, dataset_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model.h5"
    assert "No run is chosen" in refusal("train", "--out", out)
    assert "wetview" in refusal("train", dataset_file, "--out", out)
    said = refusal(
        "train", "--dataset", dataset_file, "--preset", "wetview", "--out", out
    )
    assert "does not tell `geodesic_vx`" in said
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "There is no run" in refusal("train", empty, "--out", out)
    assert not out.exists()


@pytest.fixture
def campaign_file(tmp_path: Path) -> Path:
    """Three small electrodes, one run each, quickly filled."""
    path = tmp_path / "campaign.json"
    electrodes = [
        {
            "name": f"c{seed}",
            "shape": [20, 16, 16],
            "mean_diameter_m": 3e-6,
            "porosity": 0.42,
            "binder_share": 0.1,
            "seed": seed,
        }
        for seed in range(3)
    ]
    runs = [
        {"electrode": f"c{seed}", "pressure_pa": 8e5, "contact_angle_deg": 45}
        for seed in range(3)
    ]
    fluids = {
        "liquid_density_kg_m3": 1300,
        "liquid_viscosity_pa_s": 0.0037,
        "surface_tension_n_m": 0.042,
    }
    path.write_text(
        json.dumps({"electrodes": electrodes, "fluids": fluids, "runs": runs})
    )
    return path


def test_a_campaign_fills_trains_and_predicts(
    answer: Answer, campaign_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Set.wetview"
    told = answer("campaign", campaign_file, "--out", folder, "--workers", 1)
    assert (told["n_runs"], told["n_finished"], told["failed"]) == (3, 3, {})
    again = answer("campaign", campaign_file, "--out", folder, "--workers", 1)
    assert again["n_finished"] == 3
    assert again["seconds"] < told["seconds"]  # nothing was left to fill
    project = Project.open(folder)
    assert len(project.runs()) == 3

    model = folder / "models" / "m.h5"
    trained = answer(
        *("train", folder, "--epochs", 30, "--members", 2, "--out", model),
        *("--save-dataset", folder / "datasets" / "set.h5"),
    )
    assert set(trained["scores"]["by_electrode"]) == {"c0", "c1", "c2"}
    project.refresh()
    assert [entry.kind for entry in project.models()] == ["model"]
    assert [entry.kind for entry in project.datasets()] == ["dataset"]

    sample = tmp_path / "other.h5"
    phases = generate_electrode((24, 16, 16), mean_diameter_m=6e-6, seed=9)
    write_sample(sample, phases, None, provenance={})
    out = tmp_path / "predicted.h5"
    predicted = answer(
        *("predict", sample, "--model", model, "--pressure-kpa", 800),
        *("--contact-angle-deg", 45, "--out", out),
    )
    assert 0 <= predicted["saturation"] <= 1
    assert any("Length" in line for line in predicted["out_of_range"])
    filling = read_filling(out)
    assert filling.is_predicted
    assert filling.frames[-1].shape == phases.shape
    assert read_run_sample(out).pores is not None
    assert len(filling.results["interval_90"]["time_s"]) > 10


def test_a_run_of_an_unknown_electrode_is_refused(
    refusal: Refusal, campaign_file: Path, tmp_path: Path
) -> None:
    content = json.loads(campaign_file.read_text())
    content["runs"][0]["electrode"] = "other"
    campaign_file.write_text(json.dumps(content))
    said = refusal("campaign", campaign_file, "--out", tmp_path / "x.wetview")
    assert "`other`" in said
    assert "c0, c1, c2" in said


def test_pores_that_do_not_lead_through_are_refused_as_by_a_simulation(
    refusal: Refusal, tmp_path: Path
) -> None:
    voxels = np.ones((24, 12, 12), np.uint8)
    voxels[:, 3:9, 3:9] = 0
    voxels[12] = 1
    np.save(tmp_path / "blocked.npy", voxels)
    said = refusal(
        *("predict", tmp_path / "blocked.npy", "--pore", 0, "--voxel-um", 1),
        *("--out", tmp_path / "p.h5"),
    )
    assert "do not join the inlet to the outlet" in said
    assert not (tmp_path / "p.h5").exists()


def test_a_foreign_file_is_no_network(
    refusal: Refusal, slit_path: Path, tmp_path: Path
) -> None:
    said = refusal(
        *("predict", slit_path, "--pore", 0, "--binder", 2, "--voxel-um", 1),
        *("--model", slit_path, "--out", tmp_path / "p.h5"),
    )
    assert "is not a network of wetview" in said
    assert not (tmp_path / "p.h5").exists()
