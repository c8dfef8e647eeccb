"""The 3D view: one interactor, one scene, and what the models say of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from wetview.app.models.display import PARTS
from wetview.app.models.pore_columns import column, inlet_of
from wetview.app.theme import set_look

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.scene import ElectrodeScene
    from wetview.volume.faces import Face

_log = logging.getLogger(__name__)
_CLICK_PX = 4
_NO_3D = (
    "The 3D view cannot be started on this computer.\n"
    "Check the graphics driver; slices, tables, curves and videos work without it."
)
_LIVE_INTERVAL_MS = 900
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
        self._shown_sample: object = None
        self._shown_pores: object = None
        self._shown_inlet: Face = "x-"
        self._pressed_at: QPointF | None = None
        self._camera: Any = None
        self._was_turned = False
        self._has_legend = False
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
        self._live_timer = QTimer(self)
        self._live_timer.setSingleShot(True)
        self._live_timer.timeout.connect(self._show_frame)

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
        self._listen()
        self.refresh()

    def _listen(self) -> None:
        context = self._context
        context.session.sample_changed.connect(self.refresh)
        context.session.pores_changed.connect(self.refresh)
        context.session.filling_changed.connect(self._on_filling_changed)
        context.session.request_changed.connect(self._show_inlet)
        context.display.changed.connect(self._on_display_changed)
        context.selection.pore_changed.connect(self._on_pore_changed)
        context.timeline.index_changed.connect(self._on_index_changed)

    def close_view(self) -> None:
        """Let go of the render window; nothing is drawn after this."""
        self._render_timer.stop()
        self._resize_timer.stop()
        self._live_timer.stop()
        if self._scene is not None:
            self._disconnect()
            self._interactor.removeEventFilter(self)
            self._scene.close()
            self._scene = None
            self._interactor.close()
            self._interactor = None

    def _disconnect(self) -> None:
        context = self._context
        context.session.sample_changed.disconnect(self.refresh)
        context.session.pores_changed.disconnect(self.refresh)
        context.session.filling_changed.disconnect(self._on_filling_changed)
        context.session.request_changed.disconnect(self._show_inlet)
        context.display.changed.disconnect(self._on_display_changed)
        context.selection.pore_changed.disconnect(self._on_pore_changed)
        context.timeline.index_changed.disconnect(self._on_index_changed)

    # what the models say

    def refresh(self) -> None:
        """Show the sample, pores, filling and options of the models."""
        if self._scene is None:
            return
        sample = self._context.session.sample
        if sample is None:
            self._scene.show(solid=False, binder=False, pores=False, liquid=False)
            self.render_soon()
            return
        if sample.phases is not self._shown_sample:
            self._shown_sample = sample.phases
            self._shown_pores = None
            self._scene.set_pores(None)
            self._scene.set_phases(sample.phases)
            self._show_inlet()
            self.reset_camera()
            if self._camera is not None:
                self.restore_camera(self._camera)
        self._show_pores()
        self._show_frame()
        self._show_parts()

    def _show_pores(self) -> None:
        session = self._context.session
        if self._scene is None or session.sample is None:
            return
        pores = session.sample.pores
        if pores is None:
            self._scene.set_pores(None)
            self._shown_pores = None
            return
        key = self._context.display.colour_by
        values = None
        if key != "categorical" and "pores" in self._context.display.visible:
            values = column(key).values(pores, session.filling)
        if values is None:
            self._scene.set_pores(pores)
        else:
            self._scene.set_pores(pores, values, title=column(key).heading)
        if (values is not None) != self._has_legend:
            self._has_legend = values is not None
            self._frame_sample()
        self._shown_pores = pores
        self._on_pore_changed(self._context.selection.pore)

    def _show_parts(self) -> None:
        if self._scene is None or self._context.session.sample is None:
            return
        visible = self._context.display.visible
        if "pores" in visible and self._shown_pores is None:
            visible = visible | {"solid", "binder"}
        has_inside = "liquid" in visible and self._context.session.filling is not None
        self._show_inside(has_inside)
        self._scene.show(**{part: part in visible for part in PARTS})
        self.render_soon()

    def _show_inside(self, is_shown: bool) -> None:
        """Cut a part of the solid away where there is something behind it."""
        from wetview.scene import Cutaway

        cutaway = Cutaway.FRONT if is_shown else Cutaway.NONE
        if self._scene is not None and self._scene.cutaway is not cutaway:
            self._scene.set_cutaway(cutaway)

    @Slot()
    def _show_frame(self) -> None:
        session = self._context.session
        if self._scene is None or session.sample is None:
            return
        filling = session.filling
        index = self._context.timeline.index
        if filling is None or not 0 <= index < filling.n_frames:
            self._scene.set_liquid(None)
        elif "liquid" in self._context.display.visible:
            try:
                frame = filling.frames[index]
            except Exception as error:  # noqa: BLE001 - shown by the window
                self._context.timeline.stop()
                self.frame_failed.emit(error)
                return
            is_live = filling.outcome == "running" or self._context.timeline.is_playing
            self._scene.set_liquid(frame, fast=is_live)
        self.render_soon()

    def _show_inlet(self) -> None:
        """Mark where the electrolyte came in, or where the next run would."""
        session = self._context.session
        inlet = (
            session.request.inlet
            if session.filling is None
            else inlet_of(session.filling)
        )
        if self._scene is not None and inlet != self._shown_inlet:
            self._shown_inlet = inlet
            self._scene.set_inlet(inlet)
            self._frame_sample()
            self.render_soon()

    def _on_filling_changed(self) -> None:
        self._show_inlet()
        if self._context.display.colour_by == "saturation":
            self._show_pores()
        self._show_parts()
        self._show_frame()

    def _on_display_changed(self) -> None:
        self._show_pores()
        self._show_parts()
        self._show_frame()

    def _on_pore_changed(self, pore: int | None) -> None:
        if self._scene is None or self._shown_pores is None:
            return
        n_pores = len(self._shown_pores)  # type: ignore[arg-type]
        self._scene.highlight_pore(pore if pore and pore <= n_pores else None)
        self.render_soon()

    def _on_index_changed(self, index: int) -> None:
        filling = self._context.session.filling
        if filling is not None and filling.outcome == "running":
            if not self._live_timer.isActive():
                self._live_timer.start(_LIVE_INTERVAL_MS)
        else:
            self._show_frame()

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
        camera = self._interactor.camera
        focus = camera.focal_point
        distance = camera.distance
        towards = ((-1, 0, 0), (0, -1, 0), (0, 0, 1))[axis]
        camera.position = tuple(
            at + distance * by for at, by in zip(focus, towards, strict=True)
        )
        camera.up = (0, 1, 0) if axis == 2 else (0, 0, 1)
        self._interactor.reset_camera_clipping_range()
        self._was_turned = True
        self.render_soon()

    def camera(self) -> dict[str, Any] | None:
        """Where the camera stands, for the project file."""
        if self._scene is None or self._shown_sample is None:
            return self._camera
        if not self._was_turned:
            return None
        camera = self._interactor.camera
        return {
            "position": list(camera.position),
            "focus": list(camera.focal_point),
            "up": list(camera.up),
            "scale": camera.parallel_scale,
        }

    def restore_camera(self, stored: dict[str, Any] | None) -> None:
        """Put the camera where it stood; later, if nothing is shown yet."""
        self._camera = stored
        if stored is None or self._scene is None or self._shown_sample is None:
            return
        self._camera = None
        try:
            camera = self._interactor.camera
            camera.position = tuple(float(value) for value in stored["position"])
            camera.focal_point = tuple(float(value) for value in stored["focus"])
            camera.up = tuple(float(value) for value in stored["up"])
            camera.parallel_scale = float(stored["scale"])
            self._was_turned = True
        except (KeyError, TypeError, ValueError) as error:
            _log.info("the stored camera makes no sense: %s", error)
            self._scene.reset_camera()
        self._interactor.reset_camera_clipping_range()
        self.render_soon()

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
        if self._scene is None or self._shown_pores is None:
            return
        ratio = self._interactor.devicePixelRatioF()
        height = self._interactor.height()
        label = self._scene.pick(at.x() * ratio, (height - 1 - at.y()) * ratio)
        self._context.selection.pore = label or None
