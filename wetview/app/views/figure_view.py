"""A figure of `wetview.plots`, drawn in the background at the size of the view."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent

    from wetview.app.context import Context
    from wetview.app.work import Background

MakeFigure = Callable[[str, tuple[float, float]], "Figure"]
"""Gives a figure for a theme ("light", "dark", "print") and a size in inches."""

_PIXELS_PER_INCH = 100.0
_SMALLEST = QSize(320, 220)
_PAUSE_MS = 90
# Mathematical text of matplotlib is laid out by one parser for all threads.
_one_at_a_time = threading.Lock()


class FigureView(QWidget):
    """Shows a figure, or why there is none.

    While the view changes its size the former picture is stretched; the window never
    waits for matplotlib.

    Parameters
    ----------
    context : Context
        Models of the window, for the theme.
    background : Background
        Where figures are drawn.
    name : str
        What it shows, for screen readers and as the key of the work.
    """

    def __init__(self, context: Context, background: Background, name: str) -> None:
        super().__init__()
        self._context = context
        self._background = background
        self._make: MakeFigure | None = None
        self._message = ""
        self._image: QImage | None = None
        self._key = f"figure {name}"
        self._is_stale = False
        self._is_drawing = False
        self.setMinimumSize(_SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._render)

    @property
    def image(self) -> QImage | None:
        """The picture that is shown, once it is drawn."""
        return self._image

    def show_figure(self, make: MakeFigure | None, *, message: str = "") -> None:
        """Show another figure, or a message where there is none."""
        self._make = make
        self._message = message
        if make is None:
            self._background.drop(self._key)
            self._is_drawing = False
            self._image = None
            self.update()
        self.redraw()

    def redraw(self) -> None:
        """Draw the figure again: for another theme, or another size."""
        self._is_stale = True
        if self.isVisible():
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's override."""
        theme = self._context.icons.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)
        elif self._message or self._make is not None:
            painter.setPen(QColor(theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            margin = 24
            inside = self.rect().adjusted(margin, margin, -margin, -margin)
            painter.drawText(inside, flags, self._message or "Drawing…")
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's override."""
        self._is_stale = True
        self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's override."""
        if self._is_stale:
            self._pause.start()

    def _render(self) -> None:
        if self._make is None or not self.isVisible() or not self._is_stale:
            return
        # One that was begun is shown, though it is outdated: where figures change
        # faster than they are drawn, nothing would be seen otherwise.
        if self._is_drawing:
            return
        self._is_stale, self._is_drawing = False, True
        work = partial(
            _drawn,
            self._make,
            self._context.icons.theme.name,
            (self.width() / _PIXELS_PER_INCH, self.height() / _PIXELS_PER_INCH),
            self.devicePixelRatioF(),
        )
        self._background.start(
            self._key, work, then=self._on_drawn, failed=self._on_failed
        )

    def _on_drawn(self, image: QImage) -> None:
        self._is_drawing = False
        self._image = image
        self.update()
        self._render()

    def _on_failed(self, problem: object) -> None:
        self._is_drawing = False
        self._background.failed.emit(problem)


def _drawn(
    make: MakeFigure, theme: str, size_in: tuple[float, float], ratio: float
) -> QImage:
    """In the background: the picture of a figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with _one_at_a_time:
        figure = make(theme, size_in)
        figure.set_dpi(_PIXELS_PER_INCH * ratio)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = canvas.get_width_height(physical=True)
        pixels = bytes(canvas.buffer_rgba())
    image = QImage(pixels, width, height, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image
