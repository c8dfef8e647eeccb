"""Going on with a run from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wetview.cli import main
from wetview.project import read_filling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


@pytest.fixture
def run(answer: Answer, slit_path: Path, tmp_path: Path) -> Path:
    """A run that has used its 100 steps up."""
    path = tmp_path / "run.h5"
    told = answer(
        *("simulate", slit_path, "--pore", 0, "--binder", 2, "--voxel-um", 1),
        *("--thickness-axis", 2, "--pressure-kpa", 405, "--no-pores"),
        *("--max-steps", 100, "--out", path, "--fields", "last"),
    )
    assert told["outcome"] == "max_steps"
    assert told["checkpoint_bytes"] > 0
    assert told["fields"] == str(tmp_path / "run.fields")
    return path


def test_a_run_goes_on_to_the_steps_that_are_asked_for(
    answer: Answer, run: Path
) -> None:
    told = answer("resume", run, "--max-steps", 160)
    assert told["steps"] == 160
    assert told["resumed_at"] == [100]
    assert told["t_flat_s"] is None
    assert told["gas_balance"]["liquid_in_pv"] > 0
    assert read_filling(run).step[-1] == 160


def test_the_end_of_a_run_is_told_in_words(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["resume", str(run), "--max-steps", "60000"]) == 0
    out = capsys.readouterr().out
    assert "ended because the saturation no longer rises" in out
    assert "flat: the saturation rose by less than 0.002" in out
    assert "flat from" in out
    assert "50 % after" in out
    assert "trapped gas" in out
    assert "(pore volumes)" in out
    assert "checkpoint" not in out


def test_how_to_go_on_is_told(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", str(run)]) == 0
    assert f"wetview resume {run}" in capsys.readouterr().out


def test_what_cannot_go_on_is_refused(
    refusal: Refusal, run: Path, tmp_path: Path
) -> None:
    assert "100 steps already" in refusal("resume", run, "--max-steps", 100)
    assert "does not exist" in refusal("resume", tmp_path / "none.h5")
    (tmp_path / "run.h5.checkpoint").unlink()
    assert "has no checkpoint" in refusal("resume", run)
