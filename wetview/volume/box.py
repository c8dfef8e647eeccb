"""The part of a volume that is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from wetview.errors import UserError
from wetview.volume.phases import Phases, Volume, validate_voxel_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    Shape = tuple[int, int, int]

VolumeOrPhases = TypeVar("VolumeOrPhases", Volume, Phases)

_RANGE = re.compile(r"\s*(-?\d+)\s*:\s*(-?\d+)\s*")


@dataclass(frozen=True)
class Box:
    """A box of voxels, each axis from the first index to before the second.

    Parameters
    ----------
    x, y, z : (int, int)
        First voxel, and the one after the last.

    Raises
    ------
    UserError
        If an axis starts below 0 or has no voxel.
    """

    x: tuple[int, int]
    y: tuple[int, int]
    z: tuple[int, int]

    def __post_init__(self) -> None:
        for name, (first, end) in self._axes():
            if first < 0 or end <= first:
                raise UserError(
                    f"The crop along {name} is {first}:{end}",
                    "Give the first voxel, from 0, and the one after the last, "
                    "for example 0:64",
                )

    @classmethod
    def whole(cls, shape: Sequence[int]) -> Box:
        """The box of everything."""
        nx, ny, nz = shape
        return cls((0, nx), (0, ny), (0, nz))

    @classmethod
    def centred(cls, shape: Sequence[int], size: Sequence[int]) -> Box:
        """The box of a size in the middle of a volume.

        Raises
        ------
        UserError
            If it is larger than the volume.
        """
        ranges = []
        for n_voxels, n_wanted in zip(shape, size, strict=True):
            first = (n_voxels - n_wanted) // 2
            ranges.append((max(first, 0), max(first, 0) + n_wanted))
        box = cls(*ranges)
        box.validate_within(shape)
        return box

    @classmethod
    def parse(cls, text: str) -> Box:
        """The box that a user typed.

        Examples
        --------
        >>> Box.parse("0:64,0:48,10:58").shape
        (64, 48, 48)
        """
        matches = [_RANGE.fullmatch(part) for part in text.split(",")]
        found = [(int(match[1]), int(match[2])) for match in matches if match]
        if len(matches) != 3 or len(found) != 3:
            raise UserError(
                f"The crop `{text}` cannot be understood",
                "Write x0:x1,y0:y1,z0:z1, for example 0:64,0:48,0:48",
            )
        return cls(*found)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels along x, y and z."""
        return (
            self.x[1] - self.x[0],
            self.y[1] - self.y[0],
            self.z[1] - self.z[0],
        )

    @property
    def slices(self) -> tuple[slice, slice, slice]:
        """What to index an array with."""
        return slice(*self.x), slice(*self.y), slice(*self.z)

    def validate_within(self, shape: Sequence[int]) -> None:
        """Refuse a box that reaches out of a volume.

        Raises
        ------
        UserError
            If an axis ends beyond the last voxel.
        """
        for (name, (first, end)), n_voxels in zip(self._axes(), shape, strict=True):
            if end > n_voxels:
                raise UserError(
                    f"The crop along {name} is {first}:{end} but the volume has "
                    f"{n_voxels} voxels there",
                    f"Stay between 0 and {n_voxels}",
                )

    def _axes(self) -> tuple[tuple[str, tuple[int, int]], ...]:
        return (("x", self.x), ("y", self.y), ("z", self.z))


def crop(volume: VolumeOrPhases, box: Box) -> VolumeOrPhases:
    """The part of a volume, or of its phases, that lies in a box.

    Raises
    ------
    UserError
        If the box reaches out of the volume.
    """
    box.validate_within(volume.shape)
    if isinstance(volume, Phases):
        return replace(volume, labels=np.array(volume.labels[box.slices], order="C"))
    return replace(volume, voxels=np.array(volume.voxels[box.slices], order="C"))


def box_for(
    shape: Sequence[int],
    voxel_m: float,
    *,
    grid: Sequence[int],
    grid_voxel_m: float,
) -> Box:
    """The box in the middle of a volume that resampling turns into a wanted grid.

    Parameters
    ----------
    shape : (int, int, int)
        Of the volume.
    voxel_m : float
        Edge of its voxels in metres.
    grid : (int, int, int)
        Voxels wanted after resampling.
    grid_voxel_m : float
        Edge of those voxels in metres.

    Returns
    -------
    Box
        Cut to the volume where the grid is larger than it.

    Examples
    --------
    >>> box_for((251, 301, 301), 0.4e-6, grid=(64, 48, 48), grid_voxel_m=1e-6).shape
    (160, 120, 120)
    """
    validate_voxel_m(voxel_m)
    validate_voxel_m(grid_voxel_m)
    size = [
        min(n_voxels, max(1, round(n_wanted * grid_voxel_m / voxel_m)))
        for n_voxels, n_wanted in zip(shape, grid, strict=True)
    ]
    return Box.centred(shape, size)
