"""What the user has set but not yet turned into a sample or a run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from wetview.volume import Box, Operation, Phase, operations_from
from wetview.volume.filters import Contrast

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_GRID_VOXEL_M = 1e-6
_LEAST_GRID = 48
_SMALL_GRID = 64
MOST_GREY_CLASSES = 4
"""What the window offers; the step "otsu" of a command line divides into five."""


def usual_grid_voxel_m(voxel_m: float | None, shape: tuple[int, ...]) -> float:
    """Voxel to work with unless the user chooses, never finer than the file.

    1 um; less where a small tomogram would have fewer than 48 of them along an edge.
    """
    if voxel_m is None:
        return USUAL_GRID_VOXEL_M
    shortest_m = min(shape) * voxel_m
    usual_m = USUAL_GRID_VOXEL_M
    if shortest_m < _LEAST_GRID * usual_m:
        usual_m = float(f"{shortest_m / _SMALL_GRID:.1e}")
    return max(usual_m, voxel_m)


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
    thresholds : tuple of float
        For a grey volume, the values that divide its classes, rising.
    classes : tuple of Phase
        For a grey volume, what each class means, from dark to bright.
    doubtful : float or None
        For a grey volume of two classes, pores and active material: values between the
        threshold and this one are pore where they are joined to pores.
    grid_voxel_m : float
        Edge of a voxel after resampling.
    steps : tuple of Operation
        Filters before the segmentation, cleaning and binder after resampling.
    """

    box: Box
    voxel_m: float | None = None
    thickness_axis: int = 0
    roles: tuple[tuple[int, Phase], ...] = ()
    thresholds: tuple[float, ...] = ()
    classes: tuple[Phase, ...] = ()
    doubtful: float | None = None
    grid_voxel_m: float = USUAL_GRID_VOXEL_M
    steps: tuple[Operation, ...] = ()

    @property
    def roles_by_label(self) -> dict[int, Phase]:
        """What each label means."""
        return dict(self.roles)

    @property
    def may_doubt(self) -> bool:
        """Whether doubtful values can be told from pores and solid."""
        return set(self.classes) == {Phase.PORE, Phase.ACTIVE_MATERIAL} and (
            len(self.classes) == 2
        )

    @property
    def pore_is_dark(self) -> bool:
        """Whether the darkest class is pore."""
        return bool(self.classes) and self.classes[0] is Phase.PORE

    def level_of(self, grey: float) -> float:
        """What the steps make of a grey value of the file, filters apart."""
        for step in self.steps:
            if isinstance(step, Contrast):
                grey = step.level(grey)
        return grey

    def as_dict(self) -> dict[str, Any]:
        """What a project file keeps of this."""
        return {
            "box": [list(self.box.x), list(self.box.y), list(self.box.z)],
            "voxel_m": self.voxel_m,
            "thickness_axis": self.thickness_axis,
            "roles": [[label, int(phase)] for label, phase in self.roles],
            "thresholds": list(self.thresholds),
            "classes": [int(phase) for phase in self.classes],
            "doubtful": self.doubtful,
            "grid_voxel_m": self.grid_voxel_m,
            "steps": [step.as_dict() for step in self.steps],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Draft:
        """Read what `as_dict` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError, UserError
            If that is something else.
        """
        x, y, z = ((int(low), int(high)) for low, high in stored["box"])
        known = {field.name for field in fields(cls)} - {
            *("box", "roles", "steps", "thresholds", "classes", "doubtful")
        }
        roles = tuple((int(label), Phase(role)) for label, role in stored["roles"])
        rest = {name: value for name, value in stored.items() if name in known}
        steps = operations_from(stored.get("steps", ()))
        thresholds, classes = _classes_from(stored)
        doubtful = stored.get("doubtful")
        return cls(
            box=Box(x=x, y=y, z=z),
            roles=roles,
            steps=steps,
            thresholds=thresholds,
            classes=classes,
            doubtful=None if doubtful is None else float(doubtful),
            **rest,
        )


def usual_classes(n_classes: int) -> tuple[Phase, ...]:
    """What classes mean unless the user says: dark pores, then binder, then solid."""
    solid = (Phase.ACTIVE_MATERIAL,) * (n_classes - 1)
    if n_classes > 2:
        solid = (Phase.BINDER, *solid[1:])
    return (Phase.PORE, *solid)


def _classes_from(
    stored: Mapping[str, Any],
) -> tuple[tuple[float, ...], tuple[Phase, ...]]:
    """Thresholds and classes, also of files that knew one threshold only."""
    if "thresholds" in stored:
        thresholds = tuple(float(value) for value in stored["thresholds"])
        classes = tuple(Phase(value) for value in stored["classes"])
        n_wanted = len(thresholds) + 1 if thresholds else 0
        if len(classes) != n_wanted or len(classes) > MOST_GREY_CLASSES:
            msg = f"{len(thresholds)} thresholds divide {len(classes)} classes"
            raise ValueError(msg)
        return thresholds, classes
    if stored.get("threshold") is None:
        return (), ()
    classes = usual_classes(2)
    if not stored.get("pore_is_dark", True):
        classes = classes[::-1]
    return (float(stored["threshold"]),), classes
