"""`wetview simulate FILE --out RUN.h5`: fill a sample with electrolyte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli import sample
from wetview.cli.options import (
    OUTLETS,
    SIDES,
    TRAPPED_GAS,
    add_file,
    add_geometry,
    add_merging,
    add_phases,
    add_threads,
    add_verb,
    at_least_one,
    merge_fraction,
    print_json,
)
from wetview.errors import UserError
from wetview.units import KPA, format_bytes, format_duration, format_time

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.jobs import FluidsSettings, SimulateJob
    from wetview.progress import Report
    from wetview.project import Sample

_JSON_KEYS = ("steps", "seconds", "saturation", "n_frames", "nodes_per_second")


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "simulate",
        run,
        summary="Fill a sample with electrolyte and write the run.",
        notes="Ctrl-C stops it and keeps what was computed.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    _add_physics(parser)
    add_merging(parser)
    parser.add_argument(
        "--no-pores",
        action="store_true",
        help="do not label pores first; there will be no curve of each pore",
    )
    add_threads(parser)
    parser.add_argument(
        "--out", type=Path, metavar="RUN.h5", required=True, help="the run to write"
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace a run of that name, once this one has ended",
    )


def _add_physics(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("filling")
    group.add_argument(
        "--pressure-kpa",
        type=float,
        default=101.325,
        metavar="KPA",
        help="pressure of the electrolyte at the inlet above that of the gas, in kPa "
        "(default: 101.325)",
    )
    group.add_argument(
        "--fluid",
        metavar="PRESET",
        help="electrolyte, by name or its beginning (default: the first preset)",
    )
    group.add_argument(
        "--contact-angle-deg",
        type=float,
        metavar="DEG",
        help="contact angle of the electrolyte on the solid (default: 90)",
    )
    group.add_argument(
        "--binder-contact-angle-deg",
        type=float,
        metavar="DEG",
        help="contact angle on carbon binder (default: as on the solid)",
    )
    group.add_argument(
        "--outlet",
        choices=OUTLETS,
        default="vent",
        help="face opposite the inlet: vent lets gas out and holds liquid back, open "
        "lets both out, closed neither (default: vent)",
    )
    group.add_argument(
        "--sides",
        choices=SIDES,
        default="wall",
        help="the four faces beside (default: wall)",
    )
    group.add_argument(
        "--trapped-gas",
        choices=TRAPPED_GAS,
        default="kept",
        help="what becomes of gas that liquid has surrounded (default: kept)",
    )
    group.add_argument(
        "--max-steps",
        type=at_least_one,
        metavar="N",
        help="end there if the saturation still rises (default: as planned)",
    )


def run(options: argparse.Namespace) -> int:
    """Fill the sample."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.simulate import fill
    from wetview.project import require_new_file, require_not_input

    job = _job(options)
    require_not_input(job.out, options.file)
    require_new_file(job.out, overwrite=job.overwrite)
    with progress() as (report, line):
        result = fill(_sample(options, report), job, report)
    stopped = result["outcome"] == "stopped"
    if stopped:
        print(
            f"wetview simulate: Stopped. The {result['n_frames']} frames computed "
            f"until then are in `{job.out}`.",
            file=sys.stderr,
        )
    if options.json:
        print_json({key: result[key] for key in _JSON_KEYS})
    else:
        _print(result)
    return line.exit_code if stopped else 0


def _sample(options: argparse.Namespace, report: Report) -> Sample:
    from dataclasses import replace

    from wetview.pores import label_pores, require_filling_path

    report(0, 0, "Reading the file")
    read = sample.read(options)
    require_filling_path(read.phases)
    if options.no_pores:
        return replace(read, pores=None)
    if read.pores is not None and options.merge_fraction is None:
        return read
    pores = label_pores(
        read.phases, merge_fraction=merge_fraction(options), report=report
    )
    return replace(read, pores=pores)


def _job(options: argparse.Namespace) -> SimulateJob:
    from wetview.jobs import SimulateJob, job_from

    _validate_pressure(options.pressure_kpa)
    content = {
        "kind": "simulate",
        "sample": options.file,
        "out": options.out,
        "name": options.out.stem,
        "fluids": _fluids(options).model_dump(),
        "pressure_pa": options.pressure_kpa * KPA,
        "outlet": options.outlet,
        "sides": options.sides,
        "trapped_gas": options.trapped_gas,
        "max_steps": options.max_steps,
        "n_threads": options.threads,
        "stream_frames": False,
        "overwrite": options.overwrite,
    }
    job = job_from(content)
    assert isinstance(job, SimulateJob)
    job.fluids.to_fluids()  # refuses what no electrolyte has, before anything is read
    return job


def _validate_pressure(pressure_kpa: float) -> None:
    from wetview.lbm.plan import MOST_PRESSURE_PA

    most_kpa = MOST_PRESSURE_PA / KPA
    if not 0 <= pressure_kpa <= most_kpa:
        raise UserError(
            f"The pressure is {pressure_kpa:g} kPa",
            f"Give --pressure-kpa from 0 to {most_kpa:g}",
        )


def _fluids(options: argparse.Namespace) -> FluidsSettings:
    from wetview.jobs import FluidsSettings
    from wetview.lbm import fluid_presets

    presets = fluid_presets()
    wanted = (options.fluid or "").casefold()
    name = next((name for name in presets if name.casefold().startswith(wanted)), None)
    if name is None:
        raise UserError(
            f"--fluid is {options.fluid}, which is no preset",
            f"Choose one of: {'; '.join(presets)}",
        )
    angle = options.contact_angle_deg
    binder_angle = options.binder_contact_angle_deg
    angles = {
        "contact_angle_deg": angle,
        "binder_contact_angle_deg": angle if binder_angle is None else binder_angle,
    }
    given = {key: value for key, value in angles.items() if value is not None}
    return FluidsSettings.of(presets[name]).model_copy(update=given)


def _print(result: dict[str, Any]) -> None:
    why = {
        "flat": "the saturation no longer rises",
        "max_steps": "the steps were used up while the saturation still rose",
        "stopped": "it was stopped",
    }[result["outcome"]]
    speed = result["nodes_per_second"] / 1e6
    print(f"saturation     {result['saturation']:.4f}")
    print(f"filling time   {format_time(result['time_s'])}")
    print(f"steps          {result['steps']}; ended because {why}")
    print(
        f"took           {format_duration(result['seconds'])}, "
        f"{speed:.2f} million pore voxels a second"
    )
    print(f"frames         {result['n_frames']}")
    print(f"written        {result['out']} ({format_bytes(result['n_bytes'])})")
