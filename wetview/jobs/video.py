"""The job that makes a video of a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.project import read_filling, read_run_sample, require_not_input

if TYPE_CHECKING:
    from wetview.jobs.description import VideoJob
    from wetview.progress import Report


def video(job: VideoJob, report: Report, on_frame: object = None) -> dict[str, Any]:
    """Make the video that a job describes.

    Returns
    -------
    dict
        "out", "n_frames", "width", "height", "seconds", "n_bytes".

    Raises
    ------
    UserError
        If the run cannot be read, or the video cannot be written or would replace it.
    """
    started_s = time.perf_counter()
    require_not_input(job.out, job.run)
    report(0, 0, "Reading the run")
    filling = read_filling(job.run)
    sample = read_run_sample(job.run)
    report(0, 0, "Preparing the 3D view")
    from wetview.scene import render_video

    render_video(
        filling,
        sample.phases,
        sample.pores,
        job.out,
        size=(job.width, job.height),
        frames_per_second=job.frames_per_second,
        seconds=job.seconds,
        pace=job.pace,
        theme=job.theme,
        report=report,
    )
    return {
        "out": job.out,
        "n_frames": filling.n_frames,
        "width": job.width,
        "height": job.height,
        "seconds": time.perf_counter() - started_s,
        "n_bytes": job.out.stat().st_size,
    }
