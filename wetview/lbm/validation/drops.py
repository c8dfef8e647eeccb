"""Drops at rest: Laplace's pressure, spurious currents, angle on a flat wall."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
from wetview.lbm.validation.interface import (
    fit_sphere,
    liquid_profile,
    surface_points,
)

SURFACE_TENSION = 0.02
_MARGIN_VX = 8
_FIT_ABOVE_VX = 2.5
"""The interface bends within about two voxels of a wall: the fit leaves these out."""


@dataclass(frozen=True)
class LaplaceDrop:
    """A drop at rest, in lattice units.

    Parameters
    ----------
    radius_vx : float
        Of the surface on which the liquid fraction is 1/2.
    pressure, theory : float
        Inside less outside: measured, and 2 sigma / R.
    spurious_speed : float
        Largest speed anywhere, in units of sigma / mu of the liquid.
    """

    radius_vx: float
    pressure: float
    theory: float
    spurious_speed: float


def laplace_drop(
    *,
    radius_vx: float,
    steps: int,
    surface_tension: float = SURFACE_TENSION,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> LaplaceDrop:
    """Let a drop come to rest in a periodic box and measure its pressure.

    Parameters
    ----------
    radius_vx : float
        Radius at the start.
    steps : int
        Even number of steps.
    surface_tension : float
        In lattice units.
    viscosity, gas_viscosity : float
        Of the liquid, and of the gas if it has another, in lattice units.
    n_threads : int
        Threads to compute with.
    """
    n = round(2 * radius_vx) + 2 * _MARGIN_VX
    shape = (n, n, n)
    lattice = build_lattice(
        np.ones(shape, dtype=bool),
        np.zeros(shape, dtype=np.float32),
        ends="periodic",
        sides="periodic",
    )
    distance = np.sqrt(((np.indices(shape) - (n - 1) / 2) ** 2).sum(axis=0))
    flow = CpuFlow(
        lattice,
        _model(surface_tension, viscosity, gas_viscosity),
        colour=liquid_profile(radius_vx - distance).ravel(),
        n_threads=n_threads,
    )
    flow.advance(steps)
    _, radius = fit_sphere(surface_points(flow.colour.reshape(shape)))
    density = flow.density().reshape(shape)
    inside = density[distance < radius_vx / 2].mean()
    outside = density[distance > radius_vx + 5].mean()
    speed = np.linalg.norm(flow.velocity(), axis=1).max()
    return LaplaceDrop(
        radius_vx=radius,
        pressure=float(inside - outside) / 3,
        theory=2 * surface_tension / radius,
        spurious_speed=float(speed) * viscosity / surface_tension,
    )


def contact_angle_of_drop_deg(
    angle_deg: float,
    *,
    radius_vx: float,
    steps: int,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> float:
    """Contact angle of a drop on a flat wall, from a sphere fitted to its surface.

    With the sphere's centre a height h above the wall and its radius R,
    `cos(theta) = -h / R`.

    Parameters
    ----------
    angle_deg : float
        The angle that is set. The drop starts as the spherical cap that has it.
    radius_vx : float
        Of a half sphere with the drop's volume.
    steps : int
        Even number of steps.
    viscosity, gas_viscosity : float
        Of the liquid, and of the gas if it has another, in lattice units.
    n_threads : int
        Threads to compute with.
    """
    cosine = math.cos(math.radians(angle_deg))
    # A cap's volume is pi R^3 (2 + cos)(1 - cos)^2 / 3, a half sphere's 2 pi r^3 / 3.
    cap_radius = radius_vx * math.cbrt(2 / ((2 + cosine) * (1 - cosine) ** 2))
    widest = cap_radius * (1 if angle_deg > 90 else math.sin(math.radians(angle_deg)))
    height = cap_radius * (1 - cosine)
    n = 2 * math.ceil(widest + _MARGIN_VX)
    shape = (n, n, math.ceil(height) + _MARGIN_VX + 2)
    is_pore = np.ones(shape, dtype=bool)
    # Wall and ceiling are voxels of their own: a solid voxel carries one colour.
    is_pore[:, :, [0, -1]] = False
    wall_z = 0.5
    lattice = build_lattice(
        is_pore,
        np.full(shape, cosine, dtype=np.float32),
        ends="periodic",
        sides="periodic",
    )
    x, y, z = np.indices(shape)
    middle = (n - 1) / 2
    centre_z = wall_z - cap_radius * cosine
    distance = np.sqrt((x - middle) ** 2 + (y - middle) ** 2 + (z - centre_z) ** 2)
    flow = CpuFlow(
        lattice,
        _model(SURFACE_TENSION, viscosity, gas_viscosity),
        colour=liquid_profile(cap_radius - distance)[is_pore],
        n_threads=n_threads,
    )
    flow.advance(steps)
    colour = np.zeros(shape, dtype=np.float32)
    colour[is_pore] = flow.colour
    points = surface_points(colour)
    centre, radius = fit_sphere(points[points[:, 2] > wall_z + _FIT_ABOVE_VX])
    cos_measured = (wall_z - centre[2]) / radius
    return math.degrees(math.acos(min(max(cos_measured, -1.0), 1.0)))


def _model(
    surface_tension: float, viscosity: float, gas_viscosity: float | None
) -> Model:
    if gas_viscosity is None:
        gas_viscosity = viscosity
    return Model(surface_tension, viscosity, gas_viscosity)
