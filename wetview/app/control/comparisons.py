"""Reads the runs of a sample for the step Compare, and compares two of them."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from wetview.app.control.run_names import run_names
from wetview.app.control.sample_of_run import runs_of_sample
from wetview.app.models import Step
from wetview.app.models.comparing import ComparableRun
from wetview.errors import Cancelled, UserError
from wetview.filling import compare_fillings
from wetview.project import read_filling

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.filling import Comparison, Filling
    from wetview.project import Entry

_log = logging.getLogger(__name__)
_STEPS = (Step.COMPARE, Step.EXPORT)
_KEY = "compare"


class Comparisons(QObject):
    """Joins the project's runs with the step Compare.

    Nothing is read before the step is shown, or Export, which offers the same runs.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where runs are read and compared.
    parent : QObject
        Owner.
    """

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._known: dict[tuple[Path, int], Filling] = {}
        self._order: object = None
        session = context.session
        session.step_changed.connect(self._refresh)
        session.entries_changed.connect(self._refresh)
        session.sample_changed.connect(self._on_sample_changed)
        session.pores_changed.connect(self._refresh)
        context.jobs.finished.connect(self._refresh)
        context.comparing.fillings_changed.connect(self.compare)

    @Slot()
    def refresh(self) -> None:
        """Read the runs that are new, and list all of them."""
        session = self._context.session
        if session.step not in _STEPS or session.sample is None:
            return
        entries = self._entries()
        self._background.start(
            f"{_KEY} runs",
            partial(_read_runs, entries, dict(self._known)),
            then=self._on_read,
            note="Reading the runs" if len(entries) > len(self._known) else "",
        )

    @Slot()
    def compare(self) -> None:
        """Compare A and B in the background; what was under way is given up."""
        comparing, sample = self._context.comparing, self._context.session.sample
        first, second = comparing.first, comparing.second
        self._order = order = object()
        self._background.drop(_KEY)
        if sample is None or first is None or second is None:
            return

        def report(done: float, total: float, note: str) -> None:
            if self._order is not order:
                raise Cancelled

        self._background.start(
            _KEY,
            partial(
                _compare, first.filling, second.filling, sample.phases.is_pore, report
            ),
            then=self._on_compared,
            failed=self._on_failed,
            note="Comparing the fillings",
        )

    def close(self) -> None:
        """Give up what is under way."""
        self._order = None

    def _refresh(self, *_: object) -> None:
        self.refresh()

    def _on_sample_changed(self) -> None:
        self._known = {}
        self._context.comparing.set_runs(())
        self.refresh()

    def _on_read(
        self, read: tuple[list[ComparableRun], dict[tuple[Path, int], Filling]]
    ) -> None:
        runs, self._known = read
        names = run_names(self._context.session.project)
        self._context.comparing.set_runs(
            [
                ComparableRun(run.path, names.get(run.path.name, run.name), run.filling)
                for run in runs
            ]
        )

    def _on_compared(self, compared: Comparison) -> None:
        comparing = self._context.comparing
        is_current = (
            comparing.first is not None
            and comparing.second is not None
            and compared.first is comparing.first.filling
            and compared.second is comparing.second.filling
        )
        if is_current:
            comparing.set_compared(compared)

    def _on_failed(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, UserError):
            self._context.comparing.set_compared(None, problem)
        else:
            self._background.failed.emit(problem)

    def _entries(self) -> list[Entry]:
        """The runs of the sample that is open, those that are finished."""
        session = self._context.session
        project, sample = session.project, session.sample
        if project is None or sample is None:
            return []
        return runs_of_sample(project, sample.path)


def _read_runs(
    entries: list[Entry], known: dict[tuple[Path, int], Filling]
) -> tuple[list[ComparableRun], dict[tuple[Path, int], Filling]]:
    runs, still_known = [], {}
    for entry in entries:
        key = (entry.path, entry.modified_ns)
        try:
            filling = known[key] if key in known else read_filling(entry.path)
        except UserError as problem:
            _log.info("a run cannot be compared: %s", problem)
            continue
        still_known[key] = filling
        runs.append(ComparableRun(entry.path, entry.name, filling))
    return runs, still_known


def _compare(
    first: Filling, second: Filling, is_pore: NDArray[np.bool_], report: object
) -> Comparison:
    return compare_fillings(first, second, is_pore, report=report)  # type: ignore[arg-type]
