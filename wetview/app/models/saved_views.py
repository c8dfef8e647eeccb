"""Places of the camera that the user has named; a project keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.errors import UserError

if TYPE_CHECKING:
    from wetview.project import Project

_SETTING = "views"
_MOST = 50
_LONGEST_NAME = 60


def saved_views(project: Project | None) -> dict[str, Any]:
    """The views of a project by name, in the order in which they were saved."""
    stored = {} if project is None else project.settings.get(_SETTING, {})
    return stored if isinstance(stored, dict) else {}


def save_view(project: Project, name: str, camera: dict[str, Any]) -> None:
    """Keep a view, in the place of one that has its name.

    Raises
    ------
    UserError
        If the name is too long, there are too many views, or the disk is full.
    """
    views = saved_views(project)
    if len(name) > _LONGEST_NAME:
        raise UserError(
            f"The name of the view has {len(name)} characters",
            f"Give it {_LONGEST_NAME} at most",
        )
    if name not in views and len(views) >= _MOST:
        raise UserError(
            f"{len(views)} views are saved, which is the most", "Remove one first"
        )
    project.settings[_SETTING] = {**views, name: camera}


def remove_view(project: Project, name: str) -> None:
    """Forget a view.

    Raises
    ------
    UserError
        If the disk is full.
    """
    views = saved_views(project)
    project.settings[_SETTING] = {key: views[key] for key in views if key != name}


def new_view_name(project: Project) -> str:
    """A name that no view has: "View 3"."""
    views, number = saved_views(project), 1
    while f"View {number}" in views:
        number += 1
    return f"View {number}"
