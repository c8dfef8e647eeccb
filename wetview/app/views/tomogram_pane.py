"""The tomogram of the step Volume in 3D, with the box that is cut out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wetview.volume import Box

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import Draft
    from wetview.scene.tomogram_scene import Corner, TomogramScene

_UM = 1e6


class TomogramPane(QObject):
    """Shows in a scene what the models of the step Volume say.

    Parameters
    ----------
    context : Context
        Models of the window.
    parent : QObject
        Owner.
    """

    changed = Signal()
    """The picture is to be drawn again."""
    framing_wanted = Signal()
    """Another tomogram is shown."""
    drag_started = Signal()
    box_dragged = Signal(object)
    """The `Box` that the user has drawn, in voxels of the file."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scene: TomogramScene | None = None
        self._framed: tuple[object, ...] = ()
        self._is_active = False
        session, desk = context.session, context.slices
        self._signals = (
            (session.draft_changed, self._show_box),
            (desk.picture_changed, self._show_picture),
        )
        for signal, method in self._signals:
            signal.connect(method)

    def set_scene(self, scene: TomogramScene) -> None:
        """Take the scene that is drawn in."""
        self._scene = scene
        self._show_picture()

    def close(self) -> None:
        """Listen no longer."""
        for signal, method in self._signals:
            signal.disconnect(method)
        if self._scene is not None:
            self._scene.close()
            self._scene = None

    def set_active(self, active: bool) -> None:
        """Let the box be dragged, or leave the view to the other steps."""
        self._is_active = active
        if self._scene is not None:
            self._scene.set_active(active and self._context.slices.picture is not None)

    def on_grip(self) -> None:
        """The user takes hold of the box."""
        self.drag_started.emit()

    def on_drag(self, low_um: Corner, high_um: Corner) -> None:
        """The user drags the box: whole voxels of the file, at least one."""
        session = self._context.session
        if session.source is None or session.draft is None:
            return
        edge = _edge_um(session.draft)
        spans = []
        for low, high, size in zip(low_um, high_um, session.source.shape, strict=True):
            first = min(max(round(low / edge), 0), size - 1)
            spans.append((first, min(max(round(high / edge), first + 1), size)))
        x, y, z = spans
        self.box_dragged.emit(Box(x, y, z))

    def _show_picture(self) -> None:
        session, picture = self._context.session, self._context.slices.picture
        if self._scene is None:
            return
        if picture is None or session.source is None:
            self._framed = ()
            self._scene.set_active(False)
            self._scene.clear()
            self.changed.emit()
            return
        draft = session.draft
        assert draft is not None
        edge = _edge_um(draft)
        self._scene.set_picture(
            picture,
            [edge * n_voxels for n_voxels in session.source.shape],
            has_scale=draft.voxel_m is not None,
        )
        framed = (session.source, draft.voxel_m)
        is_new, self._framed = framed != self._framed, framed
        self._show_box()
        self._scene.set_active(self._is_active)
        if is_new:
            self.framing_wanted.emit()

    def _show_box(self) -> None:
        draft = self._context.session.draft
        if self._scene is None or draft is None or not self._framed:
            return
        if self._framed[1:] != (draft.voxel_m,):
            self._show_picture()
            return
        edge, box = _edge_um(draft), draft.box
        (x0, x1), (y0, y1), (z0, z1) = box.x, box.y, box.z
        self._scene.set_box(
            (edge * x0, edge * y0, edge * z0), (edge * x1, edge * y1, edge * z1)
        )
        self.changed.emit()


def _edge_um(draft: Draft) -> float:
    """Edge of a voxel; 1 where nobody has said, and then without numbers beside it."""
    return (draft.voxel_m or 1e-6) * _UM
