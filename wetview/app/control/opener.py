"""Opens whatever the user gives: a tomogram, a folder of slices, a project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.control.tomogram import (
    first_draft,
    fits,
    read_source,
    turned,
    with_slices_apart,
)
from wetview.app.dialogs.dataset_dialog import DatasetDialog
from wetview.app.dialogs.raw_dialog import RawDialog
from wetview.app.models import Draft, Source, Step
from wetview.errors import UserError
from wetview.project import PROJECT_FILE, can_be_taken_in
from wetview.project.datasets import DATASET_FORMAT
from wetview.project.hdf5 import file_format
from wetview.project.models import MODEL_FORMAT
from wetview.units import UM, format_bytes
from wetview.volume import (
    RawLayout,
    describe,
    list_datasets,
    raw_layout_guesses,
    vgi_beside,
)
from wetview.volume.reading import stretched

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor
    from wetview.app.work import Background
    from wetview.volume import FileDescription
    from wetview.volume.stretching import Stretch

_RAW = {".raw", ".bin", ".vol", ".dat"}


@dataclass(frozen=True)
class _Inspection:
    """What was found out about a path before reading it."""

    path: Path
    datasets: tuple[Any, ...] = ()
    raw_guesses: tuple[RawLayout, ...] | None = None


class Opener(QObject):
    """Reads tomograms in the background, asking what the file does not say.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where reading happens.
    editor : DraftEditor
        Its history ends with another tomogram.
    window : QWidget
        Parent of the dialogs.
    """

    project_requested = Signal(object)
    """The path is a project."""
    own_file_requested = Signal(object)
    """The path is a sample or a run that wetview has written."""
    bundle_requested = Signal(object)
    """The path is a zip file, as bundles of projects are."""
    source_opened = Signal()

    def __init__(
        self,
        context: Context,
        background: Background,
        editor: DraftEditor,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._background = background
        self._editor = editor
        self._window = window

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a tomogram, a folder of slices, a project, or any file of one."""
        path = Path(path)
        if is_project(path):
            self.project_requested.emit(path)
            return
        if can_be_taken_in(path):
            folder = path.parent.parent
            if is_project(folder):
                self.project_requested.emit(folder)
            else:
                self.own_file_requested.emit(path)
            return
        if path.suffix.lower() == ".zip" and path.is_file():
            self.bundle_requested.emit(path)
            return
        self._background.start(
            "open",
            partial(_inspect, path),
            then=self._on_inspected,
            note=f"Opening {path.name}",
        )

    def reopen(self, stored: dict[str, Any], draft: Draft | None) -> None:
        """Open the tomogram of a project again, quietly if it is gone."""
        path = Path(str(stored.get("path", "")))
        if not path.exists():
            return
        raw = stored.get("raw")
        layout = None
        if isinstance(raw, dict):
            layout = RawLayout(
                tuple(raw["shape"]), raw["dtype"], int(raw["header_bytes"])
            )
        stretch = None
        if "stretch" in stored:  # not yet in projects of older versions
            first, second, third = map(float, stored["stretch"])
            stretch = (first, second, third)
        work = partial(
            _read,
            *(path, stored.get("dataset"), layout, draft),
            stretch=stretch,
        )
        self._background.start(
            "open",
            work,
            then=self._on_reopened,
            failed=self._on_reopen_failed,
            note=f"Opening {path.name}",
        )

    @Slot(float)
    def set_slices_apart(self, slice_um: float) -> None:
        """Read the tomogram anew, as cubes of slices that are so far apart."""
        session = self._context.session
        source, draft = session.source, session.draft
        if source is None or draft is None or draft.voxel_m is None:
            return
        self._background.start(
            "open",
            partial(with_slices_apart, source, draft, slice_um * UM),
            then=self._on_slices_apart,
            failed=self._on_slices_refused,
            note=f"Reading {source.path.name} anew",
        )

    def _on_slices_apart(self, read: tuple[Source, Draft]) -> None:
        self._show(read)

    def _on_slices_refused(self, problem: Exception) -> None:
        self._context.session.draft_changed.emit()  # the field shows what holds
        self._background.failed.emit(problem)

    def _on_inspected(self, found: _Inspection) -> None:
        if found.raw_guesses is not None:
            raw_dialog = RawDialog(found.path, found.raw_guesses, self._window)
            raw_dialog.chosen.connect(self._read_raw)
            raw_dialog.open()
        elif len(found.datasets) > 1:
            dialog = DatasetDialog(found.path, found.datasets, self._window)
            dialog.chosen.connect(self._read_dataset)
            dialog.open()
        else:
            dataset = found.datasets[0].name if found.datasets else None
            self._start_reading(found.path, dataset, None)

    @Slot(object, object)
    def _read_raw(self, path: Path, layout: RawLayout) -> None:
        self._start_reading(path, None, layout)

    @Slot(object, str)
    def _read_dataset(self, path: Path, dataset: str) -> None:
        self._start_reading(path, dataset, None)

    def _start_reading(
        self, path: Path, dataset: str | None, raw: RawLayout | None
    ) -> None:
        """Tell what is in the file, then read it."""
        self._background.start(
            "open",
            partial(describe, path, dataset=dataset, raw=raw),
            then=partial(self._on_described, dataset=dataset, raw=raw),
            note=f"Opening {path.name}",
        )

    def _on_described(
        self, found: FileDescription, *, dataset: str | None, raw: RawLayout | None
    ) -> None:
        shape = " × ".join(map(str, found.shape))
        self._background.start(
            "open",
            partial(_read, found.path, dataset, raw, None, found),
            then=self._on_read,
            note=f"Reading {found.path.name}: {shape} voxels, {found.dtype}, "
            f"{format_bytes(found.n_bytes)}",
        )

    def _on_read(self, read: tuple[Source, Draft]) -> None:
        self._show(read)
        self._context.preferences.add_recent(read[0].path)
        self._context.session.set_step(Step.VOLUME)
        self.source_opened.emit()

    def _on_reopened(self, read: tuple[Source, Draft]) -> None:
        self._show(read)

    def _on_reopen_failed(self, problem: Exception) -> None:
        """The sample is there without its tomogram; nothing to tell."""

    def _show(self, read: tuple[Source, Draft]) -> None:
        self._editor.clear()
        self._context.session.set_source(*read)


