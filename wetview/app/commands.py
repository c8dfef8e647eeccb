"""What happens when an action is triggered: dialogs, then the controllers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog

from wetview.app.control.opened_project import free_folder
from wetview.app.control.trash import NO_TRASH
from wetview.app.dialogs.done_dialog import DoneDialog
from wetview.app.dialogs.file_dialogs import (
    ask_folder,
    ask_h5,
    ask_new_project,
    ask_save,
    ask_tomogram,
)
from wetview.app.dialogs.messages import ask
from wetview.app.models import Step

if TYPE_CHECKING:
    from wetview.app.models import Timeline
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.window import MainWindow
    from wetview.plots import Table

_CSV = "Comma-separated values (*.csv)"
_NETWORKS = "Networks of wetview (*.h5)"
_FIGURES = "PNG picture (*.png);;SVG drawing (*.svg);;PDF (*.pdf)"


class Commands(QObject):
    """Joins the actions with what they do.

    Parameters
    ----------
    window : MainWindow
        The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._steps = {f"step_{step.value}": step for step in Step}
        self._connect_files()
        self._connect_views()
        self._connect_work()
        self._show_step(self._context.session.step)

    # connections

    def _connect_files(self) -> None:
        for name, method in (
            ("open_file", self._open_file),
            ("open_slices", self._open_slices),
            ("new_project", self._new_project),
            ("open_project", self._open_project),
            ("open_example", self._window.projects.open_example),
            ("save_copy", self._save_copy),
            ("clear_recent", self._clear_recent),
            ("quit", self._window.close),
        ):
            self._context.actions[name].triggered.connect(method)

    def _connect_views(self) -> None:
        actions, context = self._context.actions, self._context
        actions.group("step").triggered.connect(self._on_step)
        context.session.step_changed.connect(self._show_step)

    def _connect_work(self) -> None:
        window, actions = self._window, self._context.actions
        for name, method in (
            ("use_box", window.sample_maker.use_box),
            ("find_pores", self._find_pores),
            ("simulate", window.job_center.simulate),
            ("cancel_jobs", window.job_center.stop_all),
            ("find_permeability", window.job_center.find_permeability),
            ("measure_pore_space", window.job_center.measure_pore_space),
            ("resume_run", window.job_center.resume),
            ("save_fluid", self._save_fluid),
            ("remove_fluid", self._remove_fluid),
            ("rename_run", self._rename_run),
            ("delete_run", self._delete_run),
            ("play", self._play),
            ("loop", self._loop),
            ("previous_frame", self._previous_frame),
            ("next_frame", self._next_frame),
            ("exchange_fillings", self._context.comparing.exchange),
            ("export_figure", self._export_figure),
            ("export_pores", self._export_pores),
            ("export_pore_slice", self._export_pore_slice),
            ("export_saturation", self._export_saturation),
            ("rename_network", self._rename_network),
            ("export_network", self._export_network),
            ("import_network", self._import_network),
            ("delete_network", self._delete_network),
        ):
            actions[name].triggered.connect(method)
        window.job_center.video_made.connect(self._tell_written)
        window.exports.written.connect(self._tell_written)
        window.networks.written.connect(self._tell_written)
        train_panel = window.workbench.learn_panel.train
        train_panel.browse_requested.connect(self._browse_dataset)
        jobs = self._context.jobs
        jobs.added.connect(self._show_jobs)
        jobs.finished.connect(self._show_jobs)
        for timeline in (self._context.timeline, self._context.comparing.timeline):
            timeline.length_changed.connect(self._show_timeline)
        self._show_jobs()
        self._show_timeline()

    # files

    @Slot()
    def _open_file(self) -> None:
        path = ask_tomogram(self._window, self._context.preferences)
        if path is not None:
            self._window.open_path(path)

    @Slot()
    def _open_slices(self) -> None:
        path = ask_folder(
            self._window, "Open a folder of slices", self._context.preferences
        )
        if path is not None:
            self._window.open_path(path)

    @Slot()
    def _new_project(self) -> None:
        folder = self._context.preferences.projects_folder
        path = ask_new_project(
            self._window, "New project", free_folder(folder, "Electrode")
        )
        if path is not None:
            self._window.problems.attempt(self._window.projects.create, path)

    @Slot()
    def _open_project(self) -> None:
        path = ask_folder(self._window, "Open a project", self._context.preferences)
        if path is not None:
            self._window.projects.open(path)

    @Slot()
    def _save_copy(self) -> None:
        project = self._context.session.project
        if project is None:
            return
        suggestion = free_folder(project.folder.parent, f"{project.name} copy")
        path = ask_new_project(self._window, "Save a copy as", suggestion)
        if path is not None:
            self._window.projects.copy_to(path)

    @Slot()
    def _clear_recent(self) -> None:
        self._context.preferences.clear_recent()
        self._window.welcome.refresh()

    # views

    @Slot(QAction)
    def _on_step(self, action: QAction) -> None:
        self._context.session.set_step(self._steps[action.objectName()])

    def _show_step(self, step: Step) -> None:
        other = self._context.timeline
        if step is not Step.COMPARE:
            other = self._context.comparing.timeline
        other.stop()
        self._show_timeline()
        self._context.actions["loop"].setChecked(self._timeline.loops)
        self._context.actions[f"step_{step.value}"].setChecked(True)

    # timeline

    @property
    def _timeline(self) -> Timeline:
        """The timeline of the step that is shown."""
        if self._context.session.step is Step.COMPARE:
            return self._context.comparing.timeline
        return self._context.timeline

    def _show_timeline(self, *_: object) -> None:
        has_frames = self._timeline.n_frames > 1
        for name in ("play", "previous_frame", "next_frame"):
            self._context.actions[name].setEnabled(has_frames)

    @Slot()
    def _play(self) -> None:
        timeline = self._timeline
        if timeline.is_playing:
            timeline.stop()
        else:
            timeline.play()

    @Slot(bool)
    def _loop(self, loops: bool) -> None:
        self._timeline.set_loops(loops)

    @Slot()
    def _previous_frame(self) -> None:
        self._timeline.stop()
        self._timeline.seek(self._timeline.index - 1)

    @Slot()
    def _next_frame(self) -> None:
        self._timeline.stop()
        self._timeline.seek(self._timeline.index + 1)

    # work

    def _show_jobs(self, *_: object) -> None:
        self._context.actions["cancel_jobs"].setEnabled(
            bool(self._context.jobs.active())
        )

    @Slot()
    def _find_pores(self) -> None:
        panel = self._window.workbench.pores_panel
        self._window.job_center.find_pores(panel.merge_fraction)

    @Slot()
    def _save_fluid(self) -> None:
        name, was_given = QInputDialog.getText(
            self._window, "Save the electrolyte", "Name of the electrolyte:"
        )
        if was_given and name.strip():
            self._window.problems.attempt(self._keep_fluid, name.strip())

    def _keep_fluid(self, name: str) -> None:
        session = self._context.session
        fluids = self._context.fluids.save(name, session.request.fluids)
        session.set_request(replace(session.request, fluids=fluids))

    @Slot()
    def _remove_fluid(self) -> None:
        name = self._context.session.request.fluids.name
        if ask(
            self._window,
            f"Remove the electrolyte “{name}”?",
            "Its values stay as they are in this step and in the runs made with it.",
            yes="Remove",
        ):
            self._window.problems.attempt(self._context.fluids.remove, name)

    @Slot()
    def _rename_run(self) -> None:
        runs = self._window.runs
        name, was_given = QInputDialog.getText(
            self._window, "Rename run", "Name of the run:", text=runs.shown_name
        )
        if was_given and name.strip():
            self._window.problems.attempt(runs.rename, name.strip())

    @Slot()
    def _delete_run(self) -> None:
        runs = self._window.runs
        if ask(
            self._window,
            f"Delete the run “{runs.shown_name}”?",
            "It is moved to the trash, with its checkpoint and its fields. " + NO_TRASH,
            yes="Delete",
        ):
            self._window.problems.attempt(runs.delete)

    # networks

    @Slot()
    def _rename_network(self) -> None:
        chosen = self._context.learning.shelf.chosen
        if chosen is None:
            return
        name, was_given = QInputDialog.getText(
            self._window, "Rename network", "Name of the network:", text=chosen.name
        )
        if was_given and name.strip():
            self._window.problems.attempt(
                self._window.networks.rename, chosen.path, name.strip()
            )

    @Slot()
    def _export_network(self) -> None:
        chosen = self._context.learning.shelf.chosen
        project = self._context.session.project
        if chosen is None:
            return
        folder = project.folder.parent if project else Path.home()
        path = ask_save(
            self._window, "Export the network", folder / f"{chosen.name}.h5", _NETWORKS
        )
        if path is not None:
            self._window.problems.attempt(
                self._window.networks.export, chosen.path, path
            )

    @Slot()
    def _import_network(self) -> None:
        path = ask_h5(self._window, "Import a network", self._context.preferences)
        if path is not None:
            self._window.problems.attempt(self._window.networks.import_file, path)

    @Slot()
    def _delete_network(self) -> None:
        chosen = self._context.learning.shelf.chosen
        if chosen is not None and ask(
            self._window,
            f"Delete the network “{chosen.name}”?",
            "It is moved to the trash; predictions that were kept stay. " + NO_TRASH,
            yes="Delete",
        ):
            self._window.problems.attempt(self._window.networks.delete, chosen.path)

    @Slot()
    def _browse_dataset(self) -> None:
        path = ask_h5(self._window, "Open a data set", self._context.preferences)
        if path is not None:
            self._context.learning.training.set_dataset(path)

    # export

    @Slot()
    def _export_figure(self) -> None:
        path = self._ask_export(
            "Save the saturation curves", " saturation.png", _FIGURES
        )
        if path is not None:
            self._window.exports.write_saturation_figure(path)

    @Slot()
    def _export_pores(self) -> None:
        pores = self._window.workbench.pore_table.pores
        sample = self._context.session.sample
        n_pores = len(sample.pores) if sample and sample.pores else 0
        title = "Save the pore table"
        if len(pores) < n_pores:
            title += f": {len(pores):,} of {n_pores:,} pores"
        path = self._ask_export(title, " pores.csv", _CSV)
        if path is not None:
            self._window.exports.write_pores(path, pores)

    @Slot()
    def _export_pore_slice(self) -> None:
        pore = self._context.selection.pore
        title, ending = "Save the slice of the pore", f" pore {pore}.png"
        path = self._ask_export(title, ending, _FIGURES)
        if path is not None:
            self._window.exports.write_pore_slice(path)

    @Slot()
    def _export_saturation(self) -> None:
        path = self._ask_export("Save the saturation", " saturation.csv", _CSV)
        if path is not None:
            self._window.exports.write_saturation(path)

    @Slot(str, object, object)
    def save_figure(self, name: str, make: MakeFigure, table: Table) -> None:
        """Ask where a figure is to be written."""
        path = self._ask_export("Save the figure", f" {name}.png", _FIGURES)
        if path is not None:
            self._window.exports.write_figure(path, make, table)

    @Slot(str, object)
    def save_table(self, name: str, table: Table) -> None:
        """Ask where the numbers of a table are to be written."""
        path = self._ask_export("Save the table", f" {name}.csv", _CSV)
        if path is not None:
            self._window.exports.write_table(path, table)

    def _ask_export(self, title: str, ending: str, filters: str) -> Path | None:
        project = self._context.session.project
        sample = self._context.session.sample
        folder = project.folder.parent if project else Path.home()
        name = sample.name if sample else "wetview"
        return ask_save(self._window, title, folder / f"{name}{ending}", filters)

    @Slot(object)
    def _tell_written(self, path: Path) -> None:
        DoneDialog(path, self._window).open()
