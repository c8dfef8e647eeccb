"""`wetview campaign FILE.json --out FOLDER`: fill many electrodes, resumably."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, at_least_one, input_path, print_json
from wetview.units import format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.jobs import CampaignJob


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "campaign",
        run,
        summary="Fill many electrodes under many conditions, on a Dask cluster.",
        notes="What is finished is left alone: the same command goes on after a stop. "
        "Without a file it is the campaign that the shipped network was trained on.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=input_path,
        metavar="FILE.json",
        help="description of the campaign: electrodes, fluids, runs",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        required=True,
        help="the project that samples and runs are written into",
    )
    parser.add_argument(
        "--workers",
        type=at_least_one,
        metavar="N",
        help="processes (default: one core stays free)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="a Dask scheduler that runs already, tcp://host:8786; its workers must "
        "see the same folder",
    )


def run(options: argparse.Namespace) -> int:
    """Fill what is left."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.campaign import campaign

    job = _job(options)
    with progress() as (report, _):
        result = campaign(job, report)
    if options.json:
        print_json(result)
        return 1 if result["failed"] else 0
    print(f"finished       {result['n_finished']} of {result['n_runs']} runs")
    for name, reason in result["failed"].items():
        print(f"failed         {name}: {reason}")
    print(f"took           {format_duration(result['seconds'])}")
    print(f"written        {result['folder']}")
    return 1 if result["failed"] else 0


def _job(options: argparse.Namespace) -> CampaignJob:
    from wetview.assets import asset
    from wetview.jobs import CampaignJob, job_from
    from wetview.project.file_errors import reading

    path = options.file or asset("training/campaign.json")
    with reading(path, "the description of a campaign"):
        content = json.loads(path.read_text(encoding="utf-8"))
        content = {**content, "kind": "campaign", "folder": options.out.absolute()}
    for key, value in (
        ("n_workers", options.workers),
        ("scheduler", options.scheduler),
    ):
        if value is not None:
            content[key] = value
    job = job_from(content, folder=path.resolve().parent, source=f" in `{path}`")
    assert isinstance(job, CampaignJob)
    return job
