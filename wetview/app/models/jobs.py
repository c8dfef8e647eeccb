"""The jobs that run or ran since the window opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from psygnal import Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

JobStatus = Literal["starting", "running", "stopping", "done", "stopped", "failed"]
_ACTIVE = ("starting", "running", "stopping")


@dataclass
class JobState:
    """How far one job is.

    Parameters
    ----------
    job_id : int
        Number of the job in this window.
    kind : str
        "pores", "simulate" or "video".
    title : str
        What it does, in words.
    """

    job_id: int
    kind: str
    title: str
    status: JobStatus = "starting"
    done: float = 0.0
    total: float = 0.0
    note: str = ""
    seconds_left: float | None = None
    log: list[str] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        """Whether its process is still there."""
        return self.status in _ACTIVE

    @property
    def fraction(self) -> float | None:
        """Share that is finished, or None while that is unknown."""
        return min(self.done / self.total, 1.0) if self.total > 0 else None


class JobList:
    """All jobs of the window, the latest last."""

    added = Signal(JobState)
    changed = Signal(JobState)
    finished = Signal(JobState)
    removed = Signal(JobState)

    def __init__(self) -> None:
        self._jobs: dict[int, JobState] = {}
        self._n_made = 0

    def __iter__(self) -> Iterator[JobState]:
        return iter(list(self._jobs.values()))

    def new(self, kind: str, title: str) -> JobState:
        """Enter a job that is about to start; those that ended well leave the list."""
        for ended in [job for job in self if job.status in ("done", "stopped")]:
            self.remove(ended)
        self._n_made += 1
        job = JobState(self._n_made, kind, title)
        self._jobs[job.job_id] = job
        self.added.emit(job)
        return job

    def active(self, kind: str | None = None) -> list[JobState]:
        """Jobs whose process still runs, all or of one kind."""
        return [
            job for job in self if job.is_active and (kind is None or job.kind == kind)
        ]

    def end(self, job: JobState, status: JobStatus) -> None:
        """Note how a job ended."""
        job.status = status
        job.seconds_left = None
        self.changed.emit(job)
        self.finished.emit(job)

    def remove(self, job: JobState) -> None:
        """Forget a job that has ended."""
        if not job.is_active and self._jobs.pop(job.job_id, None) is not None:
            self.removed.emit(job)
