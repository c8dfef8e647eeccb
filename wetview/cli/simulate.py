"""`wetview simulate FILE --out RUN.h5`: fill a sample with electrolyte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.filling_options import add_filling, simulate_job
from wetview.cli.options import (
    add_device,
    add_file,
    add_geometry,
    add_merging,
    add_overwrite,
    add_phases,
    add_threads,
    add_verb,
    merge_fraction,
)
from wetview.cli.run_report import tell_run

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.jobs import SimulateJob
    from wetview.progress import Report
    from wetview.project import Sample


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "simulate",
        run,
        summary="Fill a sample with electrolyte and write the run.",
        notes="Ctrl-C stops it and keeps what was computed; `wetview resume` goes on.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_filling(parser)
    add_merging(parser)
    parser.add_argument(
        "--no-pores",
        action="store_true",
        help="do not label pores first; there will be no curve of each pore",
    )
    parser.add_argument(
        "--fields",
        choices=("none", "last", "frames"),
        default="none",
        help="write velocity and pressure as VTI files for ParaView, of the end or of "
        "every frame, into the folder RUN.fields (default: none)",
    )
    add_threads(parser)
    add_device(parser)
    parser.add_argument(
        "--out", type=Path, metavar="RUN.h5", required=True, help="the run to write"
    )
    add_overwrite(parser, "a run", when="once this one has ended")


def run(options: argparse.Namespace) -> int:
    """Fill the sample."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.simulate import fill
    from wetview.project import require_new_file, require_not_input

    job = simulate_job(
        options, out=options.out, overwrite=options.overwrite, fields=options.fields
    )
    require_not_input(job.out, options.file)
    require_new_file(job.out, overwrite=job.overwrite)
    with progress() as (report, line):
        result = fill(_sample(options, job, report), job, report)
    return tell_run(result, options, line)


def _sample(options: argparse.Namespace, job: SimulateJob, report: Report) -> Sample:
    from dataclasses import replace

    from wetview.pores import label_pores

    report(0, 0, "Reading the file")
    read = sample.read(options)
    job.plan(read.phases)  # refuses what cannot be filled, before pores are labelled
    if options.no_pores:
        return replace(read, pores=None)
    if read.pores is not None and options.merge_fraction is None:
        return read
    pores = label_pores(
        read.phases, merge_fraction=merge_fraction(options), report=report
    )
    return replace(read, pores=pores)
