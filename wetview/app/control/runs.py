"""The runs of a sample: listing, describing, renaming and deleting them."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from wetview.app.control.run_names import rename_run, run_names
from wetview.app.control.sample_of_run import runs_of_sample
from wetview.app.control.showing import show_filling
from wetview.app.control.trash import to_trash
from wetview.app.panels.run_list import RunRow
from wetview.app.panels.run_numbers import run_numbers
from wetview.errors import UserError
from wetview.project import (
    checkpoint_bytes,
    part_path,
    read_filling,
    read_run_facts,
)
from wetview.units import format_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.panels.simulate_panel import SimulatePanel
    from wetview.app.work import Background
    from wetview.filling import Filling
    from wetview.project import Entry

_ENDED_EARLY = {"stopped": "stopped", "max_steps": "steps used up"}
_log = logging.getLogger(__name__)


class Runs(QObject):
    """Joins the project's runs with the list in the panel.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where runs are read.
    panel : SimulatePanel
        Holds the list.
    parent : QObject
        Owner.
    """

    def __init__(
        self,
        context: Context,
        background: Background,
        panel: SimulatePanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._panel = panel
        panel.runs.run_requested.connect(self.show_run)
        session = context.session
        session.entries_changed.connect(self.refresh)
        session.sample_changed.connect(self.refresh)
        session.filling_changed.connect(self.refresh)
        context.jobs.added.connect(self._on_job)
        context.jobs.finished.connect(self._on_job)
        self._marks: dict[tuple[Path, int], str] = {}
        self.refresh()

    @property
    def shown_name(self) -> str:
        """Name of the run that is shown."""
        shown = self._context.session.filling_path
        return next(
            (name for entry, name in self._runs() if entry.path == shown), "run"
        )

    def refresh(self) -> None:
        """List the runs again."""
        session = self._context.session
        runs = self._runs()
        self._panel.show_runs_section(bool(runs))
        rows = [self._row(entry, name) for entry, name in runs]
        self._panel.runs.set_runs(rows, session.filling_path)
        is_shown = session.filling is not None and session.filling_path is not None
        self._panel.runs.set_numbers(
            run_numbers(session.filling) if is_shown and session.filling else ()
        )

    @Slot(object)
    def show_run(self, path: Path) -> None:
        """Load a run and show it."""
        if path != self._context.session.filling_path:
            self._background.start(
                "run",
                partial(_read_run, path),
                then=self._on_read,
                note="Reading the run",
            )

    def rename(self, name: str) -> None:
        """Give the run that is shown another name."""
        session = self._context.session
        if session.project is None or session.filling_path is None:
            return
        rename_run(session.project, session.filling_path, name)
        session.entries_changed.emit()

    def delete(self) -> None:
        """Remove the file of the run that is shown."""
        session = self._context.session
        project, path = session.project, session.filling_path
        if project is None or path is None:
            return
        if part_path(path).exists():
            raise UserError(f"`{path.name}` is being resumed", "Stop that job first")
        show_filling(self._context, None, None)
        project.remove(project.entry(path), discard=to_trash)
        session.entries_changed.emit()

    def _on_job(self, job: object) -> None:
        self.refresh()

    def _row(self, entry: Entry, name: str) -> RunRow:
        mark = self._mark(entry)
        tip = f"{entry.path.name}, {format_bytes(entry.n_bytes)}"
        n_bytes = checkpoint_bytes(entry.path)
        if n_bytes is not None:
            tip += f"; can be resumed (checkpoint of {format_bytes(n_bytes)})"
        return RunRow(
            entry.path,
            f"{name} – {mark}" if mark and mark not in name else name,
            tip,
            can_resume=n_bytes is not None and not self._context.jobs.active(),
        )

    def _mark(self, entry: Entry) -> str:
        """What is special of a run, read once for each state of its file."""
        key = (entry.path, entry.modified_ns)
        if key not in self._marks:
            try:
                facts = read_run_facts(entry.path)
            except UserError as problem:
                _log.info("a run cannot be read: %s", problem)
                return ""
            ended = _ENDED_EARLY.get(facts.outcome, "")
            self._marks[key] = "predicted" if facts.is_predicted else ended
        return self._marks[key]

    def _on_read(self, read: tuple[Path, Filling]) -> None:
        path, filling = read
        sample = self._context.session.sample
        shape = filling.frames[0].shape if filling.n_frames else None
        if sample is None or (shape is not None and shape != sample.phases.shape):
            problem = UserError(
                f"The run `{filling.name}` belongs to another sample",
                "Choose its sample in the line above the view first",
            )
            self._background.failed.emit(problem)
            return
        show_filling(self._context, filling, path)

    def _runs(self) -> list[tuple[Entry, str]]:
        """The runs of the sample that is open, with their names."""
        session = self._context.session
        project, sample = session.project, session.sample
        if project is None or sample is None:
            return []
        names = run_names(project)
        return [
            (entry, names.get(entry.path.name, entry.name))
            for entry in runs_of_sample(project, sample.path)
        ]


def _read_run(path: Path) -> tuple[Path, Filling]:
    return path, read_filling(path)
