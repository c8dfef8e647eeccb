"""Runs one job in this process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import Cancelled
from wetview.jobs.export_jobs import BundleJob, DemoJob, ReportJob, SeriesJob
from wetview.jobs.filling_jobs import (
    GenerateJob,
    PermeabilityJob,
    PoresJob,
    ResumeJob,
    SimulateJob,
)
from wetview.jobs.learning_jobs import (
    CampaignJob,
    PredictJob,
    ReproducePaperJob,
    TrainJob,
)
from wetview.jobs.messages import Frame, Log, Loss, Message, Progress
from wetview.jobs.picture_jobs import PanesJob, PictureJob, VideoJob
from wetview.jobs.pore_jobs import PoreFileJob, PoreSpaceJob
from wetview.jobs.time_left import TimeLeft
from wetview.project.plain_json import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from wetview.jobs.description import Job
    from wetview.jobs.simulate import OnFrame
    from wetview.surrogate import History

_SECONDS_BETWEEN_REPORTS = 0.2


def run_job(
    job: Job,
    emit: Callable[[Message], None],
    should_stop: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Run a job.

    Parameters
    ----------
    job : Job
        What to do.
    emit : callable
        Given the messages as they come: progress, log and frames, not the result.
    should_stop : callable
        Asked several times a second.

    Returns
    -------
    dict
        The result, of what JSON can hold; a filling that was stopped has the outcome
        "stopped" in it.

    Raises
    ------
    UserError
        If the user has to put something right.
    Cancelled
        If it was stopped with nothing to keep.
    """
    report = Reporter(emit, should_stop)
    result: dict[str, Any]
    match job:
        case GenerateJob():
            from wetview.jobs.generate import generate

            result = generate(job, report)
        case PoresJob():
            from wetview.jobs.label import label

            result = label(job, report)
        case PoreSpaceJob():
            from wetview.jobs.pore_space import pore_space

            result = pore_space(job, report)
        case PoreFileJob():
            from wetview.jobs.pore_file import pore_file

            result = pore_file(job, report)
        case SimulateJob():
            from wetview.jobs.simulate import simulate

            on_frame = frame_sender(emit) if job.stream_frames else None
            result = simulate(job, report, on_frame)
        case ResumeJob():
            from wetview.jobs.simulate import resume

            on_frame = frame_sender(emit) if job.stream_frames else None
            result = resume(job, report, on_frame)
        case PermeabilityJob():
            from wetview.jobs.permeability import permeability

            result = permeability(job, report)
        case TrainJob():
            from wetview.jobs.train import train_network

            result = train_network(job, report, loss_sender(emit))
        case PredictJob():
            from wetview.jobs.predict import predict

            result = predict(job, report)
        case CampaignJob():
            from wetview.jobs.campaign import campaign

            result = campaign(job, report)
        case ReproducePaperJob():
            from wetview.jobs.reproduce import reproduce

            result = reproduce(job, report)
        case VideoJob():
            from wetview.jobs.video import video

            result = video(job, report)
        case PictureJob():
            from wetview.jobs.picture import still

            result = still(job, report)
        case PanesJob():
            from wetview.jobs.panes import panes

            result = panes(job, report)
        case SeriesJob():
            from wetview.jobs.series import series

            result = series(job, report)
        case BundleJob():
            from wetview.jobs.bundle import bundle

            result = bundle(job, report)
        case ReportJob():
            from wetview.jobs.report import make_report

            result = make_report(job, report)
        case DemoJob():
            from wetview.jobs.demo import demo

            result = demo(job, report, say=lambda line: emit(Log(line)))
    return plain(result)  # type: ignore[no-any-return]


class Reporter:
    """A `Report` that turns into messages, not too many, and asks for a stop.

    Parameters
    ----------
    emit : callable
        Given a `Progress` up to five times a second.
    should_stop : callable
        Asked at every report.
    """

    def __init__(
        self, emit: Callable[[Message], None], should_stop: Callable[[], bool]
    ) -> None:
        self._emit = emit
        self._should_stop = should_stop
        self._time_left = TimeLeft()
        self._sent_s = -float("inf")
        self._total = -1.0

    def __call__(self, done: float, total: float, note: str) -> None:
        """Say how far the work is.

        Raises
        ------
        Cancelled
            If it is to stop.
        """
        if self._should_stop():
            raise Cancelled
        seconds_left = self._time_left.update(done, total)
        now_s = time.monotonic()
        is_new = total <= 0 or self._total <= 0 or done >= total
        if is_new or now_s - self._sent_s >= _SECONDS_BETWEEN_REPORTS:
            self._sent_s = now_s
            self._emit(Progress(done, total, note, seconds_left))
        self._total = total


def loss_sender(emit: Callable[[Message], None]) -> Callable[[str, History], None]:
    """What passes the loss of a training on as messages."""

    def send(stage: str, history: History) -> None:
        emit(
            Loss(
                stage,
                history.epoch[-1],
                history.training[-1],
                history.validation[-1],
            )
        )

    return send


def frame_sender(emit: Callable[[Message], None]) -> OnFrame:
    """What passes the frames of a run on as messages."""

    def send(
        index: int,
        step: int,
        time_s: float,
        saturation: float,
        pore_saturation: NDArray[np.float32],
        liquid_fraction: NDArray[np.uint8],
    ) -> None:
        emit(Frame(index, time_s, step, saturation, pore_saturation, liquid_fraction))

    return send
