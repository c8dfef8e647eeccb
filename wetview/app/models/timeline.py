"""Where in a filling the window is, and whether it plays."""

from __future__ import annotations

from psygnal import Signal

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
FRAMES_PER_SECOND = 12.5
"""Frames shown each second at speed 1."""


class Timeline:
    """Frame index and playback of the filling that is shown."""

    index_changed = Signal(int)
    length_changed = Signal(int)
    playing_changed = Signal(bool)
    options_changed = Signal()

    def __init__(self) -> None:
        self._n_frames = 0
        self._index = 0
        self._is_playing = False
        self._speed = 1.0
        self._loops = True
        self.follows = False

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return self._n_frames

    @property
    def index(self) -> int:
        """Frame that is shown, from 0."""
        return self._index

    @property
    def is_playing(self) -> bool:
        """Whether frames advance by themselves."""
        return self._is_playing

    @property
    def speed(self) -> float:
        """How many times faster than `FRAMES_PER_SECOND`."""
        return self._speed

    @property
    def loops(self) -> bool:
        """Whether playing starts again after the last frame."""
        return self._loops

    def reset(self, n_frames: int, *, index: int = 0, follows: bool = False) -> None:
        """Begin with another filling."""
        self.stop()
        self._n_frames = n_frames
        self._index = max(min(index, n_frames - 1), 0)
        self.follows = follows
        self.length_changed.emit(n_frames)
        self.index_changed.emit(self._index)

    def grow(self, n_frames: int) -> None:
        """Take note of new frames; show the last one if the view follows."""
        self._n_frames = n_frames
        self.length_changed.emit(n_frames)
        # A run that is resumed may begin with fewer than were shown.
        self._set_index(n_frames - 1 if self.follows else self._index)

    def seek(self, index: int) -> None:
        """Show a frame that the user chose."""
        self.follows = self.follows and index >= self._n_frames - 1
        self._set_index(index)

    def play(self) -> None:
        """Start playing, from the beginning if the end is shown."""
        if self._n_frames < 2 or self._is_playing:
            return
        self.follows = False
        if self._index >= self._n_frames - 1:
            self._set_index(0)
        self._is_playing = True
        self.playing_changed.emit(True)

    def stop(self) -> None:
        """Stop playing."""
        if self._is_playing:
            self._is_playing = False
            self.playing_changed.emit(False)

    def advance(self, n_frames: int) -> None:
        """Go on by some frames; start over or stop at the end."""
        index = self._index + n_frames
        if index < self._n_frames:
            self._set_index(index)
        elif self._loops and self._n_frames:
            self._set_index(index % self._n_frames)
        else:
            self._set_index(self._n_frames - 1)
            self.stop()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower."""
        self._speed = speed
        self.options_changed.emit()

    def set_loops(self, loops: bool) -> None:
        """Start again after the last frame, or stop there."""
        self._loops = loops
        self.options_changed.emit()

    def _set_index(self, index: int) -> None:
        index = max(min(index, self._n_frames - 1), 0)
        if index != self._index:
            self._index = index
            self.index_changed.emit(index)
