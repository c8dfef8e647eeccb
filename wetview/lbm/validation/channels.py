"""Steady flow along x, driven by a force: where the velocity is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
from wetview.lbm.validation.interface import liquid_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray


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


@dataclass(frozen=True)
class LayeredFlow:
    """Speed across a slit in which liquid flows beside gas, in lattice units.

    Parameters
    ----------
    y : (n,) ndarray
        Distance of the nodes from the liquid's wall.
    speed, theory : (n,) ndarray
        Along x.
    """

    y: NDArray[np.floating]
    speed: NDArray[np.floating]
    theory: NDArray[np.floating]

    @property
    def error(self) -> float:
        """Largest error relative to the peak."""
        return float(np.abs(self.speed - self.theory).max() / self.theory.max())


def layered_flow(
    *,
    layer_vx: int,
    viscosity_ratio: float = 10.0,
    liquid_viscosity: float = 1 / 6,
    surface_tension: float = 0.01,
) -> LayeredFlow:
    """Let liquid and gas flow side by side, in layers of equal width.

    Parameters
    ----------
    layer_vx : int
        Width of each layer.
    viscosity_ratio : float
        Liquid to gas; the gas's viscosity is the liquid's over this.
    liquid_viscosity : float
        In lattice units.
    surface_tension : float
        In lattice units; the flat interface does not feel it.
    """
    width = 2 * layer_vx
    gas_viscosity = liquid_viscosity / viscosity_ratio
    least = min(liquid_viscosity, gas_viscosity)
    force = 8 * least * 0.01 / width**2
    shape = (2, width + 2, 2)
    is_pore = np.ones(shape, dtype=bool)
    is_pore[:, [0, -1]] = False
    lattice = build_lattice(
        is_pore, np.zeros(shape, dtype=np.float32), ends="periodic", sides="periodic"
    )
    y = np.arange(width) + 0.5
    depth = np.zeros(shape)
    depth[:, 1:-1] = (layer_vx - y)[:, np.newaxis]
    flow = CpuFlow(
        lattice,
        Model(surface_tension, liquid_viscosity, gas_viscosity, force_x=force),
        colour=liquid_profile(depth)[is_pore],
    )
    # No mode is slower than that of the less viscous fluid alone.
    flow.advance(2 * math.ceil(7 * width**2 / (math.pi**2 * least) / 2))
    speed = np.zeros(shape)
    speed[is_pore] = flow.velocity()[:, 0]
    theory = _layered_speed(y, width, layer_vx, liquid_viscosity, gas_viscosity, force)
    return LayeredFlow(y=y, speed=speed[0, 1:-1, 0], theory=theory)


def _layered_speed(
    y: NDArray[np.floating],
    width: float,
    liquid_width: float,
    mu_l: float,
    mu_g: float,
    force: float,
) -> NDArray[np.floating]:
    """A parabola in each layer; speed and shear stress are equal where they meet.

    From the walls, `u_l = A y - F y^2 / (2 mu_l)` and, with z = H - y,
    `u_g = B z - F z^2 / (2 mu_g)`. Equal stress gives `mu_l A + mu_g B = F H`.
    """
    h, z = liquid_width, width - liquid_width
    a, b = np.linalg.solve(
        [[mu_l, mu_g], [h, -z]],
        [force * width, force / 2 * (h**2 / mu_l - z**2 / mu_g)],
    )
    liquid = a * y - force * y**2 / (2 * mu_l)
    gas = b * (width - y) - force * (width - y) ** 2 / (2 * mu_g)
    return np.where(y < h, liquid, gas)
