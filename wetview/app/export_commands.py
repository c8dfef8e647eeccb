"""What happens when something is exported by a job: dialogs, then the job."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from wetview.app.control.opened_project import free_folder
from wetview.app.dialogs.file_dialogs import ask_new_project, ask_save
from wetview.app.models.video_settings import FILTERS
from wetview.errors import UserError
from wetview.jobs import (
    BundleJob,
    Job,
    PanesJob,
    PictureJob,
    PoreFileJob,
    ReportJob,
    SeriesJob,
    VideoJob,
    job_from,
)

if TYPE_CHECKING:
    from wetview.app.window import MainWindow
    from wetview.project import Project

_LABELS = "TIFF, pages along x (*.tif);;VTK image (*.vti);;NRRD (*.nrrd);;HDF5 (*.h5)"
_PREVIEW_PX = 640
_PREVIEW_NAME = "preview.gif"
_N_PREVIEW, _PREVIEW_FPS = 16, 8
"""Pictures of a preview, and how many are shown in a second."""


class ExportCommands(QObject):
    """Joins the actions of the step Export with their jobs.

    Parameters
    ----------
    window : MainWindow
        The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._panel = window.workbench.export_panel
        for name, method in (
            ("export_video", self._make_video),
            ("export_picture", self._save_picture),
            ("export_comparison", self._save_panes),
            ("preview_video", self._preview),
            ("add_key_frame", self._add_key_frame),
            ("clear_key_frames", self._clear_key_frames),
            ("export_series", self._save_series),
            ("export_labels", self._save_labels),
            ("export_mesh", self._save_mesh),
            ("export_report", self._save_report),
            ("export_bundle", self._save_bundle),
            ("import_bundle", self._import_bundle),
        ):
            self._context.actions[name].triggered.connect(method)
        window.job_center.preview_made.connect(self._panel.show_preview)

    # videos and pictures

    @Slot()
    def _make_video(self) -> None:
        video = self._panel.video
        run = self._context.session.filling_path
        path = self._ask("Make a video", video.suffix, FILTERS[video.suffix])
        if run is None or path is None:
            return
        settings = video.of_video(self._view())
        job = self._job(VideoJob, run=run, out=path, **settings)
        # A sequence lies in a folder of that name, less its ending.
        made = path.with_suffix("") if path.suffix.lower() == ".png" else path
        self._start(job, f"Making {made.name}", made)

    @Slot()
    def _save_picture(self) -> None:
        run = self._context.session.filling_path
        path = self._ask("Save a 3D picture", ".png", "PNG picture (*.png)")
        if run is None or path is None:
            return
        settings = self._panel.video.of_pictures(self._view())
        job = self._job(
            PictureJob, run=run, out=path, **settings, time_s=self._time_s()
        )
        self._start(job, f"Drawing {path.name}", path)

    @Slot()
    def _save_panes(self) -> None:
        view, sample = self._window.workbench.scene_view, self._context.session.sample
        path = self._ask("Save the panes", " compared.png", "PNG picture (*.png)")
        panes, comparing = view.compare_panes, self._context.comparing
        if path is None or panes is None or sample is None:
            return
        first, second = comparing.first, comparing.second
        job = self._job(
            PanesJob,
            sample=sample.path,
            first=None if first is None else first.path,
            second=None if second is None else second.path,
            out=path,
            **panes.picture_settings((view.width(), view.height())),
        )
        self._start(job, f"Drawing {path.name}", path)

    @Slot()
    def _preview(self) -> None:
        run, project = self._context.session.filling_path, self._project
        if run is None or project is None:
            return
        video = self._panel.video
        settings = video.of_pictures(self._view())
        scale = _PREVIEW_PX / max(video.width, video.height)
        settings |= {
            "width": max(round(scale * video.width / 2) * 2, 240),
            "height": max(round(scale * video.height / 2) * 2, 240),
            "frames_per_second": _PREVIEW_FPS,
            "seconds": _N_PREVIEW / _PREVIEW_FPS,
        }
        out = project.jobs_folder / _PREVIEW_NAME
        job = self._job(VideoJob, run=run, out=out, **settings)
        self._start(job, "Drawing a preview", out, preview=True)

    @Slot()
    def _add_key_frame(self) -> None:
        view = self._view()
        if view is not None:
            self._panel.form.add_key_frame(view)

    @Slot()
    def _clear_key_frames(self) -> None:
        self._panel.form.clear_key_frames()

    def _time_s(self) -> float | None:
        """Physical time that the timeline shows; None where there is none."""
        filling, timeline = self._context.session.filling, self._context.timeline
        if filling is None or not 0 <= timeline.index < filling.n_frames:
            return None
        return float(filling.frame_time_s[timeline.index])

    def _view(self) -> dict[str, Any] | None:
        return self._window.workbench.scene_view.viewpoint()

    # files

    @Slot()
    def _save_series(self) -> None:
        run = self._context.session.filling_path
        path = self._ask("Save for ParaView", ".pvd", "ParaView data (*.pvd)")
        if run is not None and path is not None:
            job = self._job(SeriesJob, run=run, out=path)
            self._start(job, f"Writing {path.name}", path)

    @Slot()
    def _save_labels(self) -> None:
        sample = self._context.session.sample
        path = self._ask(
            "Save the labels of the pores; the ending says the format",
            " pores.tif",
            _LABELS,
        )
        if sample is not None and path is not None:
            job = self._job(PoreFileJob, sample=sample.path, out=path)
            self._start(job, f"Writing {path.name}", path)

    @Slot()
    def _save_mesh(self) -> None:
        sample, pore = self._context.session.sample, self._context.selection.pore
        what = "the whole pore space" if pore is None else f"pore {pore}"
        ending = " pores.stl" if pore is None else f" pore {pore}.stl"
        path = self._ask(f"Save the surface of {what}", ending, "STL mesh (*.stl)")
        if sample is not None and path is not None:
            job = self._job(PoreFileJob, sample=sample.path, out=path, pore=pore)
            self._start(job, f"Writing {path.name}", path)

    @Slot()
    def _save_report(self) -> None:
        project, sample = self._project, self._context.session.sample
        path = self._ask("Save a report", " report.html", "Web page (*.html)")
        if project is None or sample is None or path is None:
            return
        job = self._job(
            ReportJob,
            project=project.folder,
            sample=sample.path,
            out=path,
            overwrite=True,
        )
        self._start(job, f"Writing {path.name}", path)

    @Slot()
    def _save_bundle(self) -> None:
        project = self._project
        if project is None:
            return
        suggestion = project.folder.parent / f"{project.name}.zip"
        path = ask_save(
            self._window, "Save the project as a bundle", suggestion, "Bundle (*.zip)"
        )
        if path is not None:
            job = self._job(BundleJob, project=project.folder, out=path, overwrite=True)
            self._start(job, f"Packing {path.name}", path)

    @Slot()
    def _import_bundle(self) -> None:
        preferences = self._context.preferences
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            "Open a bundle",
            str(preferences.last_folder),
            "Bundles (*.zip)",
        )
        if name:
            self.ask_where_to_unpack(Path(name))

    @Slot(object)
    def ask_where_to_unpack(self, bundle: Path) -> None:
        """Make a project of a bundle, where the user wants it."""
        projects = self._context.preferences.projects_folder
        suggestion = free_folder(projects, bundle.stem)
        folder = ask_new_project(self._window, "Unpack the bundle as", suggestion)
        if folder is not None:
            self.open_bundle(bundle, folder)

    def open_bundle(self, bundle: Path, folder: Path) -> None:
        """Unpack a bundle into a new project folder and open it."""
        self._window.background.start(
            "bundle",
            partial(_unpack, bundle, folder),
            then=self._window.projects.open,
            note=f"Unpacking {bundle.name}",
        )

    # both

    @property
    def _project(self) -> Project | None:
        return self._context.session.project

    def _ask(self, title: str, ending: str, filters: str) -> Path | None:
        project, sample = self._project, self._context.session.sample
        folder = project.folder.parent if project else Path.home()
        name = sample.name if sample else "wetview"
        return ask_save(self._window, title, folder / f"{name}{ending}", filters)

    def _job(self, kind: type[Any], **settings: Any) -> Job | None:
        """A job that was checked; what is wrong is shown."""
        try:
            return job_from({"kind": kind.model_fields["kind"].default, **settings})
        except UserError as problem:
            self._window.problems.show(problem)
            return None

    def _start(
        self, job: Job | None, title: str, out: Path, *, preview: bool = False
    ) -> None:
        if job is not None:
            self._window.job_center.export(job, title, out, preview=preview)


def _unpack(bundle: Path, folder: Path) -> Path:
    from wetview.project import import_bundle

    return import_bundle(bundle, folder).folder
