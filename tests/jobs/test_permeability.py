"""The job that measures a sample, and what becomes of what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wetview.errors import Cancelled
from wetview.jobs import Message, PermeabilityJob, PoresJob, Progress, run_job
from wetview.project import read_sample

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_measured_is_kept_in_the_sample(sample_path: Path) -> None:
    before = read_sample(sample_path)
    messages: list[Message] = []
    result = run_job(PermeabilityJob(sample=sample_path, axes=("x",)), messages.append)
    after = read_sample(sample_path)
    assert after.permeability["x"]["value_m2"] == result["permeability_m2"]["x"] > 0
    assert after.permeability["x"]["ends"] == "reservoirs"
    assert after.provenance == before.provenance
    assert after.pores is not None
    progress = [message for message in messages if isinstance(message, Progress)]
    assert any(message.note.startswith("Flow along x") for message in progress)
    assert all(
        0 <= message.done <= message.total or not message.total for message in progress
    )


def test_axes_are_added_to_those_measured_before(sample_path: Path) -> None:
    for axes in (("x",), ("y", "z")):
        run_job(PermeabilityJob(sample=sample_path, axes=axes), lambda message: None)
    found = read_sample(sample_path).permeability
    assert list(found) == ["x", "y", "z"]
    assert found["y"]["value_m2"] == 0  # the slit has walls there


def test_finding_pores_again_keeps_it(sample_path: Path) -> None:
    run_job(PermeabilityJob(sample=sample_path, axes=("x",)), lambda message: None)
    measured = read_sample(sample_path).permeability
    run_job(PoresJob(sample=sample_path, merge_fraction=0.5), lambda message: None)
    assert read_sample(sample_path).permeability == measured


def test_a_stop_changes_nothing(sample_path: Path) -> None:
    before = sample_path.read_bytes()
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(Cancelled):
        run_job(PermeabilityJob(sample=sample_path), lambda message: None, should_stop)
    assert sample_path.read_bytes() == before
