"""A gas bubble in a closed box of liquid: nothing may be made or lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model

_SETTLING_STEPS = 1000
"""In these a fresh interface takes its shape; changes are counted from then on."""


@dataclass(frozen=True)
class Drift:
    """Changes over a run, as shares of what there was.

    Parameters
    ----------
    bubble_volume : float
        Of the sum of the gas fraction.
    liquid_mass, gas_mass : float
        Of each fluid.
    """

    bubble_volume: float
    liquid_mass: float
    gas_mass: float


def bubble_in_closed_box(
    *, box_vx: int, bubble_vx: int, steps: int, n_threads: int = 1
) -> Drift:
    """Leave a bubble alone.

    Parameters
    ----------
    box_vx, bubble_vx : int
        Edges of the box, and of the cube of gas in its middle at the start.
    steps : int
        Even number of steps, after some for the interface to settle.
    n_threads : int
        Threads to compute with.
    """
    shape = (box_vx, box_vx, box_vx)
    from_middle = np.abs(np.indices(shape) - (box_vx - 1) / 2).max(axis=0)
    is_liquid = from_middle > bubble_vx / 2
    lattice = build_lattice(
        np.ones(shape, dtype=bool), np.zeros(shape, dtype=np.float32), ends="walls"
    )
    flow = CpuFlow(
        lattice,
        Model(surface_tension=0.02, liquid_viscosity=1 / 6, gas_viscosity=1 / 60),
        colour=is_liquid.astype(np.float32).ravel(),
        n_threads=n_threads,
    )
    flow.advance(_SETTLING_STEPS)
    bubble, liquid, gas = 1 - flow.saturation, flow.liquid_mass, flow.gas_mass
    flow.advance(steps)
    return Drift(
        bubble_volume=(1 - flow.saturation) / bubble - 1,
        liquid_mass=flow.liquid_mass / liquid - 1,
        gas_mass=flow.gas_mass / gas - 1,
    )
