"""The columns of the pore table, in the user's units; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.units import UM
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.filling import Filling
    from wetview.pores import Pores
    from wetview.volume.faces import Face

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
)
COLOURABLE = ("volume", "diameter", "contact", "distance", "saturation")


def column(key: str) -> PoreColumn:
    """The column of a key."""
    return next(entry for entry in COLUMNS if entry.key == key)
