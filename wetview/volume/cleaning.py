"""Steps on phases: specks go, closed pores are filled, voxels change their size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.units import UM
from wetview.volume.phases import Phase, Phases
from wetview.volume.prepared import Operation, Prepared
from wetview.volume.resampling import resample, resample_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report


@dataclass(frozen=True)
class RemoveSpecks(Operation):
    """Small pieces of any phase become what surrounds them most.

    Parameters
    ----------
    smallest : int
        Voxels that a piece must have to stay. Pieces are joined by faces.
    """

    kind: ClassVar[str] = "remove specks"
    smallest: int = 10

    def __post_init__(self) -> None:
        if self.smallest < 2:
            raise UserError(
                f"The smallest piece has {self.smallest} voxels", "Give 2 or more"
            )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases without specks."""
        phases = prepared.phases("Cleaning")
        return prepared.with_voxels(
            without_specks(phases.labels, self.smallest, report=report)
        )

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Remove specks below {self.smallest} voxels"


@dataclass(frozen=True)
class FillClosedPores(Operation):
    """Pores that no face of the volume can be reached from become active material."""

    kind: ClassVar[str] = "fill closed pores"

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases without closed pores."""
        phases = prepared.phases("Filling of closed pores")
        labels = phases.labels.copy()
        labels[closed_pores(phases.is_pore)] = Phase.ACTIVE_MATERIAL
        return prepared.with_voxels(labels)

    @property
    def title(self) -> str:
        """The step in words."""
        return "Fill closed pores"


@dataclass(frozen=True)
class Resample(Operation):
    """Voxels of another size: labels by the largest share, grey values by area.

    Parameters
    ----------
    voxel_um : float
        Edge of the new voxels in micrometres.
    """

    kind: ClassVar[str] = "resample"
    voxel_um: float

    def __post_init__(self) -> None:
        if not 1e-3 <= self.voxel_um <= 1000:
            raise UserError(
                f"The new voxel size is {self.voxel_um:g} um", "Give 0.001 to 1000 um"
            )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The volume on the new voxels."""
        voxel_m = self.voxel_um * UM
        image = prepared.image
        old_m = prepared.voxel_m("Resampling")
        changed = (
            resample(image, voxel_m)
            if isinstance(image, Phases)
            else resample_grey(image, voxel_m)
        )
        inside = prepared.inside
        if inside is not None:
            mask = Phases(inside.view(np.uint8), old_m, "specimen")
            inside = resample(mask, voxel_m).labels.astype(np.bool_)
        return replace(prepared, image=changed, inside=inside)

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Resample to {self.voxel_um:g} µm"


def without_specks(
    labels: NDArray[np.uint8], smallest: int, *, report: Report = silent
) -> NDArray[np.uint8]:
    """Phases in which every piece has at least so many voxels, as far as can be.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of uint8
        Phases.
    smallest : int
        Voxels of the smallest piece that stays.
    report : Report
        Is told how far it is.

    Notes
    -----
    A voxel of a speck takes the phase of the nearest voxel that is none: a speck inside
    one phase vanishes, one between two is shared.
    """
    from scipy import ndimage

    is_speck = np.zeros(labels.shape, dtype=np.bool_)
    phases = [phase for phase in Phase if (labels == phase).any()]
    for index, phase in enumerate(phases):
        report(index, len(phases) + 1, f"Specks of {phase.title.lower()}")
        pieces, _ = ndimage.label(labels == phase)
        size = np.bincount(pieces.ravel())
        size[0] = smallest  # all that is another phase
        is_speck |= size[pieces] < smallest
    if not is_speck.any() or is_speck.all():
        return labels.copy()
    report(len(phases), len(phases) + 1, "Taking their surroundings")
    nearest = ndimage.distance_transform_edt(
        is_speck, return_distances=False, return_indices=True
    )
    cleaned: NDArray[np.uint8] = labels[tuple(nearest)]
    return cleaned


def closed_pores(is_pore: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pores that are joined by faces to no face of the volume."""
    from scipy import ndimage

    clusters, n_clusters = ndimage.label(is_pore)
    is_open = np.zeros(n_clusters + 1, dtype=np.bool_)
    for axis in range(3):
        ends = np.take(clusters, (0, -1), axis=axis)
        is_open[np.unique(ends)] = True
    is_open[0] = True
    closed: NDArray[np.bool_] = ~is_open[clusters]
    return closed
