"""`wetview bundle PROJECT OUT.zip`: a whole project as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_overwrite, add_verb, input_path, print_json
from wetview.units import format_bytes

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "bundle",
        run,
        summary="Write a whole project as one zip file, to send or to keep.",
        notes="`wetview unbundle` makes a project of it again.",
    )
    parser.add_argument(
        "project", type=input_path, metavar="PROJECT", help="folder of the project"
    )
    parser.add_argument("out", type=Path, metavar="OUT.zip", help="the file to write")
    add_overwrite(parser, "a file")


def run(options: argparse.Namespace) -> int:
    """Write the bundle."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import BundleJob
    from wetview.jobs.bundle import bundle

    job = BundleJob(
        project=options.project, out=options.out, overwrite=options.overwrite
    )
    with progress() as (report, _):
        result = bundle(job, report)
    if options.json:
        print_json(result)
        return 0
    print(f"written   {result['out']} ({format_bytes(result['n_bytes'])})")
    print(f"holds     {result['n_files']} files of `{result['project']}`")
    return 0