def is_project(path: Path) -> bool:
    """Whether a path is a project's folder or its project.json."""
    return path.name == PROJECT_FILE or (
        path.is_dir() and (path.suffix == ".wetview" or (path / PROJECT_FILE).exists())
    )


def stored_source(source: Source) -> dict[str, Any]:
    """What a project file keeps of a tomogram: where it is and how to read it."""
    raw = source.raw
    return {
        "path": str(source.path.resolve()),
        "dataset": source.dataset,
        "stretch": list(source.description.stretch),
        "raw": None
        if raw is None
        else {
            "shape": list(raw.shape),
            "dtype": raw.dtype,
            "header_bytes": raw.header_bytes,
        },
    }


def _inspect(path: Path) -> _Inspection:
    if not path.exists():
        raise UserError(f"`{path}` does not exist", "Choose a file that is there")
    suffix = path.suffix.lower()
    if suffix in _RAW and path.is_file() and vgi_beside(path) is None:
        return _Inspection(path, raw_guesses=raw_layout_guesses(path))
    if path.is_file():
        _refuse_what_is_opened_elsewhere(path)
        return _Inspection(path, datasets=list_datasets(path))
    return _Inspection(path)


def _refuse_what_is_opened_elsewhere(path: Path) -> None:
    """Say where a file of wetview belongs that holds no voxels."""
    found = file_format(path)
    if found == MODEL_FORMAT:
        raise UserError(
            f"`{path.name}` is a trained network",
            "Use it in Learn, Networks, with Import…",
        )
    if found == DATASET_FORMAT:
        raise UserError(
            f"`{path.name}` is a data set that networks learn from",
            "Choose it in Learn, Train, as “A data set from a file…”",
        )


def _read(
    path: Path,
    dataset: str | None,
    raw: RawLayout | None,
    draft: Draft | None,
    description: FileDescription | None = None,
    stretch: Stretch | None = None,
) -> tuple[Source, Draft]:
    if stretch is not None:
        description = stretched(describe(path, dataset=dataset, raw=raw), stretch)
    source = read_source(path, dataset=dataset, raw=raw, description=description)
    if draft is not None and draft.thickness_axis in (0, 1, 2):
        source = turned(source, draft.thickness_axis)
        if fits(draft, source):
            return source, draft
        return source, replace(first_draft(source), voxel_m=draft.voxel_m)
    return source, first_draft(source)
