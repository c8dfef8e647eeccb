"""A job in a process of its own: it talks, it stops, and it survives its parent."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from wetview.jobs import (
    Failed,
    Frame,
    Message,
    PoresJob,
    Result,
    Stopped,
    command_for,
    run_job,
    start_job,
    write_job,
)
from wetview.project import read_filling, recover_part_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs import SimulateJob

    Describe = Callable[..., SimulateJob]


# 1.4 to 1.6 s were measured; the rest is for a machine that does other things.
_AT_ONCE_S = 10


@pytest.fixture(autouse=True)
def _compiled(simulate_job: Describe) -> None:
    """Have the solver compiled once, so that no test below waits for it."""
    job = simulate_job(max_steps=100)
    run_job(job, lambda message: None)
    job.out.unlink()


def test_a_job_ends_with_its_result(tmp_path: Path, simulate_job: Describe) -> None:
    job = simulate_job()
    with start_job(job, tmp_path / "jobs") as process:
        messages = list(process)
        assert process.wait() == 0
    assert isinstance(messages[-1], Result)
    assert messages[-1].result["steps"] == 200
    assert sum(isinstance(message, Frame) for message in messages) >= 2
    assert read_filling(job.out).n_frames == messages[-1].result["n_frames"]


def test_a_stop_is_heard_at_once_and_keeps_what_was_computed(
    tmp_path: Path, simulate_job: Describe, long_sample_path: Path
) -> None:
    job = simulate_job(sample=long_sample_path, max_steps=1_000_000)
    with start_job(job, tmp_path / "jobs") as process:
        last: Message | None = None
        stopped_s = None
        for message in process:
            last = message
            if isinstance(message, Frame) and message.index >= 2 and not stopped_s:
                process.stop()
                stopped_s = time.monotonic()
        assert process.wait() == 0
        assert stopped_s is not None
        assert time.monotonic() - stopped_s < _AT_ONCE_S
    assert isinstance(last, Stopped)
    assert last.result is not None
    assert read_filling(job.out).outcome == "stopped"


def test_a_stop_at_the_very_start_is_heard_at_once(
    tmp_path: Path, simulate_job: Describe, long_sample_path: Path
) -> None:
    job = simulate_job(sample=long_sample_path, max_steps=1_000_000)
    with start_job(job, tmp_path / "jobs") as process:
        process.stop()
        messages = iter(process)
        first = next(messages)
        started_s = time.monotonic()
        last = [first, *messages][-1]
        assert time.monotonic() - started_s < _AT_ONCE_S
    assert isinstance(last, Stopped)
    assert recover_part_files(tmp_path) == []
    assert not list(tmp_path.glob("*.part"))


def test_a_wrong_job_fails_in_words(tmp_path: Path) -> None:
    with start_job(PoresJob(sample=tmp_path / "none.h5"), tmp_path / "jobs") as job:
        messages = list(job)
        assert job.wait() == 1
    assert isinstance(messages[-1], Failed)
    assert "none.h5" in messages[-1].message
    assert messages[-1].details == ""


def test_a_killed_job_keeps_its_frames(
    tmp_path: Path, simulate_job: Describe, long_sample_path: Path
) -> None:
    job = simulate_job(sample=long_sample_path, max_steps=1_000_000)
    with start_job(job, tmp_path / "jobs") as process:
        for message in process:
            if isinstance(message, Frame) and message.index >= 2:
                process.kill()
    assert isinstance(message, Failed)
    assert "exit code" in message.message
    assert recover_part_files(tmp_path) == [job.out]
    assert read_filling(job.out).n_frames >= 3


def test_a_job_goes_on_when_the_window_that_started_it_is_gone(
    tmp_path: Path, simulate_job: Describe
) -> None:
    job = simulate_job(max_steps=2000)
    path = write_job(job, tmp_path / "jobs")
    with subprocess.Popen(
        command_for(path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        process.stdout.close()
        assert process.wait(60) == 0
    assert read_filling(job.out).outcome in {"flat", "max_steps"}


def test_only_the_result_is_written_when_that_is_wanted(
    tmp_path: Path, sample_path: Path
) -> None:
    path = write_job(PoresJob(sample=sample_path), tmp_path / "jobs")
    done = subprocess.run(
        [sys.executable, "-m", "wetview", "job", str(path), "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    assert '"n_pores"' in line


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe is filled otherwise there")
def test_a_stop_is_heard_though_nobody_reads(
    tmp_path: Path, simulate_job: Describe, long_sample_path: Path
) -> None:
    job = simulate_job(sample=long_sample_path, max_steps=1_000_000)
    command = command_for(write_job(job, tmp_path / "jobs"))
    reader, writer = os.pipe()
    _fill(writer)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=writer) as process:
        os.close(writer)
        try:
            process.communicate(b"stop\n", timeout=60)
        finally:
            process.kill()
        assert process.returncode == 0
    os.close(reader)


def _fill(pipe: int) -> None:
    """Write until there is room for nothing more."""
    os.set_blocking(pipe, False)
    for n_bytes in (4096, 1):
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(pipe, b" " * n_bytes)
    os.set_blocking(pipe, True)
