"""The steps of preparation in order: taken back, done again, replayed, stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wetview.progress import silent
from wetview.volume.binder import PlaceBinder
from wetview.volume.cleaning import FillClosedPores, RemoveSpecks, Resample
from wetview.volume.filters import Contrast, Gaussian, Median, NonLocalMeans
from wetview.volume.prepared import Operation, Prepared, operation_from
from wetview.volume.specimen import Cylinder
from wetview.volume.thresholds import Hysteresis, Labels, Otsu, Thresholds
from wetview.volume.turning import ChooseThickness, Crop, Flip, Rotate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wetview.progress import Report

OPERATIONS: dict[str, type[Operation]] = {
    kind.kind: kind
    for kind in (
        Crop,
        ChooseThickness,
        Rotate,
        Flip,
        Cylinder,
        Median,
        Gaussian,
        NonLocalMeans,
        Contrast,
        Thresholds,
        Otsu,
        Hysteresis,
        Labels,
        RemoveSpecks,
        FillClosedPores,
        Resample,
        PlaceBinder,
    )
}
"""Every kind of step by its name."""

NEEDS_PHASES = (RemoveSpecks, FillClosedPores, PlaceBinder)
"""Steps that come after a segmentation."""


@dataclass(frozen=True)
class History:
    """What was done to a tomogram, and what was taken back and can be done again.

    Parameters
    ----------
    done : tuple of Operation
        In order.
    undone : tuple of Operation
        The one that comes back first stands last.
    """

    done: tuple[Operation, ...] = ()
    undone: tuple[Operation, ...] = ()

    def then(self, operation: Operation) -> History:
        """With one more step; what was taken back is forgotten."""
        return History((*self.done, operation))

    def without(self, index: int) -> History:
        """With one step left out, wherever it stands."""
        return History((*self.done[:index], *self.done[index + 1 :]))

    def undo(self) -> History:
        """With the last step taken back; the same where there is none."""
        if not self.done:
            return self
        return replace(self, done=self.done[:-1], undone=(*self.undone, self.done[-1]))

    def redo(self) -> History:
        """With the step that was taken back last; the same where there is none."""
        if not self.undone:
            return self
        return replace(
            self, done=(*self.done, self.undone[-1]), undone=self.undone[:-1]
        )

    def replay(self, start: Prepared, *, report: Report = silent) -> Prepared:
        """What the steps make of a tomogram.

        Raises
        ------
        UserError
            If a step does not suit what came before; its number is told.
        """
        return replayed(start, self.done, report=report)

    def as_list(self) -> list[dict[str, Any]]:
        """What a result keeps of the steps."""
        return [operation.as_dict() for operation in self.done]

    @classmethod
    def from_list(cls, stored: Iterable[Mapping[str, Any]]) -> History:
        """The steps that `as_list` wrote.

        Raises
        ------
        UserError
            If one is unknown, or a value does not suit.
        """
        return cls(operations_from(stored))


def operations_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Operation, ...]:
    """Steps from a file, each checked as a user's are."""
    return tuple(operation_from(one, OPERATIONS) for one in stored)


def replayed(
    start: Prepared, operations: Iterable[Operation], *, report: Report = silent
) -> Prepared:
    """What steps make of a tomogram, one after the other."""
    prepared = start
    for operation in operations:
        prepared = operation.apply(prepared, report)
    return prepared
