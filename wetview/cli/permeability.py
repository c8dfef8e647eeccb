"""`wetview permeability FILE`: how easily one fluid flows through a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.options import (
    add_file,
    add_geometry,
    add_phases,
    add_threads,
    add_verb,
    print_json,
)
from wetview.units import format_duration

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.lbm.permeability import Axis

_AXES: tuple[Axis, ...] = ("x", "y", "z")
_ENDS = ("reservoirs", "mirrored", "periodic")
_SIDES = ("wall", "periodic")


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "permeability",
        run,
        summary="Measure the absolute permeability of a sample with one fluid.",
        notes="The same lattice Boltzmann engine as for a filling.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    parser.add_argument(
        "--axis",
        choices=(*_AXES, "all"),
        default="all",
        help="direction of the flow (default: all)",
    )
    parser.add_argument(
        "--ends",
        choices=_ENDS,
        default="reservoirs",
        help="beyond the faces that the flow crosses: reservoirs puts a layer of free "
        "fluid there, mirrored the mirror image of the sample, periodic the sample "
        "itself (default: reservoirs)",
    )
    parser.add_argument(
        "--sides",
        choices=_SIDES,
        default="wall",
        help="the four faces beside (default: wall)",
    )
    add_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Measure the sample."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.permeability import measure

    with progress() as (report, _):
        report(0, 0, "Reading the file")
        phases = sample.read(options).phases
        found = measure(
            phases,
            _AXES if options.axis == "all" else (options.axis,),
            ends=options.ends,
            sides=options.sides,
            n_threads=options.threads,
            report=report,
        )
    if options.json:
        print_json(
            {key: value for key, value in found.items() if key != "permeability"}
        )
        return 0
    for axis, value_m2 in found["permeability_m2"].items():
        print(
            f"along {axis}        {value_m2:.4g} m2,"
            f" {found['permeability_darcy'][axis]:.4g} darcy,"
            f" {found['permeability_um2'][axis]:.4g} um2"
        )
    print(f"took           {format_duration(found['seconds'])}")
    return 0
