"""The clock that advances the timeline while it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from wetview.app.models.timeline import FRAMES_PER_SECOND

if TYPE_CHECKING:
    from wetview.app.models import Timeline

_TICK_MS = 40
_AFTER_SLOW_DRAWING_MS = 15


class Player(QObject):
    """Advances by as many frames as time has passed; slow drawing skips frames.

    Parameters
    ----------
    timeline : Timeline
        What is advanced.
    parent : QObject
        Owner.
    """

    def __init__(self, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._clock = QElapsedTimer()
        self._rest = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        timeline.playing_changed.connect(self._on_playing_changed)

    def _on_playing_changed(self, is_playing: bool) -> None:
        if is_playing:
            self._rest = 0.0
            self._clock.start()
            self._timer.start(_TICK_MS)
        else:
            self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        passed_s = self._clock.restart() / 1000
        self._rest += passed_s * FRAMES_PER_SECOND * self._timeline.speed
        n_frames = int(self._rest)
        self._rest -= n_frames
        if n_frames:
            self._timeline.advance(n_frames)
        if self._timeline.is_playing:
            was_slow = passed_s * 1000 > 2 * _TICK_MS
            self._timer.start(_AFTER_SLOW_DRAWING_MS if was_slow else _TICK_MS)
