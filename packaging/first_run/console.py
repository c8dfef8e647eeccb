"""What the user reads while start.py works."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class StartError(Exception):
    """A reason to stop, in words for the user."""


def say(text: str = "") -> None:
    """Print a line at once, whatever the terminal can encode."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def complain(text: str) -> None:
    """Print why it stopped, on stderr."""
    sys.stdout.flush()
    encoding = sys.stderr.encoding or "ascii"
    safe_text = text.encode(encoding, "replace").decode(encoding)
    print(f"\nstart.py: {safe_text}", file=sys.stderr, flush=True)


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Announce a step, and say how long it took once it has succeeded."""
    say(f"{title} ...")
    started_s = time.monotonic()
    yield
    say(f"{title}: done in {time.monotonic() - started_s:.0f} s")


class StatusLine:
    """One line that is overwritten in a terminal, and left out of a log file."""

    def __init__(self) -> None:
        self._is_terminal = sys.stdout.isatty()
        self._width = 0

    def show(self, text: str) -> None:
        """Replace the line by `text`."""
        if not self._is_terminal:
            return
        text = text[:76]
        sys.stdout.write("\r" + text.ljust(self._width))
        sys.stdout.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Leave the line empty and the cursor at its start."""
        if self._width:
            sys.stdout.write("\r" + " " * self._width + "\r")
            sys.stdout.flush()
            self._width = 0
