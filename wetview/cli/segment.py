"""`wetview segment FILE`: a tomogram becomes phases, by steps that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_phases,
    add_sample_out,
    add_verb,
    print_json,
)
from wetview.cli.steps import add_steps, phases_in_numbers, print_phases

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "segment",
        run,
        summary="Turn a tomogram into pore, active material and binder.",
        notes="Steps on grey values come before the segmentation, which is by the "
        "options below unless a step does it; the other steps come after it.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_steps(parser)
    add_sample_out(parser, "the phases as a sample")


def run(options: argparse.Namespace) -> int:
    """Segment it."""
    from wetview.cli.progress_line import progress
    from wetview.project import require_new_file, require_not_input, write_sample

    if options.out is not None:
        require_not_input(options.out, options.file)
        require_new_file(options.out, overwrite=options.overwrite)
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        made = sample.read(options, report=report)
        if options.out is not None:
            write_sample(options.out, made.phases, None, provenance=made.provenance)
    steps = [one.as_dict() for one in options.steps]
    values = phases_in_numbers(made.phases) | {"steps": steps}
    if options.json:
        print_json(values)
        return 0
    print_phases(values)
    if options.out is not None:
        print(f"written        {options.out}")
    return 0
