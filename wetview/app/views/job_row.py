"""One job: what it does, how far it is, time left, Stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from wetview.app.theme import GAP, set_look
from wetview.units import format_duration

if TYPE_CHECKING:
    from wetview.app.icons import IconSet
    from wetview.app.models import JobState

_STEPS = 1000
_ENDED = {"done": "Done", "stopped": "Stopped", "failed": "Failed"}


class JobRow(QWidget):
    """Shows one job.

    Parameters
    ----------
    icons : IconSet
        Where icons come from.
    job : JobState
        The job.
    """

    stop_requested = Signal(int)
    dismissed = Signal(int)
    log_requested = Signal(int)

    def __init__(self, icons: IconSet, job: JobState) -> None:
        super().__init__()
        self._icons = icons
        self._job = job
        self._title = QLabel(job.title)
        set_look(self._title, "section")
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setFixedWidth(190)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(f"Progress of {job.title}")
        self._note = QLabel()
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )
        set_look(self._note, "muted")
        self._left = QLabel()
        self._log = self._make_button("log", "Log", "Show what the job said")
        self._log.clicked.connect(self._on_log)
        self._stop = self._make_button(
            "cancel", "Cancel", "Stop the job and keep what was computed"
        )
        self._stop.clicked.connect(self._on_stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(GAP + 4)
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addWidget(self._note, 1)
        layout.addWidget(self._left)
        layout.addWidget(self._log)
        layout.addWidget(self._stop)
        self.refresh()

    def refresh(self) -> None:
        """Show how far the job is now."""
        job = self._job
        fraction = job.fraction
        self._bar.setVisible(job.is_active)
        if fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(fraction * _STEPS))
        self._note.setText(self._words())
        left = job.seconds_left
        has_time = job.status == "running" and left is not None
        words = []
        if fraction is not None and job.is_active:
            words.append(f"{fraction:.0%}")
        if has_time and left is not None:
            words.append(f"{format_duration(left)} left")
        self._left.setText("  ·  ".join(words))
        self._stop.setText("Cancel" if job.is_active else "Dismiss")
        self._stop.setToolTip(
            "Stop the job and keep what was computed"
            if job.is_active
            else "Take this line away"
        )
        self._stop.setEnabled(job.status != "stopping")

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        self._log.setIcon(self._icons.icon("log"))
        self._stop.setIcon(self._icons.icon("cancel"))

    def _words(self) -> str:
        job = self._job
        if job.status == "starting":
            return "Starting…"
        if job.status == "stopping":
            return "Stopping, keeping what was computed…"
        ended = _ENDED.get(job.status)
        if ended is None:
            return job.note
        return f"{ended}. {job.note}" if job.note else ended

    def _make_button(self, icon: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icons.icon(icon))
        button.setText(text)
        button.setToolTip(tip)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_look(button, "flat")
        return button

    @Slot()
    def _on_stop(self) -> None:
        if self._job.is_active:
            self.stop_requested.emit(self._job.job_id)
        else:
            self.dismissed.emit(self._job.job_id)

    @Slot()
    def _on_log(self) -> None:
        self.log_requested.emit(self._job.job_id)
