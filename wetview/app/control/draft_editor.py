"""Changes of the Volume step that can be taken back."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from wetview.app.control.tomogram import turned, with_thickness_axis
from wetview.app.models.draft import usual_grid_voxel_m
from wetview.volume.filters import Contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from wetview.app.models import Draft, Session
    from wetview.volume import Operation

_MERGE_ID = 1


class _Change(QUndoCommand):
    def __init__(
        self, session: Session, text: str, key: str, before: Draft, after: Draft
    ) -> None:
        super().__init__(text)
        self._session = session
        self._key = key
        self._before = before
        self._after = after

    def id(self) -> int:
        """Changes with the same id may be merged."""
        return _MERGE_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next change if it is of the same kind."""
        if not isinstance(other, _Change) or other._key != self._key or not self._key:
            return False
        self._after = other._after
        return True

    def undo(self) -> None:
        """Set what was set before."""
        _apply(self._session, self._before)

    def redo(self) -> None:
        """Set what the user wants."""
        _apply(self._session, self._after)


class DraftEditor(QObject):
    """The one way in which widgets change the settings of the Volume step.

    Parameters
    ----------
    session : Session
        Whose draft is changed.
    parent : QObject, optional
        Owner.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = 0
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(200)

    def change(self, text: str, *, key: str = "", **values: Any) -> None:
        """Change settings.

        Parameters
        ----------
        text : str
            What the undo menu calls it.
        key : str
            Changes in a row with the same key become one step of undo.
        **values
            Fields of `Draft`.
        """
        draft, source = self._session.draft, self._session.source
        if draft is None or source is None:
            return
        usual_m = usual_grid_voxel_m(draft.voxel_m, source.shape)
        if draft.grid_voxel_m == usual_m and "voxel_m" in values:
            usual_m = usual_grid_voxel_m(values["voxel_m"], source.shape)
            values.setdefault("grid_voxel_m", usual_m)
        after = replace(draft, **values)
        if after != draft:
            self.stack.push(_Change(self._session, text, key, draft, after))

    def change_threshold(self, number: int, threshold: float, *, key: str) -> None:
        """Move one threshold, as far as its neighbours let it."""
        draft = self._session.draft
        if draft is None or not 0 <= number < len(draft.thresholds):
            return
        values = list(draft.thresholds)
        if number > 0:
            threshold = max(threshold, math.nextafter(values[number - 1], math.inf))
        if number + 1 < len(values):
            threshold = min(threshold, math.nextafter(values[number + 1], -math.inf))
        values[number] = threshold
        self.change(
            "threshold",
            key=key,
            thresholds=tuple(values),
            doubtful=_beyond(draft.doubtful, threshold, draft.pore_is_dark),
        )

    def change_doubtful(self, doubtful: float | None) -> None:
        """Say up to which value pores may go on, or that they end at the threshold."""
        draft = self._session.draft
        if draft is not None and draft.may_doubt:
            value = _beyond(doubtful, draft.thresholds[0], draft.pore_is_dark)
            self.change("doubtful values", key="doubtful", doubtful=value)

    def add_step(self, step: Operation) -> None:
        """Add a step of preparation; thresholds follow where it changes the values."""
        draft = self._session.draft
        if draft is None:
            return
        values: dict[str, Any] = {"steps": (*draft.steps, step)}
        if isinstance(step, Contrast):
            values |= _moved_thresholds(draft, step.level)
        self.change(step.title, **values)

    def remove_step(self, number: int) -> None:
        """Take a step away again."""
        draft = self._session.draft
        if draft is None:
            return
        step = draft.steps[number]
        values: dict[str, Any] = {
            "steps": (*draft.steps[:number], *draft.steps[number + 1 :])
        }
        if isinstance(step, Contrast):
            values |= _moved_thresholds(draft, step.grey)
        self.change(f"without {step.title}", **values)

    def change_thickness_axis(self, axis: int) -> None:
        """Turn the tomogram."""
        draft, source = self._session.draft, self._session.source
        if draft is None or source is None or axis == draft.thickness_axis:
            return
        after = with_thickness_axis(draft, source, axis)
        change = _Change(self._session, "thickness axis", "", draft, after)
        self.stack.push(change)

    def new_gesture(self) -> str:
        """A key for the changes of one drag of the mouse."""
        self._gesture += 1
        return f"drag {self._gesture}"

    def clear(self) -> None:
        """Forget what could be taken back."""
        self.stack.clear()


def _beyond(
    doubtful: float | None, threshold: float, pore_is_dark: bool
) -> float | None:
    """A doubtful value on the solid's side of the threshold."""
    if doubtful is None:
        return None
    return max(doubtful, threshold) if pore_is_dark else min(doubtful, threshold)


def _moved_thresholds(draft: Draft, moved: Callable[[float], float]) -> dict[str, Any]:
    doubtful = draft.doubtful
    return {
        "thresholds": tuple(map(moved, draft.thresholds)),
        "doubtful": None if doubtful is None else moved(doubtful),
    }


def _apply(session: Session, draft: Draft) -> None:
    source = session.source
    if source is None:
        return
    if draft.thickness_axis != source.thickness_axis:
        session.set_source(turned(source, draft.thickness_axis), draft)
    else:
        session.set_draft(draft)
