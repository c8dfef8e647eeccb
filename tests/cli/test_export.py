"""What `wetview export` writes and refuses."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.pores import label_pores
from wetview.project import FillingWriter
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]

SHAPE = (8, 6, 5)


@pytest.fixture
def run_path(tmp_path: Path) -> Path:
    """A run of two frames: empty, then full."""
    labels = np.ones(SHAPE, np.uint8)
    labels[:, 1:5, 1:4] = 0
    phases = Phases(labels, 2e-6, "slit")
    pores = label_pores(phases)
    path = tmp_path / "run.h5"
    with FillingWriter(
        path, phases=phases, pores=pores, name="slit", description={}, provenance={}
    ) as writer:
        for number, level in enumerate((0, 255)):
            share = np.full(len(pores), level / 255, np.float32)
            liquid = np.where(labels == 0, level, 0).astype(np.uint8)
            writer.add_sample(100 * number, 1e-6 * number, level / 255, share)
            writer.add_frame(1e-6 * number, level / 255, liquid)
        writer.finish("flat", {})
    return path


def test_a_run_becomes_files_for_other_programs(
    answer: Answer, run_path: Path, tmp_path: Path
) -> None:
    told = answer(
        "export",
        run_path,
        *("--vti", tmp_path / "out.pvd"),
        *("--saturation", tmp_path / "s.csv"),
        *("--pores", tmp_path / "p.csv"),
    )
    assert told["vti"]["n_frames"] == 2
    assert len(list((tmp_path / "out_frames").glob("*.vti"))) == 2
    rows = list(csv.reader((tmp_path / "s.csv").read_text().splitlines()))
    assert [float(row[2]) for row in rows[1:]] == [0.0, 1.0]
    # A header and one pore.
    assert len((tmp_path / "p.csv").read_text().splitlines()) == 2


def test_nothing_asked_for_is_told(refusal: Refusal, run_path: Path) -> None:
    assert "--vti" in refusal("export", run_path)


def test_the_run_is_never_overwritten(refusal: Refusal, run_path: Path) -> None:
    before = run_path.read_bytes()
    assert "would destroy" in refusal("export", run_path, "--saturation", run_path)
    assert run_path.read_bytes() == before


def test_one_file_for_two_tables_is_refused(
    refusal: Refusal, run_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.csv"
    said = refusal("export", run_path, "--saturation", out, "--pores", out)
    assert "named twice" in said
    assert not out.exists()


def test_two_runs_are_compared(
    answer: Answer, refusal: Refusal, run_path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.h5"
    copy.write_bytes(run_path.read_bytes())
    told = answer("compare", run_path, copy, "--csv", tmp_path / "pores.csv")
    assert told["mean_difference"] == 0
    assert told["dice_at_equal_times"] == 1
    assert told["n_pores"] == 1
    assert (tmp_path / "pores.csv").read_text().count("\n") == 2
    said = refusal("compare", run_path, copy, "--csv", tmp_path / "pores.csv")
    assert "--overwrite" in said or "already" in said
    assert "does not exist" in refusal("compare", run_path, tmp_path / "none.h5")
