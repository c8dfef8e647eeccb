"""The menu bar, made of the actions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from wetview.app.views.rail import STEP_ACTIONS
from wetview.app.views.saved_views_menu import SavedViewsMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QMainWindow, QMenu

    from wetview.app.context import Context

RECENT = "recent"
"""Stands in a menu for the list of what was opened last."""
SAVED_VIEWS = "saved views"
"""Stands in a menu for the views that were saved."""
NO_ACTIONS = ("", RECENT, SAVED_VIEWS)
_FILE = (
    "new_project",
    "open_project",
    "import_bundle",
    "open_example",
    "",
    "open_file",
    "open_slices",
    "generate",
    RECENT,
    "",
    "save_copy",
    "",
    "quit",
)
_VIEW = (
    "show_solid",
    "show_binder",
    "show_pores",
    "show_liquid",
    "",
    "tomogram_3d",
    "view_reset",
    "view_x",
    "view_y",
    "view_z",
    "save_view",
    SAVED_VIEWS,
    "",
)
_WORK = (
    "use_box",
    "find_boxes",
    "rename_sample",
    "delete_sample",
    "",
    "find_pores",
    "measure_pore_space",
    "find_permeability",
    "simulate",
    "train",
    "predict",
    "keep_prediction",
    "find_sensitivity",
    "cancel_jobs",
    "",
    "play",
    "previous_frame",
    "next_frame",
    "loop",
    "",
    "resume_run",
    "rename_run",
    "delete_run",
)
_EXPORT = (
    "export_report",
    "export_bundle",
    "",
    "export_video",
    "export_picture",
    "",
    "export_figure",
    "export_saturation",
    "export_pores",
    "export_labels",
    "export_mesh",
    "export_pore_slice",
    "export_series",
)
_EDIT = "&Edit"
_VIEWS = "&View"
MENUS: dict[str, tuple[str, ...]] = {
    "&File": _FILE,
    _EDIT: ("preferences",),
    "&Step": STEP_ACTIONS,
    _VIEWS: _VIEW,
    "&Work": _WORK,
    "E&xport": _EXPORT,
    "&Help": ("guide", "", "open_log", "about"),
}
"""The menus and the names of their actions; "" is a line between them."""


class Menus(QObject):
    """Builds the menu bar and keeps the recent files in it.

    Parameters
    ----------
    window : QMainWindow
        Whose menu bar it is.
    context : Context
        Models of the window.
    undo_stack : QUndoStack
        For undo and redo.
    """

    path_requested = Signal(object)

    def __init__(
        self, window: QMainWindow, context: Context, undo_stack: QUndoStack
    ) -> None:
        super().__init__(window)
        self._context = context
        self._undo = undo_stack.createUndoAction(window, "Undo")
        self._undo.setShortcut(QKeySequence.StandardKey.Undo)
        self._redo = undo_stack.createRedoAction(window, "Redo")
        self._redo.setShortcut(QKeySequence.StandardKey.Redo)
        self._recent: QMenu | None = None
        self.saved_views = SavedViewsMenu(context, window)
        for title, names in MENUS.items():
            menu = window.menuBar().addMenu(title)
            if title == _EDIT:
                menu.addActions([self._undo, self._redo])
                menu.addSeparator()
            self._fill(menu, names)
            if title == _VIEWS:
                theme = menu.addMenu("Appearance")
                theme.addActions(context.actions.group("theme").actions())
        for action in context.actions:
            window.addAction(action)
        self.update_icons()

    def keys_of_undo(self) -> dict[str, str]:
        """What the keys are for that the system gives to undo and redo."""
        return {
            self._undo.shortcut().toString(): "Undo",
            self._redo.shortcut().toString(): "Redo",
        }

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        self._undo.setIcon(self._context.icons.icon("undo"))
        self._redo.setIcon(self._context.icons.icon("redo"))

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        menu.setToolTipsVisible(True)
        for name in names:
            if not name:
                menu.addSeparator()
            elif name == RECENT:
                self._recent = menu.addMenu("Recent")
                self._recent.aboutToShow.connect(self._list_recent)
            elif name == SAVED_VIEWS:
                menu.addMenu(self.saved_views)
            else:
                menu.addAction(self._context.actions[name])

    @Slot()
    def _list_recent(self) -> None:
        if self._recent is None:
            return
        self._recent.clear()
        for path in self._context.preferences.recent:
            action = QAction(f"{path.name}    {path.parent}", self._recent)
            action.setData(str(path))
            action.setEnabled(path.exists())
            action.triggered.connect(self._on_recent)
            self._recent.addAction(action)
        self._recent.addSeparator()
        self._recent.addAction(self._context.actions["clear_recent"])

    @Slot()
    def _on_recent(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.path_requested.emit(Path(str(sender.data())))
