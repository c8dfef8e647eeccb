"""The job that makes a video of a run, or of several side by side."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.project import read_filling, read_run_sample, require_not_input

if TYPE_CHECKING:
    from wetview.filling import Filling
    from wetview.jobs.picture_jobs import PictureJob, VideoJob, ViewpointSettings
    from wetview.progress import Report
    from wetview.project import Sample
    from wetview.scene.video_look import VideoLook
    from wetview.scene.viewpoint import Viewpoint


def video(job: VideoJob, report: Report) -> dict[str, Any]:
    """Make the video that a job describes.

    Returns
    -------
    dict
        "out", "n_frames" (of the run), "n_runs", "width", "height", "seconds" (that it
        took), "n_bytes".

    Raises
    ------
    UserError
        If a run cannot be read, the runs are not of one sample, or the video cannot be
        written or would replace a run.
    """
    started_s = time.perf_counter()
    fillings, sample = read_fillings(job, report)
    report(0, 0, "Preparing the 3D view")
    from wetview.scene import render_video

    out = render_video(
        fillings,
        sample.phases,
        sample.pores,
        job.out,
        size=(job.width, job.height),
        frames_per_second=job.frames_per_second,
        seconds=job.seconds,
        pace=job.pace,
        theme=job.theme,
        look=look_of(job, supersampling=1),
        report=report,
    )
    files = sorted(out.iterdir()) if out.is_dir() else [out]
    return {
        "out": out,
        "n_frames": fillings[0].n_frames,
        "n_runs": len(fillings),
        "width": job.width,
        "height": job.height,
        "seconds": time.perf_counter() - started_s,
        "n_bytes": sum(file.stat().st_size for file in files),
    }


def read_fillings(
    job: VideoJob | PictureJob, report: Report
) -> tuple[list[Filling], Sample]:
    """The runs that a job shows, and the sample of the first.

    Raises
    ------
    UserError
        If one cannot be read, one is named twice, or would be replaced.
    """
    runs = (job.run, *job.compare_with)
    for number, run in enumerate(runs):
        require_not_input(job.out, run)
        if run.resolve() in [other.resolve() for other in runs[:number]]:
            raise UserError(f"`{run}` is named twice", "Choose another run beside it")
    report(0, 0, "Reading the run" if len(runs) == 1 else "Reading the runs")
    return [read_filling(run) for run in runs], read_run_sample(job.run)


def look_of(job: VideoJob | PictureJob, *, supersampling: int) -> VideoLook:
    """How the pictures of a job are made."""
    from wetview.scene.video_look import BurntIn, VideoLook
    from wetview.scene.viewpoint import CameraMove, KeyFrame

    return VideoLook(
        camera=CameraMove(
            job.camera,
            None if job.view is None else _viewpoint(job.view),
            job.turn_deg,
            tuple(KeyFrame(key.at, _viewpoint(key.view)) for key in job.key_frames),
        ),
        burnt_in=BurntIn(job.curves, job.show_time, job.names, job.scale_bar, job.axes),
        colour_by=job.colour_by,
        solid=job.solid,
        difference=job.difference,
        supersampling=supersampling,
    )


def _viewpoint(settings: ViewpointSettings) -> Viewpoint:
    from wetview.scene.viewpoint import Viewpoint

    return Viewpoint(**settings.model_dump())
