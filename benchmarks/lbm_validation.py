"""Cases with a known answer, in full; their figures stand in docs/validation.md.

Run by hand: `python benchmarks/lbm_validation.py [--only laplace,washburn]
[--json FILE] [--threads N]`. One line a figure: what was measured, theory, and whether
they differ by less than the tolerance. `validation_figures.py` draws what `--json`
writes.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wetview.lbm import validation
from wetview.volume import generate_electrode

ANGLES_DEG = (30, 45, 60, 75, 90, 105, 120, 135, 150)
RUN_VISCOSITIES = (1 / 6, 1 / 60)
"""Of liquid and gas, as in the runs that users start."""


@dataclass(frozen=True)
class Figure:
    """One measured number beside theory.

    Parameters
    ----------
    case : str
        Name of the case, as `--only` takes it.
    what : str
        What was measured, in which setting.
    measured, theory : float
        In lattice units, or degrees.
    error : float
        What is held against the tolerance.
    tolerance : float
        Of the error; see docs/validation.md.
    setting : dict of str to float
        What a plot needs to know of the setting.
    curve : dict of str to list of float
        Series to plot.
    """

    case: str
    what: str
    measured: float
    theory: float
    error: float
    tolerance: float
    setting: dict[str, float] = field(default_factory=dict)
    curve: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether the error is within the tolerance."""
        return bool(abs(self.error) <= self.tolerance)

    def line(self) -> str:
        """The figure in words."""
        met = "" if self.is_met else "  NOT MET"
        return (
            f"{self.what}: {self.measured:.4g}, theory {self.theory:.4g},"
            f" off {self.error:+.2g} (tolerance {self.tolerance:g}){met}"
        )


Figures = Iterator[Figure]


def laplace(threads: int) -> Figures:
    for radius_vx in (6, 8, 12, 16):
        drop = validation.laplace_drop(
            radius_vx=radius_vx, steps=6000, n_threads=threads
        )
        yield Figure(
            "laplace",
            f"Pressure in a drop of radius {radius_vx}",
            drop.pressure,
            drop.theory,
            drop.pressure / drop.theory - 1,
            0.05,
            {"radius_vx": drop.radius_vx},
        )
        yield Figure(
            "laplace",
            f"Spurious speed of that drop, sigma / mu = 1, radius {radius_vx}",
            drop.spurious_speed,
            0.0,
            drop.spurious_speed,
            2e-3,
        )
    liquid, gas = RUN_VISCOSITIES
    drop = validation.laplace_drop(
        radius_vx=8, steps=6000, viscosity=liquid, gas_viscosity=gas, n_threads=threads
    )
    yield Figure(
        "laplace",
        f"Pressure in a drop of radius 8, viscosities {liquid:.2g} and {gas:.2g}",
        drop.pressure,
        drop.theory,
        drop.pressure / drop.theory - 1,
        0.05,
    )
    # Currents are as fast as the thinner fluid lets them be.
    yield Figure(
        "laplace",
        "Spurious speed of that drop, sigma / mu_g = 1",
        drop.spurious_speed * gas / liquid,
        0.0,
        drop.spurious_speed * gas / liquid,
        2e-3,
    )


def slit(threads: int) -> Figures:
    settings = [(6, 1 / 6, 1 / 6), (8, 1 / 6, 1 / 6), (16, 1 / 6, 1 / 6)]
    settings += [(width_vx, *RUN_VISCOSITIES) for width_vx in (6, 8, 16)]
    for width_vx, liquid, gas in settings:
        for angle_deg in ANGLES_DEG:
            measured = validation.contact_angle_in_slit_deg(
                angle_deg,
                width_vx=width_vx,
                steps=12_000,
                viscosity=liquid,
                gas_viscosity=gas,
                n_threads=threads,
            )
            yield Figure(
                "slit",
                f"Contact angle, slit of {width_vx}, viscosities {liquid:.2g} and"
                f" {gas:.2g}",
                measured,
                angle_deg,
                measured - angle_deg,
                3.0,
                {"width_vx": width_vx, "viscosity_ratio": liquid / gas},
            )


