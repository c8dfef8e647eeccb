"""`wetview video RUN.h5 OUT.mp4`: a video of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, at_least_one, print_json, size
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
        summary="Make an MP4 of a run, without a screen if need be.",
    )
    parser.add_argument("run_file", type=Path, metavar="RUN.h5", help="the run")
    parser.add_argument("out", type=Path, metavar="OUT.mp4", help="the video")
    parser.add_argument(
        "--size",
        type=size,
        default=(1280, 720),
        metavar="WxH",
        help="width and height in pixels (default: 1280x720)",
    )
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
    parser.add_argument(
        "--pace",
        choices=("saturation", "time"),
        default="saturation",
        help="whether saturation or physical time runs evenly (default: saturation)",
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark"),
        default="light",
        help="colours (default: light)",
    )


def run(options: argparse.Namespace) -> int:
    """Make the video."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import VideoJob, job_from
    from wetview.jobs.video import video

    width, height = options.size
    job = job_from(
        {
            "kind": "video",
            "run": options.run_file,
            "out": options.out,
            "width": width,
            "height": height,
            "frames_per_second": options.fps,
            "seconds": options.seconds,
            "pace": options.pace,
            "theme": options.theme,
        }
    )
    assert isinstance(job, VideoJob)
    with progress() as (report, _):
        result = video(job, report)
    if options.json:
        print_json(result)
        return 0
    print(f"written   {result['out']} ({format_bytes(result['n_bytes'])})")
    print(
        f"shows     {result['n_frames']} frames of the run, {width} x {height} pixels"
    )
    print(f"took      {format_duration(result['seconds'])}")
    return 0
