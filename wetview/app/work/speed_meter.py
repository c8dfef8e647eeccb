"""Measures in a process of its own how fast this computer computes fillings.

The engine may have to be compiled for that, which holds up every thread of a process.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from wetview.jobs import program_command

_log = logging.getLogger(__name__)


class SpeedMeter(QObject):
    """Runs ``wetview speed``, one at a time, and each setting once.

    Parameters
    ----------
    parent : QObject
        Owner; `close` must be called before it goes.
    """

    measured = Signal()
    """A speed is known now; `known_speed` gives it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tried: set[tuple[str, int | None]] = set()
        self._process = QProcess(self)
        self._process.finished.connect(self._on_finished)

    @property
    def is_measuring(self) -> bool:
        """Whether a measurement is under way."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def measure(self, device: str, n_threads: int | None) -> None:
        """Start to measure, unless that is under way, or has failed before."""
        if self.is_measuring or (device, n_threads) in self._tried:
            return
        self._tried.add((device, n_threads))
        arguments = ["speed", "--json", "--device", device]
        if n_threads is not None:
            arguments += ["--threads", str(n_threads)]
        program, *rest = program_command(*arguments)
        self._process.start(program, rest)

    def close(self) -> None:
        """End a measurement that is under way; nobody is told."""
        self._process.finished.disconnect(self._on_finished)
        if self.is_measuring:
            self._process.kill()
            self._process.waitForFinished(3000)

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        if exit_code != 0 or status is QProcess.ExitStatus.CrashExit:
            said = bytes(self._process.readAllStandardError().data())
            _log.warning(
                "the speed cannot be measured: %s",
                said.decode("utf-8", errors="replace")[-500:],
            )
        self.measured.emit()
