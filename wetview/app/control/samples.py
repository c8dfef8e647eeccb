"""The samples of the project: renamed, and removed with what was made of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wetview.app.control.sample_of_run import runs_made_of
from wetview.app.control.trash import to_trash
from wetview.errors import UserError
from wetview.project import rename_sample

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from wetview.app.context import Context
    from wetview.app.control.projects import Projects
    from wetview.app.models import OpenSample
    from wetview.app.work import Background
    from wetview.project import Entry, Project


class Samples(QObject):
    """Changes the sample that is open.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where files are written.
    projects : Projects
        Opens another sample.
    window : QWidget
        Owner.
    """

    def __init__(
        self,
        context: Context,
        background: Background,
        projects: Projects,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._background = background
        self._projects = projects

    @property
    def runs(self) -> list[Entry]:
        """The runs that go with the sample that is open."""
        opened = self._opened
        return [] if opened is None else runs_made_of(opened[0], opened[1].path)

    def rename(self, name: str) -> None:
        """Give the sample that is open another name; its file keeps its own.

        Raises
        ------
        UserError
            If a job is at work.
        """
        opened = self._opened
        if opened is None:
            return
        self._require_rest()
        project, sample = opened
        self._background.start(
            "rename sample",
            partial(_renamed, project, sample.path, name),
            then=partial(self._on_renamed, sample.path),
            note="Writing the sample",
        )

    def delete(self) -> None:
        """Remove the sample that is open with its runs, and show another one.

        Raises
        ------
        UserError
            If a job is at work, or a file is in use or read-only.
        """
        opened = self._opened
        if opened is None:
            return
        self._require_rest()
        (project, sample), session = opened, self._context.session
        runs = self.runs
        self._context.selection.pore = None
        session.set_sample(None)
        try:
            for run in runs:
                project.remove(run, discard=to_trash)
            project.remove(project.entry(sample.path), discard=to_trash)
        finally:
            session.entries_changed.emit()
            left = project.samples()
            if left:
                self._projects.open_sample(left[-1].path)

    @property
    def _opened(self) -> tuple[Project, OpenSample] | None:
        session = self._context.session
        if session.project is None or session.sample is None:
            return None
        return session.project, session.sample

    def _require_rest(self) -> None:
        active = self._context.jobs.active()
        if active:
            raise UserError(
                f"“{active[-1].title}” is still running",
                "Stop it first, or wait until it has ended",
            )

    def _on_renamed(self, path: Path, name: str) -> None:
        session = self._context.session
        if session.sample is not None and session.sample.path == path:
            session.rename_sample(name)
        session.entries_changed.emit()


def _renamed(project: Project, path: Path, name: str) -> str:
    """In the background: write the sample with its new name."""
    rename_sample(path, name)
    project.refresh()
    return name
