"""Cases with a known answer: the tests run them small, the benchmarks in full."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.kernel import SHARPNESS
from wetview.lbm.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        Largest speed anywhere, in units of sigma / mu.
    """

    radius_vx: float
    pressure: float
    theory: float
    spurious_speed: float


def laplace_drop(
    *,
    radius_vx: float,
    steps: int,
    surface_tension: float = 0.02,
    viscosity: float = 1 / 6,
    n_threads: int = 1,
) -> LaplaceDrop:
    """Let a drop come to rest in a periodic box and measure its pressure.

    Parameters
    ----------
    radius_vx : float
        Radius at the start.
    steps : int
        Even number of steps.
    surface_tension, viscosity : float
        In lattice units; both fluids have this viscosity.
    n_threads : int
        Threads to compute with.
    """
    n = round(2 * radius_vx) + 16
    shape = (n, n, n)
    lattice = build_lattice(
        np.ones(shape, dtype=bool),
        np.zeros(shape, dtype=np.float32),
        ends="periodic",
        sides="periodic",
    )
    distance = np.sqrt(((np.indices(shape) - (n - 1) / 2) ** 2).sum(axis=0))
    colour = _profile(radius_vx - distance)
    flow = CpuFlow(
        lattice,
        Model(surface_tension, viscosity, viscosity),
        colour=colour.ravel(),
        n_threads=n_threads,
    )
    flow.advance(steps)
    radius = _half_radius(flow.colour.reshape(shape), radius_vx)
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


def contact_angle_in_slit_deg(
    angle_deg: float, *, width_vx: int, steps: int, viscosity: float = 1 / 6
) -> float:
    """Contact angle that the capillary pressure in a slit reveals.

    A slug of liquid lies between two flat walls; the pressure across its menisci is
    `2 sigma cos(theta) / H`.

    Parameters
    ----------
    angle_deg : float
        The angle that is set.
    width_vx : int
        Width H of the slit.
    steps : int
        Even number of steps.
    viscosity : float
        Of both fluids, in lattice units.
    """
    surface_tension = 0.02
    shape = (64, 2, width_vx + 2)
    is_pore = np.ones(shape, dtype=bool)
    is_pore[:, :, [0, -1]] = False
    cosine = np.full(shape, math.cos(math.radians(angle_deg)), dtype=np.float32)
    lattice = build_lattice(is_pore, cosine, ends="periodic", sides="periodic")
    position = np.abs(np.arange(shape[0]) - (shape[0] - 1) / 2)
    slug = np.broadcast_to(_profile(16 - position)[:, None, None], shape)
    flow = CpuFlow(
        lattice, Model(surface_tension, viscosity, viscosity), colour=slug[is_pore]
    )
    flow.advance(steps)
    density = np.ones(shape)
    density[is_pore] = flow.density()
    inside = density[30:34, :, 1:-1].mean()
    outside = density[[0, 1, -2, -1], :, 1:-1].mean()
    cos_measured = -(inside - outside) / 3 * width_vx / (2 * surface_tension)
    return math.degrees(math.acos(min(max(cos_measured, -1.0), 1.0)))


def poiseuille_error(width_vx: int, viscosity: float) -> float:
    """Largest error, relative to the peak, of the flow of one fluid in a slit.

    Parameters
    ----------
    width_vx : int
        Width H of the slit; the speed is `F / (2 nu) y (H - y)`.
    viscosity : float
        In lattice units.
    """
    peak = 0.01
    force = 8 * viscosity * peak / width_vx**2
    shape = (2, width_vx + 2, 2)
    is_pore = np.ones(shape, dtype=bool)
    is_pore[:, [0, -1]] = False
    lattice = build_lattice(
        is_pore, np.zeros(shape, dtype=np.float32), ends="periodic", sides="periodic"
    )
    flow = CpuFlow(
        lattice,
        Model(0.0, viscosity, viscosity, force_x=force),
        colour=np.ones(lattice.n_nodes, dtype=np.float32),
    )
    # The slowest mode decays as exp(-pi^2 nu t / H^2): here to 1e-5.
    steps = 2 * math.ceil(11.5 * width_vx**2 / (math.pi**2 * viscosity) / 2)
    flow.advance(steps)
    speed = np.zeros(shape)
    speed[is_pore] = flow.velocity()[:, 0]
    y = np.arange(width_vx) + 0.5
    theory = force / (2 * viscosity) * y * (width_vx - y)
    return float(np.abs(speed[0, 1:-1, 0] - theory).max() / theory.max())


def _profile(depth_vx: NDArray[np.float64]) -> NDArray[np.float32]:
    """Liquid fraction at a depth below the interface: the tanh that the model keeps."""
    return (0.5 * (1 + np.tanh(SHARPNESS * depth_vx))).astype(np.float32)


def _half_radius(colour: NDArray[np.float32], about_vx: float) -> float:
    """Mean radius of the surface on which the liquid fraction is 1/2."""
    centre = ndimage.center_of_mass(colour)
    directions = np.random.default_rng(0).normal(size=(200, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, np.newaxis]
    radii = np.linspace(about_vx - 4, about_vx + 4, 161)
    places = [c + directions[:, [i]] * radii for i, c in enumerate(centre)]
    values = ndimage.map_coordinates(colour, places, order=1)
    return float(np.mean([np.interp(-0.5, -line, radii) for line in values]))
