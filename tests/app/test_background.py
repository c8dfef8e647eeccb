"""What runs in threads: the latest counts, and what nobody waits for ends."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from wetview.app.work import Background
from wetview.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from wetview.progress import Report

SOON_MS = 20_000

pytestmark = pytest.mark.qt


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    background = Background()
    yield background
    background.close()


class _Endless:
    """Work that goes on until it is told to end, or nothing else helps."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, report: Report) -> None:
        self.begun.set()
        limit_s = time.monotonic() + SOON_MS / 1000
        try:
            while time.monotonic() < limit_s:
                report(1, 4, "Counting")
                time.sleep(0.01)
        except Cancelled:
            self.ended.set()
            raise


def test_long_work_tells_how_far_it_is(background: Background, qtbot: QtBot) -> None:
    said: list[str] = []
    background.busy_changed.connect(said.append)
    background.start("a", _Endless(), then=print, note="Work", is_long=True)
    qtbot.waitUntil(lambda: "Work: Counting, 25 %" in said, timeout=SOON_MS)
    assert said[0] == "Work"


@pytest.mark.parametrize("by", ["dropping", "starting anew", "closing"])
def test_long_work_ends_when_nobody_waits_for_it(
    background: Background, qtbot: QtBot, by: str
) -> None:
    work, got = _Endless(), []
    background.failed.connect(got.append)
    background.start("a", work, then=got.append, note="Work", is_long=True)
    assert work.begun.wait(SOON_MS / 1000)
    if by == "dropping":
        background.drop("a")
    elif by == "starting anew":
        background.start("a", lambda: "new", then=got.append)
        qtbot.waitUntil(lambda: got == ["new"], timeout=SOON_MS)
    else:
        background.close()
    assert work.ended.wait(SOON_MS / 1000)
    qtbot.wait(50)
    # Nobody is told of what nobody asked for.
    assert got == (["new"] if by == "starting anew" else [])
    assert not background.is_busy
