"""How long something still takes, from how fast it went of late."""

from __future__ import annotations

import math
import time

_MEMORY_S = 15.0
_FIRST_GUESS_AFTER_S = 2.0


class TimeLeft:
    """Smooths the speed of some work.

    Work that starts over, or whose amount is unknown for a while, is timed anew.
    """

    def __init__(self) -> None:
        self._is_known = False
        self._done = 0.0
        self._started_s = self._now_s = time.monotonic()
        self._speed = 0.0
        self._weight = 0.0

    def update(
        self, done: float, total: float, *, now_s: float | None = None
    ) -> float | None:
        """Seconds that are left; None while that cannot be told.

        Parameters
        ----------
        done, total : float
            Units of work, finished and in all; `total` 0 while it is unknown.
        now_s : float, optional
            The time, from any fixed moment; by default the clock's.
        """
        now_s = time.monotonic() if now_s is None else now_s
        was_known, self._is_known = self._is_known, total > 0
        if not (was_known and self._is_known) or done < self._done:
            self._start(done, now_s)
            return None
        elapsed_s = now_s - self._now_s
        if elapsed_s > 0:
            self._smooth((done - self._done) / elapsed_s, elapsed_s)
            self._done, self._now_s = done, now_s
        if now_s - self._started_s < _FIRST_GUESS_AFTER_S or self._speed <= 0:
            return None
        return max(total - done, 0.0) / self._speed

    def _start(self, done: float, now_s: float) -> None:
        self._done = done
        self._started_s = self._now_s = now_s
        self._speed = 0.0
        self._weight = 0.0

    def _smooth(self, speed: float, elapsed_s: float) -> None:
        """Mean of the speeds so far, the older the lighter."""
        kept = self._weight * math.exp(-elapsed_s / _MEMORY_S)
        added = 1 - math.exp(-elapsed_s / _MEMORY_S)
        self._speed = (self._speed * kept + speed * added) / (kept + added)
        self._weight = kept + added
