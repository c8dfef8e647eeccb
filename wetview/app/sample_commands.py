"""What happens when samples are made other than from a box: dialogs, then work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QInputDialog

from wetview.app.control.trash import NO_TRASH
from wetview.app.dialogs.boxes_dialog import BoxesDialog
from wetview.app.dialogs.generate_dialog import GenerateDialog
from wetview.app.dialogs.messages import ask
from wetview.app.models import Step

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.window import MainWindow
    from wetview.jobs import ElectrodeSettings


class SampleCommands(QObject):
    """Joins the actions that make samples with what makes them.

    Parameters
    ----------
    window : MainWindow
        The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._context.actions["generate"].triggered.connect(self._ask_electrode)
        self._context.actions["find_boxes"].triggered.connect(self.find_boxes)
        self._context.actions["rename_sample"].triggered.connect(self._rename)
        self._context.actions["delete_sample"].triggered.connect(self._delete)
        self._context.actions["tomogram_3d"].toggled.connect(self._show_tomogram)
        window.job_center.sample_generated.connect(self._show)
        session = self._context.session
        for signal in (
            session.sample_changed,
            session.source_changed,
            session.step_changed,
        ):
            signal.connect(self._show_enabled)
        self._show_enabled()

    @Slot()
    def _ask_electrode(self) -> None:
        dialog = GenerateDialog(self._window)
        dialog.chosen.connect(self.generate)
        dialog.open()

    @Slot(object)
    def generate(self, electrode: ElectrodeSettings) -> None:
        """Make an electrode in the project that is open, or in a new one."""
        self._window.problems.attempt(self._generate, electrode)

    def _generate(self, electrode: ElectrodeSettings) -> None:
        project = self._window.projects.require(electrode.name)
        self._window.job_center.generate(project, electrode)

    @Slot()
    def find_boxes(self) -> BoxesDialog:
        """Ask for representative boxes, beside the window."""
        dialog = BoxesDialog(
            self._context,
            self._window.background,
            self._window.box_finder,
            self._window.commands.save_figure,
            self._window,
        )
        dialog.show()
        return dialog

    @Slot()
    def _rename(self) -> None:
        sample = self._context.session.sample
        if sample is None:
            return
        name, was_given = QInputDialog.getText(
            self._window, "Rename sample", "Name of the sample:", text=sample.name
        )
        if was_given and name.strip():
            self._window.problems.attempt(self._window.samples.rename, name.strip())

    @Slot()
    def _delete(self) -> None:
        sample, samples = self._context.session.sample, self._window.samples
        if sample is None:
            return
        n_runs = len(samples.runs)
        with_runs = (
            "",
            ", with the run that was made of it",
            f", with the {n_runs} runs that were made of it",
        )[min(n_runs, 2)]
        if ask(
            self._window,
            f"Delete the sample “{sample.name}”?",
            f"It is moved to the trash{with_runs}. {NO_TRASH}",
            yes="Delete",
        ):
            self._window.problems.attempt(samples.delete)

    def _show_enabled(self, *_: object) -> None:
        session, actions = self._context.session, self._context.actions
        for name in ("find_boxes", "rename_sample", "delete_sample"):
            actions[name].setEnabled(session.sample is not None)
        actions["tomogram_3d"].setEnabled(session.looks_at_tomogram)

    @Slot(bool)
    def _show_tomogram(self, in_3d: bool) -> None:
        self._context.slices.set_in_3d(in_3d)

    @Slot(object)
    def _show(self, path: Path) -> None:
        self._window.projects.open_sample(path)
        self._context.session.set_step(Step.PORES)
