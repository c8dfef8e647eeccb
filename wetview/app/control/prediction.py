"""Predicts fillings of the open sample while sliders move, off the window's thread."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.control.sample_of_run import remember_sample_of_run
from wetview.app.control.showing import show_filling
from wetview.app.models import Conditions, LearnPage, Step
from wetview.errors import UserError
from wetview.jobs import FluidsSettings, PredictJob
from wetview.pores import require_filling_path
from wetview.project import provenance, read_filling, read_sample, write_predicted
from wetview.project.predicted_run import interval_90
from wetview.surrogate import PredictedFilling, Predictor, view_electrode

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.models import KnownModel, OpenSample
    from wetview.app.work import Background
    from wetview.filling import Filling
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.project import Project
    from wetview.surrogate import Surrogate
    from wetview.volume import Phases
    from wetview.volume.faces import Face

_KEY = "prediction"
_VIEW_KEY = "electrode for predictions"
_MOST_VIEWS = 4


class Prediction(QObject):
    """Answers the latest conditions; those passed meanwhile are left out.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where electrodes are measured and fillings predicted.
    parent : QObject
        Owner.
    """

    kept = Signal(object)
    """Path of a run that a prediction was written as."""

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._predictors: dict[tuple[Phases, Pores, Face], Predictor] = {}
        self._measuring: tuple[Phases, Pores, Face] | None = None
        self._is_busy = False
        self._is_behind = False
        self._answered: object = None
        self._shown: Filling | None = None
        session, learning = context.session, context.learning
        session.step_changed.connect(self._on_changed)
        session.sample_changed.connect(self.ask)
        session.pores_changed.connect(self.ask)
        session.request_changed.connect(self.ask)
        learning.page_changed.connect(self.ask)
        learning.shelf.chosen_changed.connect(self.ask)
        learning.prediction.conditions_changed.connect(self.ask)
        context.actions["predict"].triggered.connect(self.show_page)
        context.actions["keep_prediction"].triggered.connect(self.keep)

    @Slot()
    def show_page(self) -> None:
        """Go to the page Predict, which predicts at once."""
        self._context.learning.set_page(LearnPage.PREDICT)
        self._context.session.set_step(Step.LEARN)

    def conditions(self) -> Conditions:
        """What is predicted for.

        Raises
        ------
        UserError
            If the pressure of the step Simulate makes no sense.
        """
        own = self._context.learning.prediction.conditions
        return Conditions.of(self._context.session.request) if own is None else own

    def _on_changed(self, *_: object) -> None:
        self.ask()

    def ask(self) -> None:
        """Predict for what is set, now or after the prediction under way."""
        learning, session = self._context.learning, self._context.session
        if session.step is not Step.LEARN or learning.page is not LearnPage.PREDICT:
            return
        desk, model = learning.prediction, learning.shelf.chosen
        missing = self._missing(model)
        if missing:
            self._answered = None
            desk.set_missing(missing)
            return
        assert session.sample is not None
        assert session.sample.pores is not None
        assert model is not None
        assert model.surrogate is not None
        try:
            conditions = self.conditions()
        except UserError as problem:
            desk.set_missing(str(problem))
            return
        key = (session.sample.phases, session.sample.pores, conditions.inlet)
        predictor = self._predictors.get(key)
        if predictor is None:
            self._measure(key)
            return
        wanted = (key, model, conditions)
        if self._is_busy:
            self._is_behind = True
            return
        if wanted == self._answered and desk.predicted is not None:
            if session.filling is not desk.predicted.filling and not desk.is_kept:
                self._show(desk.predicted.filling)
            return
        self._is_busy, self._is_behind = True, False
        name = f"{conditions.name}, predicted"
        self._background.start(
            _KEY,
            partial(
                _predicted, predictor, model.surrogate, conditions, name, model.path
            ),
            then=partial(self._on_predicted, wanted),
            failed=self._on_failed,
        )

    def _missing(self, model: KnownModel | None) -> str:
        """What stands in the way of a prediction, in words."""
        sample, shelf = self._context.session.sample, self._context.learning.shelf
        if sample is None:
            return "Make or choose a sample in the step Volume first."
        if sample.pores is None:
            return (
                "The pores of this sample are not known. Find them in the step Pores"
                " first."
            )
        if model is None:
            return shelf.note or "Train a network, or import one."
        if model.surrogate is None:
            return str(model.problem or "This network cannot be used.")
        if model.surrogate.card.get("time_unit") == "lattice steps":
            return (
                "This network gives times in lattice steps, which belong to the runs it"
                " was trained on. Choose another one."
            )
        return ""

    # measuring an electrode, once

    def _measure(self, key: tuple[Phases, Pores, Face]) -> None:
        self._context.learning.prediction.set_missing("Measuring the electrode…")
        if self._measuring == key:
            return
        self._measuring = key
        self._background.start(
            _VIEW_KEY,
            partial(_measured, key),
            then=partial(self._on_measured, key),
            failed=self._on_not_measured,
            note="Measuring the electrode for predictions",
            is_long=True,
        )

    def _on_measured(
        self, key: tuple[Phases, Pores, Face], predictor: Predictor
    ) -> None:
        self._measuring = None
        while len(self._predictors) >= _MOST_VIEWS:
            self._predictors.pop(next(iter(self._predictors)))
        self._predictors[key] = predictor
        self.ask()

    def _on_not_measured(self, problem: object) -> None:
        self._measuring = None
        self._say(problem, "This electrode cannot be measured.")

    # predictions

    def _on_predicted(
        self, wanted: object, answer: tuple[PredictedFilling, float]
    ) -> None:
        self._is_busy = False
        learning, session = self._context.learning, self._context.session
        is_shown = session.step is Step.LEARN and learning.page is LearnPage.PREDICT
        sample = session.sample
        key = wanted[0]  # type: ignore[index]
        if is_shown and sample is not None and sample.phases is key[0]:
            predicted, seconds = answer
            self._answered = wanted
            learning.prediction.set_predicted(predicted, seconds)
            self._show(predicted.filling)
        if self._is_behind:
            self.ask()

    def _on_failed(self, problem: object) -> None:
        self._is_busy = False
        self._answered = None
        self._say(problem, "This filling cannot be predicted.")

    def _say(self, problem: object, otherwise: str) -> None:
        """Say in the panel what is in the way; an error of the program also aloud."""
        desk = self._context.learning.prediction
        if isinstance(problem, UserError):
            desk.set_missing(str(problem))
        else:
            desk.set_missing(otherwise)
            self._background.failed.emit(problem)

    def _show(self, filling: Filling) -> None:
        """Show a prediction at the moment at which the one before was shown."""
        former, timeline = self._context.session.filling, self._context.timeline
        frame = None
        is_within = timeline.index < timeline.n_frames - 1
        if former is not None and former is self._shown and is_within:
            frame = filling.frame_at(float(former.frame_time_s[timeline.index]))
        # The curves and the 3D view follow the filling; drawn for the index, too, they
        # would show the former filling once more.
        with timeline.index_changed.blocked():
            show_filling(self._context, filling, None, frame=frame)
        self._shown = filling

    # keeping

    @Slot()
    def keep(self) -> None:
        """Write the prediction that is shown as a run of the project."""
        session, learning = self._context.session, self._context.learning
        project, sample, desk = session.project, session.sample, learning.prediction
        model = learning.shelf.chosen
        if (
            project is None
            or sample is None
            or model is None
            or desk.predicted is None
            or desk.is_kept
        ):
            return
        try:
            out = project.new_run_path(f"{sample.name} predicted")
            conditions = self.conditions()
        except UserError as problem:
            self._background.failed.emit(problem)
            return
        desk.set_kept(True)
        job = PredictJob(
            model=model.path,
            sample=sample.path,
            out=out,
            name=desk.predicted.filling.name,
            fluids=FluidsSettings.of(conditions.fluids),
            pressure_pa=conditions.pressure_pa,
            inlet=conditions.inlet,
        )
        self._background.start(
            f"keep {out}",
            partial(_kept, project, job, desk.predicted, sample),
            then=partial(self._on_kept, desk.predicted),
            failed=self._on_not_kept,
            note="Writing the prediction as a run",
        )

    def _on_kept(self, predicted: PredictedFilling, read: tuple[Path, Filling]) -> None:
        path, filling = read
        session = self._context.session
        if session.filling is predicted.filling:
            frame = self._context.timeline.index
            show_filling(self._context, filling, path, frame=frame)
        session.entries_changed.emit()
        self.kept.emit(path)

    def _on_not_kept(self, problem: object) -> None:
        self._context.learning.prediction.set_kept(False)
        self._background.failed.emit(problem)


def _measured(key: tuple[Phases, Pores, Face], report: Report) -> Predictor:
    """In the background: what is the same for all predictions of an electrode."""
    phases, pores, inlet = key
    require_filling_path(phases, inlet=inlet)
    return Predictor(view_electrode(phases, pores, inlet=inlet, report=report))


def _predicted(
    predictor: Predictor,
    surrogate: Surrogate,
    conditions: Conditions,
    name: str,
    model: Path,
) -> tuple[PredictedFilling, float]:
    """In the background: the prediction, and the seconds that it took."""
    started_s = time.perf_counter()
    predicted = predictor.predict(
        surrogate, conditions.fluids, conditions.pressure_pa, name=name
    )
    filling = predicted.filling
    filling.description.update(model=model.name)
    shown = replace(
        filling, results={**filling.results, "interval_90": interval_90(predicted)}
    )
    return replace(predicted, filling=shown), time.perf_counter() - started_s


def _kept(
    project: Project, job: PredictJob, predicted: PredictedFilling, sample: OpenSample
) -> tuple[Path, Filling]:
    """In the background: write a prediction, and read it as any run."""
    assert sample.pores is not None
    write_predicted(
        job.out,
        predicted,
        phases=sample.phases,
        pores=sample.pores,
        provenance=provenance(
            job.model_dump(mode="json"),
            sample.path,
            input_provenance=read_sample(sample.path).provenance,
        ),
    )
    remember_sample_of_run(project, job.out, sample.path)
    project.refresh()
    return job.out, read_filling(job.out)
