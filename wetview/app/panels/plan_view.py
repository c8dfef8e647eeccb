"""What the next run would take, and what it assumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wetview.app.panels.advanced import Advanced
from wetview.app.panels.numbers import Numbers
from wetview.app.theme import GAP, set_look
from wetview.memory import memory_text
from wetview.units import format_rough_duration, format_time

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import PlanCheck
    from wetview.lbm import Estimate, FillingPlan


class PlanView(QWidget):
    """The plan's numbers; its assumptions are folded away below.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._words = QLabel()
        self._words.setWordWrap(True)
        set_look(self._words, "muted")
        self._numbers = Numbers()
        self._details = Numbers()
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        set_look(self._notes, "muted")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._details)
        column.addWidget(self._notes)
        self._assumptions = Advanced(
            context.icons, inside, title="What the plan assumes"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self._words, self._numbers, self._assumptions):
            layout.addWidget(widget)
        context.session.plan_changed.connect(self.refresh)
        context.session.sample_changed.connect(self.refresh)
        context.session.pores_changed.connect(self.refresh)
        self.refresh()

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        self._assumptions.update_icons()

    def refresh(self) -> None:
        """Show the plan, or why there is none."""
        check = self._context.session.plan_check
        plan = None if check is None else check.plan
        self._words.setText(self._what_is_wrong())
        self._words.setVisible(bool(self._words.text()))
        self._numbers.setVisible(plan is not None)
        self._assumptions.setVisible(plan is not None)
        if check is None or plan is None or check.size is None:
            return
        self._numbers.set_rows(_main_rows(check, plan, check.size))
        self._details.set_rows(_detail_rows(check, plan, check.size))
        self._notes.setText("\n".join(f"•  {note}" for note in plan.notes))

    def _what_is_wrong(self) -> str:
        session = self._context.session
        check = session.plan_check
        if session.sample is None:
            return ""
        if check is None:
            return "Working out the plan…"
        if check.plan is None:
            return "There is no plan with these settings."
        if session.sample.pores is None:
            return "Without pores there is one curve only: find them first."
        return ""


_Row = tuple[str, str, str]


def _main_rows(check: PlanCheck, plan: FillingPlan, size: Estimate) -> tuple[_Row, ...]:
    steps = plan.expected_steps
    return (
        (
            "Computing",
            _computing_time(check, size),
            "How long it takes on this computer, from a short measurement and the "
            "steps expected; good to a factor of three",
        ),
        (
            "Expected",
            f"{steps:,} steps, {format_time(steps * plan.step_s)}",
            "Steps, and physical time, until the saturation no longer rises; good to a "
            "factor of three",
        ),
        (
            "At most",
            f"{plan.max_steps:,} steps, {format_time(plan.max_steps * plan.step_s)}",
            "Where it ends if the saturation still rises",
        ),
        ("Memory", memory_text(size.n_bytes), "What the run's process takes"),
    )


def _computing_time(check: PlanCheck, size: Estimate) -> str:
    if check.speed is not None:
        seconds = size.seconds(check.speed.nodes_per_second)
        return f"about {format_rough_duration(seconds)}"
    return "being measured…" if check.is_measuring else "not measured yet"


def _detail_rows(
    check: PlanCheck, plan: FillingPlan, size: Estimate
) -> tuple[_Row, ...]:
    lattice, expected = plan.lattice, plan.expected
    rows = [
        ("Pore voxels", f"{size.n_nodes:,}", "What is computed"),
        ("One step", format_time(plan.step_s), "Physical time of a step"),
        (
            "Reynolds number",
            f"{expected.reynolds:.2g}; here {plan.lattice_reynolds:.2g}",
            "Inertia over friction: in reality, and on the lattice",
        ),
        (
            "Capillary number",
            f"{expected.capillary:.2g}",
            "Friction over surface tension at the expected speed of the front",
        ),
        (
            "Viscosity ratio",
            f"{_real_ratio(plan):.3g}; here {plan.viscosity_ratio:.2g}",
            "Electrolyte over gas: in reality, and on the lattice",
        ),
        (
            "Density, at most",
            f"1 + {plan.density_excess:.2g}",
            "Lattice density at the inlet; the limit is 1 + 0.15",
        ),
        (
            "Speed, at most",
            f"{lattice.largest_speed:.2g} voxels/step",
            "Largest expected speed on the lattice; the limit is 0.1",
        ),
    ]
    if check.speed is not None:
        rows.append(("Computes on", check.speed.device, "What was measured"))
    return tuple(rows)


def _real_ratio(plan: FillingPlan) -> float:
    return plan.fluids.liquid_viscosity_pa_s / plan.fluids.gas_viscosity_pa_s
