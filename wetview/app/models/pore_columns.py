"""The columns of the pore table, in the user's units; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.units import UM
from wetview.volume.faces import face_named, opposite_face

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.filling import Filling
    from wetview.pores import Pores
    from wetview.volume.faces import Face

    _Known = NDArray[np.float64] | None
    Values = Callable[[Pores, Filling | None], NDArray[np.float64] | None]


@dataclass(frozen=True)
class PoreColumn:
    """One column: its key, heading, explanation, and how to read its values.

    Parameters
    ----------
    key : str
        What files and settings call it.
    heading : str
        For the table.
    title : str
        For legends and lists, with the unit.
    tip : str
        What it means.
    values : callable
        (pores, filling) to (n_pores,) values, or None where they are not known.
    digits : int
        Digits behind the point.
    """

    key: str
    heading: str
    title: str
    tip: str
    values: Values
    digits: int = 1


def inlet_of(filling: Filling | None) -> Face:
    """The face that a filling came in by; x = 0 where there is none yet."""
    return face_named(None if filling is None else filling.description.get("inlet"))


def _label(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return np.arange(1, len(pores) + 1, dtype=np.float64)


def _volume(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    volume_vx = pores.table.volume_vx.astype(np.float64)
    return volume_vx * (pores.voxel_m / UM) ** 3


def _diameter(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return np.cbrt(6 / np.pi * _volume(pores, filling))


def _surface(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return pores.table.surface_area_vx2 * (pores.voxel_m / UM) ** 2


def _contact(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return pores.table.contact_percent


def _distance(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return pores.distance_from_vx(inlet_of(filling)) * (pores.voxel_m / UM)


def _touches_inlet(pores: Pores, filling: Filling | None) -> NDArray[np.float64]:
    return pores.touching(inlet_of(filling)).astype(np.float64)


def _in_um(values: NDArray[np.float64] | None, pores: Pores) -> _Known:
    """A length in voxels as micrometres; NaN where it has no end."""
    if values is None:
        return None
    return np.where(np.isfinite(values), values, np.nan) * (pores.voxel_m / UM)


def _inscribed(pores: Pores, filling: Filling | None) -> _Known:
    return _in_um(pores.table.inscribed_radius_vx, pores)


def _equivalent(pores: Pores, filling: Filling | None) -> _Known:
    return _in_um(pores.table.equivalent_radius_vx, pores)


def _sphericity(pores: Pores, filling: Filling | None) -> _Known:
    return pores.table.sphericity


def _neighbours(pores: Pores, filling: Filling | None) -> _Known:
    return pores.n_neighbours.astype(np.float64)


def _throat(pores: Pores, filling: Filling | None) -> _Known:
    return _in_um(pores.widest_throat_radius_vx, pores)


def _way(pores: Pores, filling: Filling | None) -> _Known:
    if inlet_of(filling) != "x-":  # ways are measured from x = 0
        return None
    return _in_um(pores.table.geodesic_distance_vx, pores)


def _bottleneck(pores: Pores, filling: Filling | None) -> _Known:
    if inlet_of(filling) != "x-":
        return None
    return _in_um(pores.table.bottleneck_radius_vx, pores)


def _active(pores: Pores, filling: Filling | None) -> _Known:
    return pores.table.active_percent


def _binder(pores: Pores, filling: Filling | None) -> _Known:
    return pores.table.binder_percent


def _joined(pores: Pores, filling: Filling | None) -> _Known:
    return pores.joined_to(inlet_of(filling)).astype(np.float64)


def _touches_outlet(pores: Pores, filling: Filling | None) -> _Known:
    outlet = opposite_face(inlet_of(filling))
    return pores.touching(outlet).astype(np.float64)


def _final_saturation(
    pores: Pores, filling: Filling | None
) -> NDArray[np.float64] | None:
    if filling is None or filling.pore_saturation.shape[0] == 0:
        return None
    last = filling.pore_saturation[-1].astype(np.float64)
    return 100 * last if len(last) == len(pores) else None


COLUMNS: tuple[PoreColumn, ...] = (
    PoreColumn("pore", "Pore", "Pore", "Number of the pore", _label, 0),
    PoreColumn(
        "saturation",
        "At end\n%",
        "Filled at the end, %",
        "Saturation of the pore at the end of the run",
        _final_saturation,
        1,
    ),
    PoreColumn(
        "volume", "Volume\nµm³", "Volume, µm³", "Volume of the pore", _volume, 1
    ),
    PoreColumn(
        "diameter",
        "Diam.\nµm",
        "Diameter, µm",
        "Diameter of a sphere of the same volume",
        _diameter,
        1,
    ),
    PoreColumn(
        "surface",
        "Surface\nµm²",
        "Surface, µm²",
        "Area towards solid and other pores",
        _surface,
        1,
    ),
    PoreColumn(
        "contact",
        "Contact\n%",
        "Contact with other pores, %",
        "Part of the surface that is shared with other pores",
        _contact,
        1,
    ),
    PoreColumn(
        "distance",
        "Depth\nµm",
        "Distance from the inlet, µm",
        "Distance of the pore's centre from the inlet",
        _distance,
        1,
    ),
    PoreColumn(
        "inlet",
        "Inlet",
        "Touches the inlet",
        "Whether the pore lies at the inlet",
        _touches_inlet,
        0,
    ),
    PoreColumn(
        "outlet",
        "Outlet",
        "Touches the outlet",
        "Whether the pore lies at the face opposite the inlet",
        _touches_outlet,
        0,
    ),
    PoreColumn(
        "joined",
        "Joined",
        "Joined to the inlet",
        "Whether pores that share faces lead to the inlet; if not, it is isolated",
        _joined,
        0,
    ),
    PoreColumn(
        "neighbours",
        "Neigh-\nbours",
        "Neighbours",
        "How many other pores it shares faces with",
        _neighbours,
        0,
    ),
    PoreColumn(
        "inscribed",
        "Inscr.\nµm",
        "Inscribed radius, µm",
        "Greatest distance from the wall in the pore",
        _inscribed,
        2,
    ),
    PoreColumn(
        "equivalent",
        "Equiv.\nµm",
        "Equivalent radius, µm",
        "Radius of a ball of the same volume",
        _equivalent,
        2,
    ),
    PoreColumn(
        "sphericity",
        "Spher-\nicity",
        "Sphericity",
        "Area of a ball of the same volume over the pore's surface",
        _sphericity,
        2,
    ),
    PoreColumn(
        "throat",
        "Throat\nµm",
        "Widest throat, radius in µm",
        "Radius of the widest throat to another pore",
        _throat,
        2,
    ),
    PoreColumn(
        "way",
        "Way\nµm",
        "Way from the inlet, µm",
        "Mean length of the shortest ways through the pores from x = 0",
        _way,
        1,
    ),
    PoreColumn(
        "bottleneck",
        "Bottle-\nneck µm",
        "Bottleneck radius, µm",
        "Radius of the narrowest place on the widest way from x = 0",
        _bottleneck,
        2,
    ),
    PoreColumn(
        "active",
        "Active\n%",
        "Active material, % of the surface",
        "Part of the surface that is active material",
        _active,
        1,
    ),
    PoreColumn(
        "binder",
        "Binder\n%",
        "Carbon binder, % of the surface",
        "Part of the surface that is carbon binder",
        _binder,
        1,
    ),
)
YES_OR_NO = ("inlet", "outlet", "joined")
"""Columns that say whether something is so."""
COLOURABLE = (
    *("volume", "diameter", "surface", "contact", "distance", "saturation"),
    *("neighbours", "inscribed", "sphericity", "throat", "way", "bottleneck"),
    *("active", "binder", "joined"),
)


def column(key: str) -> PoreColumn:
    """The column of a key."""
    return next(entry for entry in COLUMNS if entry.key == key)
