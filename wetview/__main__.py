"""The program's entry: `python -m wetview`, `wetview`, and the window's shortcut."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run the command line of this process and give its exit code."""
    try:
        _keep_compiled_code()
        from wetview.cli import main as run_command_line

        return run_command_line()
    except KeyboardInterrupt:  # while modules are imported
        sys.stderr.write("wetview: Stopped before anything was done.\n")
        return 130


def open_window() -> int:
    """Open the window, for shortcuts on a desktop, where no terminal is."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    sys.argv[1:1] = ["open"]
    return main()


def _keep_compiled_code() -> None:
    """Have numba keep its code in the user's cache: the program's folder may be fixed.

    Must come before numba is imported.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("wetview", appauthor=False)) / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    # What is cached is run later, so the other place must be nobody else's.
    os.environ["NUMBA_CACHE_DIR"] = (
        str(folder) if writable else tempfile.mkdtemp(prefix="wetview-numba-")
    )


if __name__ == "__main__":
    sys.exit(main())
