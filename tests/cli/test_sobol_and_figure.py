"""`wetview sobol` and `wetview figure`, with a network of one layer."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.cli import main
from wetview.project import write_surrogate
from wetview.surrogate import Surrogate
from wetview.surrogate.network import Layer, Networks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]

DISTANCE, PRESSURE = 4, 5


@pytest.fixture
def model_path(tmp_path: Path) -> Path:
    """Write log T = 0.1 distance - pressure / 1 atm; volume and area go together."""
    weight = np.zeros((1, 6, 7), np.float32)
    weight[0, DISTANCE, :2] = 0.1
    weight[0, PRESSURE, :2] = -1 / 101_325
    networks = Networks(
        (Layer(weight, np.full((1, 1, 7), 0.5, np.float32)),),
        "relu",
        *(np.full((1, 1, n), value) for n in (6, 7) for value in (0.0, 1.0)),
    )
    rows = np.random.default_rng(0).uniform(1, 20, (200, 6))
    rows[:, 1] = rows[:, 0] ** 2
    rows[:, PRESSURE] *= 10_000
    ranges = np.column_stack([rows.min(axis=0), rows.max(axis=0)])
    history = {"epoch": [1, 2], "training": [0.5, 0.2], "validation": [0.6, 0.3]}
    surrogate = Surrogate(
        "line", "paper", networks, rows, ranges, card={"history": history}
    )
    path = tmp_path / "line.h5"
    write_surrogate(path, surrogate)
    return path


def test_indices_of_a_network_are_told(answer: Answer, model_path: Path) -> None:
    told = answer("sobol", model_path, "--n", 256)
    assert told["n_evaluations"] == 256 * 14
    times = told["outputs"]["t_f0_s"]
    assert times["is_logarithm"]
    # Variances of 0.1 x 19 and 1.9e5 / 101 325: nearly equal.
    assert times["first"]["distance_vx"] == pytest.approx(0.5, abs=0.06)
    assert times["total"]["volume_vx"] == pytest.approx(0, abs=1e-6)
    # The saturations are constant: JSON has null for what is not known.
    assert told["outputs"]["s_f0"]["total"]["volume_vx"] is None
    assert any("go together" in note for note in told["notes"])


def test_a_seed_of_zero_gives_the_same_twice(answer: Answer, model_path: Path) -> None:
    once, again, other = (
        answer("sobol", model_path, "--n", 64, "--seed", seed) for seed in (0, 0, 1)
    )
    assert once == again
    assert once["outputs"]["t_f0_s"]["first"] != other["outputs"]["t_f0_s"]["first"]


def test_ranges_groups_and_outputs_are_taken(answer: Answer, model_path: Path) -> None:
    told = answer(
        *("sobol", model_path, "--n", 64, "--output", "t_f1_s"),
        *("--range", "pressure_pa=1e5:1e5", "--groups", "correlated"),
    )
    assert told["inputs"]["pressure_pa"] == [1e5, 1e5]
    assert list(told["outputs"]) == ["t_f1_s"]
    total = told["outputs"]["t_f1_s"]["total"]
    assert "volume_vx+surface_area_vx2" in total
    assert told["distribution"] == "training"
    assert total["distance_vx"] == pytest.approx(1, abs=0.02)  # of 64 samples


def test_words_tell_what_is_wrong(refusal: Refusal, model_path: Path) -> None:
    assert "`p`" in refusal("sobol", model_path, "--range", "p=1:2")
    assert "not a range" in refusal("sobol", model_path, "--range", "p")
    assert "N is 4" in refusal("sobol", model_path, "--n", 4)
    assert "destroy" in refusal("sobol", model_path, "--out", model_path)
    assert model_path.stat().st_size > 0


def test_indices_are_kept_and_drawn_again(
    answer: Answer, model_path: Path, tmp_path: Path
) -> None:
    kept, figure = tmp_path / "indices.h5", tmp_path / "bars.svg"
    answer("sobol", model_path, "--n", 64, "--out", kept)
    told = answer("figure", "sobol", kept, figure)
    assert figure.read_text(encoding="utf-8").startswith("<?xml")
    with (tmp_path / "bars.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert told["n_rows"] == len(rows) == 4 * 6


@pytest.mark.parametrize(
    "name", ["training", "second-order", "convergence", "correlations", "sweep"]
)
def test_figures_of_a_network_are_drawn(
    answer: Answer, model_path: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / f"{name}.png"
    answer("figure", name, model_path, out, "--size", "120x90", "--dpi", 100)
    from PIL import Image

    with Image.open(out) as picture:
        assert picture.width == pytest.approx(120 / 25.4 * 100, abs=1)
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 20
    assert out.with_suffix(".csv").read_text(encoding="utf-8").count("\n") > 1


def test_the_network_of_the_program_has_a_name(answer: Answer, tmp_path: Path) -> None:
    told = answer("figure", "training", "shipped", tmp_path / "errors.png")
    assert told["n_rows"] > 1


def test_a_figure_says_which_files_it_takes(
    refusal: Refusal, model_path: Path, tmp_path: Path
) -> None:
    said = refusal("figure", "curves", model_path, tmp_path / "a.png")
    assert "takes two runs" in said
    assert "does not exist" in refusal(
        "figure", "sobol", tmp_path / "none.h5", tmp_path / "a.png"
    )


def test_every_figure_of_the_program_is_in_the_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from wetview.plots.recipes import RECIPES

    assert main(["figure", "--help"]) == 0
    said = capsys.readouterr().out
    for name in RECIPES:
        assert f"\n{name} " in said
