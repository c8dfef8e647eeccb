"""`wetview demo DIR`: the example, the whole way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_threads, add_verb, not_negative, print_json
from wetview.units import format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "demo",
        run,
        summary="Take an example electrode the whole way: pores, filling, figures, "
        "video.",
        notes="Everything goes into a project that `wetview open DIR` opens.",
    )
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="new folder for the project"
    )
    parser.add_argument(
        "--seed",
        type=not_negative,
        metavar="N",
        help="another number gives another electrode",
    )
    add_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Do all of it."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import DemoJob, job_from, n_cores
    from wetview.jobs.demo import demo

    content = {
        "kind": "demo",
        "folder": options.folder,
        "n_threads": options.threads or n_cores(),
    }
    if options.seed is not None:
        content["seed"] = options.seed
    job = job_from(content)
    assert isinstance(job, DemoJob)
    with progress() as (report, line):
        say = (lambda text: None) if options.json else line.say
        result = demo(job, report, say=say)
    if options.json:
        print_json(result)
        return 0
    print(f"All of it took {format_duration(result['seconds'])}. Files made:")
    for path in result["files"]:
        print(f"    {path}")
    return 0
