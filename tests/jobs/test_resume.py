"""A run that was interrupted becomes the same as one that was not."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.jobs import (
    Frame,
    Message,
    ResumeJob,
    recorder,
    run_job,
    start_job,
)
from wetview.lbm import FillingRun
from wetview.pores import label_pores
from wetview.project import (
    FillingWriter,
    Project,
    checkpoint_bytes,
    checkpoint_path,
    read_checkpoint,
    read_filling,
    read_results,
    recover_part_files,
    write_checkpoint,
    write_sample,
)
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs import SimulateJob

    Describe = Callable[..., SimulateJob]

MAX_STEPS = 500


@pytest.fixture
def electrode_job(tmp_path: Path, simulate_job: Describe) -> Describe:
    """Describe the filling of a small electrode with pores."""
    phases = generate_electrode((20, 12, 12), seed=2)
    sample = tmp_path / "electrode.h5"
    write_sample(sample, phases, label_pores(phases), provenance={"seed": 2})

    def describe(name: str, **changes: Any) -> SimulateJob:
        settings = {
            "sample": sample,
            "out": tmp_path / f"{name}.h5",
            "name": "a filling",
            "max_steps": MAX_STEPS,
            "stream_frames": False,
        }
        return simulate_job(**{**settings, **changes})

    return describe


def _nothing(message: Message) -> None:
    """Take a message."""


def _stop_after(n_reports: int) -> Callable[[], bool]:
    """A wish to stop that is uttered at a later one of the questions."""
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > n_reports

    return should_stop


def _recorded(path: Path) -> dict[str, np.ndarray]:
    """Every data set of a run but its results, in which times of the clock stand."""
    found: dict[str, np.ndarray] = {}

    def take(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset) and name != "results":
            found[name] = item[()]

    with h5py.File(path) as file:
        file.visititems(take)
    return found


def _require_same(path: Path, other: Path) -> None:
    one, two = _recorded(path), _recorded(other)
    assert one.keys() == two.keys()
    for name, values in one.items():
        np.testing.assert_array_equal(values, two[name], err_msg=name)


def _ending(path: Path) -> dict[str, Any]:
    of_the_clock = {"out", "seconds", "nodes_per_second", "resumed_at", "fields"}
    return {
        key: value
        for key, value in read_results(path).items()
        if key not in of_the_clock
    }


def _stopped(job: SimulateJob, n_reports: int) -> int:
    """Run a job, stop it, and give the step it came to."""
    result = run_job(job, _nothing, should_stop=_stop_after(n_reports))
    assert result["outcome"] == "stopped"
    return int(result["steps"])


@pytest.mark.parametrize("n_reports", [3, 40, 107, 213])
def test_a_run_that_was_stopped_and_resumed_is_the_uninterrupted_one(
    electrode_job: Describe, monkeypatch: pytest.MonkeyPatch, n_reports: int
) -> None:
    whole = electrode_job("whole")
    run_job(whole, _nothing)
    # Slices of two steps: a stop is heard between two samples, too.
    monkeypatch.setattr(recorder, "SLICE_S", 0.0)
    parts = electrode_job("parts")
    steps = _stopped(parts, n_reports)
    assert 0 < steps < MAX_STEPS
    assert read_filling(parts.out).step[-1] == steps
    result = run_job(ResumeJob(run=parts.out), _nothing)
    assert result["resumed_at"] == [steps]
    _require_same(parts.out, whole.out)
    assert _ending(parts.out) == _ending(whole.out)
    assert read_filling(parts.out).gas_balance == read_filling(whole.out).gas_balance


@pytest.mark.parametrize(
    "settings",
    [
        {"trapped_gas": "dissolving", "outlet": "closed"},
        {"inlet": "y+", "sides": "periodic", "outlet": "open"},
        {"pressure_points": [(0, 0), (2e-7, 4e5), (6e-7, 2e5)], "pressure_pa": 4e5},
        {"sides": "vent", "trapped_gas": "evacuated"},
    ],
)
def test_every_boundary_goes_on_bit_for_bit_and_on_more_threads(
    electrode_job: Describe, settings: dict[str, Any]
) -> None:
    whole, parts = (
        electrode_job("whole", **settings),
        electrode_job("parts", **settings),
    )
    run_job(whole, _nothing)
    _stopped(parts, 17)
    run_job(ResumeJob(run=parts.out, n_threads=2), _nothing)
    _require_same(parts.out, whole.out)


def test_another_device_that_is_not_there_is_refused(electrode_job: Describe) -> None:
    job = electrode_job("run")
    _stopped(job, 20)
    with pytest.raises(UserError, match="no device `abacus`"):
        run_job(ResumeJob(run=job.out, device="abacus"), _nothing)


def test_what_is_recorded_does_not_depend_on_the_machine_s_speed(
    electrode_job: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, slow = electrode_job("fast"), electrode_job("slow")
    run_job(fast, _nothing)
    monkeypatch.setattr(recorder, "SLICE_S", 0.0)
    run_job(slow, _nothing)
    _require_same(fast.out, slow.out)


def test_a_run_can_be_interrupted_more_than_once(electrode_job: Describe) -> None:
    whole, parts = electrode_job("whole"), electrode_job("parts")
    run_job(whole, _nothing)
    steps = [_stopped(parts, 3)]
    for _ in range(2):
        result = run_job(ResumeJob(run=parts.out), _nothing, should_stop=_stop_after(6))
        assert result["outcome"] == "stopped"
        steps.append(result["steps"])
    assert sorted(set(steps)) == steps
    assert run_job(ResumeJob(run=parts.out), _nothing)["resumed_at"] == steps
    _require_same(parts.out, whole.out)


def test_a_run_that_used_its_steps_up_goes_on_with_more(
    electrode_job: Describe,
) -> None:
    whole = electrode_job("whole")
    run_job(whole, _nothing)
    short = electrode_job("short", max_steps=206)
    result = run_job(short, _nothing)
    assert result["outcome"] == "max_steps"
    assert result["checkpoint_bytes"] == checkpoint_bytes(short.out) > 0
    run_job(ResumeJob(run=short.out, max_steps=MAX_STEPS), _nothing)
    _require_same(short.out, whole.out)
    assert read_filling(short.out).description["max_steps"] == MAX_STEPS


def test_a_run_that_used_its_steps_up_is_given_twice_as_many(
    electrode_job: Describe,
) -> None:
    job = electrode_job("short", max_steps=120)
    run_job(job, _nothing)
    assert run_job(ResumeJob(run=job.out), _nothing)["steps"] == 240


def test_a_run_that_is_flat_needs_no_checkpoint(simulate_job: Describe) -> None:
    job = simulate_job(max_steps=20_000)
    _stopped(job, 20)
    assert checkpoint_bytes(job.out) is not None
    result = run_job(ResumeJob(run=job.out), _nothing)
    assert result["outcome"] == "flat"
    assert result["checkpoint_bytes"] is None
    assert not checkpoint_path(job.out).exists()
    with pytest.raises(UserError, match="has no checkpoint"):
        run_job(ResumeJob(run=job.out), _nothing)


def test_frames_go_on_with_their_numbers(electrode_job: Describe) -> None:
    job = electrode_job("run")
    _stopped(job, 30)
    n_frames = read_checkpoint(job.out).n_frames
    messages: list[Message] = []
    run_job(ResumeJob(run=job.out), messages.append)
    sent = [message.index for message in messages if isinstance(message, Frame)]
    assert sent == list(range(n_frames, read_filling(job.out).n_frames))


def test_a_run_that_became_unstable_has_nothing_to_go_on_from(
    electrode_job: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = FillingRun.advance

    def blow_up(run: FillingRun, n_steps: int) -> None:
        if run.step >= 60:
            raise UserError("The simulation became unstable", "Lower the pressure")
        advance(run, n_steps)

    monkeypatch.setattr(FillingRun, "advance", blow_up)
    job = electrode_job("run", checkpoint_every_s=0)
    with pytest.raises(UserError, match="became unstable"):
        run_job(job, _nothing)
    assert read_results(job.out)["reason"] == "it became unstable"
    assert not checkpoint_path(job.out).exists()


def test_a_checkpoint_that_cannot_be_written_does_not_end_the_run(
    electrode_job: Describe, caplog: pytest.LogCaptureFixture
) -> None:
    job = electrode_job("run", max_steps=100, checkpoint_every_s=0)
    checkpoint_path(job.out).mkdir()  # stands in its way
    result = run_job(job, _nothing)
    assert result["outcome"] == "max_steps"
    assert "can not be resumed from here" in caplog.text


# What does not fit is refused, and changes nothing.


def _change(path: Path, **changes: Any) -> None:
    """Change what a checkpoint says of itself."""
    import dataclasses

    checkpoint = read_checkpoint(path)
    identity = {**checkpoint.identity, **changes.pop("identity", {})}
    arrays = {**checkpoint.arrays, **changes.pop("arrays", {})}
    write_checkpoint(
        path,
        dataclasses.replace(checkpoint, identity=identity, arrays=arrays, **changes),
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identity": {"program": "0.0.1"}}, r"wetview 0\.0\.1"),
        ({"identity": {"engine": "0"}}, "another version of the engine"),
        ({"identity": {"sample_sha256": "0"}}, "another sample"),
        ({"identity": {"settings_sha256": "0"}}, "other settings"),
        ({"run_id": "0"}, "another run"),
        ({"step": 466}, "claims step 466"),
        ({"n_samples": 4444}, "4444"),
        ({"arrays": {"state.colour": np.zeros(3, np.float32)}}, "another grid"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_refused_and_the_run_is_safe(
    electrode_job: Describe, changes: dict[str, Any], said: str
) -> None:
    job = electrode_job("run")
    _stopped(job, 20)
    _change(job.out, **changes)
    before = job.out.read_bytes()
    with pytest.raises(UserError, match=said):
        run_job(ResumeJob(run=job.out), _nothing)
    assert job.out.read_bytes() == before
    assert not list(job.out.parent.glob("*.part"))


def test_a_checkpoint_with_a_flipped_bit_is_refused(electrode_job: Describe) -> None:
    job = electrode_job("run")
    _stopped(job, 20)
    path = checkpoint_path(job.out)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    before = job.out.read_bytes()
    with pytest.raises(UserError, match="damaged"):
        run_job(ResumeJob(run=job.out), _nothing)
    assert job.out.read_bytes() == before


def test_steps_that_were_taken_already_are_not_enough(electrode_job: Describe) -> None:
    job = electrode_job("run")
    steps = _stopped(job, 20)
    with pytest.raises(UserError, match=f"taken {steps} steps already"):
        run_job(ResumeJob(run=job.out, max_steps=steps), _nothing)


def test_a_stop_before_the_first_new_step_leaves_the_run_as_it_was(
    electrode_job: Describe,
) -> None:
    job = electrode_job("run")
    _stopped(job, 20)
    before = job.out.read_bytes()
    with pytest.raises(Cancelled):
        run_job(ResumeJob(run=job.out), _nothing, should_stop=_stop_after(1))
    assert job.out.read_bytes() == before
    assert checkpoint_path(job.out).exists()


def test_a_run_that_is_being_resumed_is_not_resumed_twice(
    electrode_job: Describe,
) -> None:
    job = electrode_job("run")
    _stopped(job, 20)
    checkpoint = read_checkpoint(job.out)
    with (
        FillingWriter.resume(
            job.out,
            n_samples=checkpoint.n_samples,
            n_frames=checkpoint.n_frames,
            description={},
        ),
        pytest.raises(UserError, match="another run"),
    ):
        run_job(ResumeJob(run=job.out), _nothing)


# A process that dies.


def _killed(
    job: SimulateJob | ResumeJob, run: Path, folder: Path, *, beyond_step: int
) -> None:
    """Kill a job once its checkpoint is beyond a step and a frame came after it."""
    n_frames_then: int | None = None
    with start_job(job, folder) as process:
        for message in process:
            if not isinstance(message, Frame):
                continue
            if n_frames_then is not None and message.index > n_frames_then + 1:
                process.kill()
                break
            if n_frames_then is None and checkpoint_path(run).exists():
                checkpoint = read_checkpoint(run)
                if checkpoint.step > beyond_step:
                    n_frames_then = message.index
        process.wait()
        if sys.platform != "win32":
            assert process.returncode == -signal.SIGKILL


def test_a_killed_run_is_recovered_and_resumed_to_the_uninterrupted_one(
    tmp_path: Path, electrode_job: Describe
) -> None:
    steps = 6000
    whole = electrode_job("whole", max_steps=steps)
    run_job(whole, _nothing)
    runs = tmp_path / "runs"
    runs.mkdir()
    job = electrode_job(
        "run",
        out=runs / "run.h5",
        max_steps=steps,
        checkpoint_every_s=0.2,
        stream_frames=True,
    )
    jobs = tmp_path / "jobs"
    _killed(job, job.out, jobs, beyond_step=100)
    assert recover_part_files(runs) == [job.out]
    assert read_filling(job.out).outcome == "stopped"
    before = read_filling(job.out).step[-1]
    assert 100 < read_checkpoint(job.out).step <= before
    # Killed once more while it is resumed: the file that is there then goes on.
    _killed(ResumeJob(run=job.out), job.out, jobs, beyond_step=before)
    assert read_filling(job.out).step[-1] == before
    assert recover_part_files(runs) == [job.out]
    assert read_filling(job.out).step[-1] >= read_checkpoint(job.out).step > before
    run_job(ResumeJob(run=job.out), _nothing)
    _require_same(job.out, whole.out)
    assert [path.name for path in runs.iterdir()] in (
        ["run.h5"],
        ["run.h5", "run.h5.checkpoint"],
        ["run.h5.checkpoint", "run.h5"],
    )


def test_resuming_finds_the_run_of_a_killed_process_by_itself(
    tmp_path: Path, electrode_job: Describe
) -> None:
    job = electrode_job(
        "run", max_steps=6000, checkpoint_every_s=0.2, stream_frames=True
    )
    _killed(job, job.out, tmp_path / "jobs", beyond_step=20)
    assert not job.out.exists()
    result = run_job(ResumeJob(run=job.out), _nothing)
    assert result["outcome"] in {"flat", "max_steps"}
    assert read_filling(job.out).outcome == result["outcome"]


def test_a_checkpoint_is_never_older_than_was_asked_for(
    tmp_path: Path, simulate_job: Describe, long_sample_path: Path
) -> None:
    job = simulate_job(
        sample=long_sample_path, max_steps=1_000_000, checkpoint_every_s=1
    )
    ages_s = []
    with start_job(job, tmp_path / "jobs") as process:
        for _ in process:
            path = checkpoint_path(job.out)
            if path.exists():
                ages_s.append(time.time() - path.stat().st_mtime)
            if len(ages_s) > 40:
                process.stop()
    # A second, and what a slice and the writing take on a machine that is busy.
    assert max(ages_s) < 6


# What belongs to a run goes with it.


def test_a_deleted_run_takes_its_checkpoint_and_its_fields_along(
    tmp_path: Path, electrode_job: Describe
) -> None:
    project = Project.create(tmp_path / "p.wetview", "P")
    out = project.new_run_path("run")
    run_job(electrode_job("run", out=out, max_steps=100, fields="last"), _nothing)
    assert len(list(out.parent.iterdir())) == 3
    project.refresh()
    project.remove(project.entry(out))
    assert list(out.parent.iterdir()) == []
    assert project.runs() == []


def test_a_copied_project_can_resume_its_runs(
    tmp_path: Path, electrode_job: Describe
) -> None:
    project = Project.create(tmp_path / "p.wetview", "P")
    out = project.new_run_path("run")
    run_job(electrode_job("run", out=out, max_steps=100), _nothing)
    shutil.copytree(project.folder, tmp_path / "copy.wetview")
    copied = tmp_path / "copy.wetview" / "runs" / out.name
    assert run_job(ResumeJob(run=copied), _nothing)["steps"] == 200
    assert read_filling(out).step[-1] == 100


def test_a_run_with_a_checkpoint_that_is_recovered_under_another_name_keeps_it(
    tmp_path: Path, electrode_job: Describe
) -> None:
    job = electrode_job(
        "run", max_steps=6000, checkpoint_every_s=0.2, stream_frames=True
    )
    _killed(job, job.out, tmp_path / "jobs", beyond_step=20)
    # Meanwhile another run takes the name.
    part = job.out.with_name("run.h5.part")
    aside = tmp_path / "aside"
    aside.mkdir()
    shutil.move(part, aside / part.name)
    shutil.move(checkpoint_path(job.out), aside / checkpoint_path(job.out).name)
    run_job(electrode_job("run", max_steps=100), _nothing)
    checkpoint_path(job.out).unlink()
    for path in aside.iterdir():
        shutil.move(path, tmp_path / path.name)
    (recovered,) = recover_part_files(tmp_path)
    assert recovered.name == "run-recovered-1.h5"
    assert run_job(ResumeJob(run=recovered), _nothing)["resumed_at"]
