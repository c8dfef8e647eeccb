"""Run wetview from a clone, with `python3 packaging/start.py`.

The first start makes an environment in .venv, installs what is needed, computes
the example project and opens the window on it. Later starts open the window at once.
With "test" it runs the checks and the whole test suite; what follows goes to pytest.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from first_run.console import StartError, complain, say
from first_run.environment import Environment
from first_run.example import default_project, is_project, make_example, open_window
from first_run.menu_entry import add_menu_entry
from first_run.screen import has_screen
from first_run.suite import run_suite
from first_run.system_libraries import missing_needs, provide

_CHECKOUT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Do what the command line asks for, and return the exit code."""
    try:
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        return start(_parse(arguments))
    except StartError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("stopped. Start again to go on.")
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        complain(f"{error.strerror or error}{place}")
    return 1


def _parse(arguments: list[str]) -> Path | None:
    parser = argparse.ArgumentParser(
        prog="start.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--project",
        type=Path,
        metavar="FOLDER",
        help="the project to open; if it is not there, the example is made in it",
    )
    project: Path | None = parser.parse_args(arguments).project
    return project.absolute() if project else None


def start(project: Path | None) -> int:
    """Get everything ready, make the example the first time, open the window."""
    environment = Environment(_CHECKOUT)
    started_s = time.monotonic()
    if not environment.is_ready():
        provide([*environment.needs(), *missing_needs()])
        environment.prepare()
        join_applications(environment)
    project, is_first = _provide_example(environment, project)
    if is_first:
        say(f"All set after {time.monotonic() - started_s:.0f} s: {project}")
    if not has_screen(os.environ):
        what = project or "wetview"
        say(f"There is no screen here, so no window opens; {what} is ready for one.")
        return 0
    say("Opening the window.")
    open_window(environment, project)
    return 0


def join_applications(environment: Environment) -> None:
    """Put wetview among the applications of the desktop, if there is one."""
    if not has_screen(os.environ):
        return
    try:
        entry = add_menu_entry(environment)
    except (StartError, OSError) as error:
        say(f"wetview could not be added to your applications: {error}")
    else:
        say(f"wetview is among your applications from now on ({entry}).")


def _provide_example(
    environment: Environment, project: Path | None
) -> tuple[Path | None, bool]:
    """Make the example the first time, or where a new place is named for it.

    Returns
    -------
    Path or None
        The project to open; None leaves it to the window.
    bool
        Whether this is the first time that it opens.
    """
    is_first = not environment.recall("example_finished", False)
    if project is None and is_first:
        project = default_project(environment)
    if project is None:
        return None, False
    was_interrupted = is_first and environment.recall("example") == str(project)
    if was_interrupted or not is_project(project):
        environment.remember(example=str(project), example_finished=False)
        make_example(environment, project)
        is_first = True
    environment.remember(example_finished=True)
    return project, is_first


def test(pytest_arguments: list[str]) -> int:
    """Run the checks and the test suite."""
    environment = Environment(_CHECKOUT)
    no_screen = not has_screen(os.environ)
    provide([*environment.needs(), *missing_needs(with_xvfb=no_screen)])
    environment.prepare(groups=("test",))
    return run_suite(environment, pytest_arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
