"""How fast the engine is on this machine: a short run whose result nobody needs."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.devices import AUTO, Device, choose_device, make_flow
from wetview.lbm.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.flow import TwoPhaseFlow

CPU_SHAPE = (96, 80, 64)
"""Large enough that the nodes do not fit into a processor's caches."""
GPU_SHAPE = (160, 160, 128)
"""Large enough to keep a graphics card busy."""
SECONDS = 1.0
"""How long is measured, at least."""

_POROSITY = 0.45
_MOST_STEPS = 2_000
_PERIOD_VX = 16


@dataclass(frozen=True)
class EngineSpeed:
    """What a device does.

    Parameters
    ----------
    nodes_per_second : float
        Pore voxels that it updates in a second.
    device : str
        What it is called.
    """

    nodes_per_second: float
    device: str


def measure_engine_speed(device: str = AUTO, *, n_threads: int = 1) -> EngineSpeed:
    """Let the engine work for a second.

    The pores lie between overlapping spheres and are half full, in cubes of the size of
    a pore, so that as many of them hold an interface as in a filling. The first steps,
    in which code is compiled or read, do not count.

    Parameters
    ----------
    device : str
        See `wetview.lbm.devices.choose_device`.
    n_threads : int
        Threads to compute with on the CPU.

    Raises
    ------
    UserError
        If the device that is wanted is not there.
    """
    chosen = choose_device(device)
    flow = _half_full(GPU_SHAPE if chosen.is_gpu else CPU_SHAPE, chosen, n_threads)
    _steps_in_time(flow, 4)
    n_steps, elapsed_s, more = 0, 0.0, 4
    while elapsed_s < SECONDS and n_steps < _MOST_STEPS:
        elapsed_s += _steps_in_time(flow, more)
        n_steps += more
        more = min(2 * more, _MOST_STEPS)
    cores = f"CPU, {n_threads} core{'s' if n_threads > 1 else ''}"
    return EngineSpeed(
        nodes_per_second=flow.lattice.n_nodes * n_steps / elapsed_s,
        device=chosen.name if chosen.is_gpu else cores,
    )


def _steps_in_time(flow: TwoPhaseFlow, n_steps: int) -> float:
    """Seconds that steps take; looking at the result waits for a graphics card."""
    started_s = time.perf_counter()
    flow.advance(n_steps)
    if not math.isfinite(flow.saturation):
        msg = "the engine's test run gave no numbers"
        raise ArithmeticError(msg)
    return time.perf_counter() - started_s


def _half_full(
    shape: tuple[int, int, int], device: Device, n_threads: int
) -> TwoPhaseFlow:
    from wetview.lbm.geometry import build_lattice  # scipy, which takes a moment

    is_pore = _between_spheres(shape)
    cosine = np.zeros(shape, dtype=np.float32)
    cubes = (np.indices(shape) // _PERIOD_VX).sum(axis=0) % 2
    return make_flow(
        build_lattice(is_pore, cosine),
        Model(surface_tension=0.01, liquid_viscosity=0.1, gas_viscosity=0.0167),
        device=device,
        n_threads=n_threads,
        colour=cubes[is_pore].astype(np.float32),
    )


def _between_spheres(shape: tuple[int, int, int]) -> NDArray[np.bool_]:
    """Spheres on a body-centred lattice, as wide as the porosity wants them."""
    position = (np.indices(shape, dtype=np.float32) + 0.5) / _PERIOD_VX
    distance = np.full(shape, np.inf, dtype=np.float32)
    for centre in (0.0, 0.5):
        offset = (position - centre + 0.5) % 1.0 - 0.5
        np.minimum(distance, np.sqrt((offset**2).sum(axis=0)), out=distance)
    return np.asarray(distance > np.quantile(distance, 1 - _POROSITY))
