"""What a bug looks like to the user: an apology, the details, and a copy button."""

from __future__ import annotations

import platform
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import wetview
from wetview.app.theme import GAP, MARGIN, set_look

if TYPE_CHECKING:
    from pathlib import Path


class ReportDialog(QDialog):
    """Shows an error that nobody expected.

    Parameters
    ----------
    details : str
        The traceback, or what a job said before it ended.
    log_file : Path or None
        Where it stands as well.
    parent : QWidget
        The window.
    """

    def __init__(self, details: str, log_file: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Something went wrong")
        self.resize(640, 420)
        self._report = (
            f"wetview {wetview.__version__}, Python {platform.python_version()}, "
            f"{platform.platform()}\n\n{details.strip()}\n"
        )
        heading = QLabel("wetview met an error that it did not expect")
        set_look(heading, "section")
        where = f" They also stand in {log_file}." if log_file else ""
        advice = QLabel(
            "What was saved before is not touched, and you can go on. If it happens "
            f"again, please send these details to the developers.{where}"
        )
        advice.setWordWrap(True)
        text = QPlainTextEdit(self._report)
        text.setReadOnly(True)
        text.setAccessibleName("Details of the error")
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip("Put the details on the clipboard")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (heading, advice, text, buttons):
            layout.addWidget(widget)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


def details_of(error: BaseException) -> str:
    """The traceback of an exception as text."""
    return "".join(traceback.format_exception(error))
