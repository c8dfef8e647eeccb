"""Where the files lie that come with the program: icons, presets, the guide."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def asset(name: str) -> Path:
    """Path of a file in resources/, by its name relative to that folder.

    Raises
    ------
    FileNotFoundError
        If the program was installed without it.
    """
    return _found(name, _PACKAGE / "_resources", _CHECKOUT / "resources")


def document(name: str) -> Path:
    """Path of a file in docs/, by its name relative to that folder.

    Raises
    ------
    FileNotFoundError
        If the program was installed without it.
    """
    return _found(name, _PACKAGE / "_docs", _CHECKOUT / "docs")


def _found(name: str, *folders: Path) -> Path:
    for folder in folders:
        path = folder / name
        if path.exists():
            return path
    msg = f"`{name}` is not among the files that came with wetview"
    raise FileNotFoundError(msg)
