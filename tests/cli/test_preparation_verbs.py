"""segment, binder, revs and generate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.cli import main
from wetview.project import read_sample
from wetview.volume import Phase, generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """An electrode without binder, as labels."""
    path = tmp_path / "bare.npy"
    np.save(path, generate_electrode((40, 40, 40), binder_share=0, seed=1).labels)
    return path


def test_segment_does_its_steps_and_keeps_them(
    answer: Answer, grey_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.h5"
    told = answer(
        *("segment", grey_path, "--voxel-um", 0.5, "--out", out),
        *("--step", "median radius=1", "--step", "otsu roles=[0,1]"),
        *("--step", "remove specks smallest=5"),
    )

    assert [step["operation"] for step in told["steps"]] == [
        "median",
        "otsu",
        "remove specks",
    ]
    made = read_sample(out)
    assert made.phases.shape == (16, 8, 6)
    # The slit of 4 x 4 of 8 x 6 columns; the median takes its edges.
    assert 0.2 < told["porosity"] <= 16 / 48
    assert made.phases.porosity == pytest.approx(told["porosity"])
    assert made.provenance["description"]["steps"] == told["steps"]
    assert told["remark"] == ""


def test_segment_without_a_segmenting_step_takes_otsus_threshold(
    answer: Answer, grey_path: Path
) -> None:
    told = answer("segment", grey_path, "--voxel-um", 1, "--step", "flip axis=0")

    assert told["porosity"] == pytest.approx(16 / 48)


def test_of_a_large_file_the_box_alone_is_read(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels and Otsu's threshold are those of the whole, of which a part is seen."""
    monkeypatch.setattr("wetview.volume.big_volumes.GLANCE_BYTES", 5_000)
    monkeypatch.setattr("wetview.volume.read_volume", None)
    rng = np.random.default_rng(2)
    grey = np.where(rng.random((40, 30, 30)) < 0.4, 60, 180)
    grey = (grey + rng.integers(-20, 20, grey.shape)).astype(np.uint8)
    grey[20:, :, :] = 180  # so that the box alone has another share of pores
    path = tmp_path / "large.npy"
    np.save(path, grey)
    told = answer("segment", path, "--voxel-um", 1, "--crop", "0:8,2:30,0:30")
    dark = grey[0:8, 2:30, 0:30] <= 120
    assert told["porosity"] == pytest.approx(float(dark.mean()), abs=1e-9)

    labels = (grey > 120).astype(np.uint8)
    labels[5, 5, 5] = 7  # no strided look meets it
    np.save(path, labels)
    told = answer(
        *("segment", path, "--voxel-um", 1, "--crop", "0:8,0:30,0:30"),
        *("--pore", 0, "--binder", 7),
    )
    assert told["porosity"] == pytest.approx(float((labels[:8] == 0).mean()))


def test_segment_says_which_axis_would_work(answer: Answer, slit_path: Path) -> None:
    told = answer("segment", slit_path, "--voxel-um", 1, "--pore", 0)

    assert "do along z" in told["remark"]


@pytest.mark.parametrize(
    "step", ["explode", "median radius=two", "median radius=99", 'median "', "="]
)
def test_a_step_that_is_none_is_wrong_usage(
    step: str, grey_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["segment", str(grey_path), "--step", step]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_binder_meets_the_mass(answer: Answer, bare_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.h5"
    told = answer(
        *("binder", bare_path, "--pore", 0, "--voxel-um", 1, "--out", out),
        *("--mass-percent", 4, "--seed", 3),
    )

    assert told["mass_percent"] == pytest.approx(4, abs=0.2)
    made = read_sample(out)
    assert made.phases.fraction(Phase.BINDER) == pytest.approx(told["binder"])
    assert made.provenance["seed"] == 3


def test_revs_are_written_as_samples(
    answer: Answer, refusal: Refusal, bare_path: Path, tmp_path: Path
) -> None:
    arguments = (
        *("revs", bare_path, "--pore", 0, "--voxel-um", 1, "--n", 3),
        *("--shape", "16,16,16", "--tolerance", 0.2, "--out", tmp_path / "revs"),
        *("--figure", tmp_path / "curve.png"),
    )
    told = answer(*arguments)

    paths = sorted((tmp_path / "revs").iterdir())
    assert len(paths) == len(told["boxes"]) == 3
    found = [read_sample(path).phases.porosity for path in paths]
    assert found == pytest.approx(told["porosities"])
    assert told["largest_deviation"] <= 0.2
    assert (tmp_path / "curve.png").stat().st_size > 5000

    paths[0].unlink()
    assert "exists already" in refusal(*arguments)
    assert not paths[0].exists()
    assert len(answer(*arguments, "--overwrite")["boxes"]) == 3


def test_revs_tell_when_the_volume_is_too_small(
    bare_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["revs", str(bare_path), "--pore", "0", "--voxel-um", "1"]

    assert main([*arguments, "--shape", "30,30,30", "--n", "5"]) == 0
    assert "side by side 1 fit" in capsys.readouterr().out


def test_generate_meets_the_request(
    answer: Answer, refusal: Refusal, tmp_path: Path
) -> None:
    out = tmp_path / "out.h5"
    told = answer(
        *("generate", out, "--shape", "40,40,40", "--porosity", 0.4, "--seed", 2),
        *("--d-values-um", 4, 7, 11, "--compression", 0.2, "--mass-percent", 6),
        *("--aspect-ratio", 1.5),
    )

    assert told["porosity"] == pytest.approx(0.4, abs=1e-4)
    assert told["binder"] > 0.05
    made = read_sample(out)
    assert made.phases.shape == (40, 40, 40)
    assert made.provenance["seed"] == 2
    flat = (*("generate", out, "--shape", "40,40,40"), "--aspect-ratio", 20)
    assert "20 times their thickness" in refusal(*flat, "--overwrite")


def test_samples_are_only_overwritten_where_that_is_wanted(
    answer: Answer, refusal: Refusal, bare_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sample.h5"
    cut = ("--voxel-um", 1, "--pore", 0, "--crop", "0:20,0:20,0:20", "--out", out)
    verbs = {
        "generate": ("generate", out, "--shape", "20,20,20"),
        "segment": ("segment", bare_path, *cut),
        "binder": ("binder", bare_path, *cut),
        "pores": ("pores", bare_path, *cut),
    }
    answer(*verbs["generate"])
    for verb in verbs.values():
        before = out.read_bytes()
        assert "exists already" in refusal(*verb)
        assert out.read_bytes() == before
        answer(*verb, "--overwrite")
        assert out.read_bytes() != before


def test_generate_refuses_what_makes_no_electrode(
    refusal: Refusal, tmp_path: Path
) -> None:
    told = refusal("generate", tmp_path / "a.h5", "--d-values-um", 9, 7, 11)

    assert "rising" in told
    assert not (tmp_path / "a.h5").exists()
