"""Starting a job in a process of its own, and listening to it. No Qt here."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Self

from wetview.jobs.description import Job, save_job
from wetview.jobs.messages import Failed, Message, Result, Stopped, decode
from wetview.project.file_errors import writing
from wetview.project.paths import free_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

STOP_LINE = b"stop\n"
"""What to write to a job's standard input to stop it."""


def program_command(*arguments: str) -> list[str]:
    """The command line of this program, here and where it is packaged."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "wetview", *arguments]


def command_for(path: Path) -> list[str]:
    """The command that runs a job's file."""
    return program_command("job", str(path))


def write_job(job: Job, folder: Path) -> Path:
    """Write a job's file into a folder under a new name.

    Raises
    ------
    UserError
        If the folder cannot be written.
    """
    day = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = free_path(folder, f"{day}-{job.kind}", ".json")
    save_job(job, path)
    return path


def start_job(job: Job, folder: Path) -> JobProcess:
    """Start a job in a process of its own.

    Parameters
    ----------
    job : Job
        What to do.
    folder : Path
        Where its description and its log are kept.

    Raises
    ------
    UserError
        If the folder cannot be written.
    """
    return JobProcess(write_job(job, folder))


class JobProcess:
    """A running job; iterate over it to get its messages, the last one at its end.

    The process outlives this object and this program. Use it in a `with` block to
    have it ended with the block.

    Parameters
    ----------
    path : Path
        The job's file; its log lies beside it, "name.log".
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log_path = path.with_suffix(".log")
        with writing(self.log_path), self.log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command_for(path),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=os.name == "posix",
            )

    @property
    def returncode(self) -> int | None:
        """Exit code; None while it runs."""
        return self._process.poll()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def __iter__(self) -> Iterator[Message]:
        last: Message | None = None
        for line in self._stdout:
            last = decode(line)
            yield last
        code = self._process.wait()
        if not isinstance(last, Result | Failed | Stopped):
            yield Failed(
                f"The job ended before it was done (exit code {code})",
                f"What was finished is kept; its log is in `{self.log_path}`",
            )

    def stop(self) -> None:
        """Ask the job to stop; it ends within two seconds and keeps what it has."""
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(STOP_LINE)
            self._stdin.flush()

    def kill(self) -> None:
        """End the process at once; what was finished is on the disk."""
        self._process.kill()

    def wait(self, timeout_s: float | None = None) -> int:
        """Wait for the end and give the exit code.

        Raises
        ------
        subprocess.TimeoutExpired
            If it takes longer.
        """
        return self._process.wait(timeout_s)

    def close(self) -> None:
        """End the process if it still runs, and close its pipes."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None  # asked for above
        return self._process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None  # asked for above
        return self._process.stdout
