"""Makes, opens and copies projects, and remembers in them what the window shows."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wetview.app.control.opened_project import (
    WINDOW_SETTINGS,
    copy_project,
    free_folder,
    make_example,
    open_project,
    open_taken_in,
    read_open_sample,
)
from wetview.app.control.opener import stored_source
from wetview.app.control.showing import show_filling
from wetview.app.models import Draft, Step
from wetview.errors import UserError
from wetview.jobs.demo import SAMPLE_NAME
from wetview.project import Project
from wetview.project.records import PHASES_DATASET

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wetview.app.context import Context
    from wetview.app.control.opened_project import OpenedProject
    from wetview.app.control.opener import Opener
    from wetview.app.models import OpenSample
    from wetview.app.work import Background

_log = logging.getLogger(__name__)
_PAUSE_MS = 700


class Projects(QObject):
    """The project of the window.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where reading and writing happens.
    opener : Opener
        Opens the tomogram of a project again.
    window : QWidget
        Owner.
    """

    opened = Signal()
    camera_restored = Signal(object)
    camera_wanted = Signal()

    def __init__(
        self,
        context: Context,
        background: Background,
        opener: Opener,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._background = background
        self._opener = opener
        self._is_restoring = False
        self._camera: dict[str, Any] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.remember)
        session = context.session
        for signal in (
            session.step_changed,
            session.sample_changed,
            session.filling_changed,
            session.draft_changed,
            session.request_changed,
            context.selection.pore_changed,
            context.display.changed,
            context.comparing.settings_changed,
            context.timeline.options_changed,
            context.timeline.playing_changed,
        ):
            signal.connect(self._remember_soon)

    # projects

    def require(self, name: str) -> Project:
        """The project that is open; a new one where none is."""
        project = self._context.session.project
        if project is not None:
            return project
        return self._adopt(Project.create(self._new_folder(name), name))

    @Slot(object)
    def create(self, folder: Path) -> None:
        """Make an empty project and show it."""
        name = folder.name.removesuffix(".wetview")
        self.remember()
        self._background.drop("open")
        self._context.session.set_source(None, None)
        self._adopt(Project.create(folder, name))
        self._context.session.set_step(Step.VOLUME)
        self.opened.emit()

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a project and show what it showed last."""
        self.remember()
        self._background.start(
            "project",
            partial(open_project, Path(path)),
            then=self._on_opened,
            note=f"Opening {path.name}",
        )

    @Slot(object)
    def take_in(self, path: Path) -> None:
        """Show a sample or a run that lies elsewhere, from a copy in the project.

        Where no project is open there is a new one then, called like the file.
        """
        self.remember()
        project = self._context.session.project
        target = project or self._new_folder(path.stem)
        self._background.start(
            "project",
            partial(open_taken_in, path, target),
            then=self._on_taken_in,
            note=f"Opening {path.name}",
        )

    def open_sample(self, path: Path) -> None:
        """Show another sample of the project."""
        self._background.start(
            "sample",
            partial(read_open_sample, path),
            then=self._on_sample_read,
            note="Reading the sample",
        )

    def open_example(self) -> None:
        """Make the example electrode in a new project and show it."""
        self.remember()
        self._background.start(
            "project",
            partial(make_example, self._new_folder(SAMPLE_NAME)),
            then=self._on_opened,
            note="Making the example electrode",
        )

    def copy_to(self, folder: Path) -> None:
        """Copy the project to another folder and go on in the copy."""
        project = self._context.session.project
        if project is None:
            return
        self.remember()
        self._background.start(
            "project",
            partial(copy_project, project.folder, folder),
            then=self._on_opened,
            note=f"Copying to {folder.name}",
        )

    def _new_folder(self, name: str) -> Path:
        return free_folder(self._context.preferences.projects_folder, name)

    def _adopt(self, project: Project) -> Project:
        self._context.preferences.add_recent(project.folder)
        self._context.session.set_project(project)
        return project

    def _on_taken_in(self, opened: OpenedProject) -> None:
        session, sample = self._context.session, opened.sample
        assert sample is not None
        if session.project is not opened.project:
            self._background.drop("open")
            session.set_source(None, None)
            self._adopt(opened.project)
        self._context.selection.pore = None
        session.set_sample(sample)
        session.entries_changed.emit()
        if opened.filling is not None:
            show_filling(self._context, opened.filling, opened.filling_path)
        session.set_step(Step.PORES if opened.filling is None else Step.SIMULATE)
        if session.source is None:
            self._opener.reopen({"path": sample.path, "dataset": PHASES_DATASET}, None)
        self.opened.emit()

    def _on_sample_read(self, sample: OpenSample) -> None:
        self._context.selection.pore = None
        self._context.session.set_sample(sample)

    def _on_opened(self, opened: OpenedProject) -> None:
        session = self._context.session
        self._background.drop("open")
        self._is_restoring = True
        try:
            session.set_source(None, None)
            self._adopt(opened.project)
            self._restore(opened)
        finally:
            self._is_restoring = False
        self.opened.emit()

    # what is remembered

    def set_camera(self, camera: dict[str, Any] | None) -> None:
        """Take where the 3D view's camera stands, to be remembered."""
        self._camera = camera

    @Slot()
    def remember(self) -> None:
        """Write into the project what the window shows."""
        self._pause.stop()
        project = self._context.session.project
        if project is None or self._is_restoring:
            return
        if self._background.is_busy:
            self._pause.start()
            return
        self._write(project)

    def remember_now(self) -> None:
        """The same at the end, when nothing else runs."""
        self._pause.stop()
        project = self._context.session.project
        if project is not None:
            self._write(project)

    def _write(self, project: Project) -> None:
        self.camera_wanted.emit()
        try:
            project.settings[WINDOW_SETTINGS] = self._state()
        except UserError as problem:
            _log.warning("the project's settings cannot be saved: %s", problem)

    def _remember_soon(self, *_: object) -> None:
        if self._context.session.project is not None and not self._is_restoring:
            self._pause.start()

    def _state(self) -> dict[str, Any]:
        context, session = self._context, self._context.session
        source, draft = session.source, session.draft
        state: dict[str, Any] = {
            "step": session.step.value,
            "sample": session.sample.path.name if session.sample else None,
            "run": session.run_to_remember.name if session.run_to_remember else None,
            "pore": context.selection.pore,
            "frame": context.timeline.index,
            "speed": context.timeline.speed,
            "loops": context.timeline.loops,
            "display": context.display.as_dict(),
            "request": session.request.as_dict(),
            "compare": context.comparing.as_dict(),
            "camera": self._camera,
        }
        if source is not None and draft is not None:
            state["source"] = stored_source(source)
            state["draft"] = draft.as_dict()
        elif session.project is not None:
            known = session.project.settings.get(WINDOW_SETTINGS, {})
            state |= {key: known[key] for key in ("source", "draft") if key in known}
        return state

    def _restore(self, opened: OpenedProject) -> None:
        context, session = self._context, self._context.session
        state = opened.remembered
        try:
            session.set_request(session.request.restored(state.get("request", {})))
        except (TypeError, ValueError, UserError) as problem:
            _log.info("stored settings of the simulation are left out: %s", problem)
        self._camera = state.get("camera")
        self.camera_restored.emit(self._camera)
        context.selection.pore = None
        if opened.sample is not None:
            session.set_sample(opened.sample)
            if opened.filling is not None:
                frame = state.get("frame")
                show_filling(
                    context,
                    opened.filling,
                    opened.filling_path,
                    frame=frame if isinstance(frame, int) else 0,
                )
        context.display.restore(state.get("display", {}))
        context.comparing.restore(state.get("compare"))
        pore = state.get("pore")
        pores = opened.sample.pores if opened.sample else None
        if isinstance(pore, int) and pores is not None and 1 <= pore <= len(pores):
            context.selection.pore = pore
        if isinstance(state.get("loops"), bool):
            context.timeline.set_loops(state["loops"])
        session.set_step(_step(state, opened))
        if not state and opened.filling is not None:
            context.timeline.play()
        if isinstance(state.get("source"), dict):
            self._opener.reopen(state["source"], _draft(state))


def _step(state: dict[str, Any], opened: OpenedProject) -> Step:
    try:
        return Step(state.get("step"))
    except ValueError:
        if opened.filling is not None:
            return Step.SIMULATE
        return Step.VOLUME if opened.sample is None else Step.PORES


def _draft(state: dict[str, Any]) -> Draft | None:
    try:
        return Draft.from_dict(state["draft"])
    except (KeyError, TypeError, ValueError, UserError) as problem:
        _log.info("stored settings of the volume are left out: %s", problem)
        return None
