"""`wetview report PROJECT OUT.html`: one page on a sample and its fillings."""

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
        "report",
        run,
        summary="Write one page on a sample of a project and its fillings.",
        notes="It is one HTML file with every picture inside, and prints on A4.",
    )
    parser.add_argument(
        "project", type=input_path, metavar="PROJECT", help="folder of the project"
    )
    parser.add_argument("out", type=Path, metavar="OUT.html", help="the page")
    parser.add_argument(
        "--sample",
        type=Path,
        metavar="SAMPLE.h5",
        help="the sample (default: the last that was filled)",
    )
    parser.add_argument(
        "--run",
        dest="runs",
        type=Path,
        action="append",
        default=[],
        metavar="RUN.h5",
        help="a filling to tell of, the first ones with pictures; may be repeated "
        "(default: all of the sample)",
    )
    add_overwrite(parser, "a file")


def run(options: argparse.Namespace) -> int:
    """Write the report."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import ReportJob
    from wetview.jobs.report import make_report

    job = ReportJob(
        project=options.project,
        out=options.out,
        sample=options.sample,
        runs=tuple(options.runs),
        overwrite=options.overwrite,
    )
    with progress() as (report, _):
        result = make_report(job, report)
    if options.json:
        print_json(result)
        return 0
    print(f"written   {result['out']} ({format_bytes(result['n_bytes'])})")
    print(f"tells of  `{result['sample']}` and {result['n_runs']} fillings")
    for words in result["left_out"]:
        print(f"left out  {words}")
    return 0
