"""Steps from grey values or labels to phases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.otsu import MOST_CLASSES, otsu_thresholds
from wetview.volume.phases import Phase, Volume
from wetview.volume.prepared import Operation, Prepared
from wetview.volume.segmentation import phases_by_label
from wetview.volume.specimen import outside_is_solid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report


@dataclass(frozen=True)
class Thresholds(Operation):
    """Classes of grey values, divided by hand.

    Parameters
    ----------
    values : tuple of float
        Rising; a voxel belongs to the class whose upper threshold it does not pass.
    roles : tuple of int
        `Phase` of each class, from dark to bright: one more than thresholds.
    """

    kind: ClassVar[str] = "thresholds"
    values: tuple[float, ...]
    roles: tuple[int, ...] = (0, 1)

    def __post_init__(self) -> None:
        _validate_roles(self.roles, len(self.values) + 1)
        if any(b <= a for a, b in pairwise(self.values)):
            shown = ", ".join(f"{value:g}" for value in self.values)
            raise UserError(f"The thresholds are {shown}", "Give them rising")

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases."""
        return _divided(prepared, self.values, self.roles, "A threshold")

    @property
    def title(self) -> str:
        """The step in words."""
        return "Thresholds " + ", ".join(f"{value:.5g}" for value in self.values)


@dataclass(frozen=True)
class Otsu(Operation):
    """Classes of grey values, divided where they differ most.

    Parameters
    ----------
    roles : tuple of int
        `Phase` of each class, from dark to bright; as many classes as roles.

    References
    ----------
    N. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979); P.-S. Liao, T.-S. Chen, P.-C.
    Chung, J. Inf. Sci. Eng. 17, 713 (2001) for more than two.
    """

    kind: ClassVar[str] = "otsu"
    roles: tuple[int, ...] = (0, 1)

    def __post_init__(self) -> None:
        _validate_roles(self.roles, len(self.roles))

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases."""
        volume = prepared.grey("Otsu's method")
        values = otsu_thresholds(volume, len(self.roles), inside=prepared.inside)
        return _divided(prepared, values, self.roles, "Otsu's method")

    @property
    def title(self) -> str:
        """The step in words."""
        n_classes = len(self.roles)
        return "Otsu" if n_classes == 2 else f"Otsu, {n_classes} classes"


@dataclass(frozen=True)
class Hysteresis(Operation):
    """Pores that are surely so, and what is doubtful where it is joined to them.

    Parameters
    ----------
    sure, doubtful : float
        Grey values. Voxels up to `sure` are pore, and those up to `doubtful` that are
        joined to them by faces, edges or corners. Where pores are bright, from these on
        and `doubtful` is the lower one.
    pore_is_dark : bool
        Whether pores are dark, as in X-ray tomograms.
    """

    kind: ClassVar[str] = "hysteresis"
    sure: float
    doubtful: float
    pore_is_dark: bool = True

    def __post_init__(self) -> None:
        rises = self.doubtful >= self.sure
        if rises is not self.pore_is_dark and self.doubtful != self.sure:
            raise UserError(
                f"The sure threshold is {self.sure:g} and the doubtful one "
                f"{self.doubtful:g}",
                "The doubtful one takes in more voxels: it lies above the sure one "
                "where pores are dark, and below it where they are bright",
            )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases."""
        from skimage.filters import apply_hysteresis_threshold

        voxels = prepared.grey("Hysteresis").voxels.astype(np.float32)
        sign = -1 if self.pore_is_dark else 1
        # The lowest float above a value: `voxels > t` there is `voxels >= t` here.
        low, high = (
            np.nextafter(np.float32(sign * value), np.float32(-np.inf))
            for value in (self.doubtful, self.sure)
        )
        is_pore: NDArray[np.bool_] = apply_hysteresis_threshold(  # type: ignore[no-untyped-call]
            sign * voxels, low, high
        )
        labels = (~is_pore).view(np.uint8) * np.uint8(Phase.ACTIVE_MATERIAL)
        voxel_m = prepared.voxel_m("A segmentation")
        return prepared.segmented(outside_is_solid(labels, prepared.inside), voxel_m)

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Hysteresis {self.sure:.5g}, {self.doubtful:.5g}"


@dataclass(frozen=True)
class Labels(Operation):
    """Phases of a file that is segmented already.

    Parameters
    ----------
    roles : tuple of (int, int)
        Label and its `Phase`, for every label that occurs.
    """

    kind: ClassVar[str] = "labels"
    roles: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        for label, role in self.roles:
            if role not in set(Phase):
                raise UserError(
                    f"Label {label} stands for phase {role}",
                    "Phases are 0 (pore), 1 (active material) and 2 (binder)",
                )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases."""
        roles = {label: Phase(role) for label, role in self.roles}
        phases = phases_by_label(
            prepared.grey("Naming of labels"),
            roles,
            voxel_m=prepared.voxel_m("A segmentation"),
        )
        return prepared.segmented(
            outside_is_solid(phases.labels, prepared.inside), phases.voxel_m
        )

    @property
    def title(self) -> str:
        """The step in words."""
        return "Labels become phases"


def _divided(
    prepared: Prepared, values: tuple[float, ...], roles: tuple[int, ...], what: str
) -> Prepared:
    """Phases by thresholds, outside of the specimen solid."""
    volume = prepared.grey(what)
    voxel_m = prepared.voxel_m("A segmentation")
    labels = np.empty(volume.shape, dtype=np.uint8)
    table = np.array(roles, dtype=np.uint8)
    edges = np.array(values)
    for plane, out in zip(volume.voxels, labels, strict=True):
        out[:] = table[np.searchsorted(edges, plane, side="left")]
    labels = outside_is_solid(labels, prepared.inside)
    _validate_two_sides(volume, labels, values)
    return prepared.segmented(labels, voxel_m)


def _validate_two_sides(
    volume: Volume, labels: NDArray[Any], values: tuple[float, ...]
) -> None:
    n_pore = int(np.count_nonzero(labels == Phase.PORE))
    if n_pore not in (0, labels.size):
        return
    low, high = volume.voxels.min(), volume.voxels.max()
    shown = ", ".join(f"{value:g}" for value in values)
    raise UserError(
        f"The threshold is {shown} but the grey values of {volume.name} go from "
        f"{low:g} to {high:g}: {'nothing' if n_pore == 0 else 'everything'} is pore",
        "Give a threshold between them, or use the one found by Otsu's method",
    )


def _validate_roles(roles: tuple[int, ...], n_classes: int) -> None:
    if len(roles) != n_classes or not 2 <= n_classes <= MOST_CLASSES:
        raise UserError(
            f"{len(roles)} phases are named for {n_classes} classes",
            f"Name one phase a class, of 2 to {MOST_CLASSES} classes",
        )
    if not set(roles) <= set(Phase) or Phase.PORE not in roles:
        raise UserError(
            f"The classes stand for {', '.join(map(str, roles))}",
            "Phases are 0 (pore), 1 (active material) and 2 (binder), and one of the "
            "classes is pore",
        )
