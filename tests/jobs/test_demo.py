"""The example, the whole way, in small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wetview.errors import UserError
from wetview.jobs import DemoJob, Log, Message, VideoJob, run_job
from wetview.project import Project, read_filling, read_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs import SimulateJob


@pytest.mark.gl
def test_the_demo_leaves_a_project_with_everything(tmp_path: Path) -> None:
    messages: list[Message] = []
    job = DemoJob(
        folder=tmp_path / "demo",
        shape=(32, 24, 24),
        max_steps=120,
        width=320,
        height=240,
    )
    result = run_job(job, messages.append)
    names = [step["name"] for step in result["steps"]]
    assert names == [
        *("Electrode", "Pores", "Prediction", "Filling", "Figures", "Video")
    ]
    assert sum(isinstance(message, Log) for message in messages) >= len(names)
    project = Project.open(job.folder)
    (sample,), (predicted, run) = project.samples(), project.runs()
    assert sample.name == "Example electrode"
    assert read_sample(sample.path).provenance["seed"] == job.seed
    assert read_filling(run.path).step[-1] == 120
    assert read_filling(predicted.path).is_predicted
    suffixes = {path.suffix for path in job.folder.rglob("*") if path.is_file()}
    assert {".h5", ".json", ".png", ".svg", ".mp4"} <= suffixes


@pytest.mark.gl
def test_a_second_demo_adds_a_run_and_keeps_the_first(tmp_path: Path) -> None:
    job = DemoJob(
        folder=tmp_path / "demo",
        shape=(24, 20, 20),
        max_steps=100,
        width=320,
        height=240,
    )
    run_job(job, lambda message: None)
    run_job(job, lambda message: None)
    project = Project.open(job.folder)
    assert len(project.samples()) == 1
    assert len(project.runs()) == 4


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("")
    with pytest.raises(UserError, match="not empty"):
        run_job(DemoJob(folder=tmp_path), lambda message: None)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.gl
def test_a_video_is_made_of_a_run(
    tmp_path: Path, simulate_job: Callable[..., SimulateJob]
) -> None:
    job = simulate_job()
    run_job(job, lambda message: None)
    out = tmp_path / "filling.mp4"
    video = VideoJob(run=job.out, out=out, width=320, height=240, seconds=1)
    result = run_job(video, lambda message: None)
    assert result["n_bytes"] == out.stat().st_size > 1000
    assert result["n_frames"] == read_filling(job.out).n_frames
