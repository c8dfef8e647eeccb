"""Pressure at which a fluid that does not wet it enters a square duct.

Mayer and Stowe (J. Colloid Sci. 20, 893, 1965) and Princen (J. Colloid Interface Sci.
30, 69, 1969) balance the work of pressure over the invaded part of the cross-section
with the surface tension along its rim: arcs of radius `sigma / p` across the corners,
where the wetting fluid stays, and the walls between them. In a square of edge 2 R, with
the angle theta measured in the fluid that wets, that gives

    p R / sigma = cos(theta) + sqrt(pi / 4 - theta + sin(theta) cos(theta))

below 45 degrees; above, no fluid stays in the corners, and p R / sigma = 2 cos(theta).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model, ramp
from wetview.lbm.validation.interface import liquid_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice

_CHAMBER_VX = 4
_MOUTH_VX = 4
"""By how much the chamber is wider than the duct, on each side."""
_STEPS_AT_ONCE = 500
_AT_REST_VX = 0.01
"""A meniscus that advances less in `_STEPS_AT_ONCE` has come to rest."""


@dataclass(frozen=True)
class EntryPressure:
    """Pressure at which a duct is entered, times R / sigma."""

    measured: float
    theory: float


def mayer_stowe_princen(angle_deg: float) -> float:
    """`p R / sigma` of a square duct of edge 2 R."""
    theta = math.radians(angle_deg)
    cosine, sine = math.cos(theta), math.sin(theta)
    if angle_deg >= 45:
        return 2 * cosine
    return cosine + math.sqrt(math.pi / 4 - theta + sine * cosine)


def duct_entry_pressure(
    angle_deg: float,
    *,
    width_vx: int,
    resolution: float = 0.02,
    surface_tension: float = 0.02,
    viscosity: float = 0.1,
    n_threads: int = 1,
) -> EntryPressure:
    """Find the pressure at which liquid enters a duct that gas wets, by bisection.

    The liquid comes from a wider chamber. It has entered when it fills a duct's width
    behind the mouth; it does not enter where it comes to rest before.

    Parameters
    ----------
    angle_deg : float
        Contact angle in the gas, which wets; the liquid's is 180 degrees less this.
    width_vx : int
        Edge of the duct, 2 R.
    resolution : float
        Of the bisection, in p R / sigma.
    surface_tension, viscosity : float
        In lattice units; both fluids have this viscosity.
    n_threads : int
        Threads to compute with.
    """
    lattice, x = _chamber_and_duct(width_vx, angle_deg)
    model = Model(surface_tension, viscosity, viscosity)
    low, high = 0.5, 2.5
    while high - low > resolution:
        pressure = (low + high) / 2
        density = 1 + 3 * pressure * surface_tension / (width_vx / 2)
        model_now = replace(model, inlet_knots=ramp(density, _STEPS_AT_ONCE))
        if _enters(lattice, x, width_vx, model_now, n_threads):
            high = pressure
        else:
            low = pressure
    return EntryPressure(
        measured=(low + high) / 2, theory=mayer_stowe_princen(angle_deg)
    )


def _chamber_and_duct(
    width_vx: int, angle_deg: float
) -> tuple[PoreLattice, NDArray[np.int64]]:
    """The lattice, and the x of every node; the duct begins at `_CHAMBER_VX`."""
    across = width_vx + 2 * _MOUTH_VX
    is_pore = np.zeros((_CHAMBER_VX + 2 * width_vx, across, across), dtype=bool)
    is_pore[:_CHAMBER_VX] = True
    is_pore[:, _MOUTH_VX:-_MOUTH_VX, _MOUTH_VX:-_MOUTH_VX] = True
    cosine = -math.cos(math.radians(angle_deg))
    lattice = build_lattice(is_pore, np.full(is_pore.shape, cosine, dtype=np.float32))
    return lattice, np.nonzero(is_pore)[0]


def _enters(
    lattice: PoreLattice,
    x: NDArray[np.int64],
    width_vx: int,
    model: Model,
    threads: int,
) -> bool:
    flow = CpuFlow(
        lattice,
        model,
        colour=liquid_profile(_CHAMBER_VX - 0.5 - x),
        n_threads=threads,
    )
    in_duct = x >= _CHAMBER_VX
    depth = before = 0.0
    while depth < width_vx:
        flow.advance(_STEPS_AT_ONCE)
        before, depth = depth, float(flow.colour[in_duct].sum()) / width_vx**2
        if depth - before < _AT_REST_VX:
            return False
    return True
