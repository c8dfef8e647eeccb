"""What the commands on the 3D view do: its parts, its camera, the saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QInputDialog

from wetview.app.dialogs.messages import ask
from wetview.app.models.display import PARTS
from wetview.app.models.saved_views import (
    new_view_name,
    remove_view,
    save_view,
    saved_views,
)
from wetview.errors import UserError

if TYPE_CHECKING:
    from wetview.app.models.display import Part
    from wetview.app.window import MainWindow


class ViewCommands(QObject):
    """Joins the actions on the 3D view with what they do.

    Parameters
    ----------
    window : MainWindow
        The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = context = window.context
        self._scene_view = window.workbench.scene_view
        actions = context.actions
        for part in PARTS:
            actions[f"show_{part}"].triggered.connect(self._on_part)
        actions["view_reset"].triggered.connect(self._scene_view.reset_camera)
        for axis in "xyz":
            actions[f"view_{axis}"].triggered.connect(self._on_view)
        actions["save_view"].triggered.connect(self._save_view)
        for menu in (window.menus.saved_views, window.workbench.header.saved_views):
            menu.view_requested.connect(self._show_view)
            menu.removal_requested.connect(self._remove_view)
        for signal in (
            context.session.sample_changed,
            context.session.pores_changed,
            context.session.filling_changed,
            context.display.changed,
        ):
            signal.connect(self._show_enabled)
        self._show_enabled()

    @Slot(bool)
    def _on_part(self, is_visible: bool) -> None:
        sender = self.sender()
        if sender is not None:
            part: Part = sender.objectName().removeprefix("show_")  # type: ignore[assignment]
            self._context.display.set_visible(part, is_visible)

    def _show_enabled(self, *_: object) -> None:
        session, visible = self._context.session, self._context.display.visible
        has_sample = session.sample is not None
        is_there = dict.fromkeys(PARTS, has_sample)
        is_there["pores"] = (
            session.sample is not None and session.sample.pores is not None
        )
        is_there["liquid"] = session.filling is not None
        for part in PARTS:
            action = self._context.actions[f"show_{part}"]
            action.setChecked(part in visible and is_there[part])
            action.setEnabled(is_there[part])
        self._context.actions["save_view"].setEnabled(has_sample)

    @Slot()
    def _on_view(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._scene_view.look_along("xyz".index(sender.objectName()[-1]))

    # views that are kept

    @Slot()
    def _save_view(self) -> None:
        project, camera = self._context.session.project, self._scene_view.shown_camera()
        if project is None or camera is None:
            return
        name, was_given = QInputDialog.getText(
            self._window, "Save this view", "Name:", text=new_view_name(project)
        )
        name = name.strip()
        if not was_given or not name:
            return
        if name not in saved_views(project) or ask(
            self._window,
            f"Replace the view “{name}”?",
            "The camera then returns to where it stands now.",
            yes="Replace",
        ):
            self._window.problems.attempt(save_view, project, name, camera)

    @Slot(str)
    def _show_view(self, name: str) -> None:
        self._window.problems.attempt(self._return_to, name)

    def _return_to(self, name: str) -> None:
        view = saved_views(self._context.session.project).get(name)
        if not self._scene_view.show_camera(view):
            raise UserError(
                f"The view “{name}” makes no sense", "Remove it, and save it again"
            )

    @Slot(str)
    def _remove_view(self, name: str) -> None:
        project = self._context.session.project
        if project is not None:
            self._window.problems.attempt(remove_view, project, name)
