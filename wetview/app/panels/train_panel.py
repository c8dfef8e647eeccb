"""The page Train: what to learn from, by which preset, and the button that starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.advanced import Advanced
from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.fit_form import FitForm
from wetview.app.panels.form import Form
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.run_tree import RunTree
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import FIELD_HEIGHT, set_look
from wetview.project import shipped_dataset_path

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models.training_desk import PresetName
    from wetview.surrogate import Glance

_RUNS, _WITH_SHIPPED, _BROWSE = "runs", "with shipped", "browse"
_PRESETS = (("wetview", "wetview"), ("paper", "paper"))
_PRESET_WORDS = {
    "wetview": "Learns from the pore network and in dimensionless numbers; knows pores "
    "that never fill, and how sure it is.",
    "paper": "Six inputs, as Shodiev et al. have it: pressure only, every pore fills.",
}


class TrainPanel(StepPanel):
    """Runs or a data set, preset, and Train.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    browse_requested = Signal()
    """The user wants a data set from a file."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Train",
            "A network learns from simulated fillings how pores fill.",
            context.actions["train"],
            context.icons,
            "learn",
        )
        self._context = context
        self._desk = context.learning.training
        self._refusal = ""
        self._add_source()
        self._add_glance()
        self._add_settings()
        desk = self._desk
        desk.runs_changed.connect(self._show_runs)
        desk.source_changed.connect(self._show_chosen)
        desk.glance_changed.connect(self._show_glance)
        desk.request_changed.connect(self.refresh)
        desk.course_changed.connect(self.refresh)
        context.session.project_changed.connect(self._show_runs)
        context.session.entries_changed.connect(self._show_sources)
        self._show_runs()

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        super().update_icons()
        self._advanced.update_icons()

    # parts

    def _add_source(self) -> None:
        form = Form()
        self._source = ChoiceField()
        self._source.edited.connect(self._on_source)
        form.add(
            "Learn from",
            self._source,
            "Runs of this project, alone or with the simulations that come with "
            "wetview; or a data set",
        )
        self.add(form)
        self._tree = RunTree()
        self._tree.checked.connect(self._desk.check)
        self.add(self._tree)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self._count = QLabel()
        set_look(self._count, "muted")
        row.addWidget(self._count, 1)
        for text, tip, slot in (
            ("All", "Choose all runs that can be used", self._on_all),
            ("None", "Choose no run", self._on_none),
        ):
            button = QPushButton(text)
            set_look(button, "link")
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.add(self._buttons)
        self._unusable = QLabel()
        self._unusable.setWordWrap(True)
        set_look(self._unusable, "muted")
        self.add(self._unusable)

    def _add_glance(self) -> None:
        self.add_section("Data set")
        self._looking = QLabel()
        self._looking.setWordWrap(True)
        set_look(self._looking, "muted")
        self.add(self._looking)
        self._numbers = Numbers()
        self.add(self._numbers)
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        set_look(self._notes, "missing")
        self.add(self._notes)
        self._keep = ActionButton(self._context.actions["keep_dataset"], look="link")
        self.add(self._keep)

    def _add_settings(self) -> None:
        self.add_section("Network")
        form = Form()
        self._preset = ChoiceField(_PRESETS)
        self._preset.edited.connect(self._on_preset)
        form.add("Preset", self._preset, "What the network is given, and how it learns")
        self._about = form.add_note()
        self._name = QLineEdit()
        self._name.setMinimumHeight(FIELD_HEIGHT)
        self._name.setMaxLength(100)
        self._name.setPlaceholderText("as the preset")
        self._name.editingFinished.connect(self._on_name)
        form.add("Name", self._name, "What to call the network")
        self.add(form)
        fit = FitForm(self._context)
        fit.refused.connect(self._on_refused)
        self._advanced = Advanced(self._context.icons, fit)
        self.add(self._advanced)

    # what is shown

    def refresh(self) -> None:
        """Show the settings, and what is missing."""
        desk, action = self._desk, self._context.actions["train"]
        self._preset.set_value(desk.request.preset)
        self._about.setText(_PRESET_WORDS[desk.request.preset])
        if not self._name.hasFocus():
            self._name.setText(desk.request.name)
        is_training = desk.course is not None
        action.setText("Stop and keep the best" if is_training else "Train")
        self.set_outcome(desk.course or "")
        if is_training:
            self.set_missing("")
        else:
            self.set_missing(self._missing_words())

    def _missing_words(self) -> str:
        desk = self._desk
        if self._refusal:
            return self._refusal
        if self._context.session.project is None:
            return "Open or make a project first."
        if desk.looking:
            return f"{desk.looking}…"
        if desk.problem is not None:
            return str(desk.problem)
        if desk.dataset is None and not desk.runs:
            return "There is no run to learn from. Fill samples in the step Simulate."
        if desk.dataset is None and not desk.chosen:
            return "Choose runs to learn from."
        return "" if desk.glance is not None else "One moment…"

    def _show_runs(self) -> None:
        desk = self._desk
        self._tree.set_runs(desk.runs, desk.chosen)
        unusable = [run for run in desk.runs if run.problem is not None]
        words = ""
        if unusable:
            first = str(unusable[0].problem)
            n_more = len(unusable) - 1
            words = f"{len(unusable)} cannot be used. {first}"
            if n_more:
                words += f" The other {n_more} say why in their tooltips."
        self._unusable.setText(words)
        self._show_sources()
        self._show_chosen()

    def _show_sources(self) -> None:
        project, desk = self._context.session.project, self._desk
        choices: list[tuple[str, object]] = [
            ("Runs of this project", _RUNS),
            ("Runs and wetview's own", _WITH_SHIPPED),
            ("Wetview's own runs", shipped_dataset_path()),
        ]
        kept = [] if project is None else project.datasets()
        choices += [(f"Data set {entry.name}", entry.path) for entry in kept]
        known = {entry.path for entry in kept} | {shipped_dataset_path()}
        if desk.dataset is not None and desk.dataset not in known:
            choices.append((desk.dataset.name, desk.dataset))
        choices.append(("A data set from a file…", _BROWSE))
        self._source.set_choices(tuple(choices))
        of_runs = _WITH_SHIPPED if desk.with_shipped else _RUNS
        self._source.set_value(of_runs if desk.dataset is None else desk.dataset)

    def _show_chosen(self) -> None:
        desk = self._desk
        self._show_sources()
        has_runs = desk.dataset is None
        self._tree.set_chosen(desk.chosen)
        self._tree.setVisible(has_runs and bool(desk.runs))
        self._buttons.setVisible(has_runs and bool(desk.runs))
        self._unusable.setVisible(has_runs and bool(self._unusable.text()))
        self._count.setText(f"{len(desk.chosen)} of {len(desk.runs)} runs")
        self._keep.setVisible(has_runs and desk.glance is not None)
        self.refresh()

    def _show_glance(self) -> None:
        desk, glance = self._desk, self._desk.glance
        self._looking.setText(f"{desk.looking}…" if desk.looking else "")
        self._looking.setVisible(bool(desk.looking))
        self._numbers.setVisible(glance is not None)
        self._notes.setText("\n".join(glance.notes) if glance else "")
        self._notes.setVisible(bool(glance and glance.notes))
        self._keep.setVisible(glance is not None and desk.dataset is None)
        if glance is not None:
            self._numbers.set_rows(_numbers(glance))
        self.refresh()

    # what the user wants

    @Slot(object)
    def _on_source(self, value: object) -> None:
        if value == _BROWSE:
            self._show_sources()
            self.browse_requested.emit()
        else:
            self._desk.set_dataset(
                value if isinstance(value, Path) else None,
                with_shipped=value == _WITH_SHIPPED,
            )

    @Slot()
    def _on_all(self) -> None:
        self._desk.check((run.path for run in self._desk.runs), True)

    @Slot()
    def _on_none(self) -> None:
        self._desk.check((run.path for run in self._desk.runs), False)

    @Slot(object)
    def _on_preset(self, preset: PresetName) -> None:
        self._desk.set_request(self._desk.request.with_preset(preset))

    @Slot()
    def _on_name(self) -> None:
        name = self._name.text().strip()
        self._desk.set_request(replace(self._desk.request, name=name))

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self._refusal = reason
        self.refresh()
        self._refusal = ""


def _numbers(glance: Glance) -> tuple[tuple[str, str, str], ...]:
    low, high = glance.pressures[0], glance.pressures[-1]
    pressures = f"{low.pressure_pa / 1e3:.4g}"
    if len(glance.pressures) > 1:
        pressures += f" to {high.pressure_pa / 1e3:.4g}"
    return (
        ("Rows", f"{glance.n_rows:,}", "Pores of all runs: what the network sees"),
        ("Runs", f"{glance.n_runs}", "Simulated fillings"),
        ("Electrodes", f"{len(glance.electrodes)}", ", ".join(glance.electrodes)),
        (
            "Pressures",
            f"{len(glance.pressures)}: {pressures} kPa",
            "Different pressures of the runs",
        ),
        (
            "Never fill",
            f"{100 * glance.never_share:.1f} % of the pores",
            "Rows whose pore never takes up 5 % of its volume",
        ),
    )
