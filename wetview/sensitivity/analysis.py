"""Sobol's indices of every output of a model."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.sensitivity import notes
from wetview.sensitivity.correlation import rank_correlation
from wetview.sensitivity.estimators import (
    Indices,
    indices,
    products,
    resample_weights,
)
from wetview.sensitivity.factors import factors_of
from wetview.sensitivity.ranges import usual_ranges
from wetview.sensitivity.result import Convergence, SobolOutput, SobolResult
from wetview.sensitivity.sampling import saltelli_points
from wetview.sensitivity.sensitive_model import is_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.sensitivity.factors import Factor
    from wetview.sensitivity.ranges import InputRange
    from wetview.sensitivity.sensitive_model import (
        Column,
        Distribution,
        SensitiveModel,
    )

DEFAULT_N_BASE = 1024
"""Base samples N; a power of two, at which a Sobol sequence is balanced."""
SMALLEST_N_BASE = 16
LARGEST_N_BASE = 2**17

_N_RESAMPLES = 1000
_CONFIDENCE = 0.95
_FEWEST_USED = 16
_FIRST_STEP = 32
_FIRST_CHUNK = 128
_LARGEST_CHUNK = 16_384
_CHUNK_S = 0.05


def n_evaluations(n_base: int, n_factors: int) -> int:
    """Evaluations that indices of every order take: N (2 d + 2)."""
    return n_base * (2 * n_factors + 2)


def find_sobol(
    model: SensitiveModel,
    *,
    ranges: Sequence[InputRange] | None = None,
    groups: Sequence[Sequence[str]] = (),
    outputs: Sequence[str] | None = None,
    n_base: int = DEFAULT_N_BASE,
    seed: int = 0,
    distribution: Distribution = "uniform",
    log_times: bool = True,
    n_resamples: int = _N_RESAMPLES,
    confidence: float = _CONFIDENCE,
    report: Report = silent,
) -> SobolResult:
    """Sobol's first, second and total indices with bootstrap intervals.

    Parameters
    ----------
    model : SensitiveModel
        A trained network, or any other function with names.
    ranges : sequence of InputRange, optional
        Limits of every input; see `usual_ranges` for the default.
    groups : sequence of sequences of str
        Names of inputs that vary together; see `factors_of`.
    outputs : sequence of str, optional
        Names of the outputs to analyse; all by default.
    n_base : int
        Base samples N; the model is evaluated N (2 d + 2) times for d factors.
    seed : int
        Of the sequence and the bootstrap.
    distribution : {"uniform", "training"}
        How inputs vary; see `saltelli_points`.
    log_times : bool
        Whether of times the logarithm is analysed, as networks learn it.
    n_resamples, confidence : int, float
        Of the bootstrap.
    report : callable
        Hears of the progress; may raise `Cancelled`.

    Raises
    ------
    UserError
        If fewer than two factors vary, N is out of bounds, or a name is unknown.
    """
    ranges = usual_ranges(model, distribution) if ranges is None else tuple(ranges)
    factors = factors_of(ranges, groups)
    _validate(n_base, factors)
    columns = _chosen(model.outputs, outputs)
    points = saltelli_points(
        ranges,
        factors,
        n_base=n_base,
        seed=seed,
        distribution=distribution,
        training_inputs=model.training_inputs,
    )
    values = _evaluate(model, points, columns, report)
    report(1, 1, "Computing the indices")
    rng = np.random.default_rng(seed)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    found = [
        _analyse(
            column,
            values[:, number].reshape(n_base, -1),
            is_logarithm=log_times and is_time(column.name),
            n_resamples=n_resamples,
            z=z,
            rng=rng,
        )
        for number, column in enumerate(columns)
    ]
    correlation = rank_correlation(model.training_inputs)
    result = SobolResult(
        model=model.name,
        ranges=ranges,
        factors=factors,
        outputs=tuple(one.output for one in found),
        first=np.stack([one.whole.first for one in found]),
        total=np.stack([one.whole.total for one in found]),
        second=np.stack([one.whole.second for one in found]),
        first_half_width=np.stack([one.width.first for one in found]),
        total_half_width=np.stack([one.width.total for one in found]),
        second_half_width=np.stack([one.width.second for one in found]),
        n_base=n_base,
        n_evaluations=len(points),
        seed=seed,
        n_resamples=n_resamples,
        confidence=confidence,
        distribution=distribution,
        correlation=correlation,
        convergence=_convergence(found, n_base, len(factors), z, n_resamples, rng),
    )
    return notes.with_notes(result)


@dataclass(frozen=True, eq=False)
class _Found:
    output: SobolOutput
    whole: Indices
    width: Indices
    products: NDArray[np.float64] | None
    used: NDArray[np.bool_]


def _validate(n_base: int, factors: Sequence[Factor]) -> None:
    if not SMALLEST_N_BASE <= n_base <= LARGEST_N_BASE:
        raise UserError(
            f"N is {n_base}, but it must be from {SMALLEST_N_BASE} to {LARGEST_N_BASE}",
            f"{DEFAULT_N_BASE} is usual",
        )
    if not factors:
        raise UserError("No input varies", "Give at least two inputs a range")
    if len(factors) == 1:
        raise UserError(
            f"Only {factors[0].title} varies: it causes everything",
            "Give another input a range, or divide the group",
        )


def _chosen(
    columns: Sequence[Column], wanted: Sequence[str] | None
) -> tuple[Column, ...]:
    by_name = {column.name: column for column in columns}
    for name in wanted or ():
        if name not in by_name:
            raise UserError(
                f"There is no output `{name}`", f"The outputs are {', '.join(by_name)}"
            )
    if wanted is not None and not wanted:
        raise UserError("No output is chosen", "Choose at least one")
    return tuple(columns if wanted is None else (by_name[name] for name in wanted))


def _evaluate(
    model: SensitiveModel,
    points: NDArray[np.float64],
    columns: Sequence[Column],
    report: Report,
) -> NDArray[np.float64]:
    names = [column.name for column in model.outputs]
    at = [names.index(column.name) for column in columns]
    parts = []
    start, n_rows = 0, _FIRST_CHUNK
    while start < len(points):
        report(start, len(points), "Evaluating the model")
        began_s = time.perf_counter()
        part = np.asarray(model.evaluate(points[start : start + n_rows]))
        parts.append(part[:, at].astype(np.float64))
        start += n_rows
        # A network takes thousands of rows in the time of one electrode.
        if time.perf_counter() - began_s < _CHUNK_S and n_rows < _LARGEST_CHUNK:
            n_rows *= 2
    return np.concatenate(parts)


def _analyse(
    column: Column,
    values: NDArray[np.float64],
    *,
    is_logarithm: bool,
    n_resamples: int,
    z: float,
    rng: np.random.Generator,
) -> _Found:
    """Indices of one output from (n_base, 2 d + 2) values."""
    if is_logarithm:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.log10(values)
    # One value without a number makes all of its base sample's useless.
    used: NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=1))
    finite = values[used]
    n_factors = values.shape[1] // 2 - 1
    is_enough = len(finite) >= _FEWEST_USED
    mean = float(finite.mean()) if len(finite) else np.nan
    deviation = float(finite.std()) if len(finite) else np.nan
    output = SobolOutput(
        column.name,
        column.title,
        column.unit,
        is_logarithm,
        len(finite),
        mean,
        deviation,
    )
    if not is_enough or _is_constant(mean, deviation):
        nothing = indices(np.full(_n_products(n_factors), np.nan), n_factors)
        return _Found(output, nothing, nothing, None, used)
    averaged = products(finite)
    weights = resample_weights(len(finite), n_resamples, rng)
    return _Found(
        output,
        indices(averaged.mean(axis=0), n_factors),
        indices(weights @ averaged, n_factors).half_width(z),
        averaged,
        used,
    )


def _is_constant(mean: float, deviation: float) -> bool:
    """Whether values differ by no more than rounding."""
    return bool(deviation <= 1e-12 * max(abs(mean), np.finfo(np.float64).tiny))


def _n_products(n_factors: int) -> int:
    return 2 + 2 * n_factors + n_factors * (n_factors - 1) // 2


def _convergence(
    found: Sequence[_Found],
    n_base: int,
    n_factors: int,
    z: float,
    n_resamples: int,
    rng: np.random.Generator,
) -> Convergence:
    """The same from the first 32, 64 ... base samples."""
    steps = [_FIRST_STEP]
    while 2 * steps[-1] < n_base:
        steps.append(2 * steps[-1])
    steps = [*(step for step in steps if step < n_base), n_base]
    shape = (len(steps), len(found), n_factors)
    first, total = np.full(shape, np.nan), np.full(shape, np.nan)
    first_width, total_width = np.full(shape, np.nan), np.full(shape, np.nan)
    for row, step in enumerate(steps):
        for at, one in enumerate(found):
            n_used = int(one.used[:step].sum())
            if one.products is None or n_used < _FEWEST_USED:
                continue
            if step == n_base:
                part, width = one.whole, one.width
            else:
                averaged = one.products[:n_used]
                weights = resample_weights(n_used, n_resamples, rng)
                part = indices(averaged.mean(axis=0), n_factors)
                width = indices(weights @ averaged, n_factors).half_width(z)
            first[row, at], total[row, at] = part.first, part.total
            first_width[row, at], total_width[row, at] = width.first, width.total
    n_steps = np.array(steps, dtype=np.int64)
    return Convergence(n_steps, first, total, first_width, total_width)
