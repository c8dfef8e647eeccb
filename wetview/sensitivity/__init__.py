"""Sensitivity: which inputs of a trained network govern what it predicts."""

from wetview.sensitivity.analysis import (
    DEFAULT_N_BASE,
    LARGEST_N_BASE,
    SMALLEST_N_BASE,
    find_sobol,
    n_evaluations,
)
from wetview.sensitivity.correlation import (
    CorrelatedPair,
    correlated_groups,
    correlated_pairs,
    rank_correlation,
)
from wetview.sensitivity.factors import Factor, factors_of, parse_groups
from wetview.sensitivity.one_at_a_time import InputSweep, sweep, typical_inputs
from wetview.sensitivity.ranges import (
    InputRange,
    parse_range,
    ranges_of,
    usual_ranges,
    with_ranges,
)
from wetview.sensitivity.ranking import Ranked, WhatIf, rank
from wetview.sensitivity.result import Convergence, SobolOutput, SobolResult
from wetview.sensitivity.sensitive_model import (
    CurveModel,
    Distribution,
    SensitiveModel,
    is_time,
)

__all__ = [
    "DEFAULT_N_BASE",
    "LARGEST_N_BASE",
    "SMALLEST_N_BASE",
    "Convergence",
    "CorrelatedPair",
    "CurveModel",
    "Distribution",
    "Factor",
    "InputRange",
    "InputSweep",
    "Ranked",
    "SensitiveModel",
    "SobolOutput",
    "SobolResult",
    "WhatIf",
    "correlated_groups",
    "correlated_pairs",
    "factors_of",
    "find_sobol",
    "is_time",
    "n_evaluations",
    "parse_groups",
    "parse_range",
    "ranges_of",
    "rank",
    "rank_correlation",
    "sweep",
    "typical_inputs",
    "usual_ranges",
    "with_ranges",
]
