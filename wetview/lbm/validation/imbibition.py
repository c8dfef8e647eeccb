r"""Liquid sucked into a slit or a square duct, against Lucas and Washburn.

Liquid of length l and gas of length L - l lie in series, driven by the capillary
pressure p_c:

    (mu_l l + mu_g (L - l)) dl/dt = k p_c

with k = H^2 / 12 in a slit of width H, k = a^2 / 28.45 in a square duct of edge a. So

    l^2 + 2 mu_g L l / (mu_l - mu_g) = 2 k p_c t / (mu_l - mu_g) :

not l^2 alone but this "square less the gas's drag" is a straight line in time. Lucas,
Kolloid-Z. 23, 15 (1918); Washburn, Phys. Rev. 17, 273 (1921).

What else there is: the reservoir has the flow profile of the first layer, so that no
entrance has to be overcome, but its pressure holds one voxel before that layer, half a
voxel outside of the sample; likewise the vent's. Both halves are counted in l and L.
Inertia is felt for `H^2 / nu` steps, before the stretch that is compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
from wetview.lbm.validation.interface import liquid_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

Section = Literal["slit", "duct"]

_GHOST_GAP_VX = 0.5
"""From the sample's face to where the pressure is given."""
_COMPARED = (0.4, 0.9)
"""Shares of the length between which rates are compared."""
_SAMPLES = 60


@dataclass(frozen=True)
class Imbibition:
    """The way of a meniscus, in lattice units.

    Parameters
    ----------
    step : (n,) ndarray
        When the meniscus was looked at.
    square : (n,) ndarray
        `l^2 + 2 mu_g L l / (mu_l - mu_g)` then.
    theory_rate : float
        `2 k p_c / (mu_l - mu_g)`, by which that should grow in a step.
    rate : float
        By which it grows over the stretch that is compared.
    capillary_number : float
        `mu_l U / sigma` in the middle of that stretch.
    """

    step: NDArray[np.float64]
    square: NDArray[np.float64]
    theory_rate: float
    rate: float
    capillary_number: float


def imbibition(
    section: Section,
    *,
    angle_deg: float,
    width_vx: int,
    length_vx: int,
    surface_tension: float = 0.02,
    liquid_viscosity: float = 1 / 6,
    gas_viscosity: float = 1 / 60,
    n_threads: int = 1,
) -> Imbibition:
    """Let liquid be sucked in at no pressure, until nine tenths are full.

    Parameters
    ----------
    section : {"slit", "duct"}
        Between two walls, or in a square.
    angle_deg : float
        Contact angle below 90. In a duct not below 45: there liquid would run ahead
        in the corners.
    width_vx : int
        Width H of the slit, edge a of the duct.
    length_vx : int
        Of the sample, along x.
    surface_tension, liquid_viscosity, gas_viscosity : float
        In lattice units; the liquid is the more viscous.
    n_threads : int
        Threads to compute with.
    """
    cosine = math.cos(math.radians(angle_deg))
    walls = 2 if section == "slit" else 4
    capillary_pressure = walls * surface_tension * cosine / width_vx
    law = _SeriesLaw(length_vx + 2 * _GHOST_GAP_VX, liquid_viscosity, gas_viscosity)
    theory_rate = (
        2
        * mean_speed_factor(section, width_vx)
        * capillary_pressure
        / (liquid_viscosity - gas_viscosity)
    )
    is_pore = _channel(section, width_vx, length_vx)
    lattice = build_lattice(
        is_pore, np.full(is_pore.shape, cosine, dtype=np.float32), sides="periodic"
    )
    along = np.nonzero(is_pore)[0] + 0.5
    flow = CpuFlow(
        lattice,
        Model(surface_tension, liquid_viscosity, gas_viscosity),
        colour=liquid_profile(width_vx - along),
        n_threads=n_threads,
    )
    expected_steps = law.square(_COMPARED[1] * length_vx) / theory_rate
    steps_at_once = 2 * math.ceil(expected_steps / _SAMPLES / 2)
    steps, lengths = [0], [float(width_vx)]
    while lengths[-1] < _COMPARED[1] * length_vx and steps[-1] < 2 * expected_steps:
        flow.advance(steps_at_once)
        steps.append(flow.step)
        lengths.append(flow.saturation * length_vx)
    step, length = np.array(steps, dtype=float), np.array(lengths)
    square = law.square(length + _GHOST_GAP_VX)
    compared = length > _COMPARED[0] * length_vx
    rate = float(np.polyfit(step[compared], square[compared], 1)[0])
    speed = float(np.gradient(length, step)[compared].mean())
    return Imbibition(
        step=step,
        square=square,
        theory_rate=theory_rate,
        rate=rate,
        capillary_number=liquid_viscosity * speed / surface_tension,
    )


def mean_speed_factor(section: Section, width_vx: float) -> float:
    """The k of `U = k / mu * pressure gradient`, in square voxels.

    `H^2 / 12` in a slit; in a square duct the series of Boussinesq, `a^2 / 12
    [1 - 192 / pi^5 sum_odd tanh(n pi / 2) / n^5]`, e.g. White, Viscous Fluid Flow,
    3rd ed., eq. 3-48.
    """
    if section == "slit":
        return width_vx**2 / 12
    n = np.arange(1, 100, 2)
    series = float((np.tanh(n * np.pi / 2) / n**5).sum())
    return width_vx**2 / 12 * (1 - 192 / math.pi**5 * series)


@dataclass(frozen=True)
class _SeriesLaw:
    length: float
    mu_l: float
    mu_g: float

    def square(self, liquid: NDArray[np.float64] | float) -> NDArray[np.float64]:
        drag = 2 * self.mu_g * self.length / (self.mu_l - self.mu_g)
        return np.asarray(liquid) ** 2 + drag * np.asarray(liquid)


def _channel(section: Section, width_vx: int, length_vx: int) -> NDArray[np.bool_]:
    """A channel along x; the slit is one voxel deep, for sides that are periodic."""
    depth = 1 if section == "slit" else width_vx + 2
    is_pore = np.zeros((length_vx, depth, width_vx + 2), dtype=bool)
    if section == "slit":
        is_pore[:, :, 1:-1] = True
    else:
        is_pore[:, 1:-1, 1:-1] = True
    return is_pore
