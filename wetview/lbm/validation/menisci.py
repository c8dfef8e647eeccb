"""Menisci at rest: the contact angle that their capillary pressure reveals.

A slug of liquid lies between two walls a width H apart, gas beyond it on both sides.
At rest the pressure in the gas exceeds that in the liquid by
`p = sigma (cos(theta_1) + cos(theta_2)) / H`, one term for each wall.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
from wetview.lbm.validation.interface import liquid_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURFACE_TENSION = 0.02
_SLIT_LENGTH = 64
_STAIRCASE_PERIOD = 48


def cosine_in_slit(
    angle_deg: float,
    *,
    other_angle_deg: float | None = None,
    width_vx: int,
    steps: int,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> float:
    """Cosine of the contact angle between flat walls; the mean of two if they differ.

    Parameters
    ----------
    angle_deg, other_angle_deg : float
        The angles that are set on the lower and on the upper wall; the same on both
        where the other is not given.
    width_vx : int
        Distance H of the walls.
    steps : int
        Even number of steps.
    viscosity, gas_viscosity : float
        Of the liquid, and of the gas if it has another, in lattice units.
    n_threads : int
        Threads to compute with.

    Returns
    -------
    float
        `p H / (2 sigma)`; beyond -1 to 1 where the walls act too strongly.
    """
    shape = (_SLIT_LENGTH, 2, width_vx + 2)
    is_pore = np.ones(shape, dtype=bool)
    is_pore[:, :, [0, -1]] = False
    angles = np.full(shape, angle_deg)
    if other_angle_deg is not None:
        angles[:, :, -1] = other_angle_deg
    along = np.broadcast_to(np.arange(shape[0])[:, None, None], shape) + 0.5
    pressure = _slug_pressure(
        is_pore,
        angles,
        along,
        _SLIT_LENGTH,
        (viscosity, viscosity if gas_viscosity is None else gas_viscosity),
        steps,
        n_threads,
    )
    return pressure * width_vx / (2 * SURFACE_TENSION)


def contact_angle_in_slit_deg(
    angle_deg: float,
    *,
    width_vx: int,
    steps: int,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> float:
    """Contact angle between flat walls; parameters as of `cosine_in_slit`.

    0 or 180 where the cosine lies beyond 1 or -1.
    """
    cosine = cosine_in_slit(
        angle_deg,
        width_vx=width_vx,
        steps=steps,
        viscosity=viscosity,
        gas_viscosity=gas_viscosity,
        n_threads=n_threads,
    )
    return _angle_deg(cosine)


def cosine_in_staircase(
    angle_deg: float,
    half_width_vx: int = 8,
    *,
    steps: int = 12_000,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> float:
    """Cosine of the contact angle between walls at 45 degrees, which are stairs.

    Parameters
    ----------
    angle_deg : float
        The angle that is set.
    half_width_vx : int
        m: the pore is where |x - z| <= m; the walls are (2 m + 1) / sqrt(2) apart.
    steps : int
        Even number of steps.
    viscosity, gas_viscosity : float
        Of the liquid, and of the gas if it has another, in lattice units.
    n_threads : int
        Threads to compute with.

    Returns
    -------
    float
        `p H / (2 sigma)`; beyond -1 to 1 where the walls act too strongly.
    """
    n = _STAIRCASE_PERIOD
    x, _, z = np.indices((n, 2, n))
    across = (x - z + n // 2) % n - n // 2
    # Along the walls one voxel of z is worth sqrt(2): places are counted from z and
    # the distance across, which stay whole where the band leaves the periodic box.
    along = ((z + across / 2 + 0.5) % n) * math.sqrt(2)
    pressure = _slug_pressure(
        np.abs(across) <= half_width_vx,
        np.full(x.shape, angle_deg),
        along,
        n * math.sqrt(2),
        (viscosity, viscosity if gas_viscosity is None else gas_viscosity),
        steps,
        n_threads,
    )
    width_vx = (2 * half_width_vx + 1) / math.sqrt(2)
    return pressure * width_vx / (2 * SURFACE_TENSION)


def contact_angle_in_staircase_deg(
    angle_deg: float,
    half_width_vx: int = 8,
    *,
    steps: int = 12_000,
    viscosity: float = 1 / 6,
    gas_viscosity: float | None = None,
    n_threads: int = 1,
) -> float:
    """Contact angle between stairs; parameters as of `cosine_in_staircase`.

    0 or 180 where the cosine lies beyond 1 or -1.
    """
    cosine = cosine_in_staircase(
        angle_deg,
        half_width_vx,
        steps=steps,
        viscosity=viscosity,
        gas_viscosity=gas_viscosity,
        n_threads=n_threads,
    )
    return _angle_deg(cosine)


def _slug_pressure(
    is_pore: NDArray[np.bool_],
    angle_deg: NDArray[np.floating],
    along_vx: NDArray[np.floating],
    length_vx: float,
    viscosities: tuple[float, float],
    steps: int,
    n_threads: int,
) -> float:
    """Pressure in the gas less that in a slug that fills the middle half of a pore."""
    cosine = np.cos(np.radians(angle_deg)).astype(np.float32)
    lattice = build_lattice(is_pore, cosine, ends="periodic", sides="periodic")
    from_middle = np.abs(along_vx - length_vx / 2)[is_pore]
    flow = CpuFlow(
        lattice,
        Model(SURFACE_TENSION, *viscosities),
        colour=liquid_profile(length_vx / 4 - from_middle),
        n_threads=n_threads,
    )
    flow.advance(steps)
    density = flow.density()
    inside = density[from_middle < 2].mean()
    outside = density[from_middle > length_vx / 2 - 2].mean()
    return float(outside - inside) / 3


def _angle_deg(cosine: float) -> float:
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
