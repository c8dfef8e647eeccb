"""A small picture of what a video will show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from wetview.app.theme import set_look

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

_HEIGHT = 180


class PreviewPicture(QLabel):
    """Shows a picture as large as there is room, or says that there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Preview of the video")
        self.setVisible(False)
        set_look(self, "muted")

    def show_picture(self, path: Path) -> None:
        """Show a file."""
        self._picture = QPixmap(str(path))
        self.setVisible(not self._picture.isNull())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's override."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        wide = self._picture.width() > self._picture.height()
        if wide and self.width() > 0:
            height = self.width() * self._picture.height() / self._picture.width()
            self.setFixedHeight(max(round(height), 60))
        else:
            self.setFixedHeight(2 * _HEIGHT)
        room = QSize(round(self.width() * ratio), round(self.height() * ratio))
        fitted = self._picture.scaled(
            room,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)
