"""How long the pores of an electrode take, beside PoreSpy's on the same voxels.

Run by hand: `python benchmarks/pores_speed.py --shape 100,100,75`. PoreSpy is no
dependency of wetview; where it is not installed, only wetview is measured. Every
measurement has a process of its own, which first does a small sample, so that what is
compiled at the first call is not counted.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import platform
import resource
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from wetview.volume import Phases

_SMALL = (30, 24, 24)
_SEED = 1
_LARGEST_GENERATED = 100
_KIB_IN_GB = 1e6 / 1.024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", default="100,100,75", help="voxels, x,y,z")
    parser.add_argument("--without-porespy", action="store_true")
    parser.add_argument("--whole", action="store_true", help="tortuosity and sizes too")
    options = parser.parse_args()
    shape = tuple(int(part) for part in options.shape.split(","))
    names = ["wetview"]
    if options.whole:
        names.append("wetview whole")
    if not options.without_porespy and importlib.util.find_spec("porespy"):
        names.append("PoreSpy")
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"load {os.getloadavg()[0]:.1f} when it began; shape {shape}")
    for name in names:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(measure, (name, shape))
        print(
            f"{name:15} {found['wall_s']:8.2f} s, {found['cpu_s']:8.2f} s of CPU, "
            f"{found['peak_gb']:.2f} GB at most, {found['n_pores']} pores",
            flush=True,
        )


def measure(name: str, shape: tuple[int, int, int]) -> dict[str, Any]:
    """Seconds and memory of one program, without its first call."""
    work = {"wetview": _ours, "wetview whole": _whole, "PoreSpy": _porespy}[name]
    work(generate_electrode(_SMALL, seed=_SEED))
    phases = _electrode(shape)
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    n_pores = work(phases)
    return {
        "wall_s": time.perf_counter() - wall_s,
        "cpu_s": time.process_time() - cpu_s,
        "peak_gb": _peak_gb(),
        "n_pores": n_pores,
    }


def _electrode(shape: tuple[int, int, int]) -> Phases:
    """A generated electrode, with its mirror images where it is to be a large one."""
    tile = tuple(min(size, _LARGEST_GENERATED) for size in shape)
    phases = generate_electrode(tile, seed=_SEED)
    padding = [(0, size - n) for size, n in zip(shape, tile, strict=True)]
    labels = np.pad(phases.labels, padding, mode="symmetric")
    return replace(phases, labels=labels)


def _ours(phases: Phases) -> int:
    """Division, joining, table, neighbours, throats, ways and bottlenecks."""
    from wetview.pores import label_pores

    return len(label_pores(phases))


def _whole(phases: Phases) -> int:
    """Tortuosity along three axes, pore sizes, walls; no pores."""
    from wetview.pores.pore_space import measure_whole

    measure_whole(phases)
    return 0


def _porespy(phases: Phases) -> int:
    import porespy

    porespy.settings.tqdm["disable"] = True
    snow = porespy.filters.snow_partitioning(phases.is_pore, sigma=0.4, r_max=4)
    network = porespy.networks.regions_to_network(snow.regions)
    return len(network["pore.coords"])


def _peak_gb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e9 if sys.platform == "darwin" else peak / _KIB_IN_GB


if __name__ == "__main__":
    main()
