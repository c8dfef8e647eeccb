"""Filling: what a run leaves, and the numbers read from it."""

from wetview.filling.curves import FillingTimes, filling_times
from wetview.filling.filling import Filling, Frames

__all__ = ["Filling", "FillingTimes", "Frames", "filling_times"]
