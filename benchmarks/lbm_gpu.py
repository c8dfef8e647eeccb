"""Fluid nodes updated per second on a GPU, and the time that a whole run takes there.

Run by hand, from the checkout:

    python benchmarks/lbm_gpu.py [--device auto] [--steps N] [--json]

It first repeats the comparison with the CPU's engine, then measures the geometries of
lbm_speed.py, then takes the steps of a run at 100 x 100 x 75 until it is flat (25 000).
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from lbm_speed import MODEL, overlapping_spheres

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.devices import Device, choose_device, make_flow
from wetview.lbm.geometry import PoreLattice, build_lattice
from wetview.lbm.model import Model, ramp

if TYPE_CHECKING:
    from wetview.lbm.flow import TwoPhaseFlow

SHAPES = ((64, 48, 48), (100, 100, 75), (200, 200, 150))
RUN_SHAPE = (100, 100, 75)
RUN_STEPS = 25_000


def spheres(shape: tuple[int, int, int]) -> PoreLattice:
    is_pore = overlapping_spheres(shape)
    return build_lattice(is_pore, np.zeros(shape, dtype=np.float32))


def largest_difference(device: Device, *, steps: int = 1000) -> float:
    """Of the liquid fraction, between the device and the CPU's engine."""
    lattice = spheres((32, 24, 24))
    model = Model(0.009, 1 / 6, 1 / 60, inlet_knots=ramp(1.15, 200), gas_sink=0.01)
    flows = (CpuFlow(lattice, model), make_flow(lattice, model, device=device))
    for flow in flows:
        flow.advance(steps)
    return float(np.abs(flows[0].colour - flows[1].colour).max())


def seconds(flow: TwoPhaseFlow, steps: int) -> float:
    """Take steps; what they compute is back in the computer's memory at the end."""
    start = time.perf_counter()
    flow.advance(steps)
    return time.perf_counter() - start


def speed(device: Device, shape: tuple[int, int, int], steps: int) -> dict[str, float]:
    lattice = spheres(shape)
    flow = make_flow(lattice, MODEL, device=device)
    first_s = seconds(flow, 100)
    best_s = min(seconds(flow, steps) for _ in range(3))
    return {
        "n_nodes": lattice.n_nodes,
        "first_100_steps_s": first_s,
        "ms_per_step": best_s / steps * 1e3,
        "m_nodes_per_second": lattice.n_nodes * steps / best_s / 1e6,
        "bytes_per_node": flow.n_bytes / lattice.n_nodes,
    }


def whole_run(device: Device, steps: int) -> dict[str, float]:
    """A run as `wetview` makes it: looks at the saturation every 100 steps."""
    lattice = spheres(RUN_SHAPE)
    start = time.perf_counter()
    flow = make_flow(lattice, MODEL, device=device)
    while flow.step < steps:
        flow.advance(100)
        saturation = flow.saturation
    return {
        "steps": flow.step,
        "seconds": time.perf_counter() - start,
        "saturation": saturation,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0, mps, ...")
    parser.add_argument("--steps", type=int, default=2000, help="of each measurement")
    parser.add_argument("--run-steps", type=int, default=RUN_STEPS)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    device = choose_device(arguments.device)
    result: dict[str, Any] = {
        "device": device.name,
        "largest_difference_in_c": largest_difference(device),
        "speed": {
            "x".join(map(str, shape)): speed(device, shape, arguments.steps)
            for shape in SHAPES
        },
        "run": whole_run(device, arguments.run_steps),
    }
    if device.is_gpu:
        import torch

        result["torch"] = torch.__version__
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"{device.name}, PyTorch {result.get('torch', 'not used')}")
    print(f"differs from the CPU by {result['largest_difference_in_c']:.1e} in C")
    for name, values in result["speed"].items():
        print(
            f"{name}: {values['n_nodes']} nodes,"
            f" {values['m_nodes_per_second']:.1f} million a second,"
            f" {values['ms_per_step']:.3f} ms a step,"
            f" {values['bytes_per_node']:.0f} bytes a node,"
            f" first 100 steps {values['first_100_steps_s']:.1f} s"
        )
    run = result["run"]
    print(
        f"run of {run['steps']} steps: {run['seconds']:.1f} s,"
        f" saturation {run['saturation']:.3f}"
    )


if __name__ == "__main__":
    main()
