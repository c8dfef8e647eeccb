"""`wetview revs FILE`: representative boxes, and how large one must be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_overwrite,
    add_phases,
    add_verb,
    at_least_one,
    fraction,
    print_json,
    shape,
)
from wetview.units import UM

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.project import Sample
    from wetview.volume import Representativeness, Revs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "revs",
        run,
        summary="Cut boxes of like porosity, far from each other, crossed by pores.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    group = parser.add_argument_group("boxes")
    group.add_argument(
        "--n", type=at_least_one, default=11, help="how many boxes (default: 11)"
    )
    group.add_argument(
        "--shape",
        type=shape,
        default=(100, 100, 75),
        metavar="N,N,N",
        help="voxels of a box along x, y and z, after resampling (default: 100,100,75)",
    )
    group.add_argument(
        "--tolerance",
        type=fraction,
        default=0.05,
        metavar="SHARE",
        help="how far a porosity may differ from their mean (default: 0.05)",
    )
    group.add_argument("--overlap", action="store_true", help="boxes may share voxels")
    group.add_argument(
        "--out", type=Path, metavar="DIR", help="write each box as a sample into DIR"
    )
    add_overwrite(parser, "samples")
    group.add_argument(
        "--figure",
        type=Path,
        metavar="OUT.png",
        help="draw porosity and its spread over the size of a box",
    )


def run(options: argparse.Namespace) -> int:
    """Choose them."""
    from wetview.cli.progress_line import progress
    from wetview.volume import find_revs, representativeness

    with progress() as (report, _):
        report(0, 0, "Reading the file")
        read = sample.read(options)
        curve = representativeness(read.phases, report=report)
        revs = find_revs(
            read.phases,
            n_boxes=options.n,
            shape=options.shape,
            tolerance=options.tolerance,
            may_overlap=options.overlap,
            report=report,
        )
        if options.figure is not None:
            from wetview.plots import save_figure
            from wetview.plots.representativeness import representativeness_figure

            figure = representativeness_figure(curve, tolerance=options.tolerance)
            save_figure(figure, options.figure)
        written = [] if options.out is None else _write(options, read, revs)
    values = _in_numbers(options, revs, curve)
    if options.json:
        print_json(values)
        return 0
    for number, (box, porosity) in enumerate(
        zip(values["boxes"], values["porosities"], strict=True), start=1
    ):
        spans = ",".join(f"{first}:{end}" for first, end in box)
        print(f"box {number:3}        {spans:28} porosity {porosity:.4f}")
    print(f"mean porosity  {values['mean_porosity']:.4f}")
    print(f"deviation      {100 * values['largest_deviation']:.2f} % at most")
    edge_um = values["representative_edge_um"]
    size = "larger than the volume tells" if edge_um is None else f"{edge_um:.3g} um"
    print(f"representative {size}")
    if revs.reason:
        print(f"note           {revs.reason}.")
    for path in written:
        print(f"written        {path}")
    return 0


def _in_numbers(
    options: argparse.Namespace, revs: Revs, curve: Representativeness
) -> dict[str, Any]:
    edge_m = curve.representative_edge_m(options.tolerance)
    return {
        "n_wanted": revs.n_wanted,
        "boxes": [[box.x, box.y, box.z] for box in revs.boxes],
        "porosities": revs.porosity.tolist(),
        "mean_porosity": revs.mean_porosity,
        "largest_deviation": revs.largest_deviation,
        "reason": revs.reason,
        "representative_edge_um": None if edge_m is None else edge_m / UM,
        "curve": {
            "edge_um": (curve.edge_m / UM).tolist(),
            "mean": curve.mean.tolist(),
            "deviation": curve.deviation.tolist(),
            "n_apart": curve.n_apart.tolist(),
        },
    }


def _write(options: argparse.Namespace, read: Sample, revs: Revs) -> list[Path]:
    """Each box as a sample of its own."""
    from wetview.errors import UserError
    from wetview.project import provenance, require_new_file, write_sample
    from wetview.volume import crop

    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{options.out} cannot be made ({error.strerror})", "Give another folder"
        ) from None
    numbers = range(1, len(revs.boxes) + 1)
    paths = [options.out / f"{read.phases.name} REV {n:02}.h5" for n in numbers]
    for path in paths:
        require_new_file(path, overwrite=options.overwrite)
    for number, path, box in zip(numbers, paths, revs.boxes, strict=True):
        part = replace(crop(read.phases, box), name=path.stem)
        made_by = provenance(
            {"crop": [box.x, box.y, box.z], "rev": number, "of": len(revs.boxes)},
            options.file,
            input_provenance=read.provenance,
        )
        write_sample(path, part, None, provenance=made_by)
    return paths
