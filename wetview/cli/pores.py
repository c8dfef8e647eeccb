"""`wetview pores FILE`: the pores of a sample and their table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_merging,
    add_phases,
    add_sample_out,
    add_verb,
    merge_fraction,
    print_json,
)

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.pores import Pores
    from wetview.volume import Phases


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
        "--throats", type=Path, metavar="OUT.csv", help="write the pairs that touch"
    )
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="OUT.tif",
        help="write each voxel's pore as TIFF, NRRD, VTI or HDF5, by the suffix",
    )
    parser.add_argument(
        "--stl", type=Path, metavar="OUT.stl", help="write the pores' surface in um"
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="also measure tortuosity along each axis and the pore size distribution",
    )
    add_sample_out(parser, "phases and pores as a sample")


def run(options: argparse.Namespace) -> int:
    """Label the pores."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.label import describe_pores
    from wetview.pores import label_pores
    from wetview.pores.pore_space import measure_whole, notes_on
    from wetview.project import write_sample

    _validate_outputs(options)
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        read = sample.read(options)
        pores = label_pores(
            read.phases, merge_fraction=merge_fraction(options), report=report
        )
        values = describe_pores(read.phases, pores)
        whole = {}
        if options.whole:
            whole = measure_whole(read.phases, report=report)
            values |= whole
        values["notes"] = notes_on(read.phases, pores)
        _write(options, read.phases, pores)
        if options.out is not None:
            write_sample(
                *(options.out, read.phases, pores),
                provenance=read.provenance,
                whole=whole,
            )
    if options.json:
        print_json(values)
        return 0
    fx, fy, fz = values["connected"]
    print(f"pores          {values['n_pores']}")
    print(f"porosity       {values['porosity']:.4f}")
    print(f"connected      {fx:.1%} along x, {fy:.1%} along y, {fz:.1%} along z")
    print(f"mean volume    {values['mean_volume_voxels']:.0f} voxels")
    print(f"contact area   {values['contact_percent']:.1f} % of the surface")
    if options.whole:
        _print_whole(values)
    for note in values["notes"]:
        print(f"note           {note}")
    for path in _outputs(options):
        print(f"written        {path}")
    return 0


def _outputs(options: argparse.Namespace) -> list[Path]:
    named = (options.csv, options.throats, options.labels, options.stl, options.out)
    return [path for path in named if path is not None]


def _write(options: argparse.Namespace, phases: Phases, pores: Pores) -> None:
    """Write the tables, labels and meshes that were asked for."""
    from wetview.project import write_pore_csv, write_throat_csv

    if options.csv is not None:
        write_pore_csv(options.csv, pores)
    if options.throats is not None:
        write_throat_csv(options.throats, pores)
    if options.labels is not None or options.stl is not None:
        from wetview.scene.label_files import write_labels, write_stl

        if options.labels is not None:
            write_labels(options.labels, phases, pores)
        if options.stl is not None:
            write_stl(options.stl, pores)


def _print_whole(values: dict[str, Any]) -> None:
    shown = [
        "no way" if factor is None else f"{factor:.3f}"
        for factor in values["tortuosity"]
    ]
    along = ", ".join(
        f"{factor} along {axis}" for factor, axis in zip(shown, "xyz", strict=True)
    )
    print(f"tortuosity     {along}")
    print(f"pore walls     {values['wall_area_per_um']:.4f} um2 per um3")
    size = values["size_um"]
    if size is not None:
        print(
            f"pore sizes     {size['d10']:.3g}, {size['d50']:.3g}, {size['d90']:.3g} "
            "um in diameter (10, 50, 90 % of the volume below)"
        )


def _validate_outputs(options: argparse.Namespace) -> None:
    """Refuse what would destroy the input, or one result with the other."""
    from wetview.errors import UserError
    from wetview.project import is_same_file, require_new_file, require_not_input

    outputs = _outputs(options)
    for path in outputs:
        require_not_input(path, options.file)
    if (options.csv is not None and options.out is not None) and is_same_file(
        options.csv, options.out
    ):
        raise UserError(
            f"--csv and --out both name `{options.out}`",
            "Give each of them a name of its own",
        )
    for index, path in enumerate(outputs):
        if any(is_same_file(path, other) for other in outputs[:index]):
            raise UserError(
                f"Two results would be written to `{path}`",
                "Give each of them a name of its own",
            )
    if options.out is not None:
        require_new_file(options.out, overwrite=options.overwrite)
