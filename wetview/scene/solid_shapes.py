"""The surfaces of a sample's solid, made once for all panes that show it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from wetview.scene.sample import Clip, Cutaway, Solid
from wetview.scene.surfaces import coarsening_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    from wetview.volume.phases import Phases

SOLID_BUDGET = 300_000
COARSE_SOLID_BUDGET = 60_000
"""Voxels that a surface is made of at most, at rest and while the view moves."""

_KEPT = 4


class SolidShapes:
    """Gives surfaces of one sample and keeps those used last.

    Parameters
    ----------
    phases : Phases
        The sample.
    """

    def __init__(self, phases: Phases) -> None:
        self._phases = phases
        self._solids: dict[int, Solid] = {}
        self._surfaces: OrderedDict[
            object, tuple[vtkPolyData, NDArray[np.floating]]
        ] = OrderedDict()

    def surface(
        self, clip: Clip, cutaway: Cutaway, *, active: bool, binder: bool, coarse: bool
    ) -> tuple[vtkPolyData, NDArray[np.floating]]:
        """The surface, and at each point the share of binder under it."""
        budget = COARSE_SOLID_BUDGET if coarse else SOLID_BUDGET
        coarsening = coarsening_for(self._phases.shape, budget=budget)
        key = (coarsening, clip, cutaway, active, binder)
        if key not in self._surfaces:
            self._surfaces[key] = self._solid(coarsening).surface(
                clip, cutaway, active=active, binder=binder
            )
            if len(self._surfaces) > _KEPT:
                self._surfaces.popitem(last=False)
        self._surfaces.move_to_end(key)
        return self._surfaces[key]

    def _solid(self, coarsening: int) -> Solid:
        if coarsening not in self._solids:
            self._solids[coarsening] = Solid(
                self._phases.labels, self._phases.voxel_m * 1e6, coarsening=coarsening
            )
        return self._solids[coarsening]
