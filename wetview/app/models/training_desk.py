"""What the page Train works on: runs or a data set, settings, and the errors so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from psygnal import Signal

from wetview.jobs import TrainJob
from wetview.surrogate import FitSettings, preset_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wetview.errors import UserError
    from wetview.jobs import Loss
    from wetview.project import RunFacts
    from wetview.surrogate import Glance

PresetName = Literal["wetview", "paper"]


@dataclass(frozen=True)
class RunToLearn:
    """A run of the project, and whether a network can learn from it.

    Parameters
    ----------
    path : Path
        Its file.
    name : str
        What the user calls it.
    facts : RunFacts or None
        None where the file cannot be read.
    problem : UserError or None
        Why it cannot be used, if so.
    """

    path: Path
    name: str
    facts: RunFacts | None
    problem: UserError | None = None

    @property
    def electrode(self) -> str:
        """Name of its sample."""
        return "" if self.facts is None else self.facts.electrode


@dataclass(frozen=True)
class LearningSource:
    """What a network is to learn from.

    Parameters
    ----------
    runs : tuple of Path
        Runs of the project.
    dataset : Path or None
        A data set's file, in the place of runs.
    with_shipped : bool
        Whether to learn from the simulations that come with the program, too.
    """

    runs: tuple[Path, ...] = ()
    dataset: Path | None = None
    with_shipped: bool = False


@dataclass(frozen=True)
class TrainRequest:
    """Settings of a training.

    Parameters
    ----------
    preset : {"wetview", "paper"}
        See `wetview.surrogate.presets`.
    name : str
        What to call the network.
    n_members : int
        Networks of the ensemble.
    fit : FitSettings
        Shape and course.
    seed : int
        Of weights, order and splits.
    leaves_out : bool
        Whether electrodes are left out for the scores.
    """

    preset: PresetName = "wetview"
    name: str = ""
    n_members: int = 5
    fit: FitSettings = preset_named("wetview").settings
    seed: int = 0
    leaves_out: bool = True

    def with_preset(self, preset: PresetName) -> TrainRequest:
        """The same with all that a preset says."""
        known = preset_named(preset)
        return replace(
            self, preset=preset, n_members=known.n_members, fit=known.settings
        )

    def job(self, out: Path, source: LearningSource) -> TrainJob:
        """The job that does it."""
        fit = self.fit
        return TrainJob(
            **vars(source),
            out=out,
            name=self.name or out.stem,
            preset=self.preset,
            n_members=self.n_members,
            n_epochs=fit.n_epochs,
            batch_size=fit.batch_size,
            learning_rate=fit.learning_rate,
            weight_decay=fit.weight_decay,
            hidden=fit.hidden,
            seed=self.seed,
            leave_out=self.leaves_out,
        )


class TrainingDesk:
    """State of the page. Panel, views and controllers listen to its signals."""

    runs_changed = Signal()
    source_changed = Signal()
    glance_changed = Signal()
    request_changed = Signal()
    losses_changed = Signal()
    course_changed = Signal()

    def __init__(self) -> None:
        self._runs: tuple[RunToLearn, ...] = ()
        self._unchecked: frozenset[Path] = frozenset()
        self._dataset: Path | None = None
        self._with_shipped = False
        self._glance: Glance | None = None
        self._problem: UserError | None = None
        self._looking = ""
        self._request = TrainRequest()
        self._losses: dict[str, tuple[Loss, ...]] = {}
        self._course: str | None = None

    @property
    def runs(self) -> tuple[RunToLearn, ...]:
        """The runs of the project."""
        return self._runs

    @property
    def chosen(self) -> tuple[Path, ...]:
        """Runs that are to be learnt from."""
        return tuple(
            run.path
            for run in self._runs
            if run.problem is None and run.path not in self._unchecked
        )

    @property
    def dataset(self) -> Path | None:
        """A data set's file, which is learnt from instead of runs."""
        return self._dataset

    @property
    def source(self) -> LearningSource:
        """The runs that are chosen, or the data set."""
        runs = self.chosen if self._dataset is None else ()
        return LearningSource(runs, self._dataset, self._with_shipped)

    @property
    def with_shipped(self) -> bool:
        """Whether the simulations that come with the program are learnt from, too."""
        return self._with_shipped

    @property
    def glance(self) -> Glance | None:
        """What the data set is; None while that is being found out."""
        return self._glance

    @property
    def problem(self) -> UserError | None:
        """Why there is no data set, or why nothing can be learnt from it."""
        if self._problem is not None or self._glance is None:
            return self._problem
        return self._glance.refusal

    @property
    def looking(self) -> str:
        """What is being read for the glance, in words; "" where nothing is."""
        return self._looking

    @property
    def request(self) -> TrainRequest:
        """Settings."""
        return self._request

    @property
    def losses(self) -> dict[str, tuple[Loss, ...]]:
        """Errors so far by stage: "train", "leave out"."""
        return self._losses

    @property
    def course(self) -> str | None:
        """How far a training is, in words; None where none runs."""
        return self._course

    def set_runs(self, runs: Iterable[RunToLearn]) -> None:
        """Offer other runs; those that were unchecked stay so."""
        self._runs = tuple(runs)
        self.runs_changed.emit()

    def check(self, paths: Iterable[Path], are_checked: bool) -> None:
        """Choose runs, or leave them out."""
        paths = frozenset(paths)
        kept = self._unchecked - paths if are_checked else self._unchecked | paths
        if kept != self._unchecked:
            self._unchecked = kept
            self.source_changed.emit()

    def set_dataset(self, path: Path | None, *, with_shipped: bool = False) -> None:
        """Learn from a data set, or from the chosen runs; and from what is shipped."""
        if (path, with_shipped) != (self._dataset, self._with_shipped):
            self._dataset, self._with_shipped = path, with_shipped
            self.source_changed.emit()

    def set_glance(
        self, glance: Glance | None, problem: UserError | None = None
    ) -> None:
        """Take what the data set is."""
        self._glance, self._problem, self._looking = glance, problem, ""
        self.glance_changed.emit()

    def set_looking(self, note: str) -> None:
        """Say what is being read."""
        if note != self._looking:
            self._looking = note
            self.glance_changed.emit()

    def set_request(self, request: TrainRequest) -> None:
        """Change settings."""
        if request != self._request:
            self._request = request
            self.request_changed.emit()

    def begin(self) -> None:
        """Forget the errors of the training before."""
        self._losses = {}
        self.losses_changed.emit()

    def add_loss(self, loss: Loss) -> None:
        """Take the error of an epoch."""
        former = self._losses.get(loss.stage, ())
        self._losses = {**self._losses, loss.stage: (*former, loss)}
        self.losses_changed.emit()

    def set_course(self, course: str | None) -> None:
        """Say how far a training is; None when it has ended."""
        if course != self._course:
            self._course = course
            self.course_changed.emit()
