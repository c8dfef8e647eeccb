"""What runs are called in every list."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wetview.app.control.run_names import rename_run, run_names


def _project(**names: str) -> Any:
    """A project whose runs lie in files of these names and are called so."""
    entries = [
        SimpleNamespace(path=Path(f"runs/{stem.replace('_', '-')}.h5"), name=name)
        for stem, name in names.items()
    ]
    return SimpleNamespace(settings={}, runs=lambda: entries)


def test_a_run_has_its_own_name_until_it_is_given_another() -> None:
    project = _project(a="4 atm", b="8 atm")
    assert run_names(project) == {"a.h5": "4 atm", "b.h5": "8 atm"}
    rename_run(project, Path("elsewhere/b.h5"), "Best so far")
    assert run_names(project) == {"a.h5": "4 atm", "b.h5": "Best so far"}


@pytest.mark.parametrize("backwards", [False, True])
def test_runs_of_one_name_are_numbered_by_their_files(backwards: bool) -> None:
    files = {"a_10": "4 atm", "a_2": "4 atm", "a": "4 atm", "b": "8 atm"}
    ordered = dict(sorted(files.items(), reverse=backwards))
    assert run_names(_project(**ordered)) == {
        "a.h5": "4 atm",
        "a-2.h5": "4 atm (2)",
        "a-10.h5": "4 atm (3)",
        "b.h5": "8 atm",
    }


def test_a_number_that_the_user_gave_is_not_given_again() -> None:
    project = _project(a="4 atm", b="4 atm", c="4 atm (2)")
    assert run_names(project) == {
        "a.h5": "4 atm",
        "b.h5": "4 atm (3)",
        "c.h5": "4 atm (2)",
    }


def test_without_a_project_there_is_none() -> None:
    assert run_names(None) == {}
