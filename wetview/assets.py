"""Where the files lie that come with the program: icons, presets, the example."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parent / "resources"


def asset(name: str) -> Path:
    """Path of a file in resources/, by its name relative to that folder.

    Raises
    ------
    FileNotFoundError
        If the program was installed without it.
    """
    for folder in (_INSTALLED, _CHECKOUT):
        path = folder / name
        if path.exists():
            return path
    msg = f"`{name}` is not among the files that came with wetview"
    raise FileNotFoundError(msg)
