"""Fluid nodes updated per second, on overlapping spheres of porosity 0.448.

Run by hand: `python benchmarks/lbm_speed.py [--json] [--shape 100x100x75] [--steps N]`.
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


def overlapping_spheres(shape: tuple[int, int, int]) -> np.ndarray:
    """Pore space between overlapping spheres of 5 to 11 voxels radius."""
    rng = np.random.default_rng(SEED)
    is_pore = np.ones(shape, dtype=bool)
    x, y, z = np.ogrid[tuple(slice(n) for n in shape)]
    while is_pore.mean() > POROSITY:
        cx, cy, cz = rng.random(3) * shape
        radius = rng.uniform(5, 11)
        is_pore &= (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 >= radius**2
    return is_pore


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shape", default="100x100x75")
    parser.add_argument("--steps", type=int, default=200)
    arguments = parser.parse_args()
    nx, ny, nz = (int(n) for n in arguments.shape.split("x"))
    is_pore = overlapping_spheres((nx, ny, nz))
    lattice = build_lattice(is_pore, np.zeros(is_pore.shape, dtype=np.float32))
    flow = CpuFlow(lattice, MODEL)
    start = time.perf_counter()
    flow.advance(2)
    first_s = time.perf_counter() - start
    speed = {}
    for n_threads in range(1, (os.cpu_count() or 1) + 1):
        flow.n_threads = n_threads
        best_s = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            flow.advance(arguments.steps)
            best_s = min(best_s, time.perf_counter() - start)
        speed[str(n_threads)] = lattice.n_nodes * arguments.steps / best_s / 1e6
    result = {
        "m_nodes_per_second": speed,
        "bytes_per_node": flow.n_bytes / lattice.n_nodes,
        "n_nodes": lattice.n_nodes,
        "first_steps_s": first_s,
    }
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"{arguments.shape}, {lattice.n_nodes} nodes, first steps {first_s:.1f} s")
    for n_threads, value in speed.items():
        print(f"{n_threads} threads: {value:.2f} million nodes a second")
    print(f"{result['bytes_per_node']:.0f} bytes a node")


if __name__ == "__main__":
    main()
