"""Starts Qt, opens the window, and follows the theme."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from wetview.app.control.problems import log_folder
from wetview.app.icons import program_icon
from wetview.app.preferences import Preferences
from wetview.app.theme import apply_theme, theme_for
from wetview.app.window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.theme import ThemeChoice

_NO_SCREEN = (
    "wetview: there is no screen to open a window on; the other commands work "
    "without one, see `wetview --help`."
)
_LOG_BYTES = 1_000_000
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Appearance(QObject):
    """Applies the chosen theme to the program and to its window.

    Parameters
    ----------
    app : QApplication
        The program.
    preferences : Preferences
        Holds the choice.
    """

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._window: MainWindow | None = None
        app.setStyle("Fusion")
        self._set_scheme(preferences.theme)
        self.theme = theme_for(preferences.theme, app)
        apply_theme(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    def attach(self, window: MainWindow) -> None:
        """Keep a window in the theme."""
        self._window = window
        window.theme_requested.connect(self.choose)
        window.destroyed.connect(self._forget)

    @Slot(str)
    def choose(self, choice: ThemeChoice) -> None:
        """Take another appearance and remember it."""
        self._preferences.theme = choice
        self._set_scheme(choice)
        self._refresh()

    def _set_scheme(self, choice: ThemeChoice) -> None:
        hints = self._app.styleHints()
        if hasattr(hints, "setColorScheme"):
            hints.setColorScheme(_SCHEMES[choice])

    @Slot()
    def _refresh(self) -> None:
        theme = theme_for(self._preferences.theme, self._app)
        if theme is not self.theme:
            self.theme = theme
            apply_theme(self._app, theme)
            if self._window is not None:
                self._window.set_theme(theme)

    @Slot()
    def _forget(self) -> None:
        self._window = None


def run(path: Path | None) -> int:
    """Open the window and run until it is closed; see `wetview.app.main`."""
    prepare_platform()
    if not has_screen():
        print(_NO_SCREEN, file=sys.stderr)  # noqa: T201
        return 1
    _start_log()
    _be_an_application_of_its_own()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("wetview")
    app.setApplicationDisplayName("wetview")
    app.setDesktopFileName("wetview")
    app.setWindowIcon(program_icon())
    preferences = Preferences()
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.theme)
    appearance.attach(window)
    window.problems.catch_all()
    window.show()
    last = preferences.last_project
    if path is not None:
        window.open_path(path.resolve())
    elif last is not None and last.exists():
        window.open_path(last)
    return app.exec()


def prepare_platform() -> None:
    """Choose X11 on Linux, where VTK does not work on Wayland (pyvistaqt#445)."""
    os.environ.setdefault("QT_API", "pyside6")
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")


def _be_an_application_of_its_own() -> None:
    """Have Windows' taskbar show wetview and its icon, not Python and Python's."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("wetview")


def has_screen() -> bool:
    """Whether a window can be opened; without one Qt would abort the process."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _start_log() -> None:
    folder = log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "wetview.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    logger = logging.getLogger("wetview")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
