"""The numbers of a whole pore space, and what a user should know of its division."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import edt
import numpy as np

from wetview.memory import require_memory
from wetview.pores.geometry import AREA_PER_FACE
from wetview.pores.sizes import pore_sizes
from wetview.pores.tortuosity import tortuosity_factor
from wetview.progress import part, silent
from wetview.units import UM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases

GIANT_SHARE = 0.25
"""A pore with more of the pore space than this makes a division of little use."""
_BYTES_A_PORE_VOXEL, _BYTES_A_VOXEL = 120, 12
"""Memory that tortuosity takes of the one, and pore sizes of the other."""
_ENOUGH_PORES = 10
"""Of fewer, one may well be the largest by far."""


def measure_whole(phases: Phases, *, report: Report = silent) -> dict[str, Any]:
    """Tortuosity along each axis, pore sizes, and the pores' walls.

    Returns
    -------
    dict
        "tortuosity", one a axis, None where no pore leads through; "size_um", with
        "mean", "d10", "d50", "d90" of the pore size distribution by volume, and
        "diameter" and "share" of it, or None where there is none; "wall_area_per_um",
        area of the pores' walls over the sample's volume.

    Raises
    ------
    UserError
        If there is not memory enough.
    """
    is_pore = phases.is_pore
    n_pore = int(np.count_nonzero(is_pore))
    require_memory(
        "Measuring the whole pore space",
        n_pore * _BYTES_A_PORE_VOXEL + is_pore.size * _BYTES_A_VOXEL,
    )
    tortuosity = []
    for axis in range(3):
        report(axis, 4, f"Tortuosity along {'xyz'[axis]}")
        factor = tortuosity_factor(
            is_pore, axis, report=part(report, axis, axis + 1, 4)
        )
        tortuosity.append(factor if np.isfinite(factor) else None)
    report(3, 4, "Pore sizes")
    sizes = pore_sizes(
        edt.edt(is_pore, black_border=False), report=part(report, 3, 4, 4)
    )
    voxel_um = phases.voxel_m / UM
    size_um = None
    if sizes is not None:
        size_um = {
            "mean": sizes.mean_vx * voxel_um,
            **{f"d{p}": sizes.percentile_vx(p) * voxel_um for p in (10, 50, 90)},
            "diameter": [float(one) for one in sizes.diameter_vx * voxel_um],
            "share": [float(one) for one in sizes.share],
        }
    area_um2 = faces_between(is_pore) * AREA_PER_FACE * voxel_um**2
    return {
        "tortuosity": tortuosity,
        "size_um": size_um,
        "wall_area_per_um": area_um2 / (is_pore.size * voxel_um**3),
    }


def faces_between(mask: NDArray[np.bool_]) -> int:
    """Voxel faces between a phase and all else; not the sample's own faces."""
    return sum(
        int(np.count_nonzero(np.diff(mask, axis=axis))) for axis in range(mask.ndim)
    )


def notes_on(phases: Phases, pores: Pores) -> list[str]:
    """What is unusual about a pore space, and what could be done, in sentences."""
    notes = []
    through = pores.connected_fractions
    open_axes = [axis for axis, share in zip("xyz", through, strict=True) if share]
    if not open_axes:
        notes.append(
            "No pore joins two opposite faces of the sample: electrolyte can not cross "
            "it along any axis. Take a larger box, or check which labels are pore."
        )
    elif through[0] == 0:
        notes.append(
            "No pore joins the faces along x. The pores do lead through along "
            f"{' and '.join(open_axes)}: choose another thickness axis or inlet."
        )
    elif len(open_axes) < 3:
        closed = [axis for axis in "xyz" if axis not in open_axes]
        notes.append(
            f"The pores lead through along {' and '.join(open_axes)}, but not along "
            f"{' and '.join(closed)}: an inlet there fills, and lets nothing out."
        )
    if phases.is_pore.all():
        notes.append(
            "The whole sample is pore: there are no walls to divide it by, and it is "
            "one pore. Check which labels are pore."
        )
    elif len(pores) == 1:
        notes.append("The pore space is one pore: it has no narrow place to divide.")
    elif len(pores) >= _ENOUGH_PORES:
        largest = pores.table.volume_vx.max() / pores.table.volume_vx.sum()
        if largest > GIANT_SHARE:
            notes.append(
                f"The largest pore holds {largest:.0%} of the pore space: in open "
                "electrodes throats are so wide that joining does not end. A higher "
                "merge threshold, such as 15 or 20 %, keeps the pores apart."
            )
    return notes
