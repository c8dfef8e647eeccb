"""`wetview resume RUN.h5`: go on with a run that was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli.options import add_threads, add_verb, at_least_one, input_path
from wetview.cli.run_report import tell_run

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "resume",
        run,
        summary="Go on with a run that was stopped, that died, or that used its steps "
        "up.",
        notes="What comes out is what an uninterrupted run would have given. The run's "
        "checkpoint must lie beside it.",
    )
    parser.add_argument(
        "file", type=input_path, metavar="RUN.h5", help="the run to go on with"
    )
    parser.add_argument(
        "--max-steps",
        type=at_least_one,
        metavar="N",
        help="end there if the saturation still rises, counted from the beginning "
        "(default: as before, or twice as many if they were used up)",
    )
    add_threads(parser)
    parser.add_argument(
        "--device",
        metavar="NAME",
        help="what computes: cpu, or a graphics card such as cuda or mps (default: as "
        "before; only that gives the same bits)",
    )


def run(options: argparse.Namespace) -> int:
    """Go on with the run."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import ResumeJob
    from wetview.jobs.simulate import resume

    job = ResumeJob(
        run=options.file,
        max_steps=options.max_steps,
        device=options.device,
        n_threads=options.threads,
        stream_frames=False,
    )
    with progress() as (report, line):
        result = resume(job, report)
    return tell_run(result, options, line)
