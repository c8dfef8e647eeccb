"""The job that fills a sample, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.jobs import Frame, Message, PoresJob, Progress, run_job
from wetview.lbm import FillingRun
from wetview.project import (
    read_filling,
    read_results,
    read_run_sample,
    read_sample,
    write_sample,
)
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs import SimulateJob

    Describe = Callable[..., SimulateJob]


def test_a_run_is_written_with_curves_frames_and_where_it_comes_from(
    simulate_job: Describe,
) -> None:
    job = simulate_job()
    result = run_job(job, lambda message: None)
    assert result["outcome"] == "max_steps"
    assert result["steps"] == 200
    assert result["n_nodes"] == 16 * 6 * 4
    assert result["n_bytes"] == job.out.stat().st_size
    filling = read_filling(job.out)
    assert filling.step[0] == 0
    assert filling.step[-1] == 200
    assert filling.outcome == "max_steps"
    assert filling.n_frames == result["n_frames"] >= 2
    assert filling.frame_time_s[-1] == filling.time_s[-1] == result["time_s"]
    assert filling.saturation[-1] == pytest.approx(result["saturation"], abs=1e-6)
    assert 0 < filling.saturation[-1] <= 1
    sample = read_run_sample(job.out)
    assert sample.pores is not None
    assert filling.pore_saturation.shape[1] == len(sample.pores)
    assert sample.provenance["description"]["pressure_pa"] == 4e5
    assert sample.provenance["input_provenance"] == {"seed": 5}
    assert len(sample.provenance["input_sha256"]) == 64


def test_frames_are_sent_as_they_are_written(simulate_job: Describe) -> None:
    messages: list[Message] = []
    job = simulate_job()
    run_job(job, messages.append)
    sent = [message for message in messages if isinstance(message, Frame)]
    filling = read_filling(job.out)
    assert len(sent) == filling.n_frames
    for index, frame in enumerate(sent):
        assert frame.index == index
        np.testing.assert_array_equal(frame.liquid_fraction, filling.frames[index])
        assert frame.time_s == filling.frame_time_s[index]


def test_a_frame_is_taken_when_a_hundredth_has_filled(simulate_job: Describe) -> None:
    job = simulate_job()
    run_job(job, lambda message: None)
    rises = np.diff(read_filling(job.out).frame_saturation)
    # The last frame is taken at the end, whatever has filled until then.
    assert (rises[:-1] >= 0.01 - 1e-6).all()


def test_progress_says_what_is_under_way(simulate_job: Describe) -> None:
    messages: list[Message] = []
    run_job(simulate_job(stream_frames=False), messages.append)
    notes = [message.note for message in messages if isinstance(message, Progress)]
    assert "Preparing the solver" in notes
    assert any(note.startswith("Saturation") for note in notes)
    assert not any(isinstance(message, Frame) for message in messages)


def test_a_stop_keeps_what_was_computed(simulate_job: Describe) -> None:
    n_frames = 0

    def count(message: Message) -> None:
        nonlocal n_frames
        n_frames += isinstance(message, Frame)

    job = simulate_job(max_steps=1_000_000)
    result = run_job(job, count, should_stop=lambda: n_frames >= 3)
    assert result["outcome"] == "stopped"
    filling = read_filling(job.out)
    assert filling.outcome == "stopped"
    assert filling.n_frames >= 3
    assert filling.step[-1] == result["steps"] > 0


def test_a_stop_before_anything_was_computed_leaves_nothing(
    simulate_job: Describe,
) -> None:
    job = simulate_job()
    with pytest.raises(Cancelled):
        run_job(job, lambda message: None, should_stop=lambda: True)
    assert not job.out.exists()
    assert not list(job.out.parent.glob("*.part*"))


def test_a_run_that_exists_is_not_touched(simulate_job: Describe) -> None:
    job = simulate_job()
    job.out.write_text("my results")
    with pytest.raises(UserError, match="exists already"):
        run_job(job, lambda message: None)
    assert job.out.read_text() == "my results"


def test_a_pore_space_without_a_way_through_is_refused(
    tmp_path: Path, simulate_job: Describe
) -> None:
    labels = np.zeros((12, 6, 6), np.uint8)
    labels[6] = 1
    path = tmp_path / "closed.h5"
    write_sample(path, Phases(labels, 1e-6, "closed"), None, provenance={})
    job = simulate_job(sample=path)
    with pytest.raises(UserError):
        run_job(job, lambda message: None)
    assert not job.out.exists()


def test_a_run_that_becomes_unstable_keeps_its_frames_and_says_so(
    simulate_job: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = FillingRun.advance

    def blow_up(run: FillingRun, n_steps: int) -> None:
        if run.step >= 60:
            raise UserError("The simulation became unstable", "Lower the pressure")
        advance(run, n_steps)

    # A plan that is unstable in truth is refused before it starts.
    monkeypatch.setattr(FillingRun, "advance", blow_up)
    job = simulate_job()
    with pytest.raises(UserError, match="frames computed until then are kept") as error:
        run_job(job, lambda message: None)
    assert error.value.hint.startswith("Lower the pressure; ")
    filling, results = read_filling(job.out), read_results(job.out)
    assert filling.outcome == "stopped"
    assert results["steps"] == filling.step[-1] > 0
    assert results["seconds"] > 0


def test_the_sample_is_never_overwritten_by_its_run(
    simulate_job: Describe, sample_path: Path
) -> None:
    before = sample_path.read_bytes()
    with pytest.raises(UserError, match="would destroy"):
        run_job(simulate_job(out=sample_path, overwrite=True), lambda message: None)
    assert sample_path.read_bytes() == before


def test_labelling_adds_pores_to_the_sample(tmp_path: Path, phases: Phases) -> None:
    path = tmp_path / "sample.h5"
    write_sample(path, phases, None, provenance={"seed": 5})
    result = run_job(PoresJob(sample=path), lambda message: None)
    sample = read_sample(path)
    assert sample.pores is not None
    assert len(sample.pores) == result["n_pores"] >= 1
    assert result["porosity"] == pytest.approx(24 / 48)
    assert result["connected"][0] == pytest.approx(1)
    assert sample.provenance["input_provenance"] == {"seed": 5}


@pytest.mark.parametrize("trapped_gas", ["kept", "evacuated"])
def test_a_run_tells_what_real_gas_would_leave(
    simulate_job: Describe, trapped_gas: str
) -> None:
    job = simulate_job(trapped_gas=trapped_gas)
    run_job(job, lambda message: None)
    results = read_results(job.out)
    real = results["saturation_with_real_gas"]
    if trapped_gas == "evacuated":
        assert real is None
    else:
        assert results["saturation"] <= real <= 1
