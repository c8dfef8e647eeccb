"""Whether, and how much of, the pore space joins the inlet to the outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from wetview.errors import UserError
from wetview.volume.faces import axis_of, place_of, seen_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume import Phases
    from wetview.volume.faces import Face


def connected_fractions(is_pore: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Share of the pore voxels that join both faces of the sample, for each axis.

    Voxels are joined by their six faces.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.

    Examples
    --------
    >>> import numpy as np
    >>> tube = np.zeros((4, 3, 3), dtype=bool)
    >>> tube[:, 1, 1] = True
    >>> connected_fractions(tube)
    (1.0, 0.0, 0.0)
    """
    clusters, n_clusters = ndimage.label(is_pore)
    size = np.bincount(clusters.ravel(), minlength=n_clusters + 1)
    n_pore = max(int(size[1:].sum()), 1)
    x, y, z = (
        float(size[spanning(clusters, axis)].sum() / n_pore) for axis in range(3)
    )
    return x, y, z


def require_filling_path(
    phases: Phases, *, inlet: Face = "x-", outlet_is_open: bool = True
) -> None:
    """Refuse a sample that electrolyte can not enter, or not cross.

    Parameters
    ----------
    phases : Phases
        The electrode.
    inlet : Face
        Where the electrolyte enters.
    outlet_is_open : bool
        Whether the face opposite lets anything out, so that pores must lead there.

    Raises
    ------
    UserError
        If there is no pore, none at the inlet, or none that leads to the outlet.
    """
    is_pore = phases.is_pore
    if not is_pore.any():
        raise UserError(
            f"{phases.name} has no pore voxel",
            "Choose which labels, or which side of the threshold, are pore",
        )
    if not seen_from(is_pore, inlet)[0].any():
        raise UserError(
            f"{phases.name} has no pore at its inlet, the face at {place_of(inlet)}",
            "Choose another thickness axis or inlet, or a box that begins in open"
            " pores",
        )
    if not outlet_is_open:
        return
    fractions = connected_fractions(is_pore)
    if fractions[axis_of(inlet)] == 0:
        open_axes = [
            axis for axis, share in zip("xyz", fractions, strict=True) if share
        ]
        hint = (
            f"The pores do lead through along {' and '.join(open_axes)}: choose another"
            " thickness axis or inlet, or a larger box"
            if open_axes
            else "Choose a larger box, or check which labels are pore"
        )
        raise UserError(
            f"The pores of {phases.name} do not join the inlet to the outlet along"
            f" {inlet[0]}",
            hint,
        )


def spanning(clusters: NDArray[np.int32], axis: int) -> NDArray[np.int32]:
    """Labels of the clusters that touch both faces of an axis."""
    first = np.unique(np.take(clusters, 0, axis=axis))
    last = np.unique(np.take(clusters, -1, axis=axis))
    both = np.intersect1d(first, last)
    return both[both > 0]
