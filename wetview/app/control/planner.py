"""Works out in the background what the settings mean: the plan, the pores' numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from wetview.app.models import FillingRequest, OpenSample, PlanCheck, Step
from wetview.app.work import SpeedMeter
from wetview.errors import UserError

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.work import Background

_PAUSE_MS = 200


class Planner(QObject):
    """Keeps the plan and the numbers of the pores up to date.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the work happens.
    parent : QObject
        Owner.
    """

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._plan)
        self._speed_meter = SpeedMeter(self)
        self._speed_meter.measured.connect(self._start)
        context.jobs.finished.connect(self._on_job_finished)
        session = context.session
        session.request_changed.connect(self._plan_soon)
        session.sample_changed.connect(self._plan_soon)
        session.step_changed.connect(self._on_step_changed)
        session.pores_changed.connect(self._count)

    def _plan_soon(self) -> None:
        self._pause.start()

    def _on_job_finished(self, job: object) -> None:
        self._plan_soon()

    def _on_step_changed(self, step: Step) -> None:
        self._plan_soon()

    def close(self) -> None:
        """End what runs beside the window."""
        self._speed_meter.close()

    @Slot()
    def _plan(self) -> None:
        session = self._context.session
        if session.sample is None or session.step is not Step.SIMULATE:
            return
        check = session.plan_check
        if check is None or (check.plan and check.speed is None):
            self._start()

    @Slot()
    def _start(self) -> None:
        session = self._context.session
        if session.sample is not None:
            self._background.start(
                "plan",
                partial(_check, session.request, session.sample),
                then=self._on_checked,
            )

    def _on_checked(self, check: PlanCheck) -> None:
        if check.plan is not None and check.speed is None:
            # Beside a job it would come out too low; the job's end comes here again.
            if not self._context.jobs.active():
                request = check.request
                self._speed_meter.measure(request.device, request.n_threads)
            check = replace(check, is_measuring=self._speed_meter.is_measuring)
        self._context.session.set_plan_check(check)

    def _count(self) -> None:
        session = self._context.session
        session.set_pore_numbers(None)
        sample = session.sample
        if sample is None or sample.pores is None:
            self._background.drop("pore numbers")
            return
        self._background.start(
            "pore numbers",
            partial(_describe, sample),
            then=session.set_pore_numbers,
        )


def _check(request: FillingRequest, sample: OpenSample) -> PlanCheck:
    from wetview.jobs.engine_speed import known_speed
    from wetview.lbm import estimate

    try:
        plan = request.job(sample.path, sample.path).plan(sample.phases)
    except UserError as problem:
        return PlanCheck(request, sample.path, None, problem=problem)
    return PlanCheck(
        request,
        sample.path,
        plan,
        size=estimate(plan, sample.phases),
        speed=known_speed(request.device, request.n_threads),
    )


def _describe(sample: OpenSample) -> dict[str, Any]:
    from wetview.jobs.label import describe_pores
    from wetview.pores.pore_space import notes_on

    assert sample.pores is not None
    return {
        **describe_pores(sample.phases, sample.pores),
        "notes": notes_on(sample.phases, sample.pores),
    }
