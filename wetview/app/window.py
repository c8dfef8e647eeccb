"""The main window: makes the parts and joins them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from wetview.app.actions import Actions
from wetview.app.commands import Commands
from wetview.app.context import Context
from wetview.app.control.box_finder import BoxFinder
from wetview.app.control.comparisons import Comparisons
from wetview.app.control.draft_editor import DraftEditor
from wetview.app.control.exports import Exports
from wetview.app.control.fragments import Fragments
from wetview.app.control.job_center import JobCenter
from wetview.app.control.networks import Networks
from wetview.app.control.opener import Opener
from wetview.app.control.planner import Planner
from wetview.app.control.prediction import Prediction
from wetview.app.control.problems import Problems
from wetview.app.control.projects import Projects
from wetview.app.control.runs import Runs
from wetview.app.control.sample_maker import SampleMaker
from wetview.app.control.samples import Samples
from wetview.app.control.sensitivity import Sensitivity
from wetview.app.control.slice_filters import SliceFilters
from wetview.app.control.tomogram_pictures import TomogramPictures
from wetview.app.control.training import Training
from wetview.app.control.what_if import WhatIfAnswers
from wetview.app.dialogs.messages import ask
from wetview.app.export_commands import ExportCommands
from wetview.app.icons import IconSet, program_icon
from wetview.app.menus import Menus
from wetview.app.opengl import prepare_for_3d
from wetview.app.program_commands import ProgramCommands
from wetview.app.sample_commands import SampleCommands
from wetview.app.view_commands import ViewCommands
from wetview.app.views.job_strip import JobStrip
from wetview.app.views.player import Player
from wetview.app.views.welcome import Welcome
from wetview.app.views.workbench import Workbench
from wetview.app.work import Background

if TYPE_CHECKING:
    from wetview.app.preferences import Preferences
    from wetview.app.theme import Theme
    from wetview.app.views.learn_view import LearnView
    from wetview.app.views.saturation_view import SaturationView
    from wetview.app.views.sensitivity_view import SensitivityView

_FIRST_SIZE = (1440, 900)
_STOP_PATIENCE_S = 10.0


class MainWindow(QMainWindow):
    """The window of the program.

    Parameters
    ----------
    preferences : Preferences
        What is remembered for the user.
    theme : Theme
        Colours to start with.
    """

    theme_requested = Signal(str)
    """The user chose "system", "light" or "dark"."""

    def __init__(self, preferences: Preferences, theme: Theme) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        prepare_for_3d(self)
        self.setWindowIcon(program_icon())
        icons = IconSet(theme)
        self.context = Context(preferences, icons, Actions(icons, self))
        self.background = Background(self)
        self.problems = Problems(self)
        self.editor = DraftEditor(self.context.session, self)
        self.workbench = Workbench(self.context, self.background, self.editor)
        self.welcome = Welcome(self.context)
        self.job_strip = JobStrip(self.context)
        self._make_controllers()
        self.menus = Menus(self, self.context, self.editor.stack)
        self.commands = Commands(self)
        self.export_commands = ExportCommands(self)
        self.sample_commands = SampleCommands(self)
        self.program_commands = ProgramCommands(self)
        self.view_commands = ViewCommands(self)
        self._arrange()
        self._connect()
        self._restore_geometry()
        self._show_page()
        QTimer.singleShot(0, self._load_3d)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme's colours."""
        self.context.icons.theme = theme
        self.context.actions.update_icons()
        self.menus.update_icons()
        self.program_commands.update_icons()
        self.job_strip.update_icons()
        self.workbench.update_theme()
        self.tomogram_pictures.refresh()
        if self._curves is not None:
            self._curves.redraw()

    def open_path(self, path: Path) -> None:
        """Open a tomogram or a project."""
        self.opener.open(path)

    # construction

    def _make_controllers(self) -> None:
        context, background = self.context, self.background
        self._curves: SaturationView | None = None
        self.sensitivity_view: SensitivityView | None = None
        self.learn_view: LearnView | None = None
        self.player = Player(context.timeline, self)
        self.compare_player = Player(context.comparing.timeline, self)
        self.opener = Opener(context, background, self.editor, self)
        self.projects = Projects(context, background, self.opener, self)
        self.sample_maker = SampleMaker(context, background, self.projects, self)
        self.samples = Samples(context, background, self.projects, self)
        self.tomogram_pictures = TomogramPictures(context, background, self)
        self.slice_filters = SliceFilters(context, background, self)
        self.box_finder = BoxFinder(context, background, self)
        self.job_center = JobCenter(context, background, self)
        self.fragments = Fragments(context, background, self)
        self.planner = Planner(context, background, self)
        self.exports = Exports(context, background, self)
        self.training = Training(context, background, self.job_center, self)
        self.networks = Networks(context, background, self)
        self.prediction = Prediction(context, background, self)
        self.sensitivity = Sensitivity(context, background, self)
        self.what_ifs = WhatIfAnswers(context, background, self)
        self.workbench.sensitivity_panel.cancel_requested.connect(
            self.sensitivity.cancel
        )
        self.comparisons = Comparisons(context, background, self)
        self.runs = Runs(context, background, self.workbench.simulate_panel, self)

    def _arrange(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.workbench)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.job_strip)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        session = self.context.session
        self.background.busy_changed.connect(self.job_strip.set_busy)
        self.background.failed.connect(self.problems.show)
        self.job_center.failed.connect(self.problems.show)
        self.job_center.crashed.connect(self.problems.report)
        self.job_strip.stop_requested.connect(self.job_center.stop)
        volume_panel = self.workbench.volume_panel
        self.opener.source_opened.connect(volume_panel.ask_voxel_size)
        volume_panel.slices_apart_changed.connect(self.opener.set_slices_apart)
        self.opener.project_requested.connect(self.projects.open)
        self.opener.own_file_requested.connect(self.projects.take_in)
        self.opener.bundle_requested.connect(self.export_commands.ask_where_to_unpack)
        self.welcome.path_requested.connect(self.open_path)
        self.menus.path_requested.connect(self.open_path)
        self.workbench.header.sample_requested.connect(self.projects.open_sample)
        self.workbench.scene_view.frame_failed.connect(self.problems.show)
        self.projects.camera_wanted.connect(self._hand_over_camera)
        self.projects.camera_restored.connect(self.workbench.scene_view.restore_camera)
        session.project_changed.connect(self._show_page)
        session.source_changed.connect(self._show_page)

    def _show_page(self) -> None:
        session = self.context.session
        is_empty = session.is_empty
        if is_empty:
            self.welcome.refresh()
        self._pages.setCurrentWidget(self.welcome if is_empty else self.workbench)
        for action in self.context.actions.group("step").actions():
            action.setEnabled(not is_empty)
        self.context.actions["save_copy"].setEnabled(session.project is not None)
        name = session.project.name if session.project else None
        if name is None and session.source is not None:
            name = session.source.path.name
        self.setWindowTitle(f"{name} – wetview" if name else "wetview")

    @Slot()
    def _load_3d(self) -> None:
        self.background.start("3d", _import_3d, then=self._on_3d_loaded)

    def _on_3d_loaded(self, _: object) -> None:
        from wetview.app.views.learn_view import LearnView
        from wetview.app.views.pore_slice_view import PoreSliceView
        from wetview.app.views.saturation_view import SaturationView
        from wetview.app.views.sensitivity_view import SensitivityView

        self.workbench.scene_view.start()
        view = SensitivityView(self.context, self.background, self.what_ifs)
        view.save_requested.connect(self.commands.save_figure)
        view.electrodes_requested.connect(self.sensitivity.rank_electrodes)
        view.table_requested.connect(self.commands.save_table)
        self.workbench.add_sensitivity_view(view)
        self.sensitivity_view = view
        self.learn_view = LearnView(self.context, self.background)
        self.learn_view.save_requested.connect(self.commands.save_figure)
        self.workbench.add_learn_view(self.learn_view)
        self.workbench.add_pore_slice(PoreSliceView(self.context, self.background))
        curves = SaturationView(self.context)
        curves.seek_requested.connect(self._seek)
        self.workbench.timeline_bar.add_curves(curves)
        self.workbench.compare_area.build()
        self._curves = curves

    @Slot(int)
    def _seek(self, index: int) -> None:
        self.context.timeline.stop()
        self.context.timeline.seek(index)

    @Slot()
    def _hand_over_camera(self) -> None:
        self.projects.set_camera(self.workbench.scene_view.camera())

    # place on the screen

    def _restore_geometry(self) -> None:
        stored = self.context.preferences.bytes_of("geometry")
        if stored is not None and self.restoreGeometry(stored):
            return
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width, height = (
            min(_FIRST_SIZE[0], screen.width()),
            min(_FIRST_SIZE[1], screen.height()),
        )
        self.resize(width, height)

    # drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's override: one local file or folder may be dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's override: open what was dropped."""
        event.acceptProposedAction()
        self.open_path(Path(event.mimeData().urls()[0].toLocalFile()))

    # the end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's override: ask while jobs run, save, let go of threads and 3D."""
        # What the program began by itself is no reason to ask: it can begin again.
        active = [job for job in self.context.jobs.active() if job.kind != "pore-space"]
        if active and not ask(
            self,
            f"“{active[-1].title}” is still running.",
            "Closing stops it. What a simulation has computed until then is kept and "
            "is there when you open the project again.",
            yes="Stop it and close",
            no="Go on",
        ):
            event.ignore()
            return
        self.context.timeline.stop()
        self.context.comparing.timeline.stop()
        self.comparisons.close()
        self.box_finder.forget()
        self.job_center.stop_all()
        self.job_center.wait(_STOP_PATIENCE_S)
        self.projects.remember_now()
        self.planner.close()
        self.sensitivity.cancel()
        self.training.close()
        self.background.close()
        project = self.context.session.project
        self.context.preferences.last_project = project.folder if project else None
        self.context.preferences.set_bytes("geometry", self.saveGeometry())
        self.context.preferences.sync()
        self.problems.let_go()
        self.workbench.scene_view.close_view()
        super().closeEvent(event)


def _import_3d() -> None:
    """Load the libraries of the 3D view and the curves, away from the window."""
    import matplotlib.backends.backend_qtagg
    import pyvistaqt

    import wetview.plots
    import wetview.scene

    del matplotlib, pyvistaqt, wetview
