"""Filling a sample from the command line."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.cli import main
from wetview.project import read_filling, read_run_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


@pytest.fixture
def filling(slit_path: Path, tmp_path: Path) -> list[str]:
    """Fill the slit; to be followed by more options."""
    return [
        *("simulate", str(slit_path), "--pore", "0", "--binder", "2"),
        *("--voxel-um", "1", "--thickness-axis", "2", "--pressure-kpa", "405"),
        *("--out", str(tmp_path / "run.h5")),
    ]


def test_simulate_tells_what_was_agreed(
    answer: Answer, filling: list[str], tmp_path: Path
) -> None:
    told = answer(*filling, "--max-steps", 150, "--contact-angle-deg", 60)
    assert set(told) == {
        *("steps", "seconds", "saturation", "n_frames", "nodes_per_second"),
        *("out", "outcome", "reason", "flat_rule", "time_s", "t_flat_s"),
        *("t50_s", "t90_s", "t99_s", "t50_of_end_s", "t90_of_end_s", "t99_of_end_s"),
        *(
            "trapped_gas",
            "gas_balance",
            "saturation_with_real_gas",
            "fields",
            "resumed_at",
            "checkpoint_bytes",
        ),
    }
    assert told["steps"] == 150
    run = read_filling(tmp_path / "run.h5")
    assert run.n_frames == told["n_frames"]
    assert run.description["pressure_pa"] == pytest.approx(405_000)
    assert run.description["fluids"]["contact_angle_deg"] == 60
    assert run.description["fluids"]["binder_contact_angle_deg"] == 60
    sample = read_run_sample(tmp_path / "run.h5")
    assert sample.phases.shape == (16, 8, 6)
    assert sample.pores is not None
    made_by = sample.provenance["input_provenance"]["description"]
    assert made_by["pore"] == [0]


def test_simulate_in_words_tells_why_it_ended(
    filling: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*filling, "--max-steps", "100", "--no-pores"]) == 0
    assert "steps were used up" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--contact-angle-deg", "300"], "300 degrees"),
        (["--fluid", "milk"], "milk"),
        (["--pressure-kpa", "-5"], "The pressure is -5 kPa"),
        (["--pressure-kpa", "nan"], "The pressure is nan kPa"),
        (["--out", "missing/run.h5"], "missing"),
    ],
)
def test_settings_that_cannot_be_are_named(
    refusal: Refusal,
    filling: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal(*filling, *arguments)
    assert not list(tmp_path.glob("run*"))


def test_a_run_that_exists_is_kept(
    refusal: Refusal, filling: list[str], tmp_path: Path
) -> None:
    (tmp_path / "run.h5").write_text("my results")
    assert "--overwrite" in refusal(*filling)
    assert (tmp_path / "run.h5").read_text() == "my results"


def test_a_pore_space_without_a_way_through_is_refused(
    refusal: Refusal, filling: list[str]
) -> None:
    filling[filling.index("2", 6)] = "0"  # the binder closes the far end
    assert "simulate" in refusal(*filling)


def test_the_input_is_never_overwritten(
    refusal: Refusal, filling: list[str], slit_path: Path
) -> None:
    before = slit_path.read_bytes()
    said = refusal(*filling, "--out", slit_path, "--overwrite")
    assert "would destroy" in said
    assert slit_path.read_bytes() == before


def test_options_of_a_foreign_file_are_refused_for_a_run(
    answer: Answer, refusal: Refusal, filling: list[str], tmp_path: Path
) -> None:
    answer(*filling, "--max-steps", 100)
    again = tmp_path / "again.h5"
    said = refusal(
        *("simulate", tmp_path / "run.h5", "--out", again, "--pore", 1),
        *("--voxel-um", 5, "--thickness-axis", 0),
    )
    assert "phases of 1 um voxels" in said
    assert "--voxel-um, --thickness-axis, --pore" in said
    answer("simulate", tmp_path / "run.h5", "--out", again, "--max-steps", 100)
    made_by = read_run_sample(again).provenance["input_provenance"]["description"]
    assert set(made_by) == {"crop", "resample_um"}


def test_pores_are_labelled_again_where_their_merging_is_given(
    answer: Answer, tmp_path: Path
) -> None:
    labels = np.ones((20, 10, 10), np.uint8)
    labels[1:9, 1:9, 1:9] = labels[11:19, 1:9, 1:9] = 0
    labels[:, 4:6, 4:6] = 0  # two chambers, a neck between them and at both ends
    np.save(tmp_path / "chambers.npy", labels)
    sample, run = tmp_path / "chambers.h5", tmp_path / "run.h5"
    told = answer(
        *("pores", tmp_path / "chambers.npy", "--pore", 0, "--voxel-um", 1),
        *("--out", sample, "--merge-fraction", 1),
    )
    assert told["n_pores"] > 1
    steps = ("--max-steps", 100, "--pressure-kpa", 405)
    answer("simulate", sample, "--out", run, *steps, "--merge-fraction", 0.001)
    pores = read_run_sample(run).pores
    assert pores is not None
    assert len(pores) < told["n_pores"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be sent there")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_ctrl_c_and_a_polite_kill_keep_what_was_computed(
    filling: list[str], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    labels = np.ones((26, 26, 160), np.uint8)
    labels[1:-1, 1:-1, :] = 0
    np.save(tmp_path / "slit.npy", labels)
    part = tmp_path / "run.h5.part"
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "wetview",
            *filling[:4],
            *filling[6:],
            "--max-steps",
            "1000000",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        _wait_for_frames(part, process)
        process.send_signal(number)
        _, said = process.communicate(timeout=10)
    assert process.returncode == code
    assert "Traceback" not in said
    assert "frames computed until then" in said
    assert read_filling(tmp_path / "run.h5").outcome == "stopped"
    assert not part.exists()


def _wait_for_frames(part: Path, process: subprocess.Popen[str]) -> None:
    from wetview.errors import UserError

    until_s = time.monotonic() + 60
    while time.monotonic() < until_s:
        try:
            if read_filling(part).n_frames >= 2:
                return
        except UserError:
            pass  # not there yet, or without a frame
        if process.poll() is not None:
            pytest.fail(f"it ended early: {process.communicate()[1]}")
        time.sleep(0.05)
    pytest.fail("no frame within a minute")
