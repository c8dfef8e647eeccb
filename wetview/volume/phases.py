"""The data that the other rooms work on: a grey or labelled volume, and its phases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray


class Phase(IntEnum):
    """What a voxel of an electrode consists of."""

    PORE = 0
    ACTIVE_MATERIAL = 1
    BINDER = 2

    @property
    def title(self) -> str:
        """The phase as an electrochemist calls it."""
        return _TITLES[self]


_TITLES = {
    Phase.PORE: "Pore",
    Phase.ACTIVE_MATERIAL: "Active material",
    Phase.BINDER: "Carbon binder",
}


@dataclass(frozen=True, eq=False)
class Volume:
    """A tomogram as it was read: grey values or labels.

    Parameters
    ----------
    voxels : (nx, ny, nz) ndarray
        Values, indexed (x, y, z); x is the infiltration direction.
    voxel_m : float or None
        Edge of a voxel in metres; None where neither file nor user has said.
    name : str
        What to call it, usually the stem of the file's name.
    """

    voxels: NDArray[Any]
    voxel_m: float | None
    name: str

    def __post_init__(self) -> None:
        _validate_shape(self.voxels)
        if self.voxel_m is not None:
            validate_voxel_m(self.voxel_m)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels along x, y and z."""
        nx, ny, nz = self.voxels.shape
        return nx, ny, nz


@dataclass(frozen=True, eq=False)
class Phases:
    """An electrode whose every voxel is pore, active material or carbon binder.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of uint8
        `Phase` of each voxel, indexed (x, y, z); electrolyte enters at x = 0.
    voxel_m : float
        Edge of a voxel in metres.
    name : str
        What to call it.
    """

    labels: NDArray[np.uint8]
    voxel_m: float
    name: str

    def __post_init__(self) -> None:
        _validate_shape(self.labels)
        if self.labels.dtype != np.uint8:
            msg = f"`labels` has type {self.labels.dtype} but uint8 is needed"
            raise TypeError(msg)
        if self.labels.max() > max(Phase):
            msg = f"`labels` holds {self.labels.max()} but the phases are 0, 1 and 2"
            raise ValueError(msg)
        validate_voxel_m(self.voxel_m)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels along x, y and z."""
        nx, ny, nz = self.labels.shape
        return nx, ny, nz

    @property
    def is_pore(self) -> NDArray[np.bool_]:
        """(nx, ny, nz) ndarray of bool, True in the pores."""
        is_pore: NDArray[np.bool_] = self.labels == Phase.PORE
        return is_pore

    @property
    def porosity(self) -> float:
        """Share of the voxels that are pore."""
        return self.fraction(Phase.PORE)

    def fraction(self, phase: Phase) -> float:
        """Share of the voxels that belong to one phase."""
        return float(np.count_nonzero(self.labels == phase) / self.labels.size)


def validate_voxel_m(voxel_m: float) -> None:
    """Refuse a voxel size that no tomogram has.

    Raises
    ------
    UserError
        If it is not between 1 nm and 1 mm.
    """
    if not 1e-9 <= voxel_m <= 1e-3:
        raise UserError(
            f"The voxel size is {voxel_m * 1e6:g} um",
            "Give the edge length of one voxel, between 0.001 and 1000 um",
        )


def _validate_shape(voxels: NDArray[Any]) -> None:
    if voxels.ndim != 3 or 0 in voxels.shape:
        raise UserError(
            f"The volume has shape {voxels.shape}",
            "Three axes with at least one voxel each are needed",
        )
