"""Works out in the background what the settings mean: the plan, the pores' numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from wetview.app.models import FillingRequest, OpenSample, PlanCheck, Step
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
        session = context.session
        session.request_changed.connect(self._plan_soon)
        session.sample_changed.connect(self._plan_soon)
        session.step_changed.connect(self._on_step_changed)
        session.pores_changed.connect(self._count)

    def _plan_soon(self) -> None:
        self._pause.start()

    def _on_step_changed(self, step: Step) -> None:
        self._plan_soon()

    @Slot()
    def _plan(self) -> None:
        session = self._context.session
        if session.sample is None or session.step is not Step.SIMULATE:
            return
        if session.plan_check is None:
            self._background.start(
                "plan",
                partial(_check, session.request, session.sample),
                then=session.set_plan_check,
            )

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
    from wetview.lbm import estimate, plan_filling

    try:
        plan = plan_filling(
            sample.phases,
            request.fluids,
            pressure_pa=request.pressure_pa,
            outlet=request.outlet,
            sides=request.sides,
            trapped_gas=request.trapped_gas,
            max_steps=request.max_steps,
        )
    except UserError as problem:
        return PlanCheck(request, sample.path, None, problem=problem)
    size = estimate(plan, sample.phases)
    return PlanCheck(
        request, sample.path, plan, n_nodes=size.n_nodes, n_bytes=size.n_bytes
    )


def _describe(sample: OpenSample) -> dict[str, Any]:
    from wetview.jobs.label import describe_pores

    assert sample.pores is not None
    return describe_pores(sample.phases, sample.pores)
