"""Filling: what a run leaves, and the numbers read from it."""

from wetview.filling.agreement import Agreement, agreement, r_squared
from wetview.filling.balance import GasBalance
from wetview.filling.common_time import (
    Common,
    Moments,
    common_moments,
    end_of_both_s,
    time_at_saturation,
)
from wetview.filling.comparison import (
    Comparison,
    compare_fillings,
    require_comparable,
)
from wetview.filling.conditions import (
    Conditions,
    conditions_of,
    distinguishing_labels,
)
from wetview.filling.curves import (
    N_SAMPLES,
    FillingTimes,
    PoreFillingTimes,
    filling_times,
    pore_filling_times,
)
from wetview.filling.fill_time import FillTimes, voxel_fill_times
from wetview.filling.filling import Filling, Frames
from wetview.filling.in_between import FramesInTime
from wetview.filling.lead import Lead
from wetview.filling.outcome import (
    FLAT_RELATIVE_RISE,
    FLAT_RISE,
    FLAT_RULE,
    FLAT_SHARE,
    FLAT_STEPS,
    FillingEnd,
    filling_end,
)
from wetview.filling.overlap import Overlap
from wetview.filling.pore_errors import PoreErrors
from wetview.filling.trapped import TrappedGas, size_histogram, trapped_gas

__all__ = [
    "FLAT_RELATIVE_RISE",
    "FLAT_RISE",
    "FLAT_RULE",
    "FLAT_SHARE",
    "FLAT_STEPS",
    "N_SAMPLES",
    "Agreement",
    "Common",
    "Comparison",
    "Conditions",
    "FillTimes",
    "Filling",
    "FillingEnd",
    "FillingTimes",
    "Frames",
    "FramesInTime",
    "GasBalance",
    "Lead",
    "Moments",
    "Overlap",
    "PoreErrors",
    "PoreFillingTimes",
    "TrappedGas",
    "agreement",
    "common_moments",
    "compare_fillings",
    "conditions_of",
    "distinguishing_labels",
    "end_of_both_s",
    "filling_end",
    "filling_times",
    "pore_filling_times",
    "r_squared",
    "require_comparable",
    "size_histogram",
    "time_at_saturation",
    "trapped_gas",
    "voxel_fill_times",
]
