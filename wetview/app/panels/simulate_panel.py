"""The step Simulate: electrolyte, pressure, the plan, and the runs so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from wetview.app.panels.advanced import Advanced
from wetview.app.panels.fields import ChoiceField, IntegerField, NumberField
from wetview.app.panels.form import Form
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.run_list import RunList
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import set_look
from wetview.errors import UserError
from wetview.lbm.fluids import fluid_presets
from wetview.units import ATM, KPA, MN_PER_M, MPA_S, format_bytes, format_time

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import FillingRequest

_PRESSURES = tuple(
    (f"{atm:g} atm above the gas", atm * ATM) for atm in (0.5, 1, 2, 4, 8)
)
_OWN = "own values"


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
        self._add_liquid()
        self._add_pressure()
        self._advanced = Advanced(context.icons, self._make_advanced())
        self.add(self._advanced)
        self.add_section("Plan")
        self._plan = QLabel()
        self._plan.setWordWrap(True)
        set_look(self._plan, "muted")
        self.add(self._plan)
        self._numbers = Numbers()
        self.add(self._numbers)
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        set_look(self._notes, "muted")
        self._assumptions = Advanced(
            context.icons, self._notes, title="What the plan assumes"
        )
        self.add(self._assumptions)
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
        self._advanced.update_icons()
        self._assumptions.update_icons()

    def show_runs_section(self, is_shown: bool) -> None:
        """Show the list of runs, or nothing where there is none."""
        self._runs_heading.setVisible(is_shown)
        self.runs.setVisible(is_shown)

    def _add_liquid(self) -> None:
        self.add_section("Electrolyte")
        form = Form()
        presets = (*((name, name) for name in fluid_presets()), ("Own values", _OWN))
        self._preset = ChoiceField(presets)
        self._preset.edited.connect(self._on_preset)
        form.add("Liquid", self._preset, "An electrolyte with known properties")
        self._viscosity = NumberField("mPa s", 0.01, 10_000.0, decimals=3, step=0.1)
        self._viscosity.edited.connect(self._on_viscosity)
        form.add("Viscosity", self._viscosity, "Dynamic viscosity; more is slower")
        self._tension = NumberField("mN/m", 0.1, 1000.0, decimals=2)
        self._tension.edited.connect(self._on_tension)
        form.add(
            "Surface tension", self._tension, "Between electrolyte and gas, in mN/m"
        )
        self._density = NumberField("kg/m³", 100.0, 20_000.0, decimals=0, step=10.0)
        self._density.edited.connect(self._on_density)
        form.add("Density", self._density, "Density of the electrolyte in kg/m³")
        self._angle = NumberField("°", 10.0, 170.0, decimals=1, step=5.0)
        self._angle.edited.connect(self._on_angle)
        form.add(
            "Contact angle",
            self._angle,
            "On the solid, measured in the electrolyte; below 90° it is drawn in. The "
            "binder has the same unless Advanced gives it its own",
        )
        self.add(form)

    def _add_pressure(self) -> None:
        self.add_section("Pressure")
        form = Form()
        self._pressure = NumberField("kPa", 0.0, 10_000.0, decimals=1, step=10.0)
        self._pressure.edited.connect(self._on_pressure)
        form.add(
            "At the inlet",
            self._pressure,
            "Pressure of the electrolyte above that of the gas, in kPa",
        )
        self._atm = ChoiceField((*_PRESSURES, ("Other", None)))
        self._atm.edited.connect(self._on_atm)
        form.add("", self._atm, "Usual pressures in atmospheres above the gas")
        self._atm.setAccessibleName("Usual pressures")
        self._gas = ChoiceField((("stays", "kept"), ("dissolves", "dissolving")))
        self._gas.edited.connect(self._on_gas)
        form.add(
            "Trapped gas",
            self._gas,
            "What becomes of gas that the electrolyte has surrounded: it stays, or it "
            "dissolves slowly",
        )
        self.add(form)

    def _make_advanced(self) -> QWidget:
        form = Form()
        self._binder_angle = NumberField("°", 10.0, 170.0, decimals=1, step=5.0)
        self._binder_angle.edited.connect(self._on_binder_angle)
        form.add(
            "Angle on binder",
            self._binder_angle,
            "Contact angle on the carbon binder, measured in the electrolyte",
        )
        self._outlet = ChoiceField(
            (
                ("gas leaves, liquid stays", "vent"),
                ("gas and liquid leave", "open"),
                ("closed", "closed"),
            )
        )
        self._outlet.edited.connect(self._on_outlet)
        form.add("Outlet", self._outlet, "The face opposite the inlet")
        self._sides = ChoiceField((("walls", "wall"), ("periodic", "periodic")))
        self._sides.edited.connect(self._on_sides)
        form.add(
            "Sides",
            self._sides,
            "The four faces beside: walls, or the sample repeats there",
        )
        self._max_steps = IntegerField(
            "steps", 0, 100_000_000, step=10_000, unset="automatic"
        )
        self._max_steps.edited.connect(self._on_max_steps)
        form.add(
            "At most",
            self._max_steps,
            "Where the run ends if the saturation is still rising",
        )
        self._threads = IntegerField("", 0, 256, unset="automatic")
        self._threads.edited.connect(self._on_threads)
        form.add(
            "Processor cores",
            self._threads,
            "How many cores compute; automatic leaves one to this window",
        )
        return form

    def _on_job(self, job: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show the settings, the plan, and what is missing."""
        request = self._context.session.request
        fluids = request.fluids
        preset = fluid_presets().get(fluids.name)
        self._preset.set_value(fluids.name if preset is not None else _OWN)
        self._viscosity.set_value(fluids.liquid_viscosity_pa_s / MPA_S)
        self._tension.set_value(fluids.surface_tension_n_m / MN_PER_M)
        self._density.set_value(fluids.liquid_density_kg_m3)
        self._angle.set_value(fluids.contact_angle_deg)
        self._binder_angle.set_value(fluids.binder_contact_angle_deg)
        self._pressure.set_value(request.pressure_pa / KPA)
        usual = {round(pascals): pascals for _, pascals in _PRESSURES}
        self._atm.set_value(usual.get(round(request.pressure_pa)))
        self._gas.set_value(request.trapped_gas)
        self._outlet.set_value(request.outlet)
        self._sides.set_value(request.sides)
        self._max_steps.set_value(request.max_steps or 0)
        self._threads.set_value(request.n_threads or 0)
        self._show_plan()

    def _show_plan(self) -> None:
        session = self._context.session
        check = session.plan_check
        plan = check.plan if check is not None else None
        self._numbers.setVisible(plan is not None)
        self._assumptions.setVisible(plan is not None and bool(plan.notes))
        self._plan.setText(self._plan_words())
        self._plan.setVisible(bool(self._plan.text()))
        self.set_missing(self._missing_words())
        if check is None or plan is None:
            return
        self._notes.setText("\n".join(f"•  {note}" for note in plan.notes))
        longest_s = plan.max_steps * plan.step_s
        self._numbers.set_rows(
            (
                (
                    "At most",
                    f"{plan.max_steps:,} steps, {format_time(longest_s)}",
                    "It ends before when the saturation no longer rises",
                ),
                ("One step", format_time(plan.step_s), "Physical time of a step"),
                ("Pore voxels", f"{check.n_nodes:,}", "What is computed"),
                ("Memory", format_bytes(check.n_bytes), "What the run takes"),
            )
        )

    def _plan_words(self) -> str:
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

    # what the user changes

    def _change(self, **values: Any) -> None:
        request = self._context.session.request
        self._context.session.set_request(replace(request, **values))

    def _change_fluids(self, **values: Any) -> None:
        request = self._context.session.request
        try:
            fluids = replace(request.fluids, name="Own values", **values)
        except UserError as problem:
            self.set_missing(str(problem))
            return
        for preset in fluid_presets().values():
            if replace(fluids, name=preset.name) == preset:
                fluids = preset
        self._context.session.set_request(replace(request, fluids=fluids))

    @Slot(object)
    def _on_preset(self, name: str) -> None:
        request: FillingRequest = self._context.session.request
        preset = fluid_presets().get(name)
        if preset is not None:
            self._change(fluids=preset)
        else:
            self._change(fluids=replace(request.fluids, name="Own values"))

    @Slot(float)
    def _on_viscosity(self, value: float) -> None:
        self._change_fluids(liquid_viscosity_pa_s=value * MPA_S)

    @Slot(float)
    def _on_tension(self, value: float) -> None:
        self._change_fluids(surface_tension_n_m=value * MN_PER_M)

    @Slot(float)
    def _on_density(self, value: float) -> None:
        self._change_fluids(liquid_density_kg_m3=value)

    @Slot(float)
    def _on_angle(self, value: float) -> None:
        fluids = self._context.session.request.fluids
        angles = {"contact_angle_deg": value}
        # The binder follows until it is given an angle of its own.
        if fluids.binder_contact_angle_deg == fluids.contact_angle_deg:
            angles["binder_contact_angle_deg"] = value
        self._change_fluids(**angles)

    @Slot(float)
    def _on_binder_angle(self, value: float) -> None:
        self._change_fluids(binder_contact_angle_deg=value)

    @Slot(float)
    def _on_pressure(self, value: float) -> None:
        self._change(pressure_pa=value * KPA)

    @Slot(object)
    def _on_atm(self, pressure_pa: float | None) -> None:
        if pressure_pa is not None:
            self._change(pressure_pa=pressure_pa)

    @Slot(object)
    def _on_gas(self, value: str) -> None:
        self._change(trapped_gas=value)

    @Slot(object)
    def _on_outlet(self, value: str) -> None:
        self._change(outlet=value)

    @Slot(object)
    def _on_sides(self, value: str) -> None:
        self._change(sides=value)

    @Slot(int)
    def _on_max_steps(self, value: int) -> None:
        self._change(max_steps=value or None)

    @Slot(int)
    def _on_threads(self, value: int) -> None:
        self._change(n_threads=value or None)
