"""`wetview plan FILE`: what a filling would take, and what it assumes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli import sample
from wetview.cli.filling_options import add_filling, simulate_job
from wetview.cli.options import (
    add_device,
    add_file,
    add_geometry,
    add_phases,
    add_threads,
    add_verb,
    print_json,
)
from wetview.memory import memory_text
from wetview.units import (
    KPA,
    UM,
    format_number,
    format_rough_duration,
    format_time,
)

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.lbm import Estimate, FillingPlan
    from wetview.lbm.self_timing import EngineSpeed
    from wetview.volume import Phases


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "plan",
        run,
        summary="Say what a filling would take, with every assumption, without doing "
        "it.",
        notes="It takes the options of `simulate`.",
    )
    add_file(parser)
    add_geometry(parser)
    add_phases(parser)
    add_filling(parser)
    add_threads(parser)
    add_device(parser)
    parser.add_argument(
        "--no-timing",
        action="store_true",
        help="do not measure how fast this computer is, if that is not known yet",
    )


def run(options: argparse.Namespace) -> int:
    """Plan and print."""
    from wetview.cli.progress_line import progress
    from wetview.jobs.engine_speed import known_speed, measure_speed
    from wetview.jobs.plan_report import plan_report
    from wetview.lbm import estimate

    job = simulate_job(options, out=Path("run.h5"))
    with progress() as (report, _):
        report(0, 0, "Reading the file")
        phases = sample.read(options).phases
        plan = job.plan(phases)
        size = estimate(plan, phases)
        speed = known_speed(job.device, job.n_threads)
        if speed is None and not options.no_timing:
            report(0, 0, "Measuring the speed of this computer")
            speed = measure_speed(job.device, job.n_threads)
    if options.json:
        print_json(plan_report(plan, size, speed))
    else:
        _print(plan, size, speed, phases)
    return 0


def _print(
    plan: FillingPlan, size: Estimate, speed: EngineSpeed | None, phases: Phases
) -> None:
    fluids, steps = plan.fluids, plan.expected_steps
    shape = " x ".join(str(n) for n in phases.shape)
    print(
        f"sample        {shape} voxels of {phases.voxel_m / UM:g} um,"
        f" {format_number(size.n_nodes)} of them pore"
    )
    print(
        f"electrolyte   {fluids.name}, {fluids.contact_angle_deg:g} degrees,"
        f" {fluids.binder_contact_angle_deg:g} on the binder"
    )
    print(f"pressure      {_pressure(plan)}; inlet {plan.inlet}")
    print(
        f"expected      {format_number(steps)} steps of {format_time(plan.step_s)}:"
        f" {format_time(steps * plan.step_s)}; good to a factor of three"
    )
    print(
        f"at most       {format_number(plan.max_steps)} steps,"
        f" {format_time(plan.max_steps * plan.step_s)}"
    )
    if speed is None:
        print("takes         not known: this computer has not been measured")
    else:
        print(
            "takes         about"
            f" {format_rough_duration(size.seconds(speed.nodes_per_second))}, at"
            f" {speed.nodes_per_second / 1e6:.2g} million pore voxels a second"
            f" ({speed.device})"
        )
    print(f"memory        {memory_text(size.n_bytes)}")
    print("The plan assumes:")
    for note in plan.notes:
        print(f"  - {note}")


def _pressure(plan: FillingPlan) -> str:
    points = plan.pressure.points
    if len(points) == 1:
        return f"{points[0][1] / KPA:g} kPa"
    return ", ".join(
        f"{pressure_pa / KPA:g} kPa at {format_time(time_s)}"
        for time_s, pressure_pa in points
    )
