"""The pressures that drive a filling, from the columns of a surrogate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_LEAST_SHARE = 0.2
"""Share of the applied pressure that still drives the wider pores where capillarity
holds the electrolyte back; as `wetview.lbm.expectation` counts it."""
_LEAST_PA = 1.0


def mean_cosine(
    columns: Mapping[str, NDArray[np.float64]], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cosine of the contact angle on walls of which a share is binder."""
    on_active, on_binder = (
        np.cos(np.radians(columns[name]))
        for name in ("contact_angle_deg", "binder_contact_angle_deg")
    )
    cosine: NDArray[np.float64] = (1 - share) * on_active + share * on_binder
    return cosine


def capillary_pressure_pa(
    columns: Mapping[str, NDArray[np.float64]],
    radius_vx: NDArray[np.float64],
    binder_share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Young and Laplace: `2 sigma cos(theta) / r`; above 0 it draws liquid in.

    Parameters
    ----------
    columns : mapping of (n,) ndarray
        Inputs by name.
    radius_vx : (n,) ndarray
        Radius in voxels; what is below half a voxel counts as that.
    binder_share : (n,) ndarray
        Share of the wall that is binder.
    """
    radius_m = np.maximum(radius_vx, 0.5) * columns["voxel_m"]
    cosine = mean_cosine(columns, binder_share)
    return 2 * columns["surface_tension_n_m"] * cosine / radius_m


def nothing_drives(columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Where no pressure is applied and capillarity draws nothing in either."""
    cosine = mean_cosine(columns, columns["wall_binder_share"])
    is_idle: NDArray[np.bool_] = (columns["pressure_pa"] <= 0) & (cosine <= 0)
    return is_idle


def driving_pressure_pa(
    columns: Mapping[str, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Applied pressure plus the capillary pressure of the sample's mean pore.

    The mean pore has the radius `2 r_h`, twice its volume over its wall.
    """
    applied = columns["pressure_pa"]
    capillary = capillary_pressure_pa(
        columns, 2 * columns["hydraulic_radius_vx"], columns["wall_binder_share"]
    )
    driving: NDArray[np.float64] = np.maximum(
        applied + capillary, np.maximum(_LEAST_SHARE * applied, _LEAST_PA)
    )
    return driving
