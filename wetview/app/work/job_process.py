"""A job in a process of its own, spoken with over its standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from wetview.jobs import STOP_LINE, command_for, decode

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE_MS = 20_000


class JobProcess(QObject):
    """Runs ``wetview job FILE`` and turns its lines into messages.

    Parameters
    ----------
    description : Path
        The job file.
    parent : QObject, optional
        Owner.
    """

    message_received = Signal(object)
    ended = Signal(int, str)
    """Exit code (-1 after a crash) and what the process said on standard error."""

    def __init__(self, description: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command_for(description)
        self._rest = b""
        self._complaints = ""
        self._has_ended = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read_messages)
        self._process.readyReadStandardError.connect(self._read_complaints)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._process.kill)

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start the process."""
        program, *arguments = self._command
        self._process.start(program, arguments)

    def stop(self) -> None:
        """Ask the job to end and keep what it has; kill it if it does not answer."""
        if self.is_running:
            self._process.write(STOP_LINE)
            self._patience.start(_PATIENCE_MS)

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self._process.kill()
        self._process.waitForFinished(3000)

    def wait(self, timeout_ms: int) -> bool:
        """Wait until the process has ended; False if it has not."""
        return not self.is_running or self._process.waitForFinished(timeout_ms)

    @Slot()
    def _read_messages(self) -> None:
        said = bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            if line.strip():
                self.message_received.emit(decode(line))

    @Slot()
    def _read_complaints(self) -> None:
        said = bytes(self._process.readAllStandardError().data())
        self._complaints += said.decode("utf-8", errors="replace")

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._patience.stop()
        self._read_messages()
        self._read_complaints()
        crashed = status is QProcess.ExitStatus.CrashExit
        self._say_ended(-1 if crashed else exit_code)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._complaints += self._process.errorString()
            self._say_ended(-1)

    def _say_ended(self, exit_code: int) -> None:
        if not self._has_ended:
            self._has_ended = True
            self.ended.emit(exit_code, self._complaints)
