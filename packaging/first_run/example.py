"""The example project: made at the first start, then left to the user."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from first_run.console import StartError, timed
from first_run.processes import run_quietly

if TYPE_CHECKING:
    from first_run.environment import Environment

_DEFAULT_FOLDER = """
import json, platformdirs
folder = platformdirs.user_documents_path() / "wetview" / "Example.wetview"
print(json.dumps(str(folder)))
"""


def default_project(environment: Environment) -> Path:
    """Return where the example goes if the user names no place."""
    done = run_quietly(
        [str(environment.python), "-c", _DEFAULT_FOLDER], environment.variables()
    )
    if done.returncode:
        raise StartError(
            "the installed libraries do not answer. Delete the folder .venv, then "
            "start again."
        )
    return Path(json.loads(done.stdout))


def is_project(folder: Path) -> bool:
    """Say whether a folder is a project of wetview."""
    return (folder / "project.json").is_file()


def make_example(environment: Environment, project: Path) -> None:
    """Run the demo: electrode, pores, filling, figures and video."""
    with timed("Making the example project"):
        code = subprocess.run(
            [str(environment.python), "-m", "wetview", "demo", str(project)],
            env=environment.variables(),
            check=False,
        ).returncode
        if code:
            raise StartError(
                f"the example could not be made in {project}: the reason stands "
                "above. Another place can be named with --project FOLDER."
            )


def open_window(environment: Environment, project: Path | None) -> None:
    """Open the window and wait until it is closed; it plays a project's first filling.

    Without a project it opens where the user left off.
    """
    names = [str(project)] if project else []
    code = subprocess.run(
        [str(environment.python), "-m", "wetview", "open", *names],
        env=environment.variables(),
        check=False,
    ).returncode
    if code:
        raise StartError(f"the window ended with code {code}; the reason stands above.")
