"""The longer cases of docs/validation.md, run by hand.

`python benchmarks/lbm_validation.py` prints one line a case: what was measured, beside
theory.
"""

from __future__ import annotations

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
from wetview.lbm.validation import (
    contact_angle_in_slit_deg,
    laplace_drop,
    poiseuille_error,
)


def laplace() -> None:
    for radius_vx in (8, 12):
        drop = laplace_drop(radius_vx=radius_vx, steps=6000, n_threads=2)
        print(
            f"Laplace, radius {drop.radius_vx:.2f}: pressure / (2 sigma / R) ="
            f" {drop.pressure / drop.theory:.3f}, spurious speed"
            f" {drop.spurious_speed:.2e} sigma / mu",
            flush=True,
        )


def contact_angles() -> None:
    for width_vx in (6, 8, 16):
        found = [
            f"{angle_deg}: {measured:.1f}"
            for angle_deg in (30, 45, 60, 75, 90, 105, 120, 135, 150)
            for measured in [
                contact_angle_in_slit_deg(angle_deg, width_vx=width_vx, steps=12000)
            ]
        ]
        print(f"Contact angle in a slit of {width_vx}: {', '.join(found)}", flush=True)


def poiseuille() -> None:
    for width_vx in (4, 8, 16):
        errors = [poiseuille_error(width_vx, (t - 0.5) / 3) for t in (0.55, 1, 2)]
        print(f"Poiseuille, slit of {width_vx}: largest error {max(errors):.1e}")


def mass_and_bubble() -> None:
    shape = (30, 30, 30)
    position = np.indices(shape)
    is_gas = np.all((position >= 11) & (position < 19), axis=0)
    lattice = build_lattice(
        np.ones(shape, dtype=bool), np.zeros(shape, dtype=np.float32), ends="walls"
    )
    colour = (~is_gas).astype(np.float32).ravel()
    flow = CpuFlow(lattice, Model(0.02, 1 / 6, 1 / 60), colour=colour, n_threads=2)
    flow.advance(1000)
    liquid, whole, gas = flow.liquid_mass, flow.density().sum(), 1 - flow.saturation
    flow.advance(10_000)
    print(f"Bubble of 8^3, 10 000 steps: volume {(1 - flow.saturation) / gas - 1:+.1e}")
    flow.advance(10_000)
    print(
        f"Closed box, 20 000 steps: liquid {flow.liquid_mass / liquid - 1:+.1e}, both"
        f" fluids {flow.density().sum() / whole - 1:+.1e}"
    )


if __name__ == "__main__":
    poiseuille()
    laplace()
    contact_angles()
    mass_and_bubble()
