"""What lies under the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.vtkRenderingCore import vtkCellPicker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_DEPTHS_VX = (0.3, 0.8, 1.3)


@dataclass(frozen=True, eq=False)
class Hit:
    """The place where a line of sight meets a surface.

    Parameters
    ----------
    actor : vtkActor
        Whose surface it is.
    triangle : int
        Number of the triangle.
    place_um, inward : (3,) ndarray
        Where, and the direction into what was met.
    """

    actor: Any
    triangle: int
    place_um: NDArray[np.float64]
    inward: NDArray[np.float64]


def pick_surface(
    renderer: Any, actors: Iterable[Any], pixel: tuple[float, float]
) -> Hit | None:
    """The first surface of some actors at a pixel, from the lower left corner."""
    picker = vtkCellPicker()
    picker.SetTolerance(0.0)
    picker.PickFromListOn()
    for actor in actors:
        picker.AddPickList(actor)
    if not picker.Pick(*pixel, 0.0, renderer):
        return None
    place_um = np.array(picker.GetPickPosition())
    inward = -np.array(picker.GetPickNormal())
    return Hit(picker.GetActor(), picker.GetCellId(), place_um, inward)


def label_under(hit: Hit, labels: NDArray[np.int32], voxel_um: float) -> int:
    """The pore just under a surface; 0 if there is none."""
    for depth in _DEPTHS_VX:
        voxel = np.floor(hit.place_um / voxel_um + depth * hit.inward).astype(int)
        if np.all(voxel >= 0) and np.all(voxel < labels.shape):
            label = int(labels[tuple(voxel)])
            if label:
                return label
    return 0
