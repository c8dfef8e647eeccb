"""The 3D view: one interactor for the sample, the tomogram, and the panes of Compare.

Of two interactors one would freeze when the other is closed (pyvista#5054).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from wetview.app.models import Step
from wetview.app.theme import set_look
from wetview.app.views.compare_panes import ComparePanes
from wetview.app.views.pointer import Pointer
from wetview.app.views.sample_pane import SamplePane
from wetview.app.views.tomogram_pane import TomogramPane
from wetview.app.views.view_camera import look_along, put_back, stored_camera

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.scene import ElectrodeScene, Panes
    from wetview.scene.tomogram_scene import TomogramScene

    Shown = Literal["sample", "compare", "tomogram"]

_log = logging.getLogger(__name__)
_NO_3D = (
    "The 3D view cannot be started on this computer.\n"
    "Check the graphics driver; slices, tables, curves and videos work without it."
)
_ROOM_FOR_LABELS = 1.08
_MANY_VOXELS = 400_000
"""A sample of more is turned with fewer triangles where no graphics card draws it."""


class SceneView(QWidget):
    """Shows the sample, its pores and its filling.

    The interactor is made by `start`, once its libraries are loaded, so that the
    window is there before them.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the surfaces of filtered pores are made.
    """

    frame_failed = Signal(object)
    """A frame could not be read."""
    drag_started = Signal()
    box_dragged = Signal(object)
    """The `Box` of the tomogram that the user has drawn."""

    def __init__(self, context: Context, background: Background) -> None:
        super().__init__()
        self._context = context
        self._background = background
        self._scene: ElectrodeScene | None = None
        self._interactor: Any = None
        self._pane: SamplePane | None = None
        self._pointer: Pointer | None = None
        self._panes: Panes | None = None
        self._compare: ComparePanes | None = None
        self._camera: Any = None
        self._tomogram: TomogramPane | None = None
        self._tomogram_scene: TomogramScene | None = None
        self._was_turned: dict[Shown, bool] = {
            "sample": False,
            "compare": False,
            "tomogram": False,
        }
        self._is_coarse = False
        self._draws_in_software: bool | None = None
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
        from wetview.scene.panes import EVERYWHERE, MOST_PANES, show_renderer

        self._interactor = QtInteractor(
            self,
            auto_update=False,
            multi_samples=0,
            line_smoothing=False,
            shape=(1, 1 + MOST_PANES + 1),
            border=False,
        )
        self._interactor.setAcceptDrops(False)
        self._interactor.setAccessibleName("3D view of the sample")
        self._pointer = Pointer(self._interactor, self)
        self._pointer.clicked.connect(self._pick)
        self._pointer.turned.connect(self._on_turned)
        self._pointer.moved.connect(self._begin_motion)
        self._pointer.rested.connect(self._end_motion)
        self._scene = ElectrodeScene(
            self._interactor, theme=self._context.icons.theme.name, renderer_index=0
        )
        for renderer in self._interactor.renderers:
            # PyVista would put the camera elsewhere at the first picture.
            renderer.camera_set = True
            is_sample = renderer is self._scene.renderer
            show_renderer(renderer, EVERYWHERE if is_sample else None)
        self._layout.addWidget(self._interactor)
        self._layout.setCurrentWidget(self._interactor)
        self._pane = SamplePane(self._context, self._background, self._scene, self)
        self._pane.changed.connect(self.render_soon)
        self._pane.framing_wanted.connect(self._frame_sample)
        self._pane.sample_shown.connect(self._on_sample_shown)
        self._pane.frame_failed.connect(self.frame_failed)
        for signal in self._what_is_shown:
            signal.connect(self._on_shown_changed)
        self.refresh()
        self._on_shown_changed()

    def _build_panes(self) -> None:
        """Make the panes of the step Compare, when it is shown first."""
        from wetview.scene import Panes

        self._panes = Panes(
            self._interactor, first=1, theme=self._context.icons.theme.name
        )
        self._compare = ComparePanes(self._context, self._panes, self)
        self._compare.changed.connect(self.render_soon)
        self._compare.framing_wanted.connect(self._frame_sample)
        self._compare.sample_shown.connect(self._on_sample_shown)
        if self._pointer is not None:
            self._compare.stepped.connect(self._pointer.move_on)
        self._compare.frame_failed.connect(self.frame_failed)

    def _build_tomogram(self) -> None:
        """Make what shows the tomogram in 3D, when that is wanted first."""
        from wetview.scene.tomogram_scene import TomogramScene

        self._tomogram = TomogramPane(self._context, self)
        self._tomogram.changed.connect(self.render_soon)
        self._tomogram.framing_wanted.connect(self.reset_camera)
        self._tomogram.drag_started.connect(self.drag_started)
        self._tomogram.box_dragged.connect(self.box_dragged)
        self._tomogram_scene = TomogramScene(
            self._interactor,
            renderer_index=len(self._interactor.renderers) - 1,
            theme=self._context.icons.theme.name,
            on_drag=self._tomogram.on_drag,
            on_grip=self._tomogram.on_grip,
        )
        self._tomogram.set_scene(self._tomogram_scene)

    @property
    def _what_is_shown(self) -> tuple[Any, ...]:
        """Signals after which something else may be shown."""
        session, slices = self._context.session, self._context.slices
        return (
            *(session.step_changed, session.source_changed, session.sample_changed),
            *(slices.in_3d_changed, slices.picture_changed),
        )

    @property
    def compare_panes(self) -> ComparePanes | None:
        """The panes of the step Compare, once it was shown."""
        return self._compare

    @property
    def _shown(self) -> Shown:
        """Which of the three the view shows."""
        session = self._context.session
        if session.looks_at_tomogram and self._context.slices.in_3d:
            return "tomogram"
        return "compare" if session.step is Step.COMPARE else "sample"

    @property
    def _is_comparing(self) -> bool:
        return self._shown == "compare" and self._compare is not None

    def _on_shown_changed(self, *_: object) -> None:
        """Show the tomogram, the panes of Compare, or the one pane of other steps."""
        from wetview.scene.panes import EVERYWHERE, show_renderer

        if self._scene is None:
            return
        if self._pointer is not None:
            self._pointer.rest()
        shown = self._shown
        if shown == "compare" and self._compare is None:
            self._build_panes()
        if shown == "tomogram" and self._tomogram is None:
            self._build_tomogram()
        is_sample = shown == "sample"
        show_renderer(self._scene.renderer, EVERYWHERE if is_sample else None)
        if self._compare is not None:
            self._compare.set_active(self._is_comparing)
        if self._tomogram is not None and self._tomogram_scene is not None:
            is_tomogram = shown == "tomogram"
            renderer = self._tomogram_scene.renderer
            show_renderer(renderer, EVERYWHERE if is_tomogram else None)
            self._tomogram.set_active(is_tomogram)
        self._frame_sample()
        self.render_soon()

    def close_view(self) -> None:
        """Let go of the render window; nothing is drawn after this."""
        for timer in (self._render_timer, self._resize_timer):
            timer.stop()
        if self._pointer is not None:
            self._pointer.close()
            self._pointer = None
        if self._compare is not None and self._panes is not None:
            self._compare.close()
            self._panes.close()
            self._compare = self._panes = None
        if self._tomogram is not None:
            self._tomogram.close()
            self._tomogram = self._tomogram_scene = None
        if self._pane is not None:
            self._pane.close()
            self._pane = None
        if self._scene is not None:
            for signal in self._what_is_shown:
                signal.disconnect(self._on_shown_changed)
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
            if self._compare is not None:
                self._compare.set_theme()
            if self._tomogram_scene is not None:
                self._tomogram_scene.set_theme(self._context.icons.theme.name)
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
        self._was_turned[self._shown] = False
        self._frame_sample()

    @Slot()
    def _frame_sample(self) -> None:
        """Show the whole sample, unless the user has chosen another view."""
        if self._scene is None or self._was_turned[self._shown]:
            return
        if self._is_comparing and self._panes is not None:
            self._panes.reset_camera()
        elif self._shown == "tomogram" and self._tomogram_scene is not None:
            self._tomogram_scene.reset_camera()
        else:
            self._scene.reset_camera()
        for camera in self._cameras():
            camera.parallel_scale *= _ROOM_FOR_LABELS
        self.render_soon()

    def _cameras(self) -> list[Any]:
        """The cameras that are in use now, each once."""
        if self._is_comparing and self._panes is not None:
            return list({id(camera): camera for camera in self._panes.cameras}.values())
        if self._shown == "tomogram" and self._tomogram_scene is not None:
            return [self._tomogram_scene.renderer.camera]
        return [] if self._scene is None else [self._scene.renderer.camera]

    def _clip_ranges(self) -> None:
        for renderer in self._interactor.renderers:
            renderer.ResetCameraClippingRange()

    def fly_to(self, pore: int) -> None:
        """Bring a pore to the middle of every pane of the step Compare."""
        if self._compare is not None and self._is_comparing:
            self._was_turned["compare"] = True
            self._compare.fly_to(pore)

    def resizeEvent(self, event: Any) -> None:
        """Qt's override: keep the whole sample in sight."""
        super().resizeEvent(event)
        self._resize_timer.start(60)

    def look_along(self, axis: int) -> None:
        """Look along x, y or z."""
        session = self._context.session
        if self._scene is None or (session.sample is None and session.source is None):
            return
        for camera in self._cameras():
            look_along(camera, axis)
        self._clip_ranges()
        self._was_turned[self._shown] = True
        self.render_soon()

    def shown_camera(self) -> dict[str, Any] | None:
        """Where the camera stands that is in use now; None where nothing is shown."""
        cameras = self._cameras() if self._context.session.sample is not None else []
        return stored_camera(cameras[0]) if cameras else None

    def show_camera(self, stored: object) -> bool:
        """Put the cameras that are in use somewhere; whether that made sense."""
        cameras = self._cameras()
        if not isinstance(stored, dict) or not all(
            put_back(camera, stored) for camera in cameras
        ):
            return False
        self._clip_ranges()
        self._was_turned[self._shown] = bool(cameras)
        self.render_soon()
        return True

    def camera(self) -> dict[str, Any] | None:
        """Where the cameras stand, for the project file; None for the usual place."""
        if self._scene is None or self._pane is None or not self._pane.has_sample:
            return self._camera
        stored: dict[str, Any] = {}
        if self._was_turned["sample"]:
            stored = stored_camera(self._scene.renderer.camera)
        if self._was_turned["compare"] and self._panes is not None:
            stored["compare"] = stored_camera(self._panes.cameras[0])
        elif self._camera is not None and "compare" in self._camera:
            stored["compare"] = self._camera["compare"]
        return stored or None

    def viewpoint(self) -> dict[str, Any] | None:
        """Where the camera of the sample stands now, with the shape of the view."""
        if self._scene is None or self._pane is None or not self._pane.has_sample:
            return None
        aspect = self.width() / max(self.height(), 1)
        return {**stored_camera(self._scene.renderer.camera), "aspect": aspect}

    def pane_cameras(self) -> list[dict[str, Any]]:
        """Where the camera of each pane of the step Compare stands."""
        return [] if self._panes is None else [*map(stored_camera, self._panes.cameras)]

    def restore_camera(self, stored: dict[str, Any] | None) -> None:
        """Put the camera where it stood; later, if nothing is shown yet."""
        self._camera = stored
        if stored is None or self._scene is None or self._pane is None:
            return
        if self._pane.has_sample and "position" in stored:
            if put_back(self._scene.renderer.camera, stored):
                self._was_turned["sample"] = True
            else:
                self._scene.reset_camera()
            self._camera = {k: v for k, v in stored.items() if k == "compare"} or None
        self._restore_compare_camera()
        self._clip_ranges()
        self.render_soon()

    def _restore_compare_camera(self) -> None:
        stored = (self._camera or {}).get("compare")
        if self._panes is None or not isinstance(stored, dict):
            return
        self._was_turned["compare"] = all(
            put_back(camera, stored) for camera in self._panes.cameras
        )
        self._camera = {k: v for k, v in (self._camera or {}).items() if k != "compare"}

    @Slot()
    def _on_sample_shown(self) -> None:
        self.reset_camera()
        if self._camera is not None:
            self.restore_camera(self._camera)

    # fewer triangles while the view moves

    @Slot()
    def _begin_motion(self) -> None:
        if self._is_coarse or not self._wants_coarse:
            return
        self._is_coarse = True
        self._set_coarse(True)

    @property
    def _wants_coarse(self) -> bool:
        """Whether a picture of what is shown takes long on this computer."""
        from wetview.scene.looks import draws_in_software

        sample = self._context.session.sample
        if sample is None or self._shown == "tomogram":
            return False
        if not self._is_comparing and sample.phases.labels.size <= _MANY_VOXELS:
            return False
        if self._draws_in_software is None:
            self._draws_in_software = draws_in_software(self._interactor.render_window)
        return self._draws_in_software

    def _set_coarse(self, coarse: bool) -> None:
        if self._scene is not None:
            self._scene.set_coarse(coarse and self._shown == "sample")
        if self._panes is not None:
            self._panes.set_coarse(coarse and self._is_comparing)

    @Slot()
    def _end_motion(self) -> None:
        plays = self._is_comparing and self._context.comparing.timeline.is_playing
        if self._is_coarse and not plays:
            self._is_coarse = False
            self._set_coarse(False)
            self.render_soon()
        if self._compare is not None:
            self._compare.settle()

    # the mouse

    @Slot()
    def _on_turned(self) -> None:
        """Leave the camera where the user has put it, unless a box was dragged."""
        scene = self._tomogram_scene
        if scene is None or not scene.is_dragged:
            self._was_turned[self._shown] = True

    @Slot(QPointF)
    def _pick(self, at: QPointF) -> None:
        """Pick the pore that was clicked."""
        if self._scene is None or self._pane is None or not self._pane.has_pores:
            return
        if self._shown == "tomogram":
            return
        ratio = self._interactor.devicePixelRatioF()
        height = self._interactor.height()
        x, y = at.x() * ratio, (height - 1 - at.y()) * ratio
        picked = self._compare if self._is_comparing else self._pane
        label = None if picked is None else picked.pick(x, y)
        self._context.selection.pore = label or None
