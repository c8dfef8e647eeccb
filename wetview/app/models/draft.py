"""What the user has set but not yet turned into a sample or a run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from wetview.volume import Box, Operation, Phase, operations_from

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_GRID_VOXEL_M = 1e-6


def usual_grid_voxel_m(voxel_m: float | None) -> float:
    """Voxel to work with unless the user chooses: 1 um, never finer than the file."""
    return max(USUAL_GRID_VOXEL_M, voxel_m or 0.0)


@dataclass(frozen=True)
class Draft:
    """The settings of the Volume step.

    Parameters
    ----------
    box : Box
        What is cut out, in voxels of the turned volume.
    voxel_m : float or None
        Edge of a voxel of the file; None as long as nobody has said.
    thickness_axis : int
        Axis of the file along which the electrolyte travels.
    roles : tuple of (int, Phase)
        For a segmented volume, what each label means; empty for a grey one.
    threshold : float or None
        For a grey volume, the value that divides pores and solid.
    pore_is_dark : bool
        Whether pores lie below the threshold.
    grid_voxel_m : float
        Edge of a voxel after resampling.
    steps : tuple of Operation
        Filters before the segmentation, cleaning and binder after resampling.
    """

    box: Box
    voxel_m: float | None = None
    thickness_axis: int = 0
    roles: tuple[tuple[int, Phase], ...] = ()
    threshold: float | None = None
    pore_is_dark: bool = True
    grid_voxel_m: float = USUAL_GRID_VOXEL_M
    steps: tuple[Operation, ...] = ()

    @property
    def roles_by_label(self) -> dict[int, Phase]:
        """What each label means."""
        return dict(self.roles)

    def as_dict(self) -> dict[str, Any]:
        """What a project file keeps of this."""
        return {
            "box": [list(self.box.x), list(self.box.y), list(self.box.z)],
            "voxel_m": self.voxel_m,
            "thickness_axis": self.thickness_axis,
            "roles": [[label, int(phase)] for label, phase in self.roles],
            "threshold": self.threshold,
            "pore_is_dark": self.pore_is_dark,
            "grid_voxel_m": self.grid_voxel_m,
            "steps": [step.as_dict() for step in self.steps],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Draft:
        """Read what `as_dict` wrote."""
        x, y, z = ((int(low), int(high)) for low, high in stored["box"])
        known = {field.name for field in fields(cls)} - {"box", "roles", "steps"}
        roles = tuple((int(label), Phase(role)) for label, role in stored["roles"])
        rest = {name: value for name, value in stored.items() if name in known}
        steps = operations_from(stored.get("steps", ()))
        return cls(box=Box(x=x, y=y, z=z), roles=roles, steps=steps, **rest)
