"""Progress on the terminal; Ctrl-C or a polite kill ends work so that it is kept."""

from __future__ import annotations

import _thread
import contextlib
import shutil
import signal
import sys
import threading
from typing import TYPE_CHECKING

from wetview.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from wetview.jobs.messages import Message
    from wetview.progress import Report

_BAR_LENGTH = 20


class Terminated(Cancelled):
    """The work was ended by SIGTERM."""


class ProgressLine:
    """One line on standard error that is written over; nothing if that is a file."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._is_dirty = False
        self.stopped_by = signal.SIGINT

    @property
    def exit_code(self) -> int:
        """What the process ends with if it was stopped, as shells count."""
        return 128 + self.stopped_by

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
    """A report that shows the line and hears Ctrl-C and SIGTERM, and the line.

    The first of them lets the work end by itself, so that it keeps what it has. If it
    does not hear within a second and a half, or at a second one, it is interrupted.
    """
    from wetview.jobs.runner import Reporter
    from wetview.jobs.stopping import StopRequest

    line = ProgressLine()
    stop = StopRequest(_thread.interrupt_main)

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.requested():
            raise KeyboardInterrupt
        line.stopped_by = signal.Signals(number)
        stop.request()

    def should_stop() -> bool:
        if stop.requested():
            stop.acknowledge()
        return stop.requested()

    is_main = threading.current_thread() is threading.main_thread()
    # On Windows nothing sends SIGTERM: a process is ended there without being told.
    numbers = [signal.SIGINT, *([signal.SIGTERM] * (sys.platform != "win32"))]
    former = {
        number: signal.signal(number, interrupted) for number in numbers if is_main
    }
    try:
        yield Reporter(line.show, should_stop), line
    except (Cancelled, KeyboardInterrupt) as error:
        if line.stopped_by == signal.SIGTERM:
            raise Terminated from error
        raise
    finally:
        stop.acknowledge()
        for number, handler in former.items():
            signal.signal(number, handler)
        line.clear()
