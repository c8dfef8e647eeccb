"""Finds sensitivities off the window's thread, and keeps them in the project."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.models import NetworkChoice, Step
from wetview.errors import Cancelled, UserError
from wetview.progress import part
from wetview.project import (
    load_sensitivity,
    provenance,
    read_sample,
    read_surrogate,
    save_sensitivity,
    shipped_model_path,
)
from wetview.project.paths import file_stem
from wetview.sensitivity import find_sobol

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.models import OpenSample, SensitivityRequest
    from wetview.app.work import Background
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.project import Project
    from wetview.sensitivity import CurveModel, SobolResult
    from wetview.surrogate import Surrogate
    from wetview.volume import Phases
    from wetview.volume.faces import Face

_log = logging.getLogger(__name__)
_KEY = "sensitivity"
_LOAD_KEY = "sensitivity model"
_ELECTRODES_KEY = "electrodes to rank"


class Sensitivity(QObject):
    """Loads networks, runs analyses, cancels them.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the work happens.
    parent : QObject
        Owner.
    """

    _reported = Signal(float)

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._stop = threading.Event()
        self._reported.connect(self._on_reported)
        context.sensitivity.networks_changed.connect(self._load_chosen)
        session = context.session
        session.step_changed.connect(self._on_step_changed)
        for signal in (
            session.project_changed,
            session.entries_changed,
            session.sample_changed,
            session.pores_changed,
        ):
            signal.connect(self.offer_networks)
        context.actions["find_sensitivity"].triggered.connect(self.find)

    @Slot()
    def find(self) -> None:
        """Start an analysis of the chosen network."""
        desk = self._context.sensitivity
        if desk.model is None or desk.request is None or desk.progress is not None:
            return
        self._stop = threading.Event()
        desk.set_progress(0.0)
        self._background.start(
            _KEY,
            partial(self._find, desk.model, desk.request, self._stop),
            then=self._on_found,
            failed=self._on_failed,
            note="Finding sensitivities",
        )

    @Slot()
    def cancel(self) -> None:
        """Stop the analysis that runs."""
        self._stop.set()

    def _find(
        self, model: CurveModel, request: SensitivityRequest, stop: threading.Event
    ) -> SobolResult:
        """In the background: analyse, telling how far it is."""

        def report(done: float, total: float, note: str) -> None:
            if stop.is_set():
                raise Cancelled
            self._reported.emit(done / total if total else 0.0)

        return find_sobol(
            model,
            ranges=request.ranges,
            groups=request.groups,
            outputs=request.outputs,
            n_base=request.n_base,
            seed=request.seed,
            distribution=request.distribution,
            report=report,
        )

    def _on_found(self, result: SobolResult) -> None:
        desk = self._context.sensitivity
        desk.set_progress(None)
        desk.set_result(result)
        path = self._file_of(desk.chosen)
        if path is not None and desk.request is not None:
            settings = asdict(desk.request)
            self._background.start(
                f"keep {path}",
                partial(_keep, path, result, settings),
                then=self._on_kept,
            )

    def _on_kept(self, path: Path) -> None:
        _log.info("kept the sensitivities in %s", path)

    def _file_of(self, choice: NetworkChoice | None) -> Path | None:
        """Where the indices of a network are kept in the project."""
        project = self._context.session.project
        if project is None or choice is None:
            return None
        return project.sensitivities_folder / f"{file_stem(choice.title)}.h5"

    def _on_failed(self, problem: Any) -> None:
        self._context.sensitivity.set_progress(None)
        if not isinstance(problem, Cancelled):
            self._background.failed.emit(problem)

    @Slot(float)
    def _on_reported(self, share: float) -> None:
        if self._context.sensitivity.progress is not None:
            self._context.sensitivity.set_progress(share)

    # networks

    def offer_networks(self) -> None:
        """Offer the networks of the project and of the program.

        Each can be asked about single pores, and about the electrode that is open.
        """
        session = self._context.session
        choices = [
            choice
            for name, path in _networks(session.project)
            for choice in _choices(name, path, session.sample, session.request.inlet)
        ]
        desk = self._context.sensitivity
        if [one.key for one in choices] != [one.key for one in desk.networks]:
            desk.set_networks(choices)

    @Slot()
    def rank_electrodes(self) -> None:
        """Add every electrode of the project to the ranking."""
        from wetview.sensitivity.electrode_model import ElectrodeModel

        session, model = self._context.session, self._context.sensitivity.model
        if session.project is None or not isinstance(model, ElectrodeModel):
            return
        paths = [entry.path for entry in session.project.samples()]
        self._background.start(
            _ELECTRODES_KEY,
            partial(_electrodes, model.surrogate, paths, session.request.inlet),
            then=partial(self._on_electrodes, model),
            note="Measuring the electrodes of the project",
            is_long=True,
        )

    def _on_electrodes(
        self, model: CurveModel, electrodes: dict[str, CurveModel]
    ) -> None:
        desk = self._context.sensitivity
        if model is desk.model:
            desk.rank_electrodes(electrodes)

    def _on_step_changed(self, step: Step) -> None:
        self._load_chosen()

    def _load_chosen(self) -> None:
        """Load the chosen network once the step is shown."""
        desk = self._context.sensitivity
        choice = desk.chosen
        is_shown = self._context.session.step is Step.SENSITIVITY
        if choice is None and is_shown and desk.networks:
            desk.choose(desk.networks[0].key)
            return
        if choice is None or not is_shown or desk.model is not None:
            return
        self._background.start(
            _LOAD_KEY,
            partial(_loaded, choice, self._file_of(choice)),
            then=partial(self._on_loaded, choice),
            note=f"Reading {choice.title}",
            is_long=True,
        )

    def _on_loaded(
        self, choice: NetworkChoice, loaded: tuple[CurveModel, SobolResult | None]
    ) -> None:
        model, result = loaded
        desk = self._context.sensitivity
        desk.set_model(choice.key, model)
        if desk.model is model and result is not None:
            desk.set_result(result)


def _loaded(
    choice: NetworkChoice, kept: Path | None, report: Report
) -> tuple[CurveModel, SobolResult | None]:
    """The model, and its indices if they were found before.

    What an analysis needs besides is loaded with it.
    """
    import SALib.sample.sobol

    del SALib
    model = choice.load(report)
    result = None
    if kept is not None and kept.is_file():
        try:
            result = load_sensitivity(kept)
        except UserError as problem:
            _log.warning("indices cannot be read: %s", problem)
    names = [column.name for column in model.inputs]
    fits = result is not None and [one.name for one in result.ranges] == names
    return model, result if fits else None


def _keep(path: Path, result: SobolResult, settings: dict[str, Any]) -> Path:
    save_sensitivity(path, result, provenance=provenance(settings, None))
    return path


def _networks(project: Project | None) -> list[tuple[str, Path]]:
    """Names and files of the networks that there are, the project's first."""
    own = [] if project is None else project.models()
    found = [(entry.name, entry.path) for entry in own]
    try:
        found.append(("Shipped network", shipped_model_path()))
    except FileNotFoundError:
        _log.warning("the program came without a network")
    return found


