"""One job while its process runs: messages become its state, its end a result."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.work import JobProcess
from wetview.errors import UserError
from wetview.jobs import Failed, Frame, Log, Loss, Progress, Result, Stopped
from wetview.project import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.models import JobList, JobState
    from wetview.app.models.jobs import JobStatus

_log = logging.getLogger(__name__)
_MOST_LOG_LINES = 2000


class RunningJob(QObject):
    """Joins a job's process with its entry in the list of jobs.

    Parameters
    ----------
    state : JobState
        Its entry.
    description : Path
        Its file.
    about : dict
        Paths that the result concerns.
    jobs : JobList
        Told of every change.
    parent : QObject
        Owner.
    """

    frame_arrived = Signal(object, object)
    loss_arrived = Signal(object, object)
    ended = Signal(object, object, object)
    """This, the result or None, and a `UserError`, a report, or None."""

    def __init__(
        self,
        state: JobState,
        description: Path,
        about: dict[str, Any],
        jobs: JobList,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.state = state
        self.about = about
        self._log_file = description.with_suffix(".log")
        self._jobs = jobs
        self._last: Result | Failed | Stopped | None = None
        self._process = JobProcess(description, self)
        self._process.message_received.connect(self._on_message)
        self._process.ended.connect(self._on_ended)

    def start(self) -> None:
        """Start the process."""
        self._process.start()

    def stop(self) -> None:
        """Ask the job to end and keep what it has."""
        if self.state.is_active and self.state.status != "stopping":
            self.state.status = "stopping"
            self._jobs.changed.emit(self.state)
            self._process.stop()

    def wait_or_kill(self, timeout_ms: int) -> None:
        """Wait for the end, then force it."""
        if not self._process.wait(timeout_ms):
            self._process.kill()

    @Slot(object)
    def _on_message(self, message: object) -> None:
        state = self.state
        if isinstance(message, Frame):
            self.frame_arrived.emit(state, message)
            return
        if isinstance(message, Loss):
            self.loss_arrived.emit(state, message)
            return
        if isinstance(message, Progress):
            if state.status == "starting":
                state.status = "running"
            state.done, state.total = message.done, message.total
            state.note = message.note
            state.seconds_left = message.seconds_left
        elif isinstance(message, Log):
            state.log.append(message.text)
            del state.log[:-_MOST_LOG_LINES]
        elif isinstance(message, Result | Failed | Stopped):
            self._last = message
        self._jobs.changed.emit(state)

    @Slot(int, str)
    def _on_ended(self, exit_code: int, complaints: str) -> None:
        if complaints.strip():
            self.state.log.extend(complaints.strip().splitlines()[-200:])
        last = self._last
        result: dict[str, Any] | None = None
        problem: UserError | str | None = None
        status: JobStatus = "done"
        if isinstance(last, Result):
            result = last.result
            if result.get("outcome") == "stopped":
                status = "stopped"
        elif isinstance(last, Stopped):
            result, status = last.result, "stopped"
        else:
            status = "failed"
            problem = self._problem(last, exit_code, complaints)
        self.state.note = self._last_words(result, problem)
        self._write_log(status)
        self._jobs.end(self.state, status)
        self.ended.emit(self, result, problem)

    def _write_log(self, status: str) -> None:
        lines = [self.state.title, *self.state.log, f"{status}: {self.state.note}", ""]
        try:
            write_text(self._log_file, "\n".join(lines))
        except UserError as problem:
            _log.warning("the job's log cannot be written: %s", problem)

    def _problem(
        self, last: Failed | None, exit_code: int, complaints: str
    ) -> UserError | str:
        if last is not None and not last.details:
            return UserError(last.message, last.hint)
        if last is not None:
            return f"{last.message}\n\n{last.details}"
        if exit_code == -1 and not complaints.strip():
            return UserError(
                f"The job `{self.state.title}` was ended from outside",
                "It may have run out of memory. The frames it had written are kept, "
                "and a simulation can be resumed",
            )
        return f"The job ended with exit code {exit_code}.\n\n{complaints}"

    def _last_words(
        self, result: dict[str, Any] | None, problem: UserError | str | None
    ) -> str:
        if isinstance(problem, UserError):
            return problem.message
        if problem is not None:
            return "wetview met an unexpected error"
        if result is None:
            return "Nothing was computed yet"
        if self.state.kind == "simulate":
            return f"{100 * float(result['saturation']):.1f} % filled"
        if self.state.kind == "pores":
            return f"{int(result['n_pores']):,} pores"
        if self.state.kind == "pore-space":
            return "Tortuosity and pore sizes are known"
        if self.state.kind == "train":
            return _words_on_training(result)
        if self.state.kind == "permeability":
            found = result["permeability_um2"].items()
            return ", ".join(f"{axis} {um2:.3g} µm²" for axis, um2 in found)
        return ""


def _words_on_training(result: dict[str, Any]) -> str:
    learnt = f"{int(result['n_rows']):,} pores, {int(result['n_epochs'])} epochs"
    scores = result.get("scores")
    if not isinstance(scores, dict):
        return f"{learnt}, without scores"
    return f"{learnt}; mean error of curves {float(scores['curve_mae']):.3f}"
