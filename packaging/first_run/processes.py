"""Other programs, run to their end without a word on the terminal."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def run_quietly(
    command: Sequence[str], variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program and keep what it writes; its exit code is for the caller.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    variables : mapping of str, optional
        Its environment, if not this process's own.
    """
    return subprocess.run(
        list(command),
        env=None if variables is None else dict(variables),
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        check=False,
    )
