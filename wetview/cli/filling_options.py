"""How a sample is filled, on the command line: `simulate` and `plan` share it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from wetview.cli.options import at_least_one
from wetview.errors import UserError
from wetview.units import ATM, KPA, MN_PER_M, MPA_S, US

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.jobs import FluidsSettings, SimulateJob
    from wetview.lbm import PressureSchedule

INLETS = ("x-", "x+", "y-", "y+", "z-", "z+")
OUTLETS = ("vent", "open", "closed")
SIDES = ("wall", "periodic", "vent")
TRAPPED_GAS = ("kept", "dissolving", "evacuated")

_PROPERTIES = (
    ("viscosity_mpa_s", "liquid_viscosity_pa_s", MPA_S, "MPA_S", "viscosity, mPa s"),
    (
        "surface_tension_mn_m",
        "surface_tension_n_m",
        MN_PER_M,
        "MN_M",
        "surface tension against the gas, mN/m",
    ),
    ("density_kg_m3", "liquid_density_kg_m3", 1.0, "KG_M3", "density, kg/m3"),
    (
        "gas_viscosity_mpa_s",
        "gas_viscosity_pa_s",
        MPA_S,
        "MPA_S",
        "viscosity of the gas, mPa s; air has 0.0185",
    ),
)
"""Option, field of `Fluids`, SI units in its unit, placeholder, and what it is."""


def add_filling(parser: argparse.ArgumentParser) -> None:
    """Electrolyte, pressure and boundaries."""
    add_electrolyte(parser)
    _add_pressure(parser)
    _add_boundaries(parser)


def simulate_job(options: argparse.Namespace, *, out: Path, **more: Any) -> SimulateJob:
    """The job that the options describe.

    Raises
    ------
    UserError
        If a value is outside of what can be simulated.
    """
    from wetview.jobs import SimulateJob, job_from

    pressure = _pressure(options)
    content = {
        "kind": "simulate",
        "sample": options.file,
        "out": out,
        "name": out.stem,
        "fluids": fluids_of(options).model_dump(),
        "pressure_pa": pressure.largest_pa,
        "pressure_points": pressure.points if len(pressure.points) > 1 else None,
        "inlet": options.inlet,
        "outlet": options.outlet,
        "sides": options.sides,
        "trapped_gas": options.trapped_gas,
        "max_steps": options.max_steps,
        "device": options.device,
        "n_threads": options.threads,
        "stream_frames": False,
        **more,
    }
    job = job_from(content)
    assert isinstance(job, SimulateJob)
    job.fluids.to_fluids()  # refuses what no electrolyte has, before anything is read
    return job


def add_electrolyte(parser: argparse.ArgumentParser) -> None:
    """The electrolyte and its contact angles."""
    group = parser.add_argument_group(
        "electrolyte", "`wetview fluids` lists those that it knows."
    )
    group.add_argument(
        "--fluid",
        metavar="NAME",
        default="LP30",
        help="electrolyte, by name or its beginning; yours are known, too "
        "(default: LP30)",
    )
    for option, _, _, placeholder, what in _PROPERTIES:
        group.add_argument(
            f"--{option.replace('_', '-')}",
            type=float,
            metavar=placeholder,
            help=f"{what} (default: that of the fluid)",
        )
    group.add_argument(
        "--contact-angle-deg",
        type=float,
        metavar="DEG",
        help="contact angle of the electrolyte on the solid (default: that of the "
        "fluid, usually 90)",
    )
    group.add_argument(
        "--binder-contact-angle-deg",
        type=float,
        metavar="DEG",
        help="contact angle on carbon binder (default: as on the solid)",
    )


def _add_pressure(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "pressure",
        "Pressure of the electrolyte at the inlet above that of the gas, in kPa. Times "
        "are in microseconds: a sample of 0.1 mm fills within a millisecond.",
    )
    group.add_argument(
        "--pressure-kpa",
        type=float,
        metavar="KPA",
        help=f"constant pressure; 0 lets capillarity alone draw it in (default: "
        f"{ATM / KPA:g})",
    )
    group.add_argument(
        "--pressure-ramp-us",
        type=float,
        metavar="US",
        help="rise evenly from 0 to that pressure over this time",
    )
    group.add_argument(
        "--pressure-steps",
        type=pressure_levels,
        metavar="US:KPA,US:KPA",
        help="pressures that each hold from a time on, such as 0:0,50:101.3 for a "
        "vacuum that is broken after 50 microseconds",
    )


def _add_boundaries(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("boundaries")
    group.add_argument(
        "--inlet",
        choices=INLETS,
        default="x-",
        help="face that the electrolyte enters by; x- is the one at x = 0, x+ the one "
        "opposite (default: x-)",
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
        help="the four faces beside: wall, periodic (the sample repeats), or vent, "
        "which lets gas out (default: wall)",
    )
    group.add_argument(
        "--trapped-gas",
        choices=TRAPPED_GAS,
        default="kept",
        help="what becomes of gas that liquid has surrounded: it is kept, it dissolves "
        "in time, or the sample counts as pumped empty before (default: kept)",
    )
    group.add_argument(
        "--max-steps",
        type=at_least_one,
        metavar="N",
        help="end there if the saturation still rises (default: as planned)",
    )


def pressure_levels(text: str) -> tuple[tuple[float, float], ...]:
    """Times in s and pressures in Pa, as typed in microseconds and kPa."""
    try:
        pairs = [part.split(":") for part in text.split(",")]
        return tuple((float(time_us) * US, float(kpa) * KPA) for time_us, kpa in pairs)
    except ValueError:
        msg = f"`{text}` is no list of US:KPA, such as 0:0,50:101.3"
        raise argparse.ArgumentTypeError(msg) from None


def _pressure(options: argparse.Namespace) -> PressureSchedule:
    from wetview.lbm import PressureSchedule

    if options.pressure_steps is not None:
        for name, value in (
            ("--pressure-kpa", options.pressure_kpa),
            ("--pressure-ramp-us", options.pressure_ramp_us),
        ):
            if value is not None:
                raise UserError(
                    f"{name} is {value:g} beside --pressure-steps",
                    f"Leave {name} out: the steps say all pressures",
                )
        return PressureSchedule.steps(options.pressure_steps)
    pressure_pa = ATM if options.pressure_kpa is None else options.pressure_kpa * KPA
    if options.pressure_ramp_us is not None:
        return PressureSchedule.ramp(
            pressure_pa, duration_s=options.pressure_ramp_us * US
        )
    return PressureSchedule.constant(pressure_pa)


def fluids_of(options: argparse.Namespace) -> FluidsSettings:
    """The fluids that the options describe."""
    from wetview.jobs import FluidsSettings
    from wetview.project import find_fluid

    settings = FluidsSettings.of(find_fluid(options.fluid).fluids)
    angle = options.contact_angle_deg
    binder_angle = options.binder_contact_angle_deg
    given = {
        "contact_angle_deg": angle,
        "binder_contact_angle_deg": angle if binder_angle is None else binder_angle,
    }
    for option, field, si, _, _ in _PROPERTIES:
        value = getattr(options, option)
        given[field] = None if value is None else value * si
    changes = {field: value for field, value in given.items() if value is not None}
    if changes.keys() - {"contact_angle_deg", "binder_contact_angle_deg"}:
        changes["name"] = f"{settings.name}, changed"
    return settings.model_copy(update=changes)
