"""What `wetview video` refuses, and what `wetview info` tells of a run cut off."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]

_CUT_OFF = """
import os, sys
import numpy as np
from pathlib import Path
from wetview.project import FillingWriter
from wetview.volume import Phases

phases = Phases(np.zeros((4, 3, 2), np.uint8), 1e-6, "cube")
writer = FillingWriter(
    Path(sys.argv[1]), phases=phases, pores=None, name="", description={}, provenance={}
)
writer.add_sample(0, 0.0, 0.0)
writer.add_frame(0.0, 0.0, np.zeros((4, 3, 2), np.uint8))
os._exit(9)
"""


@pytest.fixture
def part_path(tmp_path: Path) -> Path:
    """Leave what a run leaves whose process was killed."""
    done = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, str(tmp_path / "run.h5")], check=False
    )
    assert done.returncode == 9
    return tmp_path / "run.h5.part"


def test_a_run_that_was_cut_off_is_described(answer: Answer, part_path: Path) -> None:
    told = answer("info", part_path)
    assert told["shape"] == [4, 3, 2]
    assert told["voxel_um"] == pytest.approx(1)


def test_a_missing_run_that_was_cut_off_is_pointed_to(
    refusal: Refusal, part_path: Path, tmp_path: Path
) -> None:
    said = refusal("video", tmp_path / "run.h5", tmp_path / "run.mp4")
    assert "run.h5.part` is there" in said


def test_the_run_is_never_overwritten_by_its_video(
    refusal: Refusal, tmp_path: Path
) -> None:
    run = tmp_path / "run.h5"
    run.write_text("my results")
    assert "would destroy" in refusal("video", run, tmp_path / "." / "run.h5")
    assert run.read_text() == "my results"


def test_a_camera_that_turns_and_follows_key_frames_is_refused(
    refusal: Refusal, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text("[]")
    said = refusal(
        "video", tmp_path / "run.h5", tmp_path / "a.mp4",
        "--turntable", 90, "--key-frames", keys,
    )  # fmt: skip
    assert "--turntable" in said


@pytest.mark.parametrize(
    "keys",
    [
        "{",
        '[{"at": 2, "view": {}}]',
        '[{"at": 0, "view": {"position": [0, 0, 0], "focus": [0, 0, 0],'
        ' "up": [0, 0, 1], "scale": 1}}]',
        '[{"at": 0, "view": {"position": [0, 0, 1], "focus": [0, 0, 0],'
        ' "up": [0, 0, 0], "scale": 1}}]',
        '[{"at": 0, "view": {"position": [0, 0, 1], "focus": [0, 0, 0],'
        ' "up": [0, 1, 0], "scale": -1}}]',
        '[{"at": 0, "view": {"position": [0, 0, 1], "focus": [0, 0, 0],'
        ' "up": [0, 0, 2], "scale": 1}}]',
    ],
)
def test_key_frames_that_lead_nowhere_are_refused(
    refusal: Refusal, tmp_path: Path, keys: str
) -> None:
    (tmp_path / "keys.json").write_text(keys)
    refusal(
        "picture", tmp_path / "run.h5", tmp_path / "a.png",
        "--key-frames", tmp_path / "keys.json",
    )  # fmt: skip


def test_a_run_beside_itself_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    run = tmp_path / "run.h5"
    run.write_bytes(b"")
    assert "named twice" in refusal("video", run, tmp_path / "a.mp4", "--with", run)
