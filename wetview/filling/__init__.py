"""Filling: what a run leaves, and the numbers read from it."""

from wetview.filling.balance import GasBalance
from wetview.filling.curves import FillingTimes, filling_times
from wetview.filling.filling import Filling, Frames
from wetview.filling.outcome import (
    FLAT_RELATIVE_RISE,
    FLAT_RISE,
    FLAT_RULE,
    FLAT_SHARE,
    FLAT_STEPS,
    FillingEnd,
    filling_end,
)
from wetview.filling.trapped import TrappedGas, size_histogram, trapped_gas

__all__ = [
    "FLAT_RELATIVE_RISE",
    "FLAT_RISE",
    "FLAT_RULE",
    "FLAT_SHARE",
    "FLAT_STEPS",
    "Filling",
    "FillingEnd",
    "FillingTimes",
    "Frames",
    "GasBalance",
    "TrappedGas",
    "filling_end",
    "filling_times",
    "size_histogram",
    "trapped_gas",
]
