"""The 3D view: one interactor, one scene, and what the models say of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from wetview.app.theme import set_look
from wetview.app.views.sample_pane import SamplePane
from wetview.app.views.view_camera import look_along, put_back, stored_camera

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.scene import ElectrodeScene

_log = logging.getLogger(__name__)
_CLICK_PX = 4
_NO_3D = (
    "The 3D view cannot be started on this computer.\n"
    "Check the graphics driver; slices, tables, curves and videos work without it."
)
_ROOM_FOR_LABELS = 1.08


class SceneView(QWidget):
    """Shows the sample, its pores and its filling.

    The interactor is made by `start`, once its libraries are loaded, so that the
    window is there before them.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    frame_failed = Signal(object)
    """A frame could not be read."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._scene: ElectrodeScene | None = None
        self._interactor: Any = None
        self._pane: SamplePane | None = None
        self._pressed_at: QPointF | None = None
        self._camera: Any = None
        self._was_turned = False
        self._layout = QStackedLayout(self)
        self._waiting = QLabel("Starting the 3D view…")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._waiting, "muted")
        self._layout.addWidget(self._waiting)
        self._render_timer = QTimer(self)
        self._render_timer.setSingleShot(True)
        self._render_timer.timeout.connect(self._render_now)
        self._resize_timer = QTimer(self)
        self._resize_timer.setSingleShot(True)
        self._resize_timer.timeout.connect(self._frame_sample)

    @property
    def is_built(self) -> bool:
        """Whether the interactor is there."""
        return self._scene is not None

    def start(self) -> None:
        """Build the view, or say why there is none; the rest works without it."""
        try:
            self.build()
        except Exception:  # noqa: BLE001 - whatever a graphics driver comes up with
            _log.exception("the 3D view cannot be started")
            self._waiting.setText(_NO_3D)

    def build(self) -> None:
        """Make the interactor and show what is open."""
        if self._scene is not None:
            return
        from pyvistaqt import QtInteractor

        from wetview.scene import ElectrodeScene

        self._interactor = QtInteractor(
            self, auto_update=False, multi_samples=0, line_smoothing=False
        )
        self._interactor.setAcceptDrops(False)
        self._interactor.setAccessibleName("3D view of the sample")
        self._interactor.installEventFilter(self)
        self._scene = ElectrodeScene(
            self._interactor, theme=self._context.icons.theme.name
        )
        # PyVista would put the camera elsewhere at the first picture.
        self._interactor.renderer.camera_set = True
        self._layout.addWidget(self._interactor)
        self._layout.setCurrentWidget(self._interactor)
        self._pane = SamplePane(self._context, self._scene, self)
        self._pane.changed.connect(self.render_soon)
        self._pane.framing_wanted.connect(self._frame_sample)
        self._pane.sample_shown.connect(self._on_sample_shown)
        self._pane.frame_failed.connect(self.frame_failed)
        self.refresh()

    def close_view(self) -> None:
        """Let go of the render window; nothing is drawn after this."""
        self._render_timer.stop()
        self._resize_timer.stop()
        if self._pane is not None:
            self._pane.close()
            self._pane = None
        if self._scene is not None:
            self._interactor.removeEventFilter(self)
            self._scene.close()
            self._scene = None
            self._interactor.close()
            self._interactor = None

    def refresh(self) -> None:
        """Show what the models say."""
        if self._pane is not None:
            self._pane.refresh()

    # the picture

    def set_theme(self) -> None:
        """Draw in the colours of the theme."""
        if self._scene is not None:
            self._scene.set_theme(self._context.icons.theme.name)
            self.render_soon()

    def render_soon(self) -> None:
        """Draw once, after everything that changes now."""
        if self._scene is not None and not self._render_timer.isActive():
            self._render_timer.start(0)

    @Slot()
    def _render_now(self) -> None:
        if self._interactor is not None and self.isVisible():
            # Qt's repaint renders; `render` would draw the picture twice.
            self._interactor.update()

    def showEvent(self, event: Any) -> None:
        """Qt's override: what changed while hidden is drawn now."""
        super().showEvent(event)
        self.render_soon()

    @Slot()
    def reset_camera(self) -> None:
        """Show the whole sample."""
        self._was_turned = False
        self._frame_sample()

    @Slot()
    def _frame_sample(self) -> None:
        """Show the whole sample, unless the user has chosen another view."""
        if self._scene is not None and not self._was_turned:
            self._scene.reset_camera()
            self._interactor.camera.parallel_scale *= _ROOM_FOR_LABELS
            self.render_soon()

    def resizeEvent(self, event: Any) -> None:
        """Qt's override: keep the whole sample in sight."""
        super().resizeEvent(event)
        self._resize_timer.start(60)

    def look_along(self, axis: int) -> None:
        """Look along x, y or z."""
        if self._scene is None or self._context.session.sample is None:
            return
        look_along(self._interactor.camera, axis)
        self._interactor.reset_camera_clipping_range()
        self._was_turned = True
        self.render_soon()

    def camera(self) -> dict[str, Any] | None:
        """Where the camera stands, for the project file."""
        if self._pane is None or not self._pane.has_sample:
            return self._camera
        return stored_camera(self._interactor.camera) if self._was_turned else None

    def restore_camera(self, stored: dict[str, Any] | None) -> None:
        """Put the camera where it stood; later, if nothing is shown yet."""
        self._camera = stored
        if stored is None or self._pane is None or not self._pane.has_sample:
            return
        self._camera = None
        if put_back(self._interactor.camera, stored):
            self._was_turned = True
        elif self._scene is not None:
            self._scene.reset_camera()
        self._interactor.reset_camera_clipping_range()
        self.render_soon()

    @Slot()
    def _on_sample_shown(self) -> None:
        self.reset_camera()
        if self._camera is not None:
            self.restore_camera(self._camera)

    # picking

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's override: a click without a drag picks a pore."""
        if isinstance(event, QKeyEvent):
            # VTK's own keys would change the picture behind the models' back.
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            event.setAccepted(is_tab)
            return not is_tab
        if event.type() is QEvent.Type.Wheel:
            self._was_turned = True
        if isinstance(event, QMouseEvent):
            is_left = event.button() is Qt.MouseButton.LeftButton
            if event.type() is QEvent.Type.MouseButtonPress and is_left:
                self._pressed_at = event.position()
            elif event.type() is QEvent.Type.MouseButtonRelease and is_left:
                pressed_at, self._pressed_at = self._pressed_at, None
                if pressed_at is not None:
                    moved = (event.position() - pressed_at).manhattanLength()
                    if moved <= _CLICK_PX:
                        self._pick(event.position())
                    else:
                        self._was_turned = True
        return False

    def _pick(self, at: QPointF) -> None:
        if self._scene is None or self._pane is None or not self._pane.has_pores:
            return
        ratio = self._interactor.devicePixelRatioF()
        height = self._interactor.height()
        label = self._scene.pick(at.x() * ratio, (height - 1 - at.y()) * ratio)
        self._context.selection.pore = label or None
