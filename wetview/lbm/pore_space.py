"""What a plan needs to know of a pore space: its size, its walls, how wide it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import edt
import numpy as np

from wetview.volume import Phase
from wetview.volume.faces import axis_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.fluids import Fluids
    from wetview.volume import Phases
    from wetview.volume.faces import Face

_AREA_OF_A_FACE = 2 / 3
"""What a count of voxel faces overestimates the area of a slanting wall by."""


@dataclass(frozen=True)
class PoreSpace:
    """The numbers of a pore space that say how a liquid goes through it.

    Parameters
    ----------
    n_voxels, n_nodes : int
        Voxels of the sample, and those that are pore.
    length_m : float
        From the inlet to the outlet.
    voxel_m : float
        Edge of a voxel.
    wall_faces : tuple of (int, int)
        Faces of pore voxels towards active material, and towards binder.
    side_faces : int
        Faces of pore voxels on sides of the sample that are walls; those are neutral.
    """

    n_voxels: int
    n_nodes: int
    length_m: float
    voxel_m: float
    wall_faces: tuple[int, int]
    side_faces: int = 0

    @property
    def hydraulic_radius_m(self) -> float:
        """Volume of the pores over the area of their walls."""
        area_vx2 = _AREA_OF_A_FACE * sum(self.wall_faces) + self.side_faces
        return self.voxel_m * self.n_nodes / max(area_vx2, 1)

    def mean_cosine(self, fluids: Fluids) -> float:
        """Cosine of the contact angle, averaged over the walls."""
        on_active, on_binder = (_AREA_OF_A_FACE * faces for faces in self.wall_faces)
        weighted = on_active * math.cos(math.radians(fluids.contact_angle_deg))
        weighted += on_binder * math.cos(math.radians(fluids.binder_contact_angle_deg))
        return weighted / max(on_active + on_binder + self.side_faces, 1)


def measure_pore_space(
    phases: Phases, *, inlet: Face = "x-", sides: str = "wall"
) -> PoreSpace:
    """Count voxels and walls of a sample that is filled from a face."""
    labels = phases.labels
    flow_axis = axis_of(inlet)
    side_axes = [axis for axis in range(3) if axis != flow_axis]
    return PoreSpace(
        n_voxels=labels.size,
        n_nodes=int(np.count_nonzero(labels == Phase.PORE)),
        length_m=phases.shape[flow_axis] * phases.voxel_m,
        voxel_m=phases.voxel_m,
        wall_faces=(
            _faces_between_pores_and(Phase.ACTIVE_MATERIAL, labels),
            _faces_between_pores_and(Phase.BINDER, labels),
        ),
        side_faces=sum(
            int(np.count_nonzero(np.take(labels, (0, -1), axis=axis) == Phase.PORE))
            for axis in side_axes
            if sides == "wall"
        ),
    )


def widest_pore_radius_m(phases: Phases) -> float:
    """Radius of the largest sphere that the pores hold."""
    distance = edt.edt(phases.is_pore, parallel=1)
    return float(distance.max()) * phases.voxel_m


def wall_cosine(phases: Phases, fluids: Fluids) -> NDArray[np.float32]:
    """(nx, ny, nz) ndarray, cosine of the contact angle on every solid voxel."""
    by_phase = np.zeros(max(Phase) + 1, dtype=np.float32)
    by_phase[Phase.ACTIVE_MATERIAL] = math.cos(math.radians(fluids.contact_angle_deg))
    by_phase[Phase.BINDER] = math.cos(math.radians(fluids.binder_contact_angle_deg))
    return by_phase[phases.labels]


def _faces_between_pores_and(phase: Phase, labels: NDArray[np.uint8]) -> int:
    count = 0
    for axis in range(3):
        along = np.moveaxis(labels, axis, 0)
        first, second = along[:-1], along[1:]
        is_entered = (first == Phase.PORE) & (second == phase)
        is_left = (first == phase) & (second == Phase.PORE)
        count += int(np.count_nonzero(is_entered) + np.count_nonzero(is_left))
    return count
