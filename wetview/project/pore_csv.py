"""The pore table as a CSV file, one row a pore, units in the header."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wetview.project.atomic import write_text
from wetview.units import UM
from wetview.volume.faces import opposite_face

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from wetview.pores import Pores
    from wetview.volume.faces import Face

    Column = tuple[str, NDArray[np.generic]]

_DIGITS = 6
_FROM_X = "from x = 0"


def write_pore_csv(
    path: Path,
    pores: Pores,
    *,
    inlet: Face = "x-",
    rows: NDArray[np.int64] | None = None,
) -> None:
    """Write the table of pores.

    Parameters
    ----------
    path : Path
        The file.
    pores : Pores
        What is written. What is not known of them has no column; what has no value, as
        a way to an isolated pore, an empty field.
    inlet : Face
        Where the electrolyte enters; the outlet lies opposite. The ways through the
        pores are always those from x = 0.
    rows : (n,) ndarray of int, optional
        Rows of the table to write, in this order; all of them by default.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    columns = list(_columns(pores, inlet))
    chosen = range(len(pores)) if rows is None else rows.tolist()
    _write(
        path,
        [name for name, _ in columns],
        ([_shown(values[row]) for _, values in columns] for row in chosen),
    )


def write_throat_csv(path: Path, pores: Pores) -> None:
    """Write the pairs of pores that touch, what they share, and how wide it is.

    Parameters
    ----------
    path : Path
        The file.
    pores : Pores
        With their neighbours.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    voxel_um = pores.voxel_m / UM
    columns: list[Column] = [
        ("pore", pores.neighbours[:, 0]),
        ("other pore", pores.neighbours[:, 1]),
        ("shared area (um2)", pores.shared_area_vx2 * voxel_um**2),
    ]
    if pores.throat_radius_vx is not None:
        columns.append(("throat radius (um)", pores.throat_radius_vx * voxel_um))
    _write(
        path,
        [name for name, _ in columns],
        (
            [_shown(values[row]) for _, values in columns]
            for row in range(len(pores.neighbours))
        ),
    )


def _columns(pores: Pores, inlet: Face) -> Iterator[Column]:
    table, voxel_um = pores.table, pores.voxel_m / UM
    yield "pore", np.arange(1, len(pores) + 1)
    yield "volume (voxels)", table.volume_vx
    yield "volume (um3)", table.volume_vx * voxel_um**3
    yield "surface area (um2)", table.surface_area_vx2 * voxel_um**2
    yield "contact area (um2)", table.contact_area_vx2 * voxel_um**2
    yield "contact area (%)", table.contact_percent
    for axis, name in enumerate("xyz"):
        yield f"{name} (um)", (table.centre_vx[:, axis] + 0.5) * voxel_um
    yield "distance from inlet (um)", pores.distance_from_vx(inlet) * voxel_um
    yield "touches inlet", pores.touching(inlet)
    yield "touches outlet", pores.touching(opposite_face(inlet))
    yield "joined to inlet", pores.joined_to(inlet)
    yield "joined to outlet", pores.joined_to(opposite_face(inlet))
    yield "neighbours", pores.n_neighbours
    yield "equivalent radius (um)", table.equivalent_radius_vx * voxel_um
    yield "sphericity", table.sphericity
    for name, values, scale in (
        ("inscribed radius (um)", table.inscribed_radius_vx, voxel_um),
        ("widest throat radius (um)", pores.widest_throat_radius_vx, voxel_um),
        ("mean throat radius (um)", pores.mean_throat_radius_vx, voxel_um),
        (f"way {_FROM_X} (um)", table.geodesic_distance_vx, voxel_um),
        (f"bottleneck radius {_FROM_X} (um)", table.bottleneck_radius_vx, voxel_um),
        ("active material (%)", table.active_percent, 1.0),
        ("carbon binder (%)", table.binder_percent, 1.0),
    ):
        if values is not None:
            yield name, values * scale


def _shown(value: np.generic) -> str:
    """A number with as many digits as it is worth; nothing where it has no end."""
    if isinstance(value, np.floating):
        return f"{value:.{_DIGITS}g}" if np.isfinite(value) else ""
    return str(int(value))


def _write(path: Path, header: list[str], rows: Iterator[list[str]]) -> None:
    with io.StringIO(newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        write_text(Path(path), stream.getvalue())
