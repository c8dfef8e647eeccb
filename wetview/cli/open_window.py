"""`wetview open [PROJECT|FILE]`: the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, print_json
from wetview.errors import UserError

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "open",
        run,
        summary="Open the window.",
        notes="Without a name it opens where you left off, or the example.",
    )
    parser.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="PROJECT|FILE",
        help="a project's folder, a tomogram, or a sample or run of wetview",
    )


def run(options: argparse.Namespace) -> int:
    """Open the window and wait until it is closed.

    Raises
    ------
    UserError
        If there is no screen, or a library of the system is missing.
    """
    path = options.path
    if path is not None and not path.exists():
        raise UserError(f"`{path}` does not exist", "Choose another project or file")
    _require_screen()
    try:
        from wetview.app import main
    except ImportError as error:
        if "cannot open shared object file" not in str(error):
            raise
        library = str(error).split(":", 1)[0]
        raise UserError(
            f"The window needs the library {library}, which this computer lacks",
            "`python3 packaging/start.py` names the packages to install",
        ) from error
    code: int = main(path)
    if options.json:
        print_json({"path": path, "exit_code": code})
    return code


def _require_screen() -> None:
    if not sys.platform.startswith("linux"):
        return
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not any(os.environ.get(name) for name in named):
        raise UserError(
            "There is no screen to open the window on",
            "Start it from a desktop; "
            "the other verbs (`wetview --help`) work without a screen",
        )
