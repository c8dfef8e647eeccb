"""The checkout's own .venv: made once, filled by pip, remembered by a stamp.

The stamp says for which pyproject.toml, Python and place the installation was
finished. As long as these are the same, a start skips all of this.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

from first_run.console import StartError, say, timed
from first_run.interpreter import (
    Interpreter,
    find_interpreter,
    is_suitable,
    probe,
    supported_minors,
)
from first_run.pip import run_pip
from first_run.processes import run_quietly
from first_run.system_libraries import Need

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED_BYTES = 4_000_000_000
_FIRST_PIP_WITH_GROUPS = (25, 1)


class Environment:
    """The .venv of a checkout.

    Parameters
    ----------
    checkout : Path
        The folder that holds pyproject.toml.
    """

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self._stamp_path = self.folder / "wetview-start.json"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        if os.name == "nt":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    def needs(self) -> list[Need]:
        """Return what this system lacks for making .venv: Debian ships it apart."""
        if self.python.exists() or not sys.platform.startswith("linux"):
            return []
        interpreter = find_interpreter(self._supported_minors())
        if interpreter.has_venv:
            return []
        major, minor, _ = interpreter.version
        return [Need("Python's venv", f"python{major}.{minor}-venv", "", "")]

    def prepare(self, *, groups: tuple[str, ...] = ()) -> None:
        """Make the environment and install wetview in it, unless that was done.

        Parameters
        ----------
        groups : tuple of str
            Dependency groups of pyproject.toml to install as well.
        """
        if self.is_ready(groups):
            return
        try:
            self._make()
        except OSError as error:
            raise StartError(
                f"the folder {self.folder} could not be made: {error.strerror}. "
                "Is the checkout on a disk that you may write to, with space left?"
            ) from error
        groups = tuple(sorted({*groups, *self.recall("groups", [])}))
        self._install(groups)
        self.mark_ready(groups)

    def is_ready(self, groups: tuple[str, ...] = ()) -> bool:
        """Say whether the stamp vouches for what is wanted."""
        stamp = self._read_stamp()
        return (
            self.python.exists()
            and set(groups) <= set(stamp.get("groups", []))
            and all(stamp.get(key) == now for key, now in self._fingerprint().items())
        )

    def mark_ready(self, groups: tuple[str, ...]) -> None:
        """Set the stamp: all that is wanted now is installed."""
        self.remember(**self._fingerprint(), groups=groups)

    def recall(self, key: str, default: Any = None) -> Any:
        """Return what was remembered under `key`."""
        return self._read_stamp().get(key, default)

    def remember(self, **values: Any) -> None:
        """Keep values in the stamp, next to what is there."""
        stamp = {**self._read_stamp(), **values}
        part = self._stamp_path.with_suffix(".part")
        part.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        part.replace(self._stamp_path)

    def variables(self) -> dict[str, str]:
        """Return the process environment without what leads Python astray."""
        foreign = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__")
        variables = {k: v for k, v in os.environ.items() if k not in foreign}
        return {**variables, "PYTHONNOUSERSITE": "1", "VIRTUAL_ENV": str(self.folder)}

    def _fingerprint(self) -> dict[str, str]:
        pyproject = (self.checkout / "pyproject.toml").read_bytes()
        return {
            "pyproject_sha256": hashlib.sha256(pyproject).hexdigest(),
            "python": f"{self._made_with()} {self.python.resolve()}",
            "checkout": str(self.checkout),
        }

    def _made_with(self) -> str:
        """Return the version of Python that made .venv, "" if that is unknown."""
        try:
            text = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
        except OSError:
            return ""
        match = re.search(r"^version\s*=\s*(\S+)", text, re.M)
        return match[1] if match else ""

    def _read_stamp(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self._stamp_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _supported_minors(self) -> range:
        text = (self.checkout / "pyproject.toml").read_text(encoding="utf-8")
        return supported_minors(text)

    def _make(self) -> None:
        """Make .venv, unless a usable one is there."""
        minors = self._supported_minors()
        present = probe(str(self.python)) if self.python.exists() else None
        if (
            present
            and is_suitable(present, minors)
            and self._holds_packages_of(present)
        ):
            return
        if present and not self._read_stamp():
            raise StartError(
                f"{self.folder} is there already, made for Python "
                f"{present.version_text} by something else. Move it away, then start "
                "again."
            )
        interpreter = find_interpreter(minors)
        _require_disk_space(self.checkout)
        with timed(f"Making .venv with Python {interpreter.version_text}"):
            done = run_quietly(
                [interpreter.path, "-m", "venv", "--clear", str(self.folder)]
            )
            if done.returncode:
                reason = (done.stderr or done.stdout).strip()
                raise StartError(f"{self.folder} could not be made:\n{reason}")

    def _holds_packages_of(self, interpreter: Interpreter) -> bool:
        """Say whether .venv was made for this minor version: systems are upgraded."""
        made_with = self._made_with().split(".")[:2]
        return made_with == [str(part) for part in interpreter.version[:2]]

    def _install(self, groups: tuple[str, ...]) -> None:
        log_path = self.folder / "wetview-install.log"
        log_path.unlink(missing_ok=True)
        pip = [str(self.python), "-m", "pip"]
        variables = self.variables()
        if _pip_version(pip, variables) < _FIRST_PIP_WITH_GROUPS:
            with timed("Updating pip"):
                run_pip([*pip, "install", "pip>=25.1"], variables, log_path)
        what = " and ".join(["wetview", *(f"its {name} tools" for name in groups)])
        if not self._read_stamp():
            say("This fetches about 0.6 GB, and needs 3 GB on the disk.")
        with timed(f"Installing {what} into .venv"):
            arguments = ["install", "--prefer-binary", "--progress-bar", "raw"]
            for name in groups:
                arguments += ["--group", f"{self.checkout / 'pyproject.toml'}:{name}"]
            arguments += ["--editable", str(self.checkout)]
            run_pip([*pip, *arguments], variables, log_path)


def _pip_version(pip: list[str], variables: dict[str, str]) -> tuple[int, ...]:
    answer = run_quietly([*pip, "--version"], variables).stdout
    match = re.match(r"pip (\d+)\.(\d+)", answer)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _require_disk_space(folder: Path) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < _NEEDED_BYTES:
        raise StartError(
            f"the disk of {folder} has {free_bytes / 1e9:.1f} GB free, and wetview "
            f"with its libraries needs {_NEEDED_BYTES / 1e9:.0f} GB. Make room, then "
            "start again."
        )
