"""The liquid at any time: linear between the frames of a filling."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling

_KEPT = 4


class FramesInTime:
    """Reads the liquid fraction of a filling at any time.

    The frames used last are kept, so that going on in small steps reads each once.

    Parameters
    ----------
    filling : Filling
        With at least one frame.
    """

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._kept: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()

    def at(self, time_s: float) -> NDArray[np.uint8]:
        """(nx, ny, nz) ndarray of uint8, the liquid fraction, 0 to 255.

        Parameters
        ----------
        time_s : float
            Before the first frame the first, after the last one the last is given.
        """
        times = self._filling.frame_time_s
        before = self._filling.frame_at(time_s)
        if before + 1 >= len(times) or time_s <= times[before]:
            return self.frame(before)
        span = float(times[before + 1] - times[before])
        weight = round(256 * (time_s - float(times[before])) / span)
        earlier, later = self.frame(before), self.frame(before + 1)
        if weight in (0, 256):
            return later if weight else earlier
        mixed = np.uint16(256 - weight) * earlier.astype(np.uint16)
        mixed += np.uint16(weight) * later.astype(np.uint16)
        mixed += np.uint16(128)
        return (mixed >> np.uint16(8)).astype(np.uint8)

    def frame(self, index: int) -> NDArray[np.uint8]:
        """A frame by its number."""
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        frame = np.asarray(self._filling.frames[index])
        self._kept[index] = frame
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return frame
