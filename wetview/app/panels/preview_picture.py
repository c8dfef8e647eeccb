"""A small moving picture of what a video will show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Slot
from PySide6.QtGui import QMovie, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from wetview.app.theme import set_look

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

_HEIGHT = 180


class PreviewPicture(QLabel):
    """Plays a GIF again and again, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        # In memory: an open file could not be replaced by the next one on Windows.
        self._content = QBuffer(self)
        self._movie = QMovie(self)
        self._movie.setDevice(self._content)
        self._movie.frameChanged.connect(self._on_frame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("Preview of the video")
        self.setVisible(False)
        set_look(self, "muted")

    def show_picture(self, path: Path) -> None:
        """Play a file."""
        self._movie.stop()
        self._content.close()
        self._content.setData(QByteArray(path.read_bytes()))
        self._content.open(QBuffer.OpenModeFlag.ReadOnly)
        self._movie.setDevice(self._content)
        self.setVisible(self._movie.isValid())
        self._movie.start()

    @Slot(int)
    def _on_frame(self, number: int) -> None:
        self._picture = self._movie.currentPixmap()
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
