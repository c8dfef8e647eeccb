"""`wetview binder FILE`: carbon binder where a tomogram does not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_phases,
    add_sample_out,
    add_verb,
    not_negative,
    print_json,
)
from wetview.cli.steps import add_recipe, phases_in_numbers, print_phases, recipe

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "binder",
        run,
        summary="Place carbon binder beside active material, by its share of the mass.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_recipe(parser)
    parser.add_argument(
        "--seed",
        type=not_negative,
        default=0,
        metavar="N",
        help="another number gives other binder (default: 0)",
    )
    add_sample_out(parser, "the phases as a sample")


def run(options: argparse.Namespace) -> int:
    """Place it."""
    from dataclasses import asdict

    from wetview.cli.progress_line import progress
    from wetview.project import (
        provenance,
        require_new_file,
        require_not_input,
        write_sample,
    )
    from wetview.volume import Phase, place_binder

    if options.out is not None:
        require_not_input(options.out, options.file)
        require_new_file(options.out, overwrite=options.overwrite)
    wanted = recipe(options, options.seed)
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        read = sample.read(options)
        phases = place_binder(read.phases, wanted, report=report)
        if options.out is not None:
            made_by = provenance(
                {"operation": "binder"} | asdict(wanted),
                options.file,
                input_provenance=read.provenance,
            )
            write_sample(options.out, phases, None, provenance=made_by)
    n_active, n_binder = (
        round(phases.fraction(phase) * phases.labels.size)
        for phase in (Phase.ACTIVE_MATERIAL, Phase.BINDER)
    )
    values = phases_in_numbers(phases) | {
        "mass_percent": 100 * wanted.mass_fraction_of(n_active, n_binder)
    }
    if options.json:
        print_json(values)
        return 0
    print_phases(values)
    print(f"binder's mass  {values['mass_percent']:.3f} %")
    if options.out is not None:
        print(f"written        {options.out}")
    return 0