def two_walls(threads: int) -> Figures:
    for first, second in ((30, 90), (60, 90), (60, 120), (90, 120), (45, 135)):
        measured = validation.cosine_in_slit(
            first,
            other_angle_deg=second,
            width_vx=8,
            steps=12_000,
            n_threads=threads,
        )
        theory = (math.cos(math.radians(first)) + math.cos(math.radians(second))) / 2
        # A tolerance in the cosine: what 3 degrees make of it at 60 and 120 degrees.
        yield Figure(
            "two-walls",
            f"Mean cosine, walls of {first} and {second} degrees",
            measured,
            theory,
            measured - theory,
            0.045,
        )


def drops(threads: int) -> Figures:
    for angle_deg in (30, 60, 90, 120, 150):
        measured = validation.contact_angle_of_drop_deg(
            angle_deg, radius_vx=11, steps=6000, n_threads=threads
        )
        yield Figure(
            "drops",
            "Contact angle, drop on a flat wall",
            measured,
            angle_deg,
            measured - angle_deg,
            3.0,
        )


def staircase(threads: int) -> Figures:
    for viscosities in ((1 / 6, 1 / 6), RUN_VISCOSITIES):
        liquid, gas = viscosities
        for angle_deg in ANGLES_DEG:
            cosine = validation.cosine_in_staircase(
                angle_deg, viscosity=liquid, gas_viscosity=gas, n_threads=threads
            )
            measured = math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
            yield Figure(
                "staircase",
                f"Contact angle, walls at 45 degrees, viscosities {liquid:.2g} and"
                f" {gas:.2g}",
                measured,
                angle_deg,
                measured - angle_deg,
                8.0,
                {"cosine": cosine, "viscosity_ratio": liquid / gas},
            )


def poiseuille(threads: int) -> Figures:
    for width_vx in (4, 8, 16):
        for relaxation_time in (0.55, 1, 2):
            error = validation.poiseuille_error(width_vx, (relaxation_time - 0.5) / 3)
            yield Figure(
                "poiseuille",
                f"Largest error of the parabola, slit of {width_vx}, tau"
                f" {relaxation_time}",
                error,
                0.0,
                error,
                0.01,
            )


def layered(threads: int) -> Figures:
    for layer_vx in (16, 32):
        flow = validation.layered_flow(layer_vx=layer_vx)
        yield Figure(
            "layered",
            f"Largest speed, layers of {layer_vx}; off: the largest error anywhere",
            flow.speed.max(),
            flow.theory.max(),
            flow.error,
            0.02,
            {"layer_vx": layer_vx},
            {"y": [*flow.y], "speed": [*flow.speed], "theory": [*flow.theory]},
        )


def spheres(threads: int) -> Figures:
    for solid_fraction in validation.DRAG_COEFFICIENT:
        found = validation.sphere_array_permeability(
            solid_fraction, cell_vx=40, n_threads=threads
        )
        yield Figure(
            "spheres",
            f"Permeability, spheres of share {solid_fraction}, 40 voxels a cell",
            found.measured,
            found.theory,
            found.measured / found.theory - 1,
            0.02,
        )


def washburn(threads: int) -> Figures:
    settings: list[tuple[validation.Section, int, int, int]] = [
        ("slit", 30, 8, 200),
        ("slit", 60, 8, 200),
        ("slit", 60, 16, 200),
        ("slit", 60, 16, 400),
        ("duct", 60, 8, 120),
    ]
    for section, angle_deg, width_vx, length_vx in settings:
        liquid, gas = RUN_VISCOSITIES
        found = validation.imbibition(
            section,
            angle_deg=angle_deg,
            width_vx=width_vx,
            length_vx=length_vx,
            liquid_viscosity=liquid,
            gas_viscosity=gas,
            n_threads=threads,
        )
        yield Figure(
            "washburn",
            f"L^2 / t in a {section} of {width_vx}, {length_vx} long, {angle_deg}"
            f" degrees, Ca {found.capillary_number:.1e}",
            found.rate,
            found.theory_rate,
            found.rate / found.theory_rate - 1,
            0.05,
            {"width_vx": width_vx, "angle_deg": angle_deg},
            {"step": [*found.step], "square": [*found.square]},
        )


