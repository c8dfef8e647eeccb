"""One slice of the tomogram, with crosshair and a crop box that can be dragged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.icons import IconSet

_GRIP = 6.0
_MARGIN = 10.0
_BAR_SHARE = 0.3
"""Of the picture's width: the longest scale bar."""


class SliceCanvas(QWidget):
    """Paints a picture to scale; the mouse moves the crosshair or the box.

    Parameters
    ----------
    icons : IconSet
        For the colours of the theme.
    axes : (int, int)
        Which axes of the volume run to the right and downwards.
    """

    scrubbed = Signal(int)
    """The wheel asks for a slice so many further."""
    crosshair_moved = Signal(int, int)
    box_dragged = Signal(object, object)
    """New spans of the box along both axes; each (first, end)."""
    drag_started = Signal()

    def __init__(self, icons: IconSet, axes: tuple[int, int]) -> None:
        super().__init__()
        self.axes = axes
        self._icons = icons
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self._size = (1, 1)
        self._box: tuple[tuple[int, int], tuple[int, int]] | None = None
        self._crosshair = (0, 0)
        self._voxel_m: float | None = None
        self._drag: tuple[str, QPointF, object] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            "Wheel: next slice. Click: move the crosshair. "
            "Drag the dashed box or its edges: choose what is cut out."
        )

    def sizeHint(self) -> QSize:
        """Qt's override."""
        return QSize(300, 260)

    def minimumSizeHint(self) -> QSize:
        """Qt's override."""
        return QSize(120, 100)

    def set_picture(
        self, pixels: NDArray[np.uint8] | None, size: tuple[int, int] = (1, 1)
    ) -> None:
        """Show a (height, width, 3) picture of so many voxels, or nothing."""
        self._size = size
        self._pixels = None if pixels is None else np.ascontiguousarray(pixels)
        self._image = None
        if self._pixels is not None:
            height, width, _ = self._pixels.shape
            self._image = QImage(
                self._pixels.data,
                width,
                height,
                3 * width,
                QImage.Format.Format_RGB888,
            )
        self.update()

    def set_box(self, across: tuple[int, int], down: tuple[int, int]) -> None:
        """Show the crop box."""
        self._box = (across, down)
        self.update()

    def set_voxel_m(self, voxel_m: float | None) -> None:
        """Draw a scale bar for this edge of a voxel; none where it is not known."""
        self._voxel_m = voxel_m
        self.update()

    def set_crosshair(self, across: int, down: int) -> None:
        """Show where the other two slices cut this one."""
        self._crosshair = (across, down)
        self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's override."""
        theme = self._icons.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.viewport))
        if self._image is None:
            return
        target = self._target()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, self._scale() < 1
        )
        painter.drawImage(target, self._image)
        self._paint_crosshair(painter, target)
        self._paint_box(painter, target)
        self._paint_scale_bar(painter, target)

    def _paint_scale_bar(self, painter: QPainter, target: QRectF) -> None:
        """A round length in the lower left corner, on a ground that it stands off."""
        if self._voxel_m is None or self._image is None:
            return
        length_m = round_length(_BAR_SHARE * self._size[0] * self._voxel_m)
        width = length_m / self._voxel_m * self._scale()
        text = f"{length_m * 1e6:g} µm"
        metrics = painter.fontMetrics()
        wide = max(width, metrics.horizontalAdvance(text)) + 12
        high = metrics.height() + 12
        ground = QRectF(target.left() + 8, target.bottom() - high - 8, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(ground, 3, 3)
        white = QColor(255, 255, 255)
        left, base = ground.left() + 6, ground.bottom() - 7
        painter.fillRect(QRectF(left, base, width, 3), white)
        painter.setPen(white)
        painter.drawText(QPointF(left, base - 5), text)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_crosshair(self, painter: QPainter, target: QRectF) -> None:
        theme = self._icons.theme
        at = self._to_screen(self._crosshair[0] + 0.5, self._crosshair[1] + 0.5)
        vertical = QPen(QColor(theme.axes[self.axes[0]]), 1.2)
        painter.setPen(vertical)
        painter.drawLine(
            QPointF(at.x(), target.top()), QPointF(at.x(), target.bottom())
        )
        painter.setPen(QPen(QColor(theme.axes[self.axes[1]]), 1.2))
        painter.drawLine(
            QPointF(target.left(), at.y()), QPointF(target.right(), at.y())
        )

    def _paint_box(self, painter: QPainter, target: QRectF) -> None:
        if self._box is None:
            return
        box = self._box_on_screen()
        shade = QColor(self._icons.theme.viewport)
        shade.setAlpha(140)
        for part in _around(target, box):
            painter.fillRect(part, shade)
        crop = QColor(self._icons.theme.crop)
        pen = QPen(crop, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(box)
        painter.setPen(Qt.PenStyle.NoPen)
        for spot in _handles(box):
            painter.fillRect(QRectF(spot.x() - 3.5, spot.y() - 3.5, 7, 7), crop)

    # geometry

    def _scale(self) -> float:
        if self._image is None:
            return 1.0
        wide = (self.width() - 2 * _MARGIN) / self._size[0]
        high = (self.height() - 2 * _MARGIN) / self._size[1]
        return max(min(wide, high), 0.01)

    def _target(self) -> QRectF:
        if self._image is None:
            return QRectF()
        scale = self._scale()
        width, height = self._size[0] * scale, self._size[1] * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        return QRectF(left, top, width, height)

    def _to_screen(self, across: float, down: float) -> QPointF:
        target, scale = self._target(), self._scale()
        return QPointF(target.left() + across * scale, target.top() + down * scale)

    def _to_voxels(self, point: QPointF) -> tuple[float, float]:
        target, scale = self._target(), self._scale()
        return (point.x() - target.left()) / scale, (point.y() - target.top()) / scale

    def _box_on_screen(self) -> QRectF:
        (left, right), (top, bottom) = self._box or ((0, 0), (0, 0))
        return QRectF(self._to_screen(left, top), self._to_screen(right, bottom))

    def _grip_at(self, point: QPointF) -> str:
        """Which part of the box a point takes hold of: edges by letter, or "move"."""
        if self._box is None:
            return ""
        box = self._box_on_screen()
        if not box.adjusted(-_GRIP, -_GRIP, _GRIP, _GRIP).contains(point):
            return ""
        grip = ""
        if abs(point.y() - box.top()) <= _GRIP:
            grip += "t"
        elif abs(point.y() - box.bottom()) <= _GRIP:
            grip += "b"
        if abs(point.x() - box.left()) <= _GRIP:
            grip += "l"
        elif abs(point.x() - box.right()) <= _GRIP:
            grip += "r"
        return grip

    # mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's override."""
        steps = event.angleDelta().y() / 120
        if steps:
            self.scrubbed.emit(round(steps) or (1 if steps > 0 else -1))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        if event.button() is not Qt.MouseButton.LeftButton or self._image is None:
            return
        grip = self._grip_at(event.position())
        if not grip and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            grip = "move"
        self._drag = (grip or "cross", event.position(), self._box)
        if grip:
            self.drag_started.emit()
        else:
            self._move_crosshair(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        if self._drag is None:
            self._show_cursor(event)
            return
        grip, start, box = self._drag
        if grip == "cross":
            self._move_crosshair(event.position())
        elif isinstance(box, tuple):
            across, down = self._dragged_box(grip, start, event.position(), box)
            self.box_dragged.emit(across, down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        self._drag = None
        self._show_cursor(event)

    def _show_cursor(self, event: QMouseEvent) -> None:
        grip = self._grip_at(event.position())
        shape = Qt.CursorShape.CrossCursor
        if grip in ("l", "r"):
            shape = Qt.CursorShape.SizeHorCursor
        elif grip in ("t", "b"):
            shape = Qt.CursorShape.SizeVerCursor
        elif grip in ("tl", "br"):
            shape = Qt.CursorShape.SizeFDiagCursor
        elif grip in ("tr", "bl"):
            shape = Qt.CursorShape.SizeBDiagCursor
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            shape = Qt.CursorShape.SizeAllCursor
        self.setCursor(shape)

    def _move_crosshair(self, point: QPointF) -> None:
        if self._image is None:
            return
        across, down = self._to_voxels(point)
        self.crosshair_moved.emit(
            int(np.clip(across, 0, self._size[0] - 1)),
            int(np.clip(down, 0, self._size[1] - 1)),
        )

    def _dragged_box(
        self,
        grip: str,
        start: QPointF,
        now: QPointF,
        box: tuple[tuple[int, int], tuple[int, int]],
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        scale = self._scale()
        right = round((now.x() - start.x()) / scale)
        down = round((now.y() - start.y()) / scale)
        width, height = self._size
        if grip == "move":
            return _moved(box[0], right, width), _moved(box[1], down, height)
        return (
            _stretched(box[0], right, width, "l" in grip, "r" in grip),
            _stretched(box[1], down, height, "t" in grip, "b" in grip),
        )


def round_length(longest_m: float) -> float:
    """The longest of 1, 2 and 5 times a power of ten that is not longer.

    Examples
    --------
    >>> f"{round_length(27e-6):.0e}"
    '2e-05'
    """
    power = 10.0 ** math.floor(math.log10(longest_m))
    return max(step * power for step in (1, 2, 5) if step * power <= longest_m)


def _moved(span: tuple[int, int], by: int, size: int) -> tuple[int, int]:
    by = max(-span[0], min(by, size - span[1]))
    return span[0] + by, span[1] + by


def _stretched(
    span: tuple[int, int], by: int, size: int, at_low: bool, at_high: bool
) -> tuple[int, int]:
    low, high = span
    if at_low:
        low = max(0, min(low + by, high - 1))
    if at_high:
        high = min(size, max(high + by, low + 1))
    return low, high


def _around(outer: QRectF, inner: QRectF) -> tuple[QRectF, ...]:
    return (
        QRectF(outer.left(), outer.top(), outer.width(), inner.top() - outer.top()),
        QRectF(
            outer.left(), inner.bottom(), outer.width(), outer.bottom() - inner.bottom()
        ),
        QRectF(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()),
        QRectF(
            inner.right(), inner.top(), outer.right() - inner.right(), inner.height()
        ),
    )


def _handles(box: QRectF) -> tuple[QPointF, ...]:
    centre = box.center()
    return (
        box.topLeft(),
        box.topRight(),
        box.bottomLeft(),
        box.bottomRight(),
        QPointF(centre.x(), box.top()),
        QPointF(centre.x(), box.bottom()),
        QPointF(box.left(), centre.y()),
        QPointF(box.right(), centre.y()),
    )
