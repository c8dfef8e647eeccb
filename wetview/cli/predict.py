"""`wetview predict FILE --out RUN.h5`: predict a filling by a trained network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli import sample
from wetview.cli.filling_options import INLETS, add_electrolyte, fluids_of
from wetview.cli.options import (
    SHIPPED,
    add_file,
    add_geometry,
    add_merging,
    add_overwrite,
    add_phases,
    add_verb,
    merge_fraction,
    model_path,
    print_json,
)
from wetview.cli.run_report import tell_real_gas
from wetview.units import ATM, KPA, format_time

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.jobs import PredictJob


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "predict",
        run,
        summary="Predict how electrolyte fills a sample, by a trained network.",
        notes="The prediction is written as a run, and shown like a simulated one.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_merging(parser)
    add_electrolyte(parser)
    parser.add_argument(
        "--pressure-kpa",
        type=float,
        default=ATM / KPA,
        metavar="KPA",
        help="pressure at the inlet above that of the gas (default: 101.325)",
    )
    parser.add_argument(
        "--inlet",
        choices=INLETS,
        default="x-",
        help="face that the electrolyte enters by (default: x-)",
    )
    parser.add_argument(
        "--model",
        type=model_path,
        default=SHIPPED,
        metavar="MODEL.h5",
        help=f"the network (default: `{SHIPPED}`, the one that comes with the program)",
    )
    parser.add_argument(
        "--out", type=Path, metavar="RUN.h5", required=True, help="the run to write"
    )
    add_overwrite(parser, "a run")


def run(options: argparse.Namespace) -> int:
    """Predict."""
    from dataclasses import replace

    from wetview.cli.progress_line import progress
    from wetview.jobs.predict import predict_sample
    from wetview.pores import label_pores
    from wetview.project import require_new_file, require_not_input

    job = _job(options)
    require_not_input(job.out, options.file)
    require_new_file(job.out, overwrite=job.overwrite)
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        read = sample.read(options)
        if read.pores is None or options.merge_fraction is not None:
            pores = label_pores(
                read.phases, merge_fraction=merge_fraction(options), report=report
            )
            read = replace(read, pores=pores)
        result = predict_sample(read, job, report)
    if options.json:
        print_json(result)
    else:
        _tell(result)
    return 0


def _job(options: argparse.Namespace) -> PredictJob:
    from wetview.jobs import PredictJob, job_from

    job = job_from(
        {
            "kind": "predict",
            "model": options.model,
            "sample": options.file,
            "out": options.out,
            "name": options.out.stem,
            "fluids": fluids_of(options).model_dump(),
            "pressure_pa": options.pressure_kpa * KPA,
            "inlet": options.inlet,
            "overwrite": options.overwrite,
        }
    )
    assert isinstance(job, PredictJob)
    job.fluids.to_fluids()
    return job


def _tell(result: dict[str, Any]) -> None:
    low, high = result["interval_90"]
    print(f"saturation     {result['saturation']:.4f} ({low:.3f} to {high:.3f}, 90 %)")
    tell_real_gas(result)
    reached = [
        f"{percent} % "
        + (
            "never"
            if result[f"t{percent}_s"] is None
            else f"after {format_time(result[f't{percent}_s'])}"
        )
        for percent in (50, 90, 99)
    ]
    print(f"pores filled   {', '.join(reached)}")
    print(f"never fill     {result['n_unfilled']} pores")
    print(
        f"took           {1000 * result['seconds']:.0f} ms, and"
        f" {result['view_seconds']:.1f} s to measure the electrode"
    )
    for line in result["out_of_range"]:
        print(f"caution        {line}")
    print(f"written        {result['out']}")
