"""Advances a run to its end and records it.

Curves and frames are taken at steps that depend on the run alone, not on the speed of
the machine or on when it was stopped and resumed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from wetview.errors import Cancelled, UserError
from wetview.jobs.outcome import run_results
from wetview.jobs.saturation_watch import (
    FEWEST_STEPS_TO_FRAME,
    FRAME_RISE,
    FRAME_STRETCH,
    SaturationWatch,
)
from wetview.units import format_duration, format_time

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.filling import GasBalance, TrappedGas
    from wetview.jobs.fields import FieldFiles, Fields
    from wetview.jobs.keeper import CheckpointKeeper
    from wetview.lbm import FillingRun
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.project import Checkpoint, FillingWriter

SLICE_S = 0.25
"""Seconds of computing between two looks at whether the run is to stop."""

_STRIDE = 2  # the solver takes its steps in pairs
_FIRST_SAMPLES_EVERY = 10
_SAMPLES_A_FACTOR_E = 500


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


@dataclass
class _Clock:
    """Time spent computing, but for the first slice, in which code is compiled."""

    seconds: float = 0.0
    steps: int = 0
    is_warm: bool = False

    def measure(self, run: FillingRun, n_steps: int) -> None:
        started_s = time.perf_counter()
        run.advance(n_steps)
        if self.is_warm:
            self.seconds += time.perf_counter() - started_s
            self.steps += n_steps
        self.is_warm = True

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


_Frame = tuple["NDArray[np.uint8]", "GasBalance", "Fields | None"]


class Recorder:
    """Advances one run and records it.

    Parameters
    ----------
    run : FillingRun
        The run; its plan says where it ends at the latest.
    pores : Pores or None
        Whose saturation is recorded.
    out : Path
        The run's file.
    writer : FillingWriter
        Writes it.
    keeper : CheckpointKeeper
        Writes checkpoints.
    fields : FieldFiles
        Writes velocity and pressure where they are wanted.
    report : callable
        Told how far the run is; may raise `Cancelled`.
    on_frame : callable, optional
        Given every frame.
    """

    def __init__(
        self,
        run: FillingRun,
        *,
        pores: Pores | None,
        out: Path,
        writer: FillingWriter,
        keeper: CheckpointKeeper,
        fields: FieldFiles,
        report: Report,
        on_frame: OnFrame | None,
    ) -> None:
        self._run = run
        self._plan = run.plan
        self._pores = pores
        self._out = out
        self._writer = writer
        self._keeper = keeper
        self._fields = fields
        self._report = report
        self._on_frame = on_frame
        self._watch = SaturationWatch(
            run.plan.max_steps,
            expected_steps=run.plan.expected_steps,
            settled_step=run.plan.settled_step,
        )
        self._clock = _Clock()
        self._next_sample = 0
        self._frame_saturation = -np.inf
        self._frame_step = -1
        self._resumed_at: list[int] = []
        self._seconds_before = 0.0
        self._started_s = time.perf_counter()

    def start(self) -> dict[str, Any]:
        """Fill from the beginning to the end; see `run_results`.

        Raises
        ------
        UserError
            If values become non-finite; the run is finished with what was recorded.
        """
        start, frame = self._moment(), self._frame()
        # Compiles where that has not been done before, so nothing is written until
        # then: a stop by force has nothing to leave behind.
        self._clock.measure(self._run, _STRIDE)
        self._next_sample = self._run.step
        self._add_sample(start)
        self._add_frame(start, frame)
        return self._fill_to_the_end()

    def resume(self, checkpoint: Checkpoint) -> dict[str, Any]:
        """Go on from a checkpoint whose state the run has; see `start`."""
        progress, arrays = checkpoint.progress, checkpoint.arrays
        for step, saturation in zip(
            arrays["steps"].tolist(), arrays["saturations"].tolist(), strict=True
        ):
            self._watch.add(step, saturation)
        self._next_sample = int(progress["next_sample"])
        self._frame_saturation = float(progress["frame_saturation"])
        self._frame_step = int(progress["frame_step"])
        self._seconds_before = float(progress["seconds"])
        self._resumed_at = [*progress["resumed_at"], checkpoint.step]
        return self._fill_to_the_end()

    def _fill_to_the_end(self) -> dict[str, Any]:
        try:
            outcome = self._fill()
        except Cancelled:
            outcome = "stopped"
        if outcome != "flat":
            self._keep()
        self._record_last()
        trapped = self._run.trapped_gas()
        self._fields.write_last(self._run)
        results = self._results(outcome, trapped)
        self._writer.finish(outcome, results, trapped)
        return results

    def _fill(self) -> str:
        """Advance to the end and say why it is one."""
        run = self._run
        last_step = self._plan.max_steps // _STRIDE * _STRIDE
        while True:
            self._report(run.step, self._watch.total_steps(), self._note())
            if run.step >= self._next_sample:
                self._record()
                if self._watch.is_flat:
                    return "flat"
            if run.step >= last_step:
                return "max_steps"
            if self._keeper.is_due:
                self._keep()
            affordable = int(SLICE_S * self._clock.steps_per_second)
            wanted = min(affordable, min(self._next_sample, last_step) - run.step)
            self._advance(max(wanted // _STRIDE * _STRIDE, _STRIDE))

    def _advance(self, n_steps: int) -> None:
        """Take steps; where they fail, finish the file with what was recorded."""
        try:
            self._clock.measure(self._run, n_steps)
        except UserError as error:
            self._keeper.discard()  # the last sound state leads here again
            self._writer.finish("stopped", self._results("unstable", None))
            raise UserError(
                error.message,
                f"{error.hint}; the {self._writer.n_frames} frames computed until then "
                f"are kept in `{self._out}`",
            ) from error

    def _moment(self) -> _Moment:
        run, pores = self._run, self._pores
        saturation = (
            np.zeros(0, np.float32)
            if pores is None
            else run.label_saturation(pores.labels)
        )
        return _Moment(run.step, run.time_s, run.saturation, saturation)

    def _frame(self) -> _Frame:
        run = self._run
        return (
            run.liquid_fraction(),
            run.gas_balance(run.trapped_gas()),
            self._fields.of_frame(run),
        )

    def _record(self) -> None:
        """Take a point of the curves, and a frame where it is time for one.

        That is when enough has filled since the last, or long enough has passed that
        someone who watches would think that the run stands still.
        """
        now = self._moment()
        self._add_sample(now)
        self._next_sample = now.step + max(
            _FIRST_SAMPLES_EVERY, now.step // _SAMPLES_A_FACTOR_E
        )
        patience = max(FRAME_STRETCH * self._frame_step, FEWEST_STEPS_TO_FRAME)
        has_risen = now.saturation >= self._frame_saturation + FRAME_RISE
        if has_risen or now.step >= patience:
            self._add_frame(now, self._frame())

    def _record_last(self) -> None:
        """Make the end of the run the end of the curves and the last frame."""
        if self._frame_step == self._run.step:
            return
        now = self._moment()
        if self._watch.steps[-1] != now.step:
            self._add_sample(now)
        self._add_frame(now, self._frame())

    def _add_sample(self, moment: _Moment) -> None:
        self._watch.add(moment.step, moment.saturation)
        self._writer.add_sample(
            moment.step, moment.time_s, moment.saturation, moment.pore_saturation
        )

    def _add_frame(self, moment: _Moment, frame: _Frame) -> None:
        liquid_fraction, balance, fields = frame
        self._writer.add_frame(
            moment.time_s, moment.saturation, liquid_fraction, balance
        )
        self._frame_saturation, self._frame_step = moment.saturation, moment.step
        index = self._writer.n_frames - 1
        if fields is not None:
            self._fields.write_frame(index, fields)
        if self._on_frame is not None:
            self._on_frame(
                index,
                moment.step,
                moment.time_s,
                moment.saturation,
                moment.pore_saturation,
                liquid_fraction,
            )

    def _keep(self) -> None:
        """Write a checkpoint of what was recorded so far."""
        self._keeper.write(
            self._run,
            {
                "next_sample": self._next_sample,
                "frame_saturation": self._frame_saturation,
                "frame_step": self._frame_step,
                "seconds": self._seconds,
                "resumed_at": self._resumed_at,
                "device": self._run.device.key,
            },
            {
                "steps": np.array(self._watch.steps, dtype=np.int64),
                "saturations": np.array(self._watch.saturations, dtype=np.float64),
            },
        )

    @property
    def _seconds(self) -> float:
        return self._seconds_before + time.perf_counter() - self._started_s

    def _note(self) -> str:
        run = self._run
        note = f"Saturation {run.saturation:.3f} after {format_time(run.time_s)}"
        speed = self._clock.steps_per_second
        if speed <= 0:
            return note
        longest = format_duration((self._plan.max_steps - run.step) / speed)
        return f"{note}; ends when it no longer rises, in {longest} at the latest"

    def _results(self, reason: str, trapped: TrappedGas | None) -> dict[str, Any]:
        """The numbers of the run as far as it was recorded."""
        balance = None if trapped is None else self._run.gas_balance(trapped)
        return {
            "out": self._out,
            "seconds": self._seconds,
            "n_frames": self._writer.n_frames,
            "nodes_per_second": self._clock.steps_per_second * self._run.n_nodes,
            "n_nodes": self._run.n_nodes,
            "resumed_at": self._resumed_at,
            "fields": self._fields.folder,
            **run_results(
                reason,
                steps=self._watch.steps,
                saturations=self._watch.saturations,
                plan=self._plan,
                n_nodes=self._run.n_nodes,
                trapped=trapped,
                balance=balance,
            ),
        }
