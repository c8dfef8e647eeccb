"""What runs are called in every list: as the user says, and no two alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.project import Project

_SETTING = "run_names"


def run_names(project: Project | None) -> dict[str, str]:
    """Names of a project's runs, by the names of their files.

    Runs of one name are told apart by numbers, the file that was there first has none.
    """
    if project is None:
        return {}
    given = project.settings.get(_SETTING, {})
    runs = sorted(project.runs(), key=lambda entry: _age(entry.path))
    wanted = {run.path.name: given.get(run.path.name, run.name) for run in runs}
    plain, shown = set(wanted.values()), set[str]()
    names = {}
    for file_name, name in wanted.items():
        numbered, number = name, 1
        while numbered in shown or (number > 1 and numbered in plain):
            number += 1
            numbered = f"{name} ({number})"
        shown.add(numbered)
        names[file_name] = numbered
    return names


def rename_run(project: Project, path: Path, name: str) -> None:
    """Call a run otherwise."""
    given = dict(project.settings.get(_SETTING, {}))
    given[path.name] = name
    project.settings[_SETTING] = given


def _age(path: Path) -> tuple[int, str]:
    """Later files of one name have a number behind it."""
    return len(path.stem), path.stem
