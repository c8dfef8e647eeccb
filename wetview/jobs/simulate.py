"""The job that fills a sample: advances the run, and writes what comes of it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from wetview.errors import Cancelled, UserError
from wetview.jobs.saturation_watch import (
    FEWEST_STEPS_TO_FRAME,
    FRAME_RISE,
    FRAME_STRETCH,
    SaturationWatch,
)
from wetview.jobs.threads import threads_beside_a_window
from wetview.lbm import estimate, plan_filling
from wetview.project import (
    FillingWriter,
    provenance,
    read_sample,
    require_not_input,
)
from wetview.units import format_bytes, format_duration, format_time

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.jobs.description import SimulateJob
    from wetview.lbm import FillingPlan, FillingRun
    from wetview.progress import Report
    from wetview.project import Sample

_SLICE_S = 0.25
_STRIDE = 2  # the solver takes its steps in pairs
_FIRST_SAMPLES_EVERY = 10
_SAMPLES_A_FACTOR_E = 500
_logger = logging.getLogger(__name__)


class OnFrame(Protocol):
    """Called with every frame of a run as it is finished."""

    def __call__(
        self,
        index: int,
        step: int,
        time_s: float,
        saturation: float,
        pore_saturation: NDArray[np.float32],
        liquid_fraction: NDArray[np.uint8],
    ) -> None:
        """Take the frame; the arrays may be kept."""


def simulate(
    job: SimulateJob, report: Report, on_frame: OnFrame | None = None
) -> dict[str, Any]:
    """Fill the sample that a job names.

    Returns
    -------
    dict
        "out", "outcome", "steps", "seconds", "saturation", "n_frames",
        "nodes_per_second", "time_s", "n_nodes", "n_bytes".

    Raises
    ------
    UserError
        If the sample cannot be read, the plan is impossible, the run cannot be
        written, or values become non-finite.
    Cancelled
        If it was stopped before anything was computed; later than that, what was
        computed is kept and returned with the outcome "stopped".
    """
    report(0, 0, "Reading the sample")
    return fill(read_sample(job.sample), job, report, on_frame)


def fill(
    sample: Sample,
    job: SimulateJob,
    report: Report,
    on_frame: OnFrame | None = None,
) -> dict[str, Any]:
    """Fill a sample that is in memory; see `simulate`.

    The hash of `job.sample`, the file it came from, is written into the run.
    """
    require_not_input(job.out, job.sample)
    plan = plan_filling(
        sample.phases,
        job.fluids.to_fluids(),
        pressure_pa=job.pressure_pa,
        outlet=job.outlet,
        sides=job.sides,
        trapped_gas=job.trapped_gas,
        max_steps=job.max_steps,
    )
    for note in plan.notes:
        _logger.info("%s", note)
    size = estimate(plan, sample.phases)
    _logger.info(
        "%d pore voxels, about %s of memory", size.n_nodes, format_bytes(size.n_bytes)
    )
    description = job.model_dump(mode="json")
    with FillingWriter(
        job.out,
        phases=sample.phases,
        pores=sample.pores,
        name=job.name or job.out.stem,
        description=description,
        provenance=provenance(
            description, job.sample, input_provenance=sample.provenance
        ),
        overwrite=job.overwrite,
    ) as writer:
        results = _Recorder(sample, job, plan, writer, report, on_frame).run()
    results["n_bytes"] = job.out.stat().st_size
    return results


@dataclass
class _Clock:
    """Time spent computing, the first slice with its compilation apart."""

    seconds: float = 0.0
    steps: int = 0

    def measure(self, run: FillingRun, n_steps: int) -> None:
        started_s = time.perf_counter()
        run.advance(n_steps)
        self.seconds += time.perf_counter() - started_s
        self.steps += n_steps

    @property
    def steps_per_second(self) -> float:
        return self.steps / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, eq=False)
class _Moment:
    """What is recorded of a run at one step."""

    step: int
    time_s: float
    saturation: float
    pore_saturation: NDArray[np.float32]
    liquid_fraction: NDArray[np.uint8] | None


class _Recorder:
    """Advances one run and records it."""

    def __init__(
        self,
        sample: Sample,
        job: SimulateJob,
        plan: FillingPlan,
        writer: FillingWriter,
        report: Report,
        on_frame: OnFrame | None,
    ) -> None:
        self._sample = sample
        self._n_threads = threads_beside_a_window(job.n_threads)
        self._out: Path = job.out
        self._plan = plan
        self._writer = writer
        self._report = report
        self._on_frame = on_frame
        self._watch = SaturationWatch(
            plan.max_steps, expected_steps=estimate(plan, sample.phases).expected_steps
        )
        self._clock = _Clock()
        self._frame_saturation = -np.inf
        self._frame_step = -1
        self._started_s = time.perf_counter()

    def run(self) -> dict[str, Any]:
        """Fill until the saturation is flat, the steps are used up, or it is stopped.

        Raises
        ------
        Cancelled
            If it was stopped before the first step.
        UserError
            If values become non-finite; the run is finished with what was recorded.
        """
        self._report(0, 0, "Preparing the solver")
        from wetview.lbm import FillingRun  # numba, which takes a moment

        run = FillingRun(self._sample.phases, self._plan, n_threads=self._n_threads)
        start = self._moment(run)
        # Compiles where that has not been done before, so nothing is written until
        # then: a stop by force has nothing to leave behind.
        run.advance(_STRIDE)
        self._record(start)
        try:
            outcome = self._fill(run)
        except Cancelled:
            outcome = "stopped"
        self._record_last(run)
        results = self._results(run.n_nodes, outcome)
        self._writer.finish(outcome, results)
        return results

    def _fill(self, run: FillingRun) -> str:
        """Advance to the end and say why it is one."""
        next_sample = run.step
        last_step = self._plan.max_steps // _STRIDE * _STRIDE
        while True:
            self._report(run.step, self._watch.total_steps(), self._note(run))
            at_end = run.step >= last_step
            if run.step >= next_sample or at_end:
                self._record(self._moment(run))
                if self._watch.is_flat:
                    return "flat"
                next_sample = run.step + max(
                    _FIRST_SAMPLES_EVERY, run.step // _SAMPLES_A_FACTOR_E
                )
            if at_end:
                return "max_steps"
            affordable = int(_SLICE_S * self._clock.steps_per_second)
            wanted = min(affordable, min(next_sample, last_step) - run.step)
            self._advance(run, max(wanted // _STRIDE * _STRIDE, _STRIDE))

    def _advance(self, run: FillingRun, n_steps: int) -> None:
        """Take steps; where they fail, finish the file with what was recorded."""
        try:
            self._clock.measure(run, n_steps)
        except UserError as error:
            self._writer.finish("stopped", self._results(run.n_nodes, "stopped"))
            raise UserError(
                error.message,
                f"{error.hint}; the {self._writer.n_frames} frames computed until then "
                f"are kept in `{self._out}`",
            ) from error

    def _moment(self, run: FillingRun) -> _Moment:
        """The state of the run; its frame only where it is time for one.

        That is when enough has filled since the last, or long enough has passed that
        someone who watches would think that the run stands still.
        """
        pores = self._sample.pores
        saturation = run.saturation
        patience = max(FRAME_STRETCH * self._frame_step, FEWEST_STEPS_TO_FRAME)
        has_frame = (
            saturation >= self._frame_saturation + FRAME_RISE or run.step >= patience
        )
        return _Moment(
            run.step,
            run.time_s,
            saturation,
            np.zeros(0, np.float32)
            if pores is None
            else run.label_saturation(pores.labels),
            run.liquid_fraction() if has_frame else None,
        )

    def _record(self, moment: _Moment) -> None:
        """Take a point of the curves, and the frame if there is one."""
        self._watch.add(moment.step, moment.saturation)
        self._writer.add_sample(
            moment.step, moment.time_s, moment.saturation, moment.pore_saturation
        )
        self._last = moment
        if moment.liquid_fraction is not None:
            self._add_frame(moment, moment.liquid_fraction)

    def _add_frame(self, moment: _Moment, liquid_fraction: NDArray[np.uint8]) -> None:
        self._writer.add_frame(moment.time_s, moment.saturation, liquid_fraction)
        self._frame_saturation, self._frame_step = moment.saturation, moment.step
        if self._on_frame is not None:
            self._on_frame(
                self._writer.n_frames - 1,
                moment.step,
                moment.time_s,
                moment.saturation,
                moment.pore_saturation,
                liquid_fraction,
            )

    def _record_last(self, run: FillingRun) -> None:
        """Make the end of the run the end of the curves and the last frame."""
        if self._frame_step == run.step:
            return
        self._frame_saturation = -np.inf
        last = self._moment(run)
        if self._last.step != run.step:
            self._record(last)
        elif last.liquid_fraction is not None:
            self._add_frame(last, last.liquid_fraction)

    def _note(self, run: FillingRun) -> str:
        note = f"Saturation {run.saturation:.3f} after {format_time(run.time_s)}"
        speed = self._clock.steps_per_second
        if speed <= 0:
            return note
        longest = format_duration((self._plan.max_steps - run.step) / speed)
        return f"{note}; ends when it no longer rises, in {longest} at the latest"

    def _results(self, n_nodes: int, outcome: str) -> dict[str, Any]:
        """The numbers of the run as far as it was recorded."""
        return {
            "out": self._out,
            "outcome": outcome,
            "steps": self._last.step,
            "seconds": time.perf_counter() - self._started_s,
            "saturation": self._last.saturation,
            "n_frames": self._writer.n_frames,
            "nodes_per_second": self._clock.steps_per_second * n_nodes,
            "time_s": self._last.time_s,
            "n_nodes": n_nodes,
        }
