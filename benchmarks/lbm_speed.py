"""Fluid nodes updated per second, on overlapping spheres of porosity 0.448.

Run by hand: `python benchmarks/lbm_speed.py [--json] [--shape 100x100x75] [--steps N]`.
Without `--shape` three sizes are measured. With `--json` one object is printed: the
figures of 100 x 100 x 75 (or of the shape asked for), and under "shapes" those of all.
"""

from __future__ import annotations

import argparse
import json
import os
import time

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model, ramp

POROSITY = 0.448
SEED = 20240607
MODEL = Model(0.009, 1 / 6, 1 / 60, inlet_knots=ramp(1.15, 200))
SHAPES = ("64x48x48", "100x100x75", "200x200x150")
MAIN_SHAPE = "100x100x75"
REPEATS = 3


def overlapping_spheres(shape: tuple[int, int, int]) -> np.ndarray:
    """Pore space between overlapping spheres of 5 to 11 voxels radius."""
    rng = np.random.default_rng(SEED)
    is_pore = np.ones(shape, dtype=bool)
    n_pore = is_pore.size
    while n_pore > POROSITY * is_pore.size:
        centre = rng.random(3) * shape
        radius = rng.uniform(5, 11)
        start = np.maximum(centre - radius, 0).astype(int)
        box = tuple(
            slice(a, b)
            for a, b in zip(start, (centre + radius).astype(int) + 1, strict=True)
        )
        part = is_pore[box]
        distance_squared = sum(
            (np.arange(a, a + n).reshape(np.roll((-1, 1, 1), axis)) - c) ** 2
            for axis, (a, n, c) in enumerate(
                zip(start, part.shape, centre, strict=True)
            )
        )
        before = np.count_nonzero(part)
        part &= distance_squared >= radius**2
        n_pore += np.count_nonzero(part) - before
    return is_pore


def measure(shape: str, n_steps: int) -> dict[str, object]:
    """Build the lattice, take the first steps, and time more with 1, 2, .. threads."""
    nx, ny, nz = (int(n) for n in shape.split("x"))
    is_pore = overlapping_spheres((nx, ny, nz))
    start = time.perf_counter()
    lattice = build_lattice(is_pore, np.zeros(is_pore.shape, dtype=np.float32))
    flow = CpuFlow(lattice, MODEL)
    build_s = time.perf_counter() - start
    start = time.perf_counter()
    flow.advance(2)
    first_s = time.perf_counter() - start
    speed = {}
    for n_threads in range(1, (os.cpu_count() or 1) + 1):
        flow.n_threads = n_threads
        best_s = float("inf")
        for _ in range(REPEATS):
            start = time.perf_counter()
            flow.advance(n_steps)
            best_s = min(best_s, time.perf_counter() - start)
        speed[str(n_threads)] = lattice.n_nodes * n_steps / best_s / 1e6
    return {
        "m_nodes_per_second": speed,
        "bytes_per_node": flow.n_bytes / lattice.n_nodes,
        "n_nodes": lattice.n_nodes,
        "build_s": build_s,
        "first_steps_s": first_s,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shape", help="only this one")
    parser.add_argument("--steps", type=int, help="steps of each timing")
    arguments = parser.parse_args()
    results = {}
    for shape in [arguments.shape] if arguments.shape else SHAPES:
        n_voxels = np.prod([int(n) for n in shape.split("x")])
        n_steps = arguments.steps or max(2 * round(75e6 / n_voxels), 10)
        results[shape] = result = measure(shape, n_steps)
        if not arguments.json:
            print(
                f"{shape}: {result['n_nodes']} nodes,"
                f" {result['bytes_per_node']:.0f} bytes each; lattice in"
                f" {result['build_s']:.1f} s, first steps in"
                f" {result['first_steps_s']:.1f} s"
            )
            for n_threads, value in result["m_nodes_per_second"].items():
                print(f"  {n_threads} threads: {value:.1f} million nodes a second")
    if arguments.json:
        shown = arguments.shape or MAIN_SHAPE
        print(json.dumps({"shape": shown, **results[shown], "shapes": results}))


if __name__ == "__main__":
    main()
