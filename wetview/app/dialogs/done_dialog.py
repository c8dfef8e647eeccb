"""Says that a file was written, and offers to show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from wetview.units import format_bytes

if TYPE_CHECKING:
    from pathlib import Path


class DoneDialog(QMessageBox):
    """A message with "Show in folder".

    Parameters
    ----------
    path : Path
        The file that was written.
    parent : QWidget
        The window.
    """

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("wetview")
        self.setIcon(QMessageBox.Icon.Information)
        self.setText(f"{path.name} is ready.")
        self.setInformativeText(f"{format_bytes(_n_bytes(path))} in {path.parent}")
        self._folder = path.parent
        show = self.addButton("Show in folder", QMessageBox.ButtonRole.ActionRole)
        show.setToolTip("Open the folder in the file manager")
        show.clicked.connect(self._show_folder)
        self.addButton(QMessageBox.StandardButton.Ok)
        self.setDefaultButton(QMessageBox.StandardButton.Ok)

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _n_bytes(path: Path) -> int:
    """Size of a file, or of the files in a folder of pictures."""
    files = path.iterdir() if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files)
