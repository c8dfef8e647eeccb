"""`wetview train RUN.h5 ... --out MODEL.h5`: train a network on runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.options import (
    add_overwrite,
    add_verb,
    at_least_one,
    input_path,
    print_json,
)
from wetview.errors import UserError
from wetview.units import format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.jobs import TrainJob


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "train",
        run,
        summary="Train a network on simulated runs; it then predicts others.",
        notes="Each electrode is left out once, for scores on electrodes that the "
        "network never saw. Ctrl-C stops it and keeps the best network so far.",
    )
    parser.add_argument(
        "runs",
        nargs="*",
        type=input_path,
        metavar="RUN.h5",
        help="finished runs whose pores are known, or a folder of them",
    )
    parser.add_argument(
        "--dataset",
        type=input_path,
        metavar="FILE.h5",
        help="a data set instead of runs, or the curves of the method's authors",
    )
    parser.add_argument(
        "--with-shipped",
        action="store_true",
        help="learn from the simulations that come with wetview, too, or from them "
        "alone",
    )
    parser.add_argument(
        "--preset",
        choices=("wetview", "paper"),
        default="wetview",
        help="paper: six inputs and the network of Shodiev et al.; wetview: the "
        "pore network, the fluids, and an ensemble (default: wetview)",
    )
    parser.add_argument(
        "--epochs", type=at_least_one, metavar="N", help="passes over the pores"
    )
    parser.add_argument(
        "--members", type=at_least_one, metavar="N", help="networks of the ensemble"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="of weights and splits"
    )
    parser.add_argument("--name", default="", help="what to call it")
    parser.add_argument(
        "--no-scores",
        action="store_true",
        help="do not leave electrodes out; there are no scores then, and no interval",
    )
    parser.add_argument(
        "--save-dataset",
        type=Path,
        metavar="FILE.h5",
        help="keep what was learnt from as a data set",
    )
    parser.add_argument(
        "--out", type=Path, metavar="MODEL.h5", required=True, help="the network"
    )
    add_overwrite(parser, "a network")


def run(options: argparse.Namespace) -> int:
    """Train."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.train import train_network
    from wetview.project import write_dataset

    job = _job(options)
    with progress() as (report, _):
        dataset = None
        if options.save_dataset is not None:
            from wetview.jobs.train import read_learning_data

            dataset = read_learning_data(job, report)
            write_dataset(options.save_dataset, dataset)
        result = train_network(job, report, dataset=dataset)
    if options.json:
        print_json(
            {
                key: result[key]
                for key in (
                    "out",
                    "seconds",
                    "n_rows",
                    "n_epochs",
                    "was_stopped",
                    "validation",
                    "scores",
                )
            }
        )
    else:
        _tell(result)
    return 0


def _job(options: argparse.Namespace) -> TrainJob:
    from wetview.jobs import TrainJob, job_from

    job = job_from(
        {
            "kind": "train",
            "runs": [path for given in options.runs for path in _runs_in(given)],
            "dataset": options.dataset,
            "with_shipped": options.with_shipped,
            "out": options.out,
            "name": options.name,
            "preset": options.preset,
            "n_epochs": options.epochs,
            "n_members": options.members,
            "leave_out": not options.no_scores,
            "seed": options.seed,
            "overwrite": options.overwrite,
        }
    )
    assert isinstance(job, TrainJob)
    return job


def _runs_in(path: Path) -> list[Path]:
    """A run, or all runs of a folder or of a project."""
    if not path.is_dir():
        return [path]
    folder = path / "runs" if (path / "runs").is_dir() else path
    found = sorted(folder.glob("*.h5"))
    if not found:
        raise UserError(f"There is no run in `{path}`", "Name runs, or their folder")
    return found


def _tell(result: dict[str, Any]) -> None:
    print(f"trained on     {result['n_rows']} pores, {result['n_epochs']} epochs")
    scores = result["scores"]
    if scores is None:
        print("scores         none: at least three electrodes are needed for them")
    else:
        print("On electrodes that were left out whole:")
        print(
            f"curve          mean error {scores['curve_mae']:.4f},"
            f" worst run {scores['curve_mae_worst']:.4f}"
        )
        r2 = scores["r2"]
        print(f"R2             T_f0 {r2['log_t_f0']:.3f}, T_f1 {r2['log_t_f1']:.3f}")
        print(f"fills or not   {scores['fills_right']:.1%} of the pores right")
        print(f"interval       {scores['interval_covers']:.1%} covered, 90 % meant")
    print(f"took           {format_duration(result['seconds'])}")
    print(f"written        {result['out']}")
