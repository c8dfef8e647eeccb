"""The step Simulate: electrolyte, pressure, the plan, and the runs so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.app.panels.advanced import Advanced
from wetview.app.panels.boundary_form import BoundaryForm
from wetview.app.panels.electrolyte_form import ElectrolyteForm
from wetview.app.panels.plan_view import PlanView
from wetview.app.panels.pressure_form import PressureForm
from wetview.app.panels.run_list import RunList
from wetview.app.panels.step_panel import StepPanel

if TYPE_CHECKING:
    from wetview.app.context import Context


class SimulatePanel(StepPanel):
    """Settings of a run.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Simulate",
            "Electrolyte enters at the inlet and drives the gas out (lattice "
            "Boltzmann).",
            context.actions["simulate"],
            context.icons,
            "simulate",
        )
        self._context = context
        self.add_section("Electrolyte")
        electrolyte = ElectrolyteForm(context)
        electrolyte.refused.connect(self.set_missing)
        self.add(electrolyte)
        self.add_section("Pressure")
        self._pressure = PressureForm(context)
        self.add(self._pressure)
        boundaries = BoundaryForm(context)
        boundaries.refused.connect(self.set_missing)
        self._advanced = Advanced(context.icons, boundaries)
        self.add(self._advanced)
        self.add_section("Plan")
        self._plan = PlanView(context)
        self.add(self._plan)
        self._runs_heading = self.add_section("Runs of this sample")
        self.runs = RunList(context)
        self.add(self.runs)
        session = context.session
        for signal in (
            session.request_changed,
            session.plan_changed,
            session.sample_changed,
            session.pores_changed,
        ):
            signal.connect(self.refresh)
        context.jobs.added.connect(self._on_job)
        context.jobs.finished.connect(self._on_job)
        self.refresh()

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        super().update_icons()
        for part in (self._advanced, self._pressure, self._plan):
            part.update_icons()

    def show_runs_section(self, is_shown: bool) -> None:
        """Show the list of runs, or nothing where there is none."""
        self._runs_heading.setVisible(is_shown)
        self.runs.setVisible(is_shown)

    def refresh(self) -> None:
        """Say what is still missing."""
        self.set_missing(self._missing_words())

    def _on_job(self, job: object) -> None:
        self.refresh()

    def _missing_words(self) -> str:
        session, jobs = self._context.session, self._context.jobs
        if session.sample is None:
            return "Make or choose a sample in the step Volume first."
        if jobs.active("simulate"):
            return "A simulation is running…"
        if jobs.active("pores"):
            return "The pores are being found…"
        if session.plan_check is None:
            return "One moment…"
        problem = session.plan_check.problem
        return "" if problem is None else str(problem)
