"""`wetview speed`: how fast fillings are computed here. The plan's minutes need it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from wetview.cli.options import add_device, add_threads, add_verb, print_json

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "speed",
        run,
        summary="Measure how fast this computer fills pores, and remember it.",
        notes="Plans take their minutes from that. Best done when nothing else runs.",
    )
    add_threads(parser)
    add_device(parser)


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.engine_speed import measure_speed

    with progress() as (report, _):
        report(0, 0, "Measuring the speed of this computer")
        speed = measure_speed(options.device, options.threads)
    if options.json:
        print_json(asdict(speed))
    else:
        millions = speed.nodes_per_second / 1e6
        print(f"{millions:.2f} million pore voxels a second ({speed.device})")
    return 0
