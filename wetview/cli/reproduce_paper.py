"""`wetview reproduce-paper DATA.h5 --out DIR`: the paper's figures and numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_verb, at_least_one, input_path, print_json
from wetview.units import format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "reproduce-paper",
        run,
        summary="Train the network of Shodiev et al. on its authors' curves, and draw "
        "their figures 2A to 2D, 3 and 5A.",
        notes="Each electrode is left out once as well, which the paper did not do.",
    )
    parser.add_argument(
        "data", type=input_path, metavar="DATA.h5", help="the authors' curves"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", required=True, help="folder for the figures"
    )
    parser.add_argument(
        "--epochs",
        type=at_least_one,
        default=1000,
        metavar="N",
        help="passes over the pores (default: 1000, as in the paper)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of weights and splits"
    )


def run(options: argparse.Namespace) -> int:
    """Reproduce."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import ReproducePaperJob, job_from
    from wetview.jobs.reproduce import reproduce

    job = job_from(
        {
            "kind": "reproduce-paper",
            "data": options.data,
            "out": options.out,
            "n_epochs": options.epochs,
            "seed": options.seed,
        }
    )
    assert isinstance(job, ReproducePaperJob)
    with progress() as (report, _):
        result = reproduce(job, report)
    if options.json:
        print_json(result)
    else:
        _tell(result)
    return 0


def _tell(result: dict[str, Any]) -> None:
    print("R2 on a random fifth of the pores      here    paper")
    for name, value in result["random_split"]["r2"].items():
        paper = result["random_split"]["paper_r2"].get(name)
        print(f"  {name:36s} {value:6.3f}   {'' if paper is None else f'{paper:6.3f}'}")
    print("R2 with one electrode left out     mean   worst   improved   worst")
    table = result["left_out_table"]
    for name, row in table.items():
        print(
            f"  {name:30s} {row['mean']:6.3f}  {row['worst']:6.3f}"
            f"     {row['improved_mean']:6.3f}  {row['improved_worst']:6.3f}"
        )
    print(f"took           {format_duration(result['seconds'])}")
    print(f"written        {result['out']}")
