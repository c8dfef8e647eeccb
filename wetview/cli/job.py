"""`wetview job FILE`: the process that a window, a cluster or a shell starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_verb

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "job",
        run,
        summary="Run the job that a JSON file describes.",
        notes="Writes one JSON object a line as it goes; with --json only the result. "
        "The line `stop` on standard input ends it and keeps what was computed.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the job's file")


def run(options: argparse.Namespace) -> int:
    """Run the job."""
    from wetview.jobs.worker import run_process

    return run_process(options.file, only_result=options.json)
