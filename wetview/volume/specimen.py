"""Where the specimen is: what the tomograph shows around it is no pore."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.phases import Phase, Phases
from wetview.volume.prepared import Operation, Prepared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_AXES = ("x", "y", "z")


@dataclass(frozen=True)
class Cylinder(Operation):
    """A punched specimen: a cylinder, outside of which nothing is pore.

    Parameters
    ----------
    axis : int
        Which its axis is parallel to: 0, 1 or 2 for x, y or z.
    diameter : float
        As a share of the shorter edge across; 1 touches the faces.
    centre : (float, float)
        As shares of the two edges across.
    """

    kind: ClassVar[str] = "cylinder"
    axis: int
    diameter: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)

    def __post_init__(self) -> None:
        if self.axis not in (0, 1, 2):
            raise UserError(f"The axis is {self.axis}", "Give 0, 1 or 2 for x, y or z")
        if not 0.05 <= self.diameter <= 2:
            raise UserError(
                f"The cylinder's diameter is {self.diameter:g} of the edge",
                "Give 0.05 to 2",
            )
        if not all(0 <= share <= 1 for share in self.centre):
            raise UserError(
                f"The cylinder's centre is at {self.centre}",
                "Give shares of the two edges, from 0 to 1",
            )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The same volume that knows where the specimen ends."""
        inside = cylinder_mask(
            prepared.shape, axis=self.axis, diameter=self.diameter, centre=self.centre
        )
        if prepared.inside is not None:
            inside &= prepared.inside
        if not inside.any():
            raise UserError(
                "Nothing of the volume lies inside the specimen",
                "Choose a wider cylinder, or another centre",
            )
        marked = replace(prepared, inside=inside)
        if isinstance(marked.image, Phases):
            return marked.with_voxels(outside_is_solid(marked.image.labels, inside))
        return marked

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Cylinder along {_AXES[self.axis]}, {100 * self.diameter:.0f} %"


def cylinder_mask(
    shape: tuple[int, int, int],
    *,
    axis: int,
    diameter: float,
    centre: tuple[float, float] = (0.5, 0.5),
) -> NDArray[np.bool_]:
    """True where the middle of a voxel lies in the cylinder; see `Cylinder`.

    Examples
    --------
    >>> mask = cylinder_mask((4, 100, 100), axis=0, diameter=1.0)
    >>> abs(float(mask.mean()) - np.pi / 4) < 1e-3
    True
    """
    across = [n for index, n in enumerate(shape) if index != axis]
    radius = diameter * min(across) / 2
    first, second = (
        np.arange(n) + 0.5 - share * n for n, share in zip(across, centre, strict=True)
    )
    disc = first[:, None] ** 2 + second[None, :] ** 2 <= radius**2
    mask: NDArray[np.bool_] = np.empty(shape, dtype=np.bool_)
    mask[:] = np.expand_dims(disc, axis)
    return mask


def outside_is_solid(
    labels: NDArray[np.uint8], inside: NDArray[np.bool_] | None
) -> NDArray[np.uint8]:
    """Phases in which all that is not specimen is active material."""
    if inside is None:
        return labels
    return np.where(inside, labels, np.uint8(Phase.ACTIVE_MATERIAL))
