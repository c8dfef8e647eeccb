"""`wetview video RUN.h5 OUT.mp4`: a video of a run, or of several side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, at_least_one, print_json
from wetview.cli.picture_options import add_picture_options, picture_settings
from wetview.units import format_bytes, format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "video",
        run,
        summary="Make a video of a run, without a screen if need be.",
        notes="OUT ends in .mp4 (H.264), .webm (VP9) or .gif, or in .png for a folder "
        "of pictures.",
    )
    add_picture_options(parser, "1280x720")
    parser.add_argument(
        "--fps",
        type=at_least_one,
        default=25,
        metavar="N",
        help="pictures a second (default: 25)",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=10.0,
        metavar="S",
        help="how long the video lasts, about (default: 10)",
    )


def run(options: argparse.Namespace) -> int:
    """Make the video."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import VideoJob, job_from
    from wetview.jobs.video import video

    job = job_from(
        {
            "kind": "video",
            **picture_settings(options),
            "frames_per_second": options.fps,
            "seconds": options.seconds,
        }
    )
    assert isinstance(job, VideoJob)
    with progress() as (report, _):
        result = video(job, report)
    if options.json:
        print_json(result)
        return 0
    print(f"written   {result['out']} ({format_bytes(result['n_bytes'])})")
    runs = "the run" if result["n_runs"] == 1 else f"{result['n_runs']} runs"
    print(
        f"shows     {result['n_frames']} frames of {runs},"
        f" {job.width} x {job.height} pixels"
    )
    print(f"took      {format_duration(result['seconds'])}")
    return 0
