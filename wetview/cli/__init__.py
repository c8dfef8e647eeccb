"""The command line: the same jobs as the window's, without a window."""

from wetview.cli.main import main

__all__ = ["main"]
