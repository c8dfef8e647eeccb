"""The gas that simulations are made with, from the columns of a surrogate.

On the lattice gas is six to some twenty times less viscous than the electrolyte, not
two hundred times, and the pressure rises over a few hundred steps. Both follow from the
conditions by the rules of a plan, and what foretells a simulation has to know them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.lbm.expectation import expect_in
from wetview.lbm.fluids import Fluids
from wetview.lbm.lattice_units import choose_lattice_numbers
from wetview.lbm.schedule import PressureSchedule
from wetview.surrogate.capillarity import mean_cosine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_DENSITY_KG_M3 = 1300.0
"""An electrolyte's. Columns do not tell it; organic ones differ by a few percent."""
_MOST_KNOWN = 4096


def model_gas(
    columns: Mapping[str, NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Viscosity of the electrolyte over the gas's, and the time the pressure takes.

    Parameters
    ----------
    columns : mapping of (n,) ndarray
        Inputs by name.

    Returns
    -------
    ratio : (n,) ndarray of float64
        As a plan would choose it; the real ratio where it would refuse to plan.
    rise_s : (n,) ndarray of float64
        In which the pressure at the inlet rises.
    """
    cosine = mean_cosine(columns, columns["wall_binder_share"])
    voxel_m = columns["voxel_m"]
    conditions = np.column_stack(
        [
            columns["pressure_pa"],
            columns["liquid_viscosity_pa_s"],
            columns["surface_tension_n_m"],
            voxel_m,
            columns["length_vx"] * voxel_m,
            columns["hydraulic_radius_vx"] * voxel_m,
            cosine,
        ]
    )
    different, which = np.unique(conditions, axis=0, return_inverse=True)
    known = np.array([_of(*map(float, one)) for one in different])
    ratio, rise_s = known[which.reshape(-1)].T
    return ratio, rise_s


@lru_cache(maxsize=_MOST_KNOWN)
def _of(
    pressure_pa: float,
    viscosity_pa_s: float,
    tension_n_m: float,
    voxel_m: float,
    length_m: float,
    hydraulic_radius_m: float,
    cosine: float,
) -> tuple[float, float]:
    real_ratio = viscosity_pa_s / Fluids.gas_viscosity_pa_s
    if pressure_pa <= 0 and cosine <= 0:
        return real_ratio, 0.0
    try:
        pressure = PressureSchedule.constant(pressure_pa)
        fluids = Fluids("", _DENSITY_KG_M3, viscosity_pa_s, tension_n_m)
        expected = expect_in(
            fluids,
            pressure,
            length_m=length_m,
            hydraulic_radius_m=hydraulic_radius_m,
            mean_cosine=cosine,
        )
        lattice = choose_lattice_numbers(
            fluids, expected, voxel_m=voxel_m, largest_pa=pressure_pa
        )
    except UserError:
        return real_ratio, 0.0
    ratio = lattice.liquid_viscosity / lattice.gas_viscosity
    return ratio, lattice.smoothing_steps * lattice.step_s
