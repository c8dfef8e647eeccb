"""How long work says how far it is, and how it is told to stop."""

from __future__ import annotations

from typing import Protocol


class Report(Protocol):
    """Called by long work from time to time; raises `Cancelled` to stop it."""

    def __call__(self, done: float, total: float, note: str) -> None:
        """Say that `done` of `total` units are finished, and what is under way."""


def silent(done: float, total: float, note: str) -> None:
    """Report to nobody."""


def part(report: Report, start: float, stop: float, whole: float = 1) -> Report:
    """Reports of a part of the work, which goes from `start` to `stop` of the whole."""

    def tell(done: float, total: float, note: str) -> None:
        report(start + (stop - start) * done / max(total, 1), whole, note)

    return tell