def entry(threads: int) -> Figures:
    all_angles_deg = (0, 10, 30, 45, 60)
    for width_vx, angles_deg in ((8, all_angles_deg), (12, all_angles_deg), (16, (0,))):
        for angle_deg in angles_deg:
            found = validation.duct_entry_pressure(
                angle_deg, width_vx=width_vx, n_threads=threads
            )
            yield Figure(
                "entry",
                f"Entry pressure R / sigma, duct of {width_vx}, {angle_deg} degrees",
                found.measured,
                found.theory,
                found.measured / found.theory - 1,
                0.05,
            )


def box(threads: int) -> Figures:
    for steps in (10_000, 20_000):
        drift = validation.bubble_in_closed_box(
            box_vx=30, bubble_vx=8, steps=steps, n_threads=threads
        )
        for what, change, tolerance in (
            ("volume of a bubble of 8^3", drift.bubble_volume, 1e-3),
            ("mass of the liquid", drift.liquid_mass, 1e-4),
            ("mass of the gas", drift.gas_mass, 1e-4),
        ):
            what = f"Closed box, {steps} steps, change of the {what}"
            yield Figure("box", what, change, 0.0, change, tolerance)


def refinement(threads: int) -> Figures:
    electrode = generate_electrode(
        (24, 24, 24), porosity=0.5, binder_share=0.0, mean_diameter_m=16e-6, seed=1
    ).is_pore
    spheres = [validation.overlapping_spheres(n) for n in (32, 64, 128)]
    pressed = ("pressed", 90, 5.56, 2000)
    sucked = ("sucked", 45, 0.0, 8000)
    # The same pressure and time where a voxel is half as large.
    pressed_finer = ("pressed", 90, 2.78, 4000)
    for name, (coarse, fine), (driven, angle_deg, pressure, steps) in (
        ("spheres", spheres[:2], pressed),
        ("spheres", spheres[:2], sucked),
        ("spheres", spheres[1:], pressed_finer),
        ("voxels split", [electrode, validation.split(electrode)], pressed),
    ):
        curves = validation.refinement(
            coarse,
            fine,
            angle_deg=angle_deg,
            pressure=pressure,
            steps=steps,
            n_threads=threads,
        )
        where = (
            f"{name}, {driven} at {angle_deg} degrees, {len(coarse)}^3 to twice that"
        )
        yield Figure(
            "refinement",
            f"Largest difference of S while it rises, {where}",
            curves.error,
            0.0,
            curves.error,
            0.03,
            {"pressure": pressure, "voxels": len(coarse)},
            {
                "time": [*curves.time],
                "coarse": [*curves.coarse],
                "fine": [*curves.fine],
            },
        )
        yield Figure(
            "refinement",
            f"Last S, {where}",
            curves.coarse[-1],
            curves.fine[-1],
            curves.coarse[-1] / curves.fine[-1] - 1,
            0.03,
        )


CASES: dict[str, Callable[[int], Figures]] = {
    "poiseuille": poiseuille,
    "layered": layered,
    "laplace": laplace,
    "slit": slit,
    "two-walls": two_walls,
    "drops": drops,
    "staircase": staircase,
    "box": box,
    "entry": entry,
    "spheres": spheres,
    "washburn": washburn,
    "refinement": refinement,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", help=f"cases, by commas: {', '.join(CASES)}", default=",".join(CASES)
    )
    parser.add_argument("--json", type=Path, help="file for all figures and curves")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    say = functools.partial(print, flush=True)
    figures = []
    for name in arguments.only.split(","):
        start = time.perf_counter()
        for figure in CASES[name](arguments.threads):
            say(figure.line())
            figures.append(figure)
        say(f"{name}: {time.perf_counter() - start:.0f} s\n")
    if arguments.json is not None:
        rows = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
        arguments.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
