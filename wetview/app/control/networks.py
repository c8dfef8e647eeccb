"""The networks of a project: reading, renaming, importing, exporting, deleting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wetview.app.control.trash import to_trash
from wetview.app.models import KnownModel
from wetview.errors import UserError
from wetview.project import (
    copy_surrogate,
    read_surrogate,
    read_training_record,
    shipped_model_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.project import Entry, Project

_NO_SHIPPED = "No network came with this installation; train one, or import one."


class Networks(QObject):
    """Joins the files of networks with the shelf.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where files are read and written.
    parent : QObject
        Owner.
    """

    written = Signal(object)
    """Path of a network that was exported."""

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._known: dict[tuple[Path, int], KnownModel] = {}
        session = context.session
        session.project_changed.connect(self.refresh)
        session.entries_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the networks again that have changed."""
        session = self._context.session
        entries = [] if session.project is None else session.project.models()
        self._background.start(
            "networks", partial(_read_all, entries, self._known), then=self._on_read
        )

    def rename(self, path: Path, name: str) -> None:
        """Give a network another name; its file keeps its own."""
        self._change(partial(copy_surrogate, path, path, name=name), path)

    def import_file(self, source: Path) -> None:
        """Copy a network into the project, if it is one and fits this version."""
        project = self._context.session.project
        if project is None:
            return
        target = project.new_model_path(source.stem)
        self._change(partial(copy_surrogate, source, target), target)

    def export(self, path: Path, target: Path) -> None:
        """Copy a network's file to another place."""
        self._background.start(
            f"export {target}",
            partial(_exported, path, target),
            then=self.written.emit,
            note=f"Writing {target.name}",
        )

    def delete(self, path: Path) -> None:
        """Remove a network from the project.

        Raises
        ------
        UserError
            If it is in use or read-only.
        """
        project = self._context.session.project
        if project is not None:
            project.remove(project.entry(path), discard=to_trash)
            self._context.session.entries_changed.emit()

    def _change(self, work: object, path: Path) -> None:
        self._background.start(
            "network file",
            partial(_changed, work, self._context.session.project),
            then=partial(self._on_changed, path),
            note="Writing the network",
        )

    def _on_changed(self, path: Path, _: object) -> None:
        self._context.learning.shelf.choose(path)
        self._context.session.entries_changed.emit()

    def _on_read(self, read: tuple[KnownModel, ...]) -> None:
        has_shipped = any(one.is_shipped for one in read)
        note = "" if has_shipped else _NO_SHIPPED
        self._context.learning.shelf.set_models(read, note)


def _read_all(
    entries: list[Entry], known: dict[tuple[Path, int], KnownModel]
) -> tuple[KnownModel, ...]:
    """In the background: the networks; only what has changed is read."""
    found = []
    try:
        shipped = shipped_model_path()
    except FileNotFoundError:
        pass
    else:
        found.append((shipped, shipped.stat().st_mtime_ns, "", True))
    found += [(one.path, one.modified_ns, one.name, False) for one in entries]
    models = []
    for path, modified_ns, name, is_shipped in found:
        key = (path, modified_ns)
        if key not in known:
            known[key] = _read(path, name, is_shipped=is_shipped)
        models.append(known[key])
    return tuple(models)


def _read(path: Path, name: str, *, is_shipped: bool) -> KnownModel:
    try:
        surrogate = read_surrogate(path)
        record = read_training_record(path)
    except UserError as problem:
        return KnownModel(
            path, name or path.stem, is_shipped=is_shipped, problem=problem
        )
    return KnownModel(path, surrogate.name, surrogate, record, is_shipped)


def _changed(work: object, project: Project | None) -> None:
    work()  # type: ignore[operator]
    if project is not None:
        project.refresh()


def _exported(path: Path, target: Path) -> Path:
    copy_surrogate(path, target)
    return target
