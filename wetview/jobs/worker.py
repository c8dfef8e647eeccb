"""The process that `wetview job FILE` is.

It writes a JSON object a line to its standard output and ends when it reads "stop"
from its standard input. When the window that started it dies, its input ends and its
output breaks: it works on all the same, and the window finds the result later.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import traceback
from typing import IO, TYPE_CHECKING

from wetview.errors import Cancelled, UserError
from wetview.jobs.description import load_job
from wetview.jobs.messages import Failed, Log, Message, Result, Stopped
from wetview.jobs.runner import run_job
from wetview.jobs.stopping import StopRequest
from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STOP = "stop"
"""The line on standard input that ends a job."""

_READER_PATIENCE_S = 0.5
"""How long a job that is to stop waits for someone to read a line of it."""

_logger = logging.getLogger(__name__)


def run_process(path: Path, *, only_result: bool = False) -> int:
    """Run the job that a file describes, and say how it goes.

    Parameters
    ----------
    path : Path
        The job's file.
    only_result : bool
        Write nothing but the result, as one JSON object; an error goes to standard
        error.

    Returns
    -------
    int
        Exit code: 0 done or stopped, 1 failed.
    """
    with _own_stdout() as stream:
        out = Output(stream)
        stop = StopRequest(lambda: _abandon(out, only_result=only_result))

        def send(message: Message) -> None:
            out.send(message, is_hurried=stop.requested())

        emit = _nothing if only_result else send
        _listen(stop)
        with _stopped_by_signals(stop), _logging_to(emit):
            last = _run(path, emit, stop)
        code = 1 if isinstance(last, Failed) else 0
        is_hurried = stop.requested()
        _send_last(out, last, only_result=only_result, is_hurried=is_hurried)
        if out.is_stuck:
            os._exit(code)  # a thread waits in the stream, which cannot be closed
    return code


class Output:
    """Standard output, a line at a time, from any thread, and to nobody if it breaks.

    Parameters
    ----------
    stream : text stream
        Where the lines go.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream: IO[str] | None = stream
        self._lock = threading.Lock()
        self._is_stuck = False

    @property
    def is_stuck(self) -> bool:
        """Whether a hurried line found no reader in time; later ones are dropped."""
        return self._is_stuck

    def send(self, message: Message, *, is_hurried: bool = False) -> None:
        """Write a message as a line; see `write`."""
        self.write(message.encode(), is_hurried=is_hurried)

    def write(self, line: str, *, is_hurried: bool = False) -> None:
        """Write a line and flush it.

        Parameters
        ----------
        line : str
            Without its end.
        is_hurried : bool
            Give up after a moment: whoever holds the other end may not read.
        """
        if not is_hurried:
            self._write(line)
        elif not self._is_stuck:
            writer = threading.Thread(target=self._write, args=(line,), daemon=True)
            writer.start()
            writer.join(_READER_PATIENCE_S)
            self._is_stuck = writer.is_alive()

    def _write(self, line: str) -> None:
        with self._lock:
            if self._stream is None:
                return
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (OSError, ValueError):  # nobody reads any more
                with contextlib.suppress(OSError, ValueError):
                    self._stream.close()
                self._stream = None


def _run(path: Path, emit: Callable[[Message], None], stop: StopRequest) -> Message:
    """Run the job and give its last message."""

    def should_stop() -> bool:
        if stop.requested():
            stop.acknowledge()
        return stop.requested()

    try:
        result = run_job(load_job(path), emit, should_stop)
    except Cancelled:
        return Stopped()
    except UserError as error:
        return Failed(error.message, error.hint)
    except MemoryError:
        return Failed(
            "The memory of this computer is not enough for this job",
            "Choose a smaller sample, or close other programs",
        )
    except Exception as error:
        _logger.exception("the job failed")
        return Failed(
            f"wetview has a fault: {type(error).__name__}: {error}",
            "Please report it, with the details",
            traceback.format_exc(),
        )
    finally:
        stop.acknowledge()
    return Stopped(result) if result.get("outcome") == "stopped" else Result(result)


def _send_last(
    out: Output, last: Message, *, only_result: bool, is_hurried: bool
) -> None:
    if not only_result:
        out.send(last, is_hurried=is_hurried)
    elif isinstance(last, Failed):
        sys.stderr.write(f"{UserError(last.message, last.hint)}\n{last.details}")
    elif isinstance(last, Result | Stopped):
        out.write(to_json(last.result), is_hurried=is_hurried)


def _abandon(out: Output, *, only_result: bool) -> None:
    """End at once: the work does not hear, and what is finished is on the disk."""
    _send_last(out, Stopped(), only_result=only_result, is_hurried=True)
    os._exit(0)


def _listen(stop: StopRequest) -> None:
    """Wait for "stop" on standard input, in a thread that holds up nothing."""

    def read() -> None:
        pending = b""
        with contextlib.suppress(OSError):
            # Not through sys.stdin: its lock would be held when the process ends.
            while received := os.read(0, 4096):
                *lines, pending = (pending + received).split(b"\n")
                if any(line.strip() == STOP.encode() for line in lines):
                    stop.request()
                pending = pending[-4096:]

    threading.Thread(target=read, name="stdin", daemon=True).start()


@contextlib.contextmanager
def _stopped_by_signals(stop: StopRequest) -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the job as "stop" does."""
    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    former = {}
    if is_main:
        for number in numbers:
            former[number] = signal.signal(number, lambda *_: stop.request())
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _own_stdout() -> Iterator[IO[str]]:
    """Standard output for messages alone; what else is printed goes to the errors."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    stream = open(kept, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
    try:
        yield stream
    finally:
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
        sys.stdout.flush()
        with contextlib.suppress(OSError):
            os.dup2(kept, 1)
        with contextlib.suppress(OSError, ValueError):
            stream.close()


class _LogMessages(logging.Handler):
    """Passes log records on as messages."""

    def __init__(self, emit: Callable[[Message], None]) -> None:
        super().__init__(logging.INFO)
        self._emit = emit

    def emit(self, record: logging.LogRecord) -> None:
        self._emit(Log(record.getMessage(), record.levelname.lower()))


@contextlib.contextmanager
def _logging_to(emit: Callable[[Message], None]) -> Iterator[None]:
    logger = logging.getLogger("wetview")
    handler = _LogMessages(emit)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _nothing(message: Message) -> None:
    """Say nothing."""
