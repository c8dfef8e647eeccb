"""Looks at what a network is to learn from, and trains it in a job."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wetview.app.control.run_names import run_names
from wetview.app.control.training_data import TrainingData, list_runs
from wetview.app.models import LearnPage, Step
from wetview.errors import Cancelled, UserError
from wetview.units import format_duration

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.control.job_center import JobCenter
    from wetview.app.models import JobState, RunToLearn
    from wetview.app.work import Background
    from wetview.jobs import Loss
    from wetview.surrogate import Glance

_PAUSE_MS = 250
_KEY = "learning data"


class Training(QObject):
    """Joins the page Train with files and jobs.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where files are read.
    jobs : JobCenter
        Starts and stops the training.
    parent : QObject
        Owner.
    """

    trained = Signal(object)
    """Path of a network that a job has written."""
    dataset_kept = Signal(object)
    _reported = Signal(str)

    def __init__(
        self,
        context: Context,
        background: Background,
        jobs: JobCenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._jobs = jobs
        self._data = TrainingData()
        self._stop = threading.Event()
        self._job_id: int | None = None
        self._looked_at: object = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._reported.connect(self._on_reported)
        desk, session = context.learning.training, context.session
        session.project_changed.connect(self._on_project_changed)
        session.entries_changed.connect(self.list_runs)
        session.step_changed.connect(self._on_step)
        context.learning.page_changed.connect(self._look_soon)
        desk.runs_changed.connect(self._look_soon)
        desk.source_changed.connect(self._look_soon)
        desk.request_changed.connect(self._on_request_changed)
        self._preset = desk.request.preset
        jobs.loss_arrived.connect(self._on_loss)
        jobs.network_made.connect(self._on_network_made)
        context.jobs.changed.connect(self._on_job_changed)
        context.jobs.finished.connect(self._on_job_finished)
        context.actions["train"].triggered.connect(self.train_or_stop)
        context.actions["keep_dataset"].triggered.connect(self.keep_dataset)

    def close(self) -> None:
        """Stop reading."""
        self._pause.stop()
        self._stop.set()

    # training

    @Slot()
    def train_or_stop(self) -> None:
        """Start a training; while one runs, stop it and keep the best."""
        if self._job_id is not None:
            self._jobs.stop(self._job_id)
            return
        project, desk = self._context.session.project, self._context.learning.training
        if project is None:
            return
        name = desk.request.name.strip() or desk.request.preset
        try:
            out = project.new_model_path(name)
            job = desk.request.job(out, desk.source)
        except UserError as problem:
            self._jobs.failed.emit(problem)
            return
        desk.begin()
        state = self._jobs.train(job)
        if state is not None:
            self._job_id = state.job_id
            desk.set_course("Starting…")

    @Slot(object, object)
    def _on_loss(self, state: JobState, loss: Loss) -> None:
        if state.job_id == self._job_id:
            self._context.learning.training.add_loss(loss)

    def _on_job_changed(self, state: JobState) -> None:
        if state.job_id != self._job_id or not state.is_active:
            return
        words = [state.note or "Starting…"]
        if state.status == "stopping":
            words = ["Stopping, keeping the best network…"]
        elif state.seconds_left is not None:
            words.append(f"{format_duration(state.seconds_left)} left")
        self._context.learning.training.set_course("\n".join(words))

    def _on_job_finished(self, state: JobState) -> None:
        if state.job_id == self._job_id:
            self._job_id = None
            self._context.learning.training.set_course(None)

    @Slot(object)
    def _on_network_made(self, path: Path) -> None:
        self._context.learning.shelf.choose(path)
        if self._context.learning.page is LearnPage.TRAIN:
            self._context.learning.set_page(LearnPage.NETWORKS)
        self.trained.emit(path)

    # what is learnt from

    def list_runs(self) -> None:
        """List the runs of the project again, once the step is shown."""
        project = self._context.session.project
        if project is None or self._context.session.step is not Step.LEARN:
            return
        self._background.start(
            "runs to learn from",
            partial(
                list_runs,
                project.runs(),
                run_names(project),
                self._data,
            ),
            then=self._on_listed,
        )

    def _on_listed(self, runs: tuple[RunToLearn, ...]) -> None:
        desk = self._context.learning.training
        if runs != desk.runs:
            desk.set_runs(runs)

    def _on_project_changed(self) -> None:
        self._stop.set()
        self._looked_at = None
        self._data = TrainingData()
        desk = self._context.learning.training
        desk.set_dataset(None)
        desk.set_runs(())
        desk.set_glance(None)
        self.list_runs()

    def _on_step(self, step: Step) -> None:
        self.list_runs()
        self._look_soon()

    def _on_request_changed(self) -> None:
        preset = self._context.learning.training.request.preset
        if preset != self._preset:
            self._preset = preset
            self._look_soon()

    def _look_soon(self) -> None:
        self._pause.start()

    @Slot()
    def look(self) -> None:
        """Read what is chosen, and say what it is."""
        desk = self._context.learning.training
        is_shown = (
            self._context.session.step is Step.LEARN
            and self._context.learning.page is LearnPage.TRAIN
        )
        wanted = (desk.source, desk.request.preset)
        if not is_shown or wanted == self._looked_at:
            return
        self._stop.set()
        self._looked_at = wanted
        if desk.dataset is None and not desk.chosen:
            self._background.drop(_KEY)
            desk.set_glance(None)
            return
        self._stop = threading.Event()
        desk.set_glance(None)
        desk.set_looking("Reading the runs")
        self._background.start(
            _KEY,
            partial(
                self._data.glance,
                desk.source,
                desk.request.preset,
                partial(self._report, self._stop),
            ),
            then=self._on_glance,
            failed=self._on_glance_failed,
        )

    def _report(
        self, stop: threading.Event, done: float, total: float, note: str
    ) -> None:
        """In the background: say how far the reading is."""
        if stop.is_set():
            raise Cancelled
        count = f" ({done + 1:.0f} of {total:.0f})" if total and done < total else ""
        self._reported.emit(note + count)

    @Slot(str)
    def _on_reported(self, note: str) -> None:
        desk = self._context.learning.training
        if desk.looking:
            desk.set_looking(note)

    def _on_glance(self, glance: Glance) -> None:
        self._context.learning.training.set_glance(glance)

    def _on_glance_failed(self, problem: object) -> None:
        if isinstance(problem, Cancelled):
            return
        self._looked_at = None
        desk = self._context.learning.training
        if isinstance(problem, UserError):
            desk.set_glance(None, problem)
        else:
            desk.set_glance(None, UserError("The runs cannot be read"))
            self._background.failed.emit(problem)

    @Slot()
    def keep_dataset(self) -> None:
        """Write what was read as a data set of the project."""
        project, desk = self._context.session.project, self._context.learning.training
        if project is None or desk.dataset is not None or not desk.chosen:
            return
        name = desk.request.name.strip() or project.name
        self._background.start(
            "keep data set",
            partial(
                self._data.keep,
                project,
                name,
                desk.source,
                partial(self._report, self._stop),
            ),
            then=self._on_dataset_kept,
            note="Writing the data set",
        )

    def _on_dataset_kept(self, path: Path) -> None:
        self._context.session.entries_changed.emit()
        self.dataset_kept.emit(path)
