"""Views of the camera are saved under a name, returned to, and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from wetview.app.models import Step
from wetview.app.models.saved_views import new_view_name, save_view, saved_views
from wetview.errors import UserError
from wetview.project import Project, provenance
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.views.saved_views_menu import SavedViewsMenu
    from wetview.app.window import MainWindow

SOON_MS = 60_000
CAMERA: dict[str, Any] = {
    "position": [9.0, 8.0, 70.0],
    "focus": [9.0, 8.0, 7.0],
    "up": [0.0, 1.0, 0.0],
    "scale": 12.5,
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "Views.wetview", "Views")


def test_a_view_is_kept_in_the_project_and_replaced_by_its_name(
    project: Project,
) -> None:
    assert saved_views(None) == saved_views(project) == {}
    assert new_view_name(project) == "View 1"
    save_view(project, "View 1", CAMERA)
    save_view(project, "Side", CAMERA)
    save_view(project, "View 1", {**CAMERA, "scale": 3.0})
    again = saved_views(Project.open(project.folder))
    assert list(again) == ["View 1", "Side"]
    assert again["View 1"]["scale"] == 3.0
    assert new_view_name(project) == "View 2"


def test_too_many_views_and_names_too_long_are_refused(project: Project) -> None:
    for number in range(50):
        save_view(project, f"{number}", CAMERA)
    with pytest.raises(UserError, match="50 views are saved"):
        save_view(project, "one more", CAMERA)
    save_view(project, "7", CAMERA)
    with pytest.raises(UserError, match="61 characters"):
        save_view(project, 61 * "x", CAMERA)
    assert len(saved_views(project)) == 50


def test_views_that_a_project_file_spoils_are_none(project: Project) -> None:
    project.settings["views"] = ["no", "views"]
    assert saved_views(project) == {}


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], project: Project, qtbot: QtBot
) -> MainWindow:
    phases = generate_electrode((20, 16, 16), seed=1)
    project.add_sample("Small", phases, None, provenance({}, None))
    window = make_window()
    assert not window.context.actions["save_view"].isEnabled()
    window.open_path(project.folder)
    scene = window.workbench.scene_view
    qtbot.waitUntil(lambda: scene.shown_camera() is not None, timeout=SOON_MS)
    window.context.session.set_step(Step.PORES)
    return window


def _names(menu: SavedViewsMenu) -> list[str]:
    menu.refresh()
    return [action.data() for action in menu.actions() if action.data()]


def _trigger(menu: SavedViewsMenu, name: str) -> None:
    menu.refresh()
    next(one for one in menu.actions() if one.data() == name).trigger()


@pytest.mark.gl
def test_the_camera_returns_to_where_it_stood(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ["A & B", "", "A & B"]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (named.pop(0), True))
    actions, scene = window.context.actions, window.workbench.scene_view
    menus = (window.menus.saved_views, window.workbench.header.saved_views)
    actions["view_y"].trigger()
    stood = scene.shown_camera()
    actions["save_view"].trigger()
    assert _names(menus[0]) == _names(menus[1]) == ["A & B"]
    assert menus[0].actions()[0].text() == "A && B"
    actions["save_view"].trigger()  # an empty name saves nothing
    assert _names(menus[0]) == ["A & B"]
    for menu in menus:
        actions["view_reset"].trigger()
        turned = scene.shown_camera()
        assert not np.allclose(turned["position"], stood["position"])
        _trigger(menu, "A & B")
        assert scene.shown_camera() == stood

    # what has the name is replaced if the user says so
    actions["view_x"].trigger()
    monkeypatch.setattr("wetview.app.view_commands.ask", lambda *_, **__: False)
    actions["save_view"].trigger()
    project = window.context.session.project
    assert saved_views(project)["A & B"] == stood

    menus[1].refresh()
    menus[1]._removals.actions()[0].trigger()
    assert saved_views(project) == {}
    assert _names(menus[0]) == []
    assert [one.isEnabled() for one in menus[0].actions()] == [False]


@pytest.mark.gl
@pytest.mark.parametrize(
    "spoilt", [None, 7, {}, {**CAMERA, "scale": -1}, {**CAMERA, "up": [0, 1]}], ids=str
)
def test_a_view_that_makes_no_sense_moves_nothing_and_is_named(
    window: MainWindow, qtbot: QtBot, spoilt: object
) -> None:
    project, scene = window.context.session.project, window.workbench.scene_view
    project.settings["views"] = {"Bad": spoilt}
    before = scene.shown_camera()
    _trigger(window.menus.saved_views, "Bad")
    box = window.findChild(QMessageBox)
    assert "“Bad” makes no sense" in box.text()
    box.close()
    assert scene.shown_camera() == before
