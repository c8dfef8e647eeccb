"""The surfaces of a sample's solid, made once for all panes that show it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

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

_KEPT = 8
"""Surfaces: of the one pane, and of those of Compare, each at rest and moving."""


class SolidShapes:
    """Gives surfaces of one sample and keeps those used last.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of uint8
        `Phase` of each voxel.
    voxel_um : float
        Edge of a voxel in micrometres.
    """

    def __init__(self, labels: NDArray[np.uint8], voxel_um: float) -> None:
        self._labels = labels
        self._voxel_um = voxel_um
        self._solids: dict[int, Solid] = {}
        self._surfaces: OrderedDict[
            object, tuple[vtkPolyData, NDArray[np.floating]]
        ] = OrderedDict()

    def prepare(self) -> None:
        """Make what the first pictures need: in a thread, where that takes seconds."""
        nx, ny, nz = self._labels.shape
        whole = Clip.whole((nx, ny, nz))
        for cutaway, coarse in (
            (Cutaway.NONE, True),
            (Cutaway.FRONT, False),
            (Cutaway.NONE, False),
        ):
            self.surface(whole, cutaway, active=True, binder=True, coarse=coarse)

    def surface(
        self, clip: Clip, cutaway: Cutaway, *, active: bool, binder: bool, coarse: bool
    ) -> tuple[vtkPolyData, NDArray[np.floating]]:
        """The surface, and at each point the share of binder under it."""
        budget = COARSE_SOLID_BUDGET if coarse else SOLID_BUDGET
        nx, ny, nz = self._labels.shape
        coarsening = coarsening_for((nx, ny, nz), budget=budget)
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
                self._labels, self._voxel_um, coarsening=coarsening
            )
        return self._solids[coarsening]


# Shapes hold arrays and not the phases, so that both go when the phases are let go.
_KNOWN: WeakKeyDictionary[Phases, SolidShapes] = WeakKeyDictionary()


def solid_shapes(phases: Phases) -> SolidShapes:
    """The shapes of a sample; the same ones as long as the sample is in use."""
    if phases not in _KNOWN:
        _KNOWN[phases] = SolidShapes(phases.labels, phases.voxel_m * 1e6)
    return _KNOWN[phases]
