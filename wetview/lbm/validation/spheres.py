"""Permeability of spheres on a simple cubic lattice."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model

DRAG_COEFFICIENT = {
    0.027: 2.008,
    0.064: 2.810,
    0.125: 4.292,
    0.216: 7.442,
    0.343: 15.4,
    0.45: 28.1,
    0.5236: 42.1,
}
"""K by the solid's share c of the volume.

Zick, Homsy, J. Fluid Mech. 115, 13 (1982), table 2. At c = 0.5236 the spheres touch.
"""

_STEPS_AT_ONCE = 200
_STEADY = 1e-5


@dataclass(frozen=True)
class Permeability:
    """Permeability in square voxels: measured, and from theory."""

    measured: float
    theory: float


def sphere_array_permeability(
    solid_fraction: float,
    *,
    cell_vx: int,
    viscosity: float = 1 / 6,
    n_threads: int = 1,
) -> Permeability:
    """Drive one fluid through a cell with one sphere, until the flow is steady.

    With the drag `6 pi mu a K U` on each sphere and the mean speed U over the whole
    cell, Darcy's law gives `k = 2 a^2 / (9 c K)`.

    Parameters
    ----------
    solid_fraction : float
        c, one of those in `DRAG_COEFFICIENT`.
    cell_vx : int
        Edge of the cell.
    viscosity : float
        In lattice units.
    n_threads : int
        Threads to compute with.
    """
    radius = cell_vx * math.cbrt(3 * solid_fraction / (4 * math.pi))
    theory = 2 * radius**2 / (9 * solid_fraction * DRAG_COEFFICIENT[solid_fraction])
    shape = (cell_vx, cell_vx, cell_vx)
    distance = np.sqrt(((np.indices(shape) - (cell_vx - 1) / 2) ** 2).sum(axis=0))
    lattice = build_lattice(
        distance > radius,
        np.zeros(shape, dtype=np.float32),
        ends="periodic",
        sides="periodic",
    )
    # A Reynolds number `U a / nu` of a thousandth: no inertia.
    force = 1e-3 * viscosity**2 / (theory * radius)
    flow = CpuFlow(
        lattice,
        Model(0.0, viscosity, viscosity, force_x=force),
        colour=np.ones(lattice.n_nodes, dtype=np.float32),
        n_threads=n_threads,
    )
    mean_speed, before = 0.0, -1.0
    while abs(mean_speed - before) > _STEADY * abs(mean_speed):
        before = mean_speed
        flow.advance(_STEPS_AT_ONCE)
        mean_speed = float(flow.velocity()[:, 0].sum()) / cell_vx**3
    return Permeability(measured=mean_speed * viscosity / force, theory=theory)
