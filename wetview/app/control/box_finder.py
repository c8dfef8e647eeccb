"""Looks for representative boxes of the sample, and keeps them as samples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wetview.errors import Cancelled, UserError
from wetview.project import provenance
from wetview.volume import crop, find_revs, representativeness
from wetview.volume.revs import REV_SHAPE

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.progress import Report
    from wetview.project import Entry, Project
    from wetview.volume import Phases
    from wetview.volume.representativeness import Representativeness
    from wetview.volume.revs import Revs

_KEY = "boxes"


@dataclass(frozen=True)
class BoxesWanted:
    """What boxes are looked for; see `wetview.volume.find_revs`."""

    n_boxes: int = 11
    shape: tuple[int, int, int] = REV_SHAPE
    tolerance: float = 0.05
    may_overlap: bool = False


class BoxFinder(QObject):
    """Finds boxes in the background; what was found belongs to one sample.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the work happens.
    parent : QObject
        Owner.
    """

    failed = Signal(object)
    """Why there are no boxes."""
    kept = Signal(int)
    """Number of samples that were made."""

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._order: object = None
        context.session.sample_changed.connect(self.forget)

    def find(self, wanted: BoxesWanted) -> None:
        """Look for boxes in the sample that is open."""
        sample = self._context.session.sample
        if sample is None:
            return
        self._order = order = object()

        def report(done: float, total: float, note: str) -> None:
            if self._order is not order:
                raise Cancelled

        self._background.start(
            _KEY,
            partial(_find, sample.phases, wanted, self._context.boxes.curve, report),
            then=self._on_found,
            failed=self._on_failed,
            note="Looking for representative boxes",
        )

    def keep(self) -> None:
        """Write each box as a sample of the project."""
        session, found = self._context.session, self._context.boxes.found
        if session.project is None or session.sample is None or found is None:
            return
        sample = session.sample
        self._background.start(
            "keep boxes",
            partial(
                _keep, session.project, sample.name, sample.path, sample.phases, found
            ),
            then=self._on_kept,
            note="Writing the boxes as samples",
        )

    def forget(self, *_: object) -> None:
        """Take the boxes away, and give up what is under way."""
        self._order = None
        self._background.drop(_KEY)
        self._context.boxes.set_found(None, None)

    def _on_found(self, found: tuple[Revs, Representativeness]) -> None:
        self._context.boxes.set_found(*found)

    def _on_failed(self, problem: Exception) -> None:
        if isinstance(problem, UserError):
            self.failed.emit(problem)
        elif not isinstance(problem, Cancelled):
            self._background.failed.emit(problem)

    def _on_kept(self, entries: list[Entry]) -> None:
        self._context.session.entries_changed.emit()
        self.kept.emit(len(entries))


def _find(
    phases: Phases,
    wanted: BoxesWanted,
    curve: Representativeness | None,
    report: Report,
) -> tuple[Revs, Representativeness]:
    if curve is None:
        curve = representativeness(phases, report=report)
    found = find_revs(
        phases,
        n_boxes=wanted.n_boxes,
        shape=wanted.shape,
        tolerance=wanted.tolerance,
        may_overlap=wanted.may_overlap,
        report=report,
    )
    return found, curve


def _keep(
    project: Project, name: str, path: Path, phases: Phases, found: Revs
) -> list[Entry]:
    entries = []
    for number, box in enumerate(found.boxes, start=1):
        named = f"{name}, box {number}"
        part = replace(crop(phases, box), name=named)
        description = {"operation": "crop", "box": [box.x, box.y, box.z]}
        origin = provenance(description, path)
        entries.append(project.add_sample(named, part, None, origin))
    return entries
