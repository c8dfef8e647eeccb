"""The checks and the tests, in the order in which they are cheapest to fail."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from first_run.console import StartError, say
from first_run.screen import has_screen, virtual_screen

if TYPE_CHECKING:
    from pathlib import Path

    from first_run.environment import Environment

_N_PROCESSES = min(os.cpu_count() or 1, 4)
"""More would fight for the processor's cores, which draw, too."""
_CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy", "--num-workers", str(_N_PROCESSES)),
    ("lint-imports",),
)


def run_suite(environment: Environment, pytest_arguments: list[str]) -> int:
    """Run the checks and then pytest; pytest's closing line is the last output.

    Returns
    -------
    int
        pytest's exit code, or 1 if only a check failed.
    """
    variables = environment.variables()
    failed = [
        " ".join(command)
        for command in _CHECKS
        if not _passes(command, environment, variables)
    ]
    if failed:
        say(f"\nThese checks failed: {'; '.join(failed)}. Now the tests.\n")
    code = _run_pytest(pytest_arguments, environment, variables)
    return code or (1 if failed else 0)


def _passes(
    command: tuple[str, ...], environment: Environment, variables: dict[str, str]
) -> bool:
    started_s = time.monotonic()
    done = subprocess.run(
        [_tool(command[0], environment), *command[1:]],
        cwd=environment.checkout,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    verdict = "failed" if done.returncode else "passed"
    say(f"{' '.join(command)}: {verdict} in {time.monotonic() - started_s:.1f} s")
    if done.returncode:
        say(done.stdout.rstrip())
    return done.returncode == 0


def _run_pytest(
    arguments: list[str], environment: Environment, variables: dict[str, str]
) -> int:
    variables = {**variables, "QT_API": "pyside6", "PYTEST_QT_API": "pyside6"}
    # Compiled code is kept here, so that the tests do not touch the user's own.
    variables.setdefault("NUMBA_CACHE_DIR", str(environment.folder / "numba"))
    with contextlib.ExitStack() as stack:
        if sys.platform.startswith("linux"):
            variables["QT_QPA_PLATFORM"] = "xcb"
            variables.pop("WAYLAND_DISPLAY", None)
            if not has_screen(os.environ):
                # One a process: some tests look at the screen, where another
                # process's window could lie before theirs.
                screens = [
                    stack.enter_context(virtual_screen()) for _ in range(_N_PROCESSES)
                ]
                variables["DISPLAY"] = screens[0]
                variables["WETVIEW_TEST_SCREENS"] = " ".join(screens)
                say(f"No screen: the tests get some of Xvfb, {', '.join(screens)}")
        if not arguments:
            say(f"The tests run in {_N_PROCESSES} processes, file by file.")
            # In their order: the files of the window come first and take longest.
            loads = ["-n", str(_N_PROCESSES), "--dist", "loadfile"]
            arguments = [*loads, "--no-loadscope-reorder"]
        code = subprocess.run(
            [_tool("pytest", environment), *arguments],
            cwd=environment.checkout,
            env=variables,
            check=False,
        ).returncode
    if code < 0:
        raise StartError(f"pytest was ended by signal {-code}.")
    return code


def _tool(name: str, environment: Environment) -> str:
    """Return the path of a command line tool in .venv, with Windows' .exe."""
    folder: Path = environment.python.parent
    path = shutil.which(name, path=str(folder))
    if path is None:
        raise StartError(
            f"{name} is missing in {folder}. Delete .venv, then start again."
        )
    return path
