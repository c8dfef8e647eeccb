"""The step Pores: the pore space is divided, and its numbers are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from wetview.app.models.pore_columns import COLOURABLE, column
from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.advanced import Advanced
from wetview.app.panels.fields import ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.panels.numbers import Numbers
from wetview.app.panels.step_panel import StepPanel
from wetview.units import DARCY, UM

if TYPE_CHECKING:
    from wetview.app.context import Context

_COLOURS = (
    ("Neighbours differ", "categorical"),
    *((column(key).title, key) for key in COLOURABLE),
)


class PoresPanel(StepPanel):
    """Merging, the numbers of the pore space, and what colours the pores.

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
        self._numbers_heading = self.add_section("The pore space")
        self._numbers = Numbers()
        self.add(self._numbers)
        self._permeability_heading = self.add_section("Permeability")
        self._permeability = Numbers()
        self.add(self._permeability)
        self._measure = ActionButton(context.actions["find_permeability"])
        self.add(self._measure)
        self._colour_heading = self.add_section("Colours in 3D")
        self._colour_form = Form()
        self._colour = ChoiceField(_COLOURS)
        self._colour.edited.connect(self._on_colour)
        self._colour_form.add(
            "Colour pores by", self._colour, "What the colours of the pores mean"
        )
        self.add(self._colour_form)
        form = Form()
        self._merge = NumberField("%", 0.0, 100.0, decimals=0, step=5.0)
        self._merge.setValue(10.0)
        form.add(
            "Merge threshold",
            self._merge,
            "Two pores become one when the throat between them is nearly as wide as "
            "the smaller of them: within this many percent. More merges more",
        )
        self._advanced = Advanced(context.icons, form)
        self.add(self._advanced)
        session = context.session
        for signal in (
            session.sample_changed,
            session.pores_changed,
            session.pore_numbers_changed,
            session.permeability_changed,
            session.filling_changed,
        ):
            signal.connect(self.refresh)
        context.display.changed.connect(self.refresh)
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

    def _on_job(self, job: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the pores, and what is missing."""
        session = self._context.session
        sample = session.sample
        pores = sample.pores if sample else None
        for widget in (
            self._numbers_heading,
            self._numbers,
            self._colour_heading,
            self._colour_form,
        ):
            widget.setVisible(pores is not None)
        self._colour.set_value(self._context.display.colour_by)
        self._show_numbers()
        self._show_permeability()
        action = self._context.actions["find_pores"]
        action.setText("Find pores" if pores is None else "Find pores again")
        if sample is None:
            self.set_missing("Make or choose a sample in the step Volume first.")
        elif self._context.jobs.active("pores"):
            self.set_missing("The pores are being found…")
        elif self._context.jobs.active("permeability"):
            self.set_missing("The permeability is being measured…")
        elif self._context.jobs.active("simulate"):
            self.set_missing("Wait for the simulation, or cancel it.")
        else:
            self.set_missing("")

    def _show_numbers(self) -> None:
        sample = self._context.session.sample
        numbers = self._context.session.pore_numbers
        if sample is None or sample.pores is None or numbers is None:
            self._numbers.set_rows(())
            return
        voxel_um = sample.pores.voxel_m / UM
        mean_um3 = numbers["mean_volume_voxels"] * voxel_um**3
        x, y, z = (100 * share for share in numbers["connected"])
        self._numbers.set_rows(
            (
                ("Pores", f"{numbers['n_pores']:,}", "Number of pores"),
                (
                    "Porosity",
                    f"{100 * numbers['porosity']:.1f} %",
                    "Share of the sample that is pore",
                ),
                (
                    "Connected along x, y, z",
                    f"{x:.1f}, {y:.1f}, {z:.1f} %",
                    "Share of the pore space that joins both faces of the sample",
                ),
                ("Mean volume", f"{mean_um3:.1f} µm³", "Mean volume of the pores"),
                (
                    "Mean contact",
                    f"{numbers['contact_percent']:.1f} %",
                    "Mean share of a pore's surface that it shares with other pores",
                ),
            )
        )

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

    @Slot(object)
    def _on_colour(self, key: str) -> None:
        self._context.display.set_colour_by(key)
