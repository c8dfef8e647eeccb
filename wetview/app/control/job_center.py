"""Starts jobs, listens to them, and puts what they make where it belongs."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.control.running_job import RunningJob
from wetview.app.control.sample_of_run import remember_sample_of_run
from wetview.app.control.showing import show_filling
from wetview.app.models import LiveFilling
from wetview.errors import UserError
from wetview.jobs import (
    Frame,
    GenerateJob,
    Job,
    PermeabilityJob,
    PoresJob,
    PoreSpaceJob,
    ResumeJob,
    TrainJob,
    write_job,
)
from wetview.lbm.devices import AUTO
from wetview.project import part_path, read_filling, read_sample

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.models import JobState
    from wetview.app.work import Background
    from wetview.jobs import ElectrodeSettings
    from wetview.pores import Pores
    from wetview.project import Project

_EXPORTS = ("video", "picture", "series", "report", "bundle", "pore-file")


class JobCenter(QObject):
    """The jobs of the window.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where results are read.
    parent : QObject
        Owner.
    """

    failed = Signal(object)
    """An error that the user must see."""
    crashed = Signal(str)
    """What a job said that ended in a bug."""
    video_made = Signal(object)
    """A video, or something else for other programs, was written there."""
    preview_made = Signal(object)
    sample_generated = Signal(object)
    """Path of the sample."""
    pores_found = Signal()
    run_made = Signal(object)
    network_made = Signal(object)
    loss_arrived = Signal(object, object)
    """A `JobState`, and the error of an epoch of its training."""

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._running: dict[int, RunningJob] = {}
        self._live: tuple[int, Path, LiveFilling] | None = None

    # starting

    def generate(self, project: Project, electrode: ElectrodeSettings) -> None:
        """Make an electrode and open it."""
        out = project.new_sample_path(electrode.name)
        job = GenerateJob(electrode=electrode, out=out)
        self._start(job, "Generating an electrode", {"out": out})

    def find_pores(self, merge_fraction: float) -> None:
        """Divide the pore space of the sample."""
        sample = self._context.session.sample
        if sample is not None:
            job = PoresJob(sample=sample.path, merge_fraction=merge_fraction)
            self._start(job, "Finding pores", {"sample": sample.path})

    @Slot()
    def simulate(self) -> None:
        """Fill the sample with the settings of the session."""
        session = self._context.session
        project, sample, request = session.project, session.sample, session.request
        if project is None or sample is None:
            return
        out = project.new_run_path(sample.name)
        try:
            job = request.job(sample.path, out)
        except UserError as problem:
            self.failed.emit(problem)
            return
        name = job.name
        running = self._start(
            job, f"Simulating {name}", {"sample": sample.path, "out": out}
        )
        if running is None:
            return
        live = LiveFilling(
            name, voxel_m=sample.phases.voxel_m, description=asdict(request)
        )
        self._live = (running.state.job_id, sample.path, live)
        remember_sample_of_run(project, out, sample.path)
        show_filling(self._context, live.filling(), None, run_being_made=out)

    @Slot()
    def resume(self) -> None:
        """Go on with the run that is shown."""
        session = self._context.session
        sample, filling, path = session.sample, session.filling, session.filling_path
        if sample is None or filling is None or path is None:
            return
        device = session.request.device
        job = ResumeJob(run=path, device=None if device == AUTO else device)
        running = self._start(
            job,
            f"Resuming {filling.name}",
            {"sample": sample.path, "out": path},
            kind="simulate",
        )
        if running is None:
            return
        live = LiveFilling.resumed(filling)
        self._live = (running.state.job_id, sample.path, live)
        show_filling(self._context, live.filling(), None, run_being_made=path)

    @Slot()
    def find_permeability(self) -> None:
        """Measure the permeability of the sample along its three axes."""
        sample = self._context.session.sample
        if sample is not None:
            self._start(
                PermeabilityJob(sample=sample.path),
                "Measuring permeability",
                {"sample": sample.path},
            )

    @Slot()
    def measure_pore_space(self) -> None:
        """Measure tortuosity, pore sizes and walls of the sample."""
        sample = self._context.session.sample
        if sample is not None:
            self._start(
                PoreSpaceJob(sample=sample.path),
                "Measuring the pore space",
                {"sample": sample.path},
            )

    def export(self, job: Job, title: str, out: Path, *, preview: bool = False) -> None:
        """Write something for other programs; a preview is only shown."""
        self._start(job, title, {"out": out, "preview": preview})

    def train(self, job: TrainJob) -> JobState | None:
        """Train a network; None if the job could not be started."""
        running = self._start(job, f"Training {job.name}", {"out": job.out})
        return None if running is None else running.state

    def _start(
        self, job: Job, title: str, about: dict[str, Any], *, kind: str | None = None
    ) -> RunningJob | None:
        project = self._context.session.project
        if project is None:
            return None
        try:
            description = write_job(job, project.jobs_folder)
        except UserError as problem:
            self.failed.emit(problem)
            return None
        state = self._context.jobs.new(kind or job.kind, title)
        running = RunningJob(state, description, about, self._context.jobs, self)
        running.frame_arrived.connect(self._on_frame)
        running.loss_arrived.connect(self.loss_arrived)
        running.ended.connect(self._on_ended)
        self._running[state.job_id] = running
        running.start()
        return running

    # stopping

    @Slot(int)
    def stop(self, job_id: int) -> None:
        """Ask a job to end and keep what it has."""
        if job_id in self._running:
            self._running[job_id].stop()

    @Slot()
    def stop_all(self) -> None:
        """Ask every job to end."""
        for running in list(self._running.values()):
            running.stop()

    def wait(self, timeout_s: float) -> None:
        """Wait for jobs that were asked to end; kill what is left after that."""
        ends = time.monotonic() + timeout_s
        for running in list(self._running.values()):
            left_ms = max(0, round(1000 * (ends - time.monotonic())))
            running.wait_or_kill(left_ms)

    # what comes back

    @Slot(object, object)
    def _on_frame(self, state: JobState, frame: Frame) -> None:
        if self._live is None or self._live[0] != state.job_id:
            return
        _, sample_path, live = self._live
        live.add(
            index=frame.index,
            step=frame.step,
            time_s=frame.time_s,
            saturation=frame.saturation,
            pore_saturation=frame.pore_saturation,
            liquid_fraction=frame.liquid_fraction,
        )
        if self._shows_live(sample_path):
            self._context.session.grow_filling(live.filling())
            self._context.timeline.grow(len(live))

    def _shows_live(self, sample_path: Path) -> bool:
        session = self._context.session
        filling = session.filling
        is_same_sample = (
            session.sample is not None and session.sample.path == sample_path
        )
        return is_same_sample and filling is not None and filling.outcome == "running"

    @Slot(object, object, object)
    def _on_ended(self, running: RunningJob, result: object, problem: object) -> None:
        state = running.state
        self._running.pop(state.job_id, None)
        showed_live = False
        if self._live is not None and self._live[0] == state.job_id:
            showed_live = self._shows_live(self._live[1])
            self._live = None
        if isinstance(result, dict) or _left_something(running):
            self._take_result(running, showed_live)
        elif showed_live:
            show_filling(self._context, None, None)
        if isinstance(problem, UserError):
            self.failed.emit(problem)
        elif isinstance(problem, str) and problem:
            self.crashed.emit(problem)
        running.deleteLater()

    def _take_result(self, running: RunningJob, showed_live: bool) -> None:
        about, project = running.about, self._context.session.project
        if running.state.kind in _EXPORTS:
            made = self.preview_made if about["preview"] else self.video_made
            made.emit(about["out"])
            return
        if project is None:
            return
        work = partial(_read_result, project, running.state.kind, about)
        then = self._on_pores_read
        if running.state.kind == "permeability":
            then = self._on_permeability_read
        if running.state.kind == "pore-space":
            then = self._on_whole_read
        if running.state.kind == "train":
            then = self._on_network_kept
        if running.state.kind == "generate":
            then = self._on_generated
        if running.state.kind == "simulate":
            then = self._on_run_read if showed_live else self._on_run_kept
        self._background.start(
            f"result of job {running.state.job_id}",
            work,
            then=then,
            note="Reading the result",
        )

    def _on_pores_read(self, read: tuple[Path, Any]) -> None:
        path, pores = read
        session = self._context.session
        session.entries_changed.emit()
        if session.sample is not None and session.sample.path == path:
            self._context.selection.pore = None
            session.set_pores(pores)
            self.pores_found.emit()
            if not session.sample.whole:
                self.measure_pore_space()

    def _on_permeability_read(self, read: tuple[Path, Any]) -> None:
        path, permeability = read
        session = self._context.session
        session.entries_changed.emit()
        if session.sample is not None and session.sample.path == path:
            session.set_permeability(permeability)

    def _on_whole_read(self, read: tuple[Path, Any]) -> None:
        path, whole = read
        session = self._context.session
        if session.sample is not None and session.sample.path == path:
            session.set_whole(whole)

    def _on_network_kept(self, read: tuple[Path, Any]) -> None:
        self._context.session.entries_changed.emit()
        self.network_made.emit(read[0])

    def _on_generated(self, read: tuple[Path, Any]) -> None:
        self._context.session.entries_changed.emit()
        self.sample_generated.emit(read[0])

    def _on_run_read(self, read: tuple[Path, Any]) -> None:
        path, filling = read
        timeline = self._context.timeline
        was_at_end = timeline.index >= timeline.n_frames - 1
        frame = None if was_at_end else timeline.index
        show_filling(self._context, filling, path, frame=frame)
        self._on_run_kept(read)

    def _on_run_kept(self, read: tuple[Path, Any]) -> None:
        self._context.session.entries_changed.emit()
        self.run_made.emit(read[0])


def _read_result(
    project: Project, kind: str, about: dict[str, Any]
) -> tuple[Path, Any]:
    project.refresh()
    if kind == "pores":
        return about["sample"], _read_pores(about["sample"])
    if kind == "permeability":
        return about["sample"], read_sample(about["sample"]).permeability
    if kind == "pore-space":
        return about["sample"], read_sample(about["sample"]).whole
    if kind in ("train", "generate"):
        return about["out"], None
    return about["out"], read_filling(about["out"])


def _read_pores(path: Path) -> Pores | None:
    from wetview.scene.shapes import prepare_pores  # VTK takes seconds to load

    pores = read_sample(path).pores
    if pores is not None:
        prepare_pores(pores)
    return pores


def _left_something(running: RunningJob) -> bool:
    """Whether a job without a result has left frames, the run before, or a network."""
    if running.state.kind == "train":
        return bool(running.about["out"].exists())
    if running.state.kind != "simulate":
        return False
    out: Path = running.about["out"]
    return out.exists() or part_path(out).exists()
