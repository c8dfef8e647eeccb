"""Finds sensitivities off the window's thread, and keeps them in the project."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.models import Step
from wetview.errors import Cancelled
from wetview.sensitivity import find_sobol

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.models.sensitivity_desk import NetworkChoice, SensitivityRequest
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.work import Background
    from wetview.plots import Table
    from wetview.sensitivity import CurveModel, SobolResult

_KEY = "sensitivity"
_LOAD_KEY = "sensitivity model"


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

    written = Signal(object)
    """Path of a figure or table that was written."""
    _reported = Signal(float)

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._stop = threading.Event()
        self._reported.connect(self._on_reported)
        desk = context.sensitivity
        desk.networks_changed.connect(self._load_chosen)
        context.session.step_changed.connect(self._on_step_changed)
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

    def write_figure(self, path: Path, make: MakeFigure, table: Table) -> None:
        """Write a figure at the width of a page, and its numbers as CSV beside it."""
        self._background.start(
            f"export {path}",
            partial(_write_figure, path, make, table),
            then=self.written.emit,
            note=f"Writing {path.name}",
        )

    def write_table(self, path: Path, table: Table) -> None:
        """Write numbers as CSV."""
        self._background.start(
            f"export {path}", partial(_write_table, path, table), then=self.written.emit
        )

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

    def _on_failed(self, problem: Any) -> None:
        self._context.sensitivity.set_progress(None)
        if not isinstance(problem, Cancelled):
            self._background.failed.emit(problem)

    @Slot(float)
    def _on_reported(self, share: float) -> None:
        if self._context.sensitivity.progress is not None:
            self._context.sensitivity.set_progress(share)

    # networks

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
            partial(_loaded, choice),
            then=partial(self._on_loaded, choice),
            note=f"Reading {choice.title}",
        )

    def _on_loaded(self, choice: NetworkChoice, model: CurveModel) -> None:
        self._context.sensitivity.set_model(choice.key, model)


def _write_figure(path: Path, make: MakeFigure, table: Table) -> Path:
    from wetview.plots import journal_size, save_figure, save_table

    save_figure(make("print", journal_size("double")), path)
    save_table(table, path.with_suffix(".csv"))
    return path


def _write_table(path: Path, table: Table) -> Path:
    from wetview.plots import save_table

    return save_table(table, path)


def _loaded(choice: NetworkChoice) -> CurveModel:
    """The model; what an analysis needs besides is loaded with it."""
    import SALib.sample.sobol

    del SALib
    return choice.load()
