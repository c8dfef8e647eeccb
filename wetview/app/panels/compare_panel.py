"""The step Compare: which fillings are side by side, in which panes, drawn how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wetview.app.models.pane_choices import COMMONS
from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.advanced import Advanced
from wetview.app.panels.compare_numbers import compare_numbers
from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.form import Form
from wetview.app.panels.look_form import LookForm
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.pane_form import PaneForm
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import GAP

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models.comparing import ComparableRun


class ComparePanel(StepPanel):
    """Settings of the step, and the numbers of the comparison.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Compare",
            "See two fillings side by side, and where and when they differ.",
            context.actions["predict"],
            context.icons,
            "learn",
        )
        self._context = context
        self._add_fillings()
        self.add_section("Panes")
        self.add(PaneForm(context))
        self._numbers_heading = self.add_section("B compared with A")
        self._numbers = Numbers()
        self.add(self._numbers)
        self._note = Form()
        self._words = self._note.add_note()
        self.add(self._note)
        self._look = Advanced(context.icons, LookForm(context), title="Look")
        self.add(self._look)
        comparing, session = context.comparing, context.session
        for signal in (
            comparing.settings_changed,
            comparing.runs_changed,
            comparing.fillings_changed,
            comparing.compared_changed,
            session.sample_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def _add_fillings(self) -> None:
        actions = self._context.actions
        self.add_section("Fillings")
        form = Form()
        self._first, self._second = ChoiceField(), ChoiceField()
        self._first.edited.connect(self._on_first)
        self._second.edited.connect(self._on_second)
        form.add("A", self._first, "The run that is compared with: solid lines, blue")
        form.add("B", self._second, "The run that is compared: dashed lines, orange")
        self._common = ChoiceField(COMMONS)
        self._common.edited.connect(self._on_common)
        form.add(
            "Step together by",
            self._common,
            "Equal physical times; or equal saturations, which leaves out that one is "
            "faster as a whole and shows whether the order of filling agrees",
        )
        self.add(form)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(ActionButton(actions["exchange_fillings"]))
        row.addWidget(ActionButton(actions["export_comparison"]), 1)
        self.add(buttons)

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        super().update_icons()
        self._look.update_icons()

    def refresh(self) -> None:
        """Show the runs, the settings, and what came of comparing."""
        comparing = self._context.comparing
        settings = comparing.settings
        choices = tuple((_title(run), run.path.name) for run in comparing.runs)
        for field, name in (
            (self._first, settings.first),
            (self._second, settings.second),
        ):
            field.set_choices(choices)
            field.set_value(name)
            field.setEnabled(bool(choices))
        self._common.set_value(settings.common)
        compared = comparing.compared
        self._numbers.set_rows(() if compared is None else compare_numbers(compared))
        for widget in (self._numbers_heading, self._numbers):
            widget.setVisible(compared is not None)
        words = self._words_for()
        self._words.setText(words)
        self._note.setVisible(bool(words))
        actions, has_both = self._context.actions, comparing.second is not None
        actions["exchange_fillings"].setEnabled(
            has_both and comparing.first is not None
        )
        actions["export_comparison"].setEnabled(comparing.first is not None)

    def _words_for(self) -> str:
        """What stands in the way of a comparison."""
        comparing = self._context.comparing
        if self._context.session.sample is None:
            return "Make or choose a sample in the step Volume first."
        if comparing.problem is not None:
            return str(comparing.problem)
        if not comparing.runs:
            return "This sample has no runs yet: simulate or predict its filling."
        if comparing.first is None or comparing.second is None:
            return (
                "Two runs of this sample are needed: simulate or predict another one."
            )
        return "" if comparing.compared is not None else "Comparing…"

    @Slot(object)
    def _on_first(self, name: str) -> None:
        settings = self._context.comparing.settings
        self._context.comparing.set_settings(replace(settings, first=name))

    @Slot(object)
    def _on_second(self, name: str) -> None:
        settings = self._context.comparing.settings
        self._context.comparing.set_settings(replace(settings, second=name))

    @Slot(object)
    def _on_common(self, common: str) -> None:
        settings = self._context.comparing.settings
        self._context.comparing.set_settings(replace(settings, common=common))


def _title(run: ComparableRun) -> str:
    return f"{run.name} (predicted)" if run.is_predicted else run.name
