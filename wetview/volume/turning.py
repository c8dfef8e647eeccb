"""Steps that move voxels and change none: crop, turn, mirror, choose the thickness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.box import Box
from wetview.volume.prepared import Operation, Prepared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_AXES = ("x", "y", "z")


@dataclass(frozen=True)
class Crop(Operation):
    """Keep a box.

    Parameters
    ----------
    x, y, z : (int, int)
        First voxel, and the one after the last.
    """

    kind: ClassVar[str] = "crop"
    x: tuple[int, int]
    y: tuple[int, int]
    z: tuple[int, int]

    def __post_init__(self) -> None:
        Box(self.x, self.y, self.z)

    @property
    def box(self) -> Box:
        """What is kept."""
        return Box(self.x, self.y, self.z)

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The box, copied: what it was cut from can go."""
        self.box.validate_within(prepared.shape)
        slices = self.box.slices
        return prepared.turned(lambda array: np.array(array[slices], order="C"))

    @property
    def title(self) -> str:
        """The step in words."""
        return "Crop to " + " × ".join(map(str, self.box.shape))


@dataclass(frozen=True)
class Rotate(Operation):
    """Turn by quarter turns about an axis, which keeps every voxel as it is.

    Parameters
    ----------
    axis : int
        0, 1 or 2: x, y or z.
    quarter_turns : int
        How many, from y to z about x, from z to x about y, from x to y about z.
    """

    kind: ClassVar[str] = "rotate"
    axis: int
    quarter_turns: int = 1

    def __post_init__(self) -> None:
        _validate_axis(self.axis)

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The volume, turned."""
        first, second = ((1, 2), (2, 0), (0, 1))[self.axis]
        return prepared.turned(
            partial(np.rot90, k=self.quarter_turns % 4, axes=(first, second))
        )

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Turn by {90 * (self.quarter_turns % 4)}° about {_AXES[self.axis]}"


@dataclass(frozen=True)
class Flip(Operation):
    """Mirror along an axis.

    Parameters
    ----------
    axis : int
        0, 1 or 2: x, y or z.
    """

    kind: ClassVar[str] = "flip"
    axis: int

    def __post_init__(self) -> None:
        _validate_axis(self.axis)

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The volume, mirrored."""
        return prepared.turned(partial(np.flip, axis=self.axis))

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Mirror along {_AXES[self.axis]}"


@dataclass(frozen=True)
class ChooseThickness(Operation):
    """Make another axis x, the direction that electrolyte enters in.

    Parameters
    ----------
    axis : int
        The axis that becomes x; the other two keep their order.
    """

    kind: ClassVar[str] = "thickness"
    axis: int

    def __post_init__(self) -> None:
        _validate_axis(self.axis)

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The volume with that axis first."""

        def view(array: NDArray[Any]) -> NDArray[Any]:
            return np.moveaxis(array, self.axis, 0)

        return prepared.turned(view)

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Thickness along {_AXES[self.axis]}"


def _validate_axis(axis: int) -> None:
    if axis not in (0, 1, 2):
        raise UserError(f"The axis is {axis}", "Give 0, 1 or 2 for x, y or z")
