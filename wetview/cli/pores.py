"""`wetview pores FILE`: the pores of a sample and their table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_merging,
    add_phases,
    add_verb,
    merge_fraction,
    print_json,
)

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "pores",
        run,
        summary="Divide the pore space into pores and describe them.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_merging(parser)
    parser.add_argument(
        "--csv", type=Path, metavar="OUT.csv", help="write the table of pores"
    )
    parser.add_argument(
        "--out", type=Path, metavar="OUT.h5", help="write phases and pores"
    )


def run(options: argparse.Namespace) -> int:
    """Label the pores."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.label import describe_pores
    from wetview.pores import label_pores
    from wetview.project import write_pore_csv, write_sample

    _validate_outputs(options)
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        read = sample.read(options)
        pores = label_pores(
            read.phases, merge_fraction=merge_fraction(options), report=report
        )
        values = describe_pores(read.phases, pores)
        if options.csv is not None:
            write_pore_csv(options.csv, pores)
        if options.out is not None:
            write_sample(options.out, read.phases, pores, provenance=read.provenance)
    if options.json:
        print_json(values)
        return 0
    fx, fy, fz = values["connected"]
    print(f"pores          {values['n_pores']}")
    print(f"porosity       {values['porosity']:.4f}")
    print(f"connected      {fx:.1%} along x, {fy:.1%} along y, {fz:.1%} along z")
    print(f"mean volume    {values['mean_volume_voxels']:.0f} voxels")
    print(f"contact area   {values['contact_percent']:.1f} % of the surface")
    for path in (options.csv, options.out):
        if path is not None:
            print(f"written        {path}")
    return 0


def _validate_outputs(options: argparse.Namespace) -> None:
    """Refuse what would destroy the input, or one result with the other."""
    from wetview.errors import UserError
    from wetview.project import is_same_file, require_not_input

    outputs = [path for path in (options.csv, options.out) if path is not None]
    for path in outputs:
        require_not_input(path, options.file)
    if len(outputs) == 2 and is_same_file(*outputs):
        raise UserError(
            f"--csv and --out both name `{options.out}`",
            "Give each of them a name of its own",
        )
