"""The job that trains a network, and scores it on electrodes it never saw."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from wetview.errors import Cancelled, UserError
from wetview.jobs.learning_data import LearningReader
from wetview.project import (
    provenance,
    require_new_file,
    write_surrogate,
)
from wetview.surrogate import (
    Dataset,
    TrainingRecord,
    TrainingSettings,
    evaluate_left_out,
    preset_named,
    train,
)
from wetview.surrogate.evaluation import MEMBERS_LEFT_OUT
from wetview.surrogate.glance import MIN_ELECTRODES
from wetview.surrogate.training import leave_out_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from wetview.jobs.learning_jobs import TrainJob
    from wetview.progress import Report
    from wetview.surrogate import Evaluation, History, Surrogate

_CHANGES = ("n_epochs", "batch_size", "learning_rate", "weight_decay", "hidden")


def train_network(
    job: TrainJob,
    report: Report,
    on_loss: Callable[[str, History], None] = lambda stage, history: None,
    *,
    dataset: Dataset | None = None,
) -> dict[str, Any]:
    """Train on the runs or the data set that a job names, unless that was read already.

    Returns
    -------
    dict
        "out", "outcome" ("done" or "stopped"), "seconds", "n_rows", "n_epochs",
        "was_stopped", "training" and "validation" (loss by epoch), and "scores", what
        `Evaluation.as_dict` gives, or None where no electrode could be left out.

    Raises
    ------
    UserError
        If the runs teach nothing, or the network cannot be written.
    Cancelled
        If it was stopped before anything was learnt; later, the best is kept, without
        scores if they were not finished.
    """
    require_new_file(job.out, overwrite=job.overwrite)
    started_s = time.perf_counter()
    if dataset is None:
        dataset = read_learning_data(job, report)
    settings = training_settings(job)
    course = _Course.of(job, dataset, settings)

    note = "Training"

    def on_epoch(epoch: int, n_epochs: int, history: History) -> None:
        nonlocal note
        note = _note("Training", history)
        on_loss("train", history)
        report(course.trained(epoch), course.total, note)

    surrogate, history = train(
        dataset,
        settings,
        name=job.name or job.out.stem,
        on_epoch=on_epoch,
        on_batch=lambda done: report(course.trained(done), course.total, note),
    )
    # The network is safe before it is judged, which takes longer than to train it.
    record = TrainingRecord(history)
    write_surrogate(job.out, with_card(surrogate, job, dataset, None, history), record)
    evaluation, was_stopped = None, history.was_stopped
    if course.leaves_out and not was_stopped:
        try:
            evaluation, leaving_out = _evaluate(
                dataset, settings, course, report, on_loss
            )
        except _NotJudged:
            was_stopped = True
        else:
            surrogate = with_card(surrogate, job, dataset, evaluation, history)
            record = record.with_scores(evaluation, leaving_out)
            write_surrogate(job.out, surrogate, record)
    return {
        "out": job.out,
        "outcome": "stopped" if was_stopped else "done",
        "seconds": time.perf_counter() - started_s,
        "n_rows": surrogate.card["n_rows"],
        "n_epochs": history.epoch[-1],
        "was_stopped": was_stopped,
        "epoch": history.epoch,
        "training": history.training,
        "validation": history.validation,
        "scores": None if evaluation is None else evaluation.as_dict(),
    }


class _NotJudged(Exception):
    """A stop while electrodes are left out: there is a network, but no scores."""


@dataclass(frozen=True)
class _Course:
    """How the work divides: networks are trained together, so each counts the same.

    Parameters
    ----------
    n_epochs : int
        Of both parts.
    n_members, n_left_out : int
        Networks that are kept, and those that are trained for the scores.
    """

    n_epochs: int
    n_members: int
    n_left_out: int

    @classmethod
    def of(cls, job: TrainJob, dataset: Dataset, settings: TrainingSettings) -> Self:
        """The course of a job."""
        n_electrodes = len(dataset.electrodes)
        leaves_out = job.leave_out and n_electrodes >= MIN_ELECTRODES
        return cls(
            settings.settings().n_epochs,
            settings.n_members or preset_named(settings.preset).n_members,
            MEMBERS_LEFT_OUT * len(leave_out_groups(dataset.electrodes))
            if leaves_out
            else 0,
        )

    @property
    def leaves_out(self) -> bool:
        """Whether there will be scores."""
        return self.n_left_out > 0

    @property
    def total(self) -> float:
        """Epochs of single networks."""
        return float(self.n_epochs * (self.n_members + self.n_left_out))

    def trained(self, epoch: float) -> float:
        """What is done in an epoch of the first part."""
        return float(epoch * self.n_members)

    def left_out(self, epoch: float) -> float:
        """What is done in an epoch of the second part."""
        return self.trained(self.n_epochs) + epoch * self.n_left_out


def training_settings(job: TrainJob) -> TrainingSettings:
    """The settings of a job, with what it leaves to the preset."""
    given = {
        name: getattr(job, name) for name in _CHANGES if getattr(job, name) is not None
    }
    fit = replace(preset_named(job.preset).settings, **given)
    return TrainingSettings(job.preset, job.n_members, fit, job.seed)


def with_card(
    surrogate: Surrogate,
    job: TrainJob,
    dataset: Dataset,
    evaluation: Evaluation | None,
    history: History | None = None,
) -> Surrogate:
    """The surrogate with what a user must know of it, and its calibrated interval."""
    # Where files lay on this computer is of no use to others who get the network.
    description = {
        **job.model_dump(mode="json"),
        "runs": [path.name for path in job.runs],
        "dataset": None if job.dataset is None else job.dataset.name,
        "out": job.out.name,
    }
    card = {
        **surrogate.card,
        "dataset": dataset.name,
        "runs": [record.name for record in dataset.records],
        "time_unit": "s" if dataset.time_unit_s else "lattice steps",
        "scores": None if evaluation is None else evaluation.as_dict(),
        "history": None if history is None else _history(history),
        "provenance": provenance(description, job.dataset),
    }
    if evaluation is None:
        return replace(surrogate, card=card)
    return replace(
        surrogate,
        card=card,
        interval_factor=evaluation.interval_factor,
        interval_floor=evaluation.interval_floor,
        level=evaluation.level,
    )


def _history(history: History) -> dict[str, list[float]]:
    """The errors over the epochs, of which figures are drawn later."""
    return {
        "epoch": [float(epoch) for epoch in history.epoch],
        "training": [float(f"{error:.6g}") for error in history.training],
        "validation": [float(f"{error:.6g}") for error in history.validation],
    }


def read_learning_data(job: TrainJob, report: Report) -> Dataset:
    """The data set that a job names, or that its runs make."""
    if job.dataset is not None and job.runs:
        raise UserError("Both runs and a data set are given", "Give one of them")
    return LearningReader(job.merge_fraction).read(
        job.name or job.out.stem,
        dataset=job.dataset,
        runs=job.runs,
        with_shipped=job.with_shipped,
        report=report,
    )


def _evaluate(
    dataset: Dataset,
    settings: TrainingSettings,
    course: _Course,
    report: Report,
    on_loss: Callable[[str, History], None],
) -> tuple[Evaluation, History | None]:
    seen: History | None = None
    note = "Leaving electrodes out"

    def on_epoch(epoch: int, n_epochs: int, history: History) -> None:
        nonlocal seen, note
        seen, note = history, _note("Leaving electrodes out", history)
        on_loss("leave out", history)
        on_batch(epoch)

    def on_batch(done: float) -> None:
        try:
            report(course.left_out(done), course.total, note)
        except Cancelled:
            # Networks that are half trained must not be scored.
            raise _NotJudged from None

    evaluation = evaluate_left_out(
        dataset,
        settings,
        n_members=MEMBERS_LEFT_OUT,
        on_epoch=on_epoch,
        on_batch=on_batch,
    )
    return evaluation, seen


def _note(what: str, history: History) -> str:
    return (
        f"{what}: error {history.training[-1]:.3f}, validation"
        f" {history.validation[-1]:.3f} after {history.epoch[-1]} epochs"
    )
