"""Which Python runs wetview: the one that is at hand, or another on the machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from first_run.console import StartError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROBE = """
import importlib.util, json, struct, sys
has_venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
print(json.dumps([sys.executable, sys.version_info[:3], 8 * struct.calcsize("P"),
                  has_venv]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python on this machine.

    Parameters
    ----------
    path : str
        The executable.
    version : tuple of int
        Major, minor and micro.
    n_bits : int
        32 or 64.
    has_venv : bool
        Whether it can make virtual environments; Debian ships that separately.
    """

    path: str
    version: tuple[int, int, int]
    n_bits: int
    has_venv: bool

    @property
    def version_text(self) -> str:
        """The version as people write it."""
        return ".".join(str(part) for part in self.version)


def supported_minors(pyproject_text: str) -> range:
    """Return the minor versions of Python 3 that `requires-python` allows."""
    match = re.search(
        r'^requires-python\s*=\s*">=3\.(\d+),\s*<3\.(\d+)"', pyproject_text, re.M
    )
    if match is None:
        raise StartError("pyproject.toml has no requires-python of the form >=3.x,<3.y")
    return range(int(match[1]), int(match[2]))


def is_suitable(interpreter: Interpreter, minors: range) -> bool:
    """Say whether wetview runs on this Python."""
    major, minor, _ = interpreter.version
    return major == 3 and minor in minors and interpreter.n_bits == 64


def probe(*command: str) -> Interpreter | None:
    """Ask a Python what it is; None if it does not answer."""
    try:
        answer = subprocess.run(
            [*command, "-I", "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            stdin=subprocess.DEVNULL,
        ).stdout
        path, version, n_bits, has_venv = json.loads(answer)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Interpreter(path, tuple(version), n_bits, has_venv)


def find_interpreter(minors: range) -> Interpreter:
    """Return a suitable Python, the running one first.

    Raises
    ------
    StartError
        If the machine has none that can be found.
    """
    without_venv = None
    for command in _candidates(minors):
        interpreter = probe(*command)
        if interpreter is None or not is_suitable(interpreter, minors):
            continue
        if interpreter.has_venv:
            return interpreter
        without_venv = without_venv or interpreter
    if without_venv is not None:
        return without_venv
    raise StartError(_advice(minors))


def _candidates(minors: range) -> Iterator[tuple[str, ...]]:
    yield (sys.executable,)
    for minor in minors:
        on_path = shutil.which(f"python3.{minor}")
        if on_path:
            yield (on_path,)
        if os.name == "nt" and shutil.which("py"):
            yield ("py", f"-3.{minor}")
        for folder in _usual_folders(minor):
            if (folder / f"python3.{minor}").exists():
                yield (str(folder / f"python3.{minor}"),)


def _usual_folders(minor: int) -> Iterator[Path]:
    """Give the places where a Python may be without being on PATH."""
    if sys.platform == "darwin":
        yield Path(f"/Library/Frameworks/Python.framework/Versions/3.{minor}/bin")
        yield Path("/opt/homebrew/bin")
    if os.name == "posix":
        yield Path("/usr/local/bin")
        yield Path("/usr/bin")
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
        yield from sorted((pyenv / "versions").glob(f"3.{minor}.*/bin"), reverse=True)


def _advice(minors: range) -> str:
    names = [f"3.{minor}" for minor in minors]
    here = ".".join(str(part) for part in sys.version_info[:3])
    n_bits = 64 if sys.maxsize > 2**32 else 32
    return (
        f"wetview needs a 64-bit Python {', '.join(names[:-1])} or {names[-1]}. "
        f"This is Python {here} ({n_bits}-bit), and no other was found on this "
        "machine.\n"
        f"Install Python {names[-1]} from https://www.python.org/downloads/ (or with "
        "your system's package manager), then start again."
    )
