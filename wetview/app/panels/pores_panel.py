"""The step Pores: the pore space is divided, and its numbers are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.advanced import Advanced
from wetview.app.panels.fields import NumberField
from wetview.app.panels.form import Form
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.pore_look_form import PoreLookForm
from wetview.app.panels.pore_space_numbers import pore_rows, whole_rows
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import GAP, set_look
from wetview.units import DARCY, UM

if TYPE_CHECKING:
    from wetview.app.context import Context

_FILES = ("export_pores", "export_labels", "export_mesh")
_WAITING = {
    "pores": "The pores are being found…",
    "pore-space": "The pore space is being measured…",
    "permeability": "The permeability is being measured…",
    "simulate": "Wait for the simulation, or cancel it.",
}


class PoresPanel(StepPanel):
    """Merging, the numbers of the pore space, what is seen of it, and files.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Pores",
            "Divide the pore space into pores at its narrow places (watershed), and "
            "measure each of them.",
            context.actions["find_pores"],
            context.icons,
            "pores",
        )
        self._context = context
        self._of_pores: list[QWidget] = []
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        set_look(self._notes, "missing")
        self.add(self._notes)
        self._of_pores.append(self.add_section("The pores"))
        self._numbers = Numbers()
        self.add(self._numbers)
        look = PoreLookForm(context)
        self.add(look)
        files = self._make_files()
        self.add(files)
        self._of_pores += [self._numbers, look, files]
        self._whole_heading = self.add_section("The whole pore space")
        self._whole = Numbers()
        self.add(self._whole)
        self._measure_whole = ActionButton(context.actions["measure_pore_space"])
        self.add(self._measure_whole)
        self._of_pores += [self._whole_heading, self._whole]
        self._permeability_heading = self.add_section("Permeability")
        self._permeability = Numbers()
        self.add(self._permeability)
        self._measure = ActionButton(context.actions["find_permeability"])
        self.add(self._measure)
        form = Form()
        self._merge = NumberField("%", 0.0, 100.0, decimals=0, step=5.0)
        self._merge.setValue(10.0)
        form.add(
            "Merge threshold",
            self._merge,
            "Two fragments become one pore when the faces that they share exceed this "
            "share of the smaller one's surface. Less joins more",
        )
        self._advanced = Advanced(context.icons, form)
        self.add(self._advanced)
        session = context.session
        for signal in (
            session.sample_changed,
            session.pores_changed,
            session.pore_numbers_changed,
            session.permeability_changed,
            session.whole_changed,
            session.filling_changed,
        ):
            signal.connect(self.refresh)
        context.jobs.added.connect(self._on_job)
        context.jobs.finished.connect(self._on_job)
        self.refresh()

    @property
    def merge_fraction(self) -> float:
        """The merge threshold as a fraction."""
        return self._merge.value() / 100

    def set_merge_fraction(self, fraction: float) -> None:
        """Show a merge threshold."""
        self._merge.set_value(100 * fraction)

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        super().update_icons()
        self._advanced.update_icons()

    def _make_files(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for name in _FILES:
            actions = self._context.actions
            text = actions.short_text(name).removeprefix("Pore ").capitalize()
            row.addWidget(ActionButton(actions[name], text=text), 1)
        return box

    def _on_job(self, job: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the pores, and what is missing."""
        session, jobs = self._context.session, self._context.jobs
        sample = session.sample
        pores = sample.pores if sample else None
        for widget in self._of_pores:
            widget.setVisible(pores is not None)
        self._show_numbers()
        self._show_permeability()
        actions = self._context.actions
        actions["find_pores"].setText(
            "Find pores" if pores is None else "Find pores again"
        )
        for name in ("export_labels", "export_mesh"):
            actions[name].setEnabled(pores is not None and not jobs.active("pore-file"))
        may_measure = sample is not None and not jobs.active()
        actions["measure_pore_space"].setEnabled(may_measure)
        self._measure_whole.setVisible(
            sample is not None and pores is not None and not sample.whole
        )
        if sample is None:
            self.set_missing("Make or choose a sample in the step Volume first.")
            return
        active = [words for kind, words in _WAITING.items() if jobs.active(kind)]
        self.set_missing(active[0] if active else "")

    def _show_numbers(self) -> None:
        sample = self._context.session.sample
        numbers = self._context.session.pore_numbers
        is_known = sample is not None and sample.pores is not None
        if sample is None or not is_known or numbers is None:
            self._numbers.set_rows(())
            self._whole.set_rows(())
            self._notes.hide()
            return
        self._numbers.set_rows(pore_rows(sample, numbers))
        self._whole.set_rows(whole_rows(sample, numbers))
        notes = numbers["notes"]
        self._notes.setText("\n\n".join(notes))
        self._notes.setVisible(bool(notes))

    def _show_permeability(self) -> None:
        sample, jobs = self._context.session.sample, self._context.jobs
        for widget in (self._permeability_heading, self._measure):
            widget.setVisible(sample is not None)
        self._context.actions["find_permeability"].setEnabled(
            sample is not None and not jobs.active()
        )
        found = {} if sample is None else sample.permeability
        self._permeability.setVisible(bool(found))
        self._permeability.set_rows(
            [
                (
                    f"Along {axis}",
                    f"{one['value_m2'] / UM**2:.3g} µm²",
                    f"{one['value_m2']:.4g} m², {one['value_m2'] / DARCY:.4g} darcy;"
                    f" measured with one fluid, ends: {one['ends']}, sides:"
                    f" {one['sides']}",
                )
                for axis, one in found.items()
            ]
        )
