"""Works out what the settings of the Volume step give, and keeps it as a sample."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wetview.app.control.opener import stored_source
from wetview.app.control.tomogram import preview_of, sample_name
from wetview.app.models import OpenSample, Preview, Step
from wetview.errors import UserError
from wetview.project import provenance

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.control.projects import Projects
    from wetview.app.work import Background
    from wetview.project import Entry, Project
    from wetview.volume import Phases

_PAUSE_MS = 250


class SampleMaker(QObject):
    """Keeps the preview of the session up to date; makes samples.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the work happens.
    projects : Projects
        Where samples are kept.
    parent : QObject
        Owner.
    """

    sample_made = Signal()

    def __init__(
        self,
        context: Context,
        background: Background,
        projects: Projects,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._projects = projects
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._work_out)
        context.session.draft_changed.connect(self._on_draft_changed)
        context.session.source_changed.connect(self._on_draft_changed)

    def _on_draft_changed(self) -> None:
        self._background.drop("preview")
        self._pause.start()

    @Slot()
    def _work_out(self) -> None:
        session = self._context.session
        if session.source is None or session.draft is None:
            return
        if session.draft.voxel_m is None or session.preview is not None:
            return
        self._background.start(
            "preview",
            partial(preview_of, session.source, session.draft),
            then=session.set_preview,
        )

    @Slot()
    def use_box(self) -> None:
        """Make the sample that the preview shows and go to the next step."""
        session = self._context.session
        source, preview = session.source, session.preview
        if source is None or preview is None or preview.phases is None:
            return
        name = sample_name(source, preview.draft)
        try:
            project = self._projects.require(source.volume.name)
        except UserError as problem:
            self._background.failed.emit(problem)
            return
        description: dict[str, Any] = {
            "source": stored_source(source),
            "settings": preview.draft.as_dict(),
        }
        self._context.actions["use_box"].setEnabled(False)
        self._background.start(
            "make sample",
            partial(_keep, project, name, preview, description, source.path),
            then=self._on_kept,
            failed=self._on_failed,
            note="Saving the sample",
        )

    def _on_kept(self, kept: tuple[Entry, Phases]) -> None:
        entry, phases = kept
        session = self._context.session
        self._context.selection.pore = None
        session.set_sample(OpenSample(entry.name, entry.path, phases))
        session.entries_changed.emit()
        session.set_step(Step.PORES)
        self.sample_made.emit()

    def _on_failed(self, problem: Exception) -> None:
        self._context.actions["use_box"].setEnabled(True)
        self._background.failed.emit(problem)


def _keep(
    project: Project,
    name: str,
    preview: Preview,
    description: dict[str, Any],
    source_path: Path,
) -> tuple[Entry, Phases]:
    from wetview.scene.shapes import prepare_shapes  # VTK takes seconds to load

    phases = preview.phases
    assert phases is not None
    prepare_shapes(phases, None)
    origin = provenance(description, source_path)
    return project.add_sample(name, phases, None, origin), phases
