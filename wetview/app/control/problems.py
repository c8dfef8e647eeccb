"""The one place where errors are turned into something that the user sees."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal, Slot

from wetview.app.dialogs.messages import show_user_error
from wetview.app.dialogs.report_dialog import ReportDialog, details_of
from wetview.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

_log = logging.getLogger(__name__)


def log_folder() -> Path:
    """Where the program writes its log."""
    return Path(platformdirs.user_log_path("wetview", appauthor=False))


class Problems(QObject):
    """Shows errors: the user's in words, bugs in the report dialog.

    Parameters
    ----------
    window : QWidget
        Parent of the dialogs.
    """

    _raised = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._former_hook = sys.excepthook
        self._raised.connect(self.show)

    def catch_all(self) -> None:
        """Show what nothing else catches, too."""
        sys.excepthook = self._on_unhandled

    def let_go(self) -> None:
        """Leave unhandled errors to Python again."""
        sys.excepthook = self._former_hook

    @Slot(object)
    def show(self, error: BaseException) -> None:
        """Tell the user of an error."""
        if isinstance(error, Cancelled):
            return
        cause = _user_error_in(error)
        if cause is not None:
            _log.info("told the user: %s", cause)
            show_user_error(self._window, cause)
            return
        if isinstance(error, MemoryError):
            message = "There is not enough memory for this"
            hint = "Choose a smaller box or a larger voxel size"
            show_user_error(self._window, UserError(message, hint))
            return
        _log.error("unexpected error", exc_info=error)
        self.report(details_of(error))

    def attempt(self, work: Callable[..., object], *arguments: object) -> None:
        """Do what a user may have asked for in vain, and tell why if so."""
        try:
            work(*arguments)
        except UserError as problem:
            self.show(problem)

    def report(self, details: str) -> None:
        """Show the report dialog."""
        log_file = log_folder() / "wetview.log"
        ReportDialog(
            details, log_file if log_file.exists() else None, self._window
        ).open()

    def _on_unhandled(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._former_hook(kind, error, trace)
            return
        self._raised.emit(error)


def _user_error_in(error: BaseException | None) -> UserError | None:
    """The `UserError` behind an error; psygnal wraps what listeners raise."""
    while error is not None:
        if isinstance(error, UserError):
            return error
        error = error.__cause__
    return None