def _choices(
    name: str, path: Path, sample: OpenSample | None, inlet: Face
) -> list[NetworkChoice]:
    """What a network can be asked about."""
    choices = [
        NetworkChoice(
            f"{path}", f"{name}: single pores", partial(_load_pore_model, path)
        )
    ]
    if sample is not None and sample.pores is not None:
        key = f"{path} {sample.path} {len(sample.pores)} {inlet}"
        load = partial(
            _load_electrode_model, path, sample.phases, sample.pores, sample.name, inlet
        )
        choices.append(
            NetworkChoice(key, f"{name}: {sample.name}", load, is_of_electrode=True)
        )
    return choices


def _load_pore_model(path: Path, report: Report) -> CurveModel:
    from wetview.sensitivity.pore_model import PoreModel

    return PoreModel(read_surrogate(path))


def _load_electrode_model(
    path: Path, phases: Phases, pores: Pores, name: str, inlet: Face, report: Report
) -> CurveModel:
    from wetview.sensitivity.electrode_model import ElectrodeModel
    from wetview.surrogate import view_electrode

    view = view_electrode(phases, pores, inlet=inlet, report=report)
    return ElectrodeModel(read_surrogate(path), view, name=name)


def _electrodes(
    surrogate: Surrogate, paths: list[Path], inlet: Face, report: Report
) -> dict[str, CurveModel]:
    """Models of all electrodes whose pores are known, by name."""
    from wetview.sensitivity.electrode_model import ElectrodeModel
    from wetview.surrogate import view_electrode

    models: dict[str, CurveModel] = {}
    for number, path in enumerate(paths):
        sample = read_sample(path)
        if sample.pores is not None:
            view = view_electrode(
                *(sample.phases, sample.pores),
                inlet=inlet,
                report=part(report, number, number + 1, len(paths)),
            )
            name = sample.phases.name
            models[name] = ElectrodeModel(surrogate, view, name=name)
    return models
