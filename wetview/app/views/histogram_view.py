"""How often each value occurs, with the threshold or the phases' colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wetview.volume import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.icons import IconSet
    from wetview.app.models import Draft, Source

_N_BINS = 128
_N_SAMPLED = 1_000_000
_AXIS_HEIGHT = 22.0


class HistogramView(QWidget):
    """Bars for grey volumes (drag the line), bars of shares for segmented ones."""

    threshold_dragged = Signal(int, float)
    """Number of the threshold, from 0, and where it is now."""
    drag_started = Signal()

    def __init__(self, icons: IconSet) -> None:
        super().__init__()
        self._icons = icons
        self._source: Source | None = None
        self._draft: Draft | None = None
        self._counts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._edges: NDArray[np.float64] = np.zeros(0)
        self._is_whole = True
        self._dragged: int | None = None
        self.setAccessibleName("Histogram of the tomogram's values")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Qt's override."""
        return QSize(300, 200)

    def set_source(self, source: Source | None) -> None:
        """Show the values of another tomogram."""
        self._source = source
        self.set_filtered(None)

    def set_filtered(self, values: NDArray[Any] | None) -> None:
        """Show what filters left, (n,) of it; the values of the file without it."""
        source = self._source
        self._counts = np.zeros(0, dtype=np.int64)
        if source is not None and source.labels is None:
            voxels = source.volume.voxels if values is None else values
            every = max(1, voxels.size // _N_SAMPLED)
            sampled = voxels.reshape(-1)[::every]
            self._counts, self._edges = np.histogram(sampled, bins=_bins(sampled))
            self._is_whole = sampled.dtype.kind in "iu"
            self.setToolTip(
                "How often each grey value occurs. Drag to move the nearest threshold."
            )
        else:
            self.setToolTip("Share of the voxels that each label has")
        self.update()

    def set_draft(self, draft: Draft | None) -> None:
        """Show other settings."""
        self._draft = draft
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's override."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._source is None or self._draft is None:
            return
        if self._source.labels is not None:
            self._paint_shares(painter)
        elif self._counts.size:
            self._paint_bars(painter)

    def _paint_shares(self, painter: QPainter) -> None:
        assert self._source is not None
        assert self._draft is not None
        theme = self._icons.theme
        labels = self._source.labels or ()
        roles = self._draft.roles_by_label
        row = min(46.0, self.height() / max(len(labels), 1))
        largest = max((share for _, share in labels), default=1.0)
        line = painter.fontMetrics().height()
        for index, (label, share) in enumerate(labels):
            top = index * row
            phase = roles.get(label, Phase.PORE)
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(2, top + line), f"{phase.title} (label {label})")
            text = f"{100 * share:.1f} %"
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(self.width() - width - 2, top + line), text)
            bar = QRectF(2, top + line + 5, (self.width() - 4) * share / largest, 9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.phase(phase)))
            painter.drawRoundedRect(bar, 3, 3)

    def _paint_bars(self, painter: QPainter) -> None:
        assert self._draft is not None
        theme = self._icons.theme
        height = self.height() - _AXIS_HEIGHT
        width = self.width() / self._counts.size
        top = float(np.sqrt(self._counts.max()))
        thresholds, classes = self._draft.thresholds, self._draft.classes
        painter.setPen(Qt.PenStyle.NoPen)
        for index, count in enumerate(self._counts):
            middle = (self._edges[index] + self._edges[index + 1]) / 2
            number = int(np.searchsorted(thresholds, middle, side="left"))
            painter.setBrush(QColor(theme.phase(classes[number])))
            bar = height * float(np.sqrt(count)) / top
            painter.drawRect(
                QRectF(index * width, height - bar, max(width - 0.5, 1), bar)
            )
        painter.setPen(QPen(QColor(theme.crop), 2))
        for threshold in thresholds:
            at = self._x_of(threshold)
            painter.drawLine(QPointF(at, 0), QPointF(at, height))
        if self._draft.doubtful is not None and self._draft.may_doubt:
            painter.setPen(QPen(QColor(theme.crop), 2, Qt.PenStyle.DotLine))
            at = self._x_of(self._draft.doubtful)
            painter.drawLine(QPointF(at, 0), QPointF(at, height))
        painter.setPen(QColor(theme.muted))
        base = self.height() - 5
        # Bins of whole numbers end half a number beyond them.
        first = float(np.ceil(self._edges[0])) if self._is_whole else self._edges[0]
        end = float(np.floor(self._edges[-1])) if self._is_whole else self._edges[-1]
        painter.drawText(QPointF(2, base), f"{first:.6g}")
        last = f"{end:.6g}"
        advance = painter.fontMetrics().horizontalAdvance(last)
        painter.drawText(QPointF(self.width() - advance - 2, base), last)

    def _x_of(self, value: float) -> float:
        low, high = float(self._edges[0]), float(self._edges[-1])
        return (value - low) / (high - low) * self.width() if high > low else 0.0

    def _value_at(self, x: float) -> float:
        low, high = float(self._edges[0]), float(self._edges[-1])
        share = min(max(x / max(self.width(), 1), 0.0), 1.0)
        return low + share * (high - low)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        thresholds = () if self._draft is None else self._draft.thresholds
        is_left = event.button() is Qt.MouseButton.LeftButton
        if self._counts.size and thresholds and is_left:
            x = event.position().x()
            apart = [abs(self._x_of(threshold) - x) for threshold in thresholds]
            self._dragged = int(np.argmin(apart))
            self.drag_started.emit()
            self.threshold_dragged.emit(self._dragged, self._value_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        if self._dragged is not None:
            x = event.position().x()
            self.threshold_dragged.emit(self._dragged, self._value_at(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's override."""
        self._dragged = None


def _bins(values: NDArray[Any]) -> int | NDArray[np.float64]:
    """Bins of equally many whole numbers, where values are whole: no comb of bars."""
    if values.dtype.kind not in "iu" or not values.size:
        return _N_BINS
    low, high = int(values.min()), int(values.max())
    width = -(-(high - low + 1) // _N_BINS)
    n_bins = -(-(high - low + 1) // width)
    return low - 0.5 + width * np.arange(n_bins + 1, dtype=np.float64)
