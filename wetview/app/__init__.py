"""App: the window of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]


def main(path: Path | None = None) -> int:
    """Open the window and run until it is closed.

    Parameters
    ----------
    path : Path, optional
        A tomogram or a project to open; the project of last time by default.

    Returns
    -------
    int
        Exit code: 0, or 1 where there is no screen.
    """
    from wetview.app.application import run

    return run(path)
