"""`wetview generate`: an electrode out of nothing, near the numbers that are asked."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.options import (
    add_overwrite,
    add_verb,
    fraction,
    not_negative,
    print_json,
    shape,
)
from wetview.cli.steps import add_recipe, phases_in_numbers, print_phases, recipe
from wetview.units import UM

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "generate",
        run,
        summary="Make an electrode of particles, round or flat, and carbon binder.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.h5", help="sample file to write")
    add_overwrite(parser, "a sample")
    group = parser.add_argument_group("electrode")
    group.add_argument(
        "--shape",
        type=shape,
        default=(100, 100, 75),
        metavar="N,N,N",
        help="voxels along x, y and z (default: 100,100,75)",
    )
    group.add_argument("--voxel-um", type=float, default=1.0, metavar="UM")
    group.add_argument(
        "--porosity", type=fraction, default=0.45, help="after all (default: 0.45)"
    )
    group.add_argument(
        "--diameter-um",
        type=float,
        default=8.0,
        metavar="UM",
        help="mean diameter of the particles (default: 8)",
    )
    group.add_argument(
        "--spread",
        type=float,
        default=0.25,
        help="standard deviation of the diameters over their mean (default: 0.25)",
    )
    group.add_argument(
        "--d-values-um",
        type=float,
        nargs=3,
        metavar=("D10", "D50", "D90"),
        help="of the volume, as in a data sheet, in the place of mean and spread",
    )
    group.add_argument(
        "--aspect-ratio",
        type=float,
        default=1.0,
        metavar="RATIO",
        help="diameter of the particles over their thickness: 1 for round ones, 2 to 5 "
        "for flakes as graphite's, which lie flat (default: 1)",
    )
    group.add_argument(
        "--compression",
        type=fraction,
        default=0.0,
        metavar="SHARE",
        help="share of the thickness that calendering took (default: 0)",
    )
    group.add_argument(
        "--binder-share",
        type=fraction,
        default=0.1,
        metavar="SHARE",
        help="binder by volume, unless --mass-percent gives its mass (default: 0.1)",
    )
    group.add_argument("--seed", type=not_negative, default=0, metavar="N")
    add_recipe(parser)


def run(options: argparse.Namespace) -> int:
    """Make it."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import GenerateJob, job_from
    from wetview.jobs.generate import generate
    from wetview.project import read_sample

    job = job_from(
        {
            "kind": "generate",
            "electrode": _electrode(options),
            "out": options.out,
            "overwrite": options.overwrite,
        }
    )
    assert isinstance(job, GenerateJob)
    with progress() as (report, _):
        generate(job, report)
    values = phases_in_numbers(read_sample(options.out).phases)
    values["out"] = str(options.out)
    if options.json:
        print_json(values)
        return 0
    print_phases(values)
    print(f"written        {options.out}")
    return 0


def _electrode(options: argparse.Namespace) -> dict[str, Any]:
    """What the options describe, as `wetview.jobs.ElectrodeSettings` has it."""
    d_values_um, binder = options.d_values_um, None
    if options.mass_percent is not None:
        binder = asdict(recipe(options, options.seed))
    return {
        "name": options.out.stem,
        "shape": options.shape,
        "voxel_m": options.voxel_um * UM,
        "porosity": options.porosity,
        "binder_share": options.binder_share,
        "mean_diameter_m": options.diameter_um * UM,
        "diameter_spread": options.spread,
        "d_values_m": None if d_values_um is None else [d * UM for d in d_values_um],
        "compression": options.compression,
        "aspect_ratio": options.aspect_ratio,
        "binder": binder,
        "seed": options.seed,
    }
