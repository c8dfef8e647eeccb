"""What mouse, wheel and keys mean over the 3D view; its camera is turned by VTK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_CLICK_PX = 4
_REST_AFTER_MS = 350
"""So long after the last turn of the wheel the view has come to rest."""


class Pointer(QObject):
    """Tells clicks from drags, and when a view moves.

    Parameters
    ----------
    watched : QWidget
        The 3D view.
    parent : QObject
        Owner.
    """

    clicked = Signal(QPointF)
    """The left button was pressed and released at one place."""
    turned = Signal()
    """The left button was dragged, or the wheel was turned."""
    moved = Signal()
    """The view moves, and soon more."""
    rested = Signal()
    """The view has come to rest."""

    def __init__(self, watched: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._watched = watched
        self._pressed_at: QPointF | None = None
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(_REST_AFTER_MS)
        self._rest_timer.timeout.connect(self.rested)
        watched.installEventFilter(self)

    def close(self) -> None:
        """Watch no longer."""
        self._rest_timer.stop()
        self._watched.removeEventFilter(self)

    def move_on(self) -> None:
        """The view moves by itself, and rests if it does not go on."""
        self.moved.emit()
        self._rest_timer.start()

    def rest(self) -> None:
        """The view has come to rest."""
        self._rest_timer.stop()
        self.rested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's override."""
        if isinstance(event, QKeyEvent):
            # VTK's own keys would change the picture behind the models' back.
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            event.setAccepted(is_tab)
            return not is_tab
        if event.type() is QEvent.Type.Wheel:
            self.turned.emit()
            self.move_on()
        if isinstance(event, QMouseEvent):
            self._follow(event)
        return False

    def _follow(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if event.type() is QEvent.Type.MouseMove and event.buttons():
            self.moved.emit()
        elif event.type() is QEvent.Type.MouseButtonPress and is_left:
            self._pressed_at = event.position()
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self.rest()
            pressed_at = self._pressed_at
            if is_left and pressed_at is not None:
                self._pressed_at = None
                way_px = (event.position() - pressed_at).manhattanLength()
                if way_px <= _CLICK_PX:
                    self.clicked.emit(event.position())
                else:
                    self.turned.emit()
