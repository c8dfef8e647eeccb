"""Progress on the terminal, and Ctrl-C that ends work so that it is kept."""

from __future__ import annotations

import _thread
import contextlib
import shutil
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from wetview.jobs.messages import Message
    from wetview.progress import Report

_BAR_LENGTH = 20


class ProgressLine:
    """One line on standard error that is written over; nothing if that is a file."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._is_dirty = False

    def show(self, message: Message) -> None:
        """Show a `Progress`; other messages are not for the line."""
        from wetview.jobs.messages import Progress
        from wetview.units import format_duration

        if not self._is_shown or not isinstance(message, Progress):
            return
        parts = []
        if message.total > 0:
            share = min(message.done / message.total, 1.0)
            n_full = round(share * _BAR_LENGTH)
            bar = "#" * n_full + "." * (_BAR_LENGTH - n_full)
            parts.append(f"[{bar}] {share:4.0%}")
        if message.seconds_left is not None:
            parts.append(f"about {format_duration(message.seconds_left)} left")
        parts.append(message.note)
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{'  '.join(parts)[:width]}")
        sys.stderr.flush()
        self._is_dirty = True

    def say(self, text: str) -> None:
        """Write a line of its own to standard output."""
        self.clear()
        print(text, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._is_dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_dirty = False


@contextlib.contextmanager
def progress() -> Iterator[tuple[Report, ProgressLine]]:
    """A report that shows the line and hears Ctrl-C, and the line.

    The first Ctrl-C lets the work end by itself, so that it keeps what it has. If it
    does not hear within a second and a half, or at a second Ctrl-C, it is interrupted.
    """
    from wetview.jobs.runner import Reporter
    from wetview.jobs.stopping import StopRequest

    line = ProgressLine()
    stop = StopRequest(_thread.interrupt_main)

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.requested():
            raise KeyboardInterrupt
        stop.request()

    def should_stop() -> bool:
        if stop.requested():
            stop.acknowledge()
        return stop.requested()

    is_main = threading.current_thread() is threading.main_thread()
    former = signal.signal(signal.SIGINT, interrupted) if is_main else None
    try:
        yield Reporter(line.show, should_stop), line
    finally:
        stop.acknowledge()
        if is_main:
            signal.signal(signal.SIGINT, former)
        line.clear()
