"""What the window remembers for one user, whatever project is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wetview.app.theme import ThemeChoice

_MOST_RECENT = 10
_SHORTCUTS = "shortcuts"


class Preferences:
    """Recent files, the theme, the window's place, keys of commands; saved at once.

    Parameters
    ----------
    settings : QSettings, optional
        Where they are kept; the user's own by default.
    """

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat,
            QSettings.Scope.UserScope,
            "wetview",
            "wetview",
        )

    @property
    def theme(self) -> ThemeChoice:
        """The appearance that the user chose."""
        value = self._settings.value("theme", "system")
        return value if value in ("light", "dark") else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._settings.setValue("theme", choice)

    @property
    def recent(self) -> list[Path]:
        """Tomograms and projects opened last, the latest first."""
        value = self._settings.value("recent", [])
        texts = value if isinstance(value, list) else [value]
        return [Path(text) for text in texts if isinstance(text, str) and text]

    def add_recent(self, path: Path) -> None:
        """Put a file or folder at the head of the recent ones."""
        path = path.resolve()
        others = [known for known in self.recent if known != path]
        latest = [path, *others][:_MOST_RECENT]
        self._settings.setValue("recent", [str(known) for known in latest])

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self._settings.remove("recent")

    @property
    def projects_folder(self) -> Path:
        """Where new projects are made."""
        value = self._settings.value("projects_folder", "")
        if isinstance(value, str) and value:
            return Path(value)
        return Path(platformdirs.user_documents_path()) / "wetview"

    @projects_folder.setter
    def projects_folder(self, folder: Path) -> None:
        self._settings.setValue("projects_folder", str(folder))

    @property
    def last_folder(self) -> Path:
        """Where the last file was opened from."""
        value = self._settings.value("last_folder", "")
        folder = Path(value) if isinstance(value, str) and value else Path.home()
        return folder if folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._settings.setValue("last_folder", str(folder))

    @property
    def last_project(self) -> Path | None:
        """The project that was open when the window was closed."""
        value = self._settings.value("last_project", "")
        return Path(value) if isinstance(value, str) and value else None

    @last_project.setter
    def last_project(self, folder: Path | None) -> None:
        self._settings.setValue("last_project", "" if folder is None else str(folder))

    @property
    def shortcuts(self) -> dict[str, str]:
        """Keys that the user gave to commands, by the names of the actions."""
        self._settings.beginGroup(_SHORTCUTS)
        keys = {
            name: str(self._settings.value(name, ""))
            for name in self._settings.childKeys()
        }
        self._settings.endGroup()
        return keys

    @shortcuts.setter
    def shortcuts(self, chosen: Mapping[str, str]) -> None:
        self._settings.remove(_SHORTCUTS)
        for name, keys in chosen.items():
            self._settings.setValue(f"{_SHORTCUTS}/{name}", keys)

    def bytes_of(self, name: str) -> QByteArray | None:
        """A stored window geometry or splitter state, if there is one."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) and value.size() else None

    def set_bytes(self, name: str, value: QByteArray) -> None:
        """Store a window geometry or splitter state."""
        self._settings.setValue(name, value)

    def sync(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()
