"""The jobs, along the bottom of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)

from wetview.app.theme import GAP, MARGIN, set_look
from wetview.app.views.job_row import JobRow

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import JobState

_INTERVAL_MS = 400


class JobStrip(QFrame):
    """One line a job; a line of rest when there is none.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    stop_requested = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        set_look(self, "footer")
        self._context = context
        self._rows: dict[int, JobRow] = {}
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self._refresh)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP // 2)
        self._layout.setSpacing(0)
        self._idle = QLabel()
        set_look(self._idle, "muted")
        self._layout.addWidget(self._idle)
        self.set_busy("")
        jobs = context.jobs
        jobs.added.connect(self._add)
        jobs.changed.connect(self._refresh_later)
        jobs.removed.connect(self._remove)

    def set_busy(self, note: str) -> None:
        """Say what takes seconds right now; "" when nothing does."""
        self._idle.setText(f"{note}…" if note else "Ready")
        self._idle.setVisible(bool(note) or not self._rows)

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        for row in self._rows.values():
            row.update_icons()

    def _add(self, job: JobState) -> None:
        row = JobRow(self._context.icons, job)
        row.stop_requested.connect(self.stop_requested)
        row.dismissed.connect(self._dismiss)
        row.log_requested.connect(self._show_log)
        self._rows[job.job_id] = row
        self._layout.addWidget(row)
        self._idle.setVisible(False)

    def _refresh_later(self, job: JobState) -> None:
        """Show a change soon; a job reports more often than one can read."""
        if not job.is_active:
            self._refresh()
        elif not self._refresh_timer.isActive():
            self._refresh_timer.start(_INTERVAL_MS)

    @Slot()
    def _refresh(self) -> None:
        for row in self._rows.values():
            row.refresh()

    def _remove(self, job: JobState) -> None:
        row = self._rows.pop(job.job_id, None)
        if row is not None:
            row.hide()
            row.deleteLater()
        self._idle.setVisible(not self._rows)

    def _job(self, job_id: int) -> JobState | None:
        return next((job for job in self._context.jobs if job.job_id == job_id), None)

    @Slot(int)
    def _dismiss(self, job_id: int) -> None:
        job = self._job(job_id)
        if job is not None:
            self._context.jobs.remove(job)

    @Slot(int)
    def _show_log(self, job_id: int) -> None:
        job = self._job(job_id)
        if job is None:
            return
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(f"Log: {job.title}")
        dialog.resize(680, 360)
        text = QPlainTextEdit("\n".join(job.log) or "Nothing was said so far.")
        text.setReadOnly(True)
        text.setAccessibleName("What the job said")
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(text)
        layout.addWidget(buttons)
        dialog.open()
