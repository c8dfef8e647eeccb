"""The step Export: report, bundle, tables, pictures and videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.preview_picture import PreviewPicture
from wetview.app.panels.step_panel import StepPanel
from wetview.app.panels.video_form import VideoForm
from wetview.app.theme import GAP

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.models.video_settings import VideoSettings

_WHOLE = ("export_report", "export_bundle")
_DATA = ("export_figure", "export_series", "export_saturation", "export_pores")
_OF_RUN = ("export_figure", "export_saturation")
_OF_FILE = ("export_series", "export_picture", "preview_video")


class ExportPanel(StepPanel):
    """Buttons for what is written at once, and the fields of videos.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Export",
            "Take results out of the program: a report, the whole project, figures and "
            "tables, pictures and videos.",
            context.actions["export_video"],
            context.icons,
            "film",
        )
        self._context = context
        self.add_section("Whole project")
        self.add(self._buttons(_WHOLE))
        self.add_section("Figures, tables, fields")
        self.add(self._buttons(_DATA))
        self.add_section("Video and pictures")
        self.form = VideoForm(context)
        self.add(self.form)
        self._preview = PreviewPicture()
        self.add(self._preview)
        self.add(self._buttons(("preview_video", "export_picture")))
        session = context.session
        for signal in (
            session.filling_changed,
            session.pores_changed,
            session.sample_changed,
            session.project_changed,
            context.comparing.runs_changed,
        ):
            signal.connect(self.refresh)
        context.jobs.added.connect(self._on_job)
        context.jobs.finished.connect(self._on_job)
        self.form.edited.connect(self.refresh)
        self.refresh()

    @property
    def video(self) -> VideoSettings:
        """What the fields say."""
        return self.form.settings

    @Slot(object)
    def show_preview(self, path: Path) -> None:
        """Show what a video would look like."""
        self._preview.show_picture(path)

    def _on_job(self, job: object) -> None:
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say what can be exported now."""
        session, actions = self._context.session, self._context.actions
        filling = session.filling
        is_finished = filling is not None and session.filling_path is not None
        has_sample = session.sample is not None
        has_pores = session.sample is not None and session.sample.pores is not None
        jobs = self._context.jobs
        actions["export_pores"].setEnabled(has_pores)
        for name in _OF_RUN:
            actions[name].setEnabled(filling is not None)
        for name in _OF_FILE:
            actions[name].setEnabled(is_finished)
        if jobs.active("video"):
            actions["preview_video"].setEnabled(False)
        actions["export_report"].setEnabled(has_sample and not jobs.active("report"))
        actions["export_bundle"].setEnabled(
            session.project is not None and not jobs.active("bundle")
        )
        actions["clear_key_frames"].setEnabled(bool(self.form.settings.key_frames))
        actions["add_key_frame"].setEnabled(has_sample)
        self.form.set_others(self._others())
        needs_keys = (
            self.form.settings.camera == "key frames"
            and not self.form.settings.key_frames
        )
        if jobs.active("video"):
            self.set_missing("A video is being made…")
        elif filling is None:
            self.set_missing("Simulate a filling, or choose a run there, first.")
        elif not is_finished:
            self.set_missing("A simulation is running…")
        elif needs_keys:
            self.set_missing("Add one or more views for the camera.")
        else:
            self.set_missing("")

    def _others(self) -> list[tuple[str, Path]]:
        shown = self._context.session.filling_path
        return [
            (f"{run.name} (predicted)" if run.is_predicted else run.name, run.path)
            for run in self._context.comparing.runs
            if run.path != shown
        ]

    def _buttons(self, names: tuple[str, ...]) -> QWidget:
        """Buttons in two columns."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for number, name in enumerate(names):
            text = self._context.actions.short_text(name)
            button = ActionButton(self._context.actions[name], text=text)
            grid.addWidget(button, number // 2, number % 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        return box
