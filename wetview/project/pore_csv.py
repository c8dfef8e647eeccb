"""The pore table as a CSV file, one row a pore, units in the header."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.project.atomic import write_text
from wetview.units import UM
from wetview.volume.faces import opposite_face

if TYPE_CHECKING:
    from wetview.pores import Pores
    from wetview.volume.faces import Face

_HEADER = (
    "pore",
    "volume (voxels)",
    "volume (um3)",
    "surface area (um2)",
    "contact area (um2)",
    "contact area (%)",
    "x (um)",
    "y (um)",
    "z (um)",
    "touches inlet",
    "touches outlet",
)


def write_pore_csv(path: Path, pores: Pores, *, inlet: Face = "x-") -> None:
    """Write the table of pores.

    Parameters
    ----------
    path : Path
        The file.
    pores : Pores
        What is written.
    inlet : Face
        Where the electrolyte enters; the outlet lies opposite.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    table = pores.table
    touches_inlet = pores.touching(inlet)
    touches_outlet = pores.touching(opposite_face(inlet))
    voxel_um = pores.voxel_m / UM
    centre_um = (table.centre_vx + 0.5) * voxel_um
    with io.StringIO(newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        for row in range(len(table)):
            writer.writerow(
                (
                    row + 1,
                    int(table.volume_vx[row]),
                    f"{table.volume_vx[row] * voxel_um**3:.6g}",
                    f"{table.surface_area_vx2[row] * voxel_um**2:.6g}",
                    f"{table.contact_area_vx2[row] * voxel_um**2:.6g}",
                    f"{table.contact_percent[row]:.4g}",
                    *(f"{value:.6g}" for value in centre_um[row]),
                    int(touches_inlet[row]),
                    int(touches_outlet[row]),
                )
            )
        write_text(Path(path), stream.getvalue())
