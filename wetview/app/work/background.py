"""What takes seconds runs in a thread; its result comes back to the window's thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from wetview.errors import Cancelled

_log = logging.getLogger(__name__)
_Then = Callable[[Any], None]
_TELL_EVERY_S = 0.3


class _Mailbox(QObject):
    """Carries a result from a thread to the thread that owns it."""

    delivered = Signal(int, object, object)
    told = Signal(int, str)


class _Task(QRunnable):
    def __init__(
        self,
        ticket: int,
        work: Callable[..., Any],
        mailbox: _Mailbox,
        is_wanted: Callable[[int], bool] | None,
    ) -> None:
        super().__init__()
        self._ticket = ticket
        self._work = work if is_wanted is None else partial(work, self._report)
        self._mailbox = mailbox
        self._is_wanted = is_wanted
        self._told_s = time.monotonic()

    def run(self) -> None:
        """Do the work and post what came of it."""
        result, problem = None, None
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - handed to the window, which shows it
            problem = error
        try:
            self._mailbox.delivered.emit(self._ticket, result, problem)
        except RuntimeError:
            _log.debug("the window went before task %d ended", self._ticket)

    def _report(self, done: float, total: float, note: str) -> None:
        """Tell how far the work is; end it when nobody waits for it any more."""
        assert self._is_wanted is not None
        if not self._is_wanted(self._ticket):
            raise Cancelled
        now_s = time.monotonic()
        if now_s > self._told_s + _TELL_EVERY_S:
            self._told_s = now_s
            percent = 100 * done / max(total, 1)
            self._mailbox.told.emit(self._ticket, f"{note}, {percent:.0f} %")


@dataclass
class _Waiting:
    key: str
    note: str
    then: _Then
    failed: _Then | None
    progress: str = ""

    @property
    def words(self) -> str:
        """What to tell of it."""
        return f"{self.note}: {self.progress}" if self.progress else self.note


class Background(QObject):
    """Runs functions in threads, the latest of each key only.

    A function that is started under a key makes the result of an older one with that
    key be dropped: it belongs to settings that are no longer set.
    """

    busy_changed = Signal(str)
    """What is under way, in words; "" when nothing is."""
    failed = Signal(object)
    """An exception that nobody asked to have."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._mailbox = _Mailbox(self)
        self._mailbox.delivered.connect(self._deliver)
        self._mailbox.told.connect(self._tell)
        self._waiting: dict[int, _Waiting] = {}
        self._latest: dict[str, int] = {}
        self._n_started = 0

    @property
    def is_busy(self) -> bool:
        """Whether any function still runs whose result somebody waits for."""
        return bool(self._waiting)

    def start(
        self,
        key: str,
        work: Callable[..., Any],
        *,
        then: _Then,
        failed: _Then | None = None,
        note: str = "",
        is_long: bool = False,
    ) -> None:
        """Run `work` in a thread.

        Parameters
        ----------
        key : str
            What kind of work this is; only the latest of a kind counts.
        work : callable
            Takes nothing, or what is reported to where it is long; must not touch
            widgets.
        then : callable
            Gets the result, on this thread.
        failed : callable, optional
            Gets the exception; otherwise `failed` is emitted.
        note : str
            What to tell the user meanwhile; nothing where it is quick.
        is_long : bool
            Whether the work reports how far it is. The user is told, and when nobody
            waits for it any more its next report raises `Cancelled`.
        """
        self._n_started += 1
        ticket = self._n_started
        older = self._latest.get(key)
        if older is not None:
            self._waiting.pop(older, None)
        self._latest[key] = ticket
        self._waiting[ticket] = _Waiting(key, note, then, failed)
        is_wanted = self._waiting.__contains__ if is_long else None
        self._pool.start(_Task(ticket, work, self._mailbox, is_wanted))
        self._say_what_runs()

    def drop(self, key: str) -> None:
        """Forget what was started under a key."""
        older = self._latest.pop(key, None)
        if older is not None:
            self._waiting.pop(older, None)
            self._say_what_runs()

    def close(self) -> None:
        """Forget everything and wait for the threads to end."""
        self._waiting.clear()
        self._latest.clear()
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(int, str)
    def _tell(self, ticket: int, progress: str) -> None:
        waiting = self._waiting.get(ticket)
        if waiting is not None:
            waiting.progress = progress
            self._say_what_runs()

    @Slot(int, object, object)
    def _deliver(self, ticket: int, result: object, problem: object) -> None:
        waiting = self._waiting.pop(ticket, None)
        self._say_what_runs()
        if waiting is None:
            return
        if problem is None:
            waiting.then(result)
        elif waiting.failed is not None:
            waiting.failed(problem)
        else:
            self.failed.emit(problem)

    def _say_what_runs(self) -> None:
        notes = [waiting.words for waiting in self._waiting.values() if waiting.note]
        self.busy_changed.emit(notes[-1] if notes else "")
