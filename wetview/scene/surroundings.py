"""What stands round the electrode: axes, inlet, scale bar, legend and lamp."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.scene.annotations import BoxAxes
from wetview.scene.camera import aim, light_from_above, um_per_px
from wetview.scene.caption import Caption
from wetview.scene.legend import Legend
from wetview.scene.marks import InletMark, ScaleBar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wetview.scene.theme import SceneTheme
    from wetview.volume.faces import Face

_MARGIN_PX = 82
_LARGEST_MARGIN = 0.16
_VTK_DPI = 72


class Surroundings:
    """The annotations of one renderer, which follow its camera.

    Parameters
    ----------
    renderer : vtkRenderer
        Where they are drawn.
    text_scale : float
        Factor on text and lines.
    """

    def __init__(self, renderer: Any, text_scale: float) -> None:
        self._renderer = renderer
        self._text_scale = text_scale
        self._size_um: tuple[float, ...] | None = None
        self._inlet_face: Face = "x-"
        self._axes = BoxAxes(text_scale)
        self._inlet = InletMark(text_scale)
        self._scale_bar = ScaleBar(text_scale)
        self.legend = Legend(text_scale)
        self.caption = Caption(text_scale)
        self._parts = (
            self._axes,
            self._inlet,
            self._scale_bar,
            self.legend,
            self.caption,
        )
        # Widths of lines on a screen of coarse pixels, in the usual size of text.
        self._line_widths: list[tuple[Any, float]] = []
        self.keep_widths(*self._axes.line_styles, self._inlet.line_style)
        light_from_above(renderer)
        for part in self._parts:
            for actor in part.actors:
                renderer.AddViewProp(actor)
        self.show({})
        follow = weakref.WeakMethod(self._follow_camera)

        def before_a_picture(*_: object) -> None:
            method = follow()
            if method is not None:
                method()

        self._observer = renderer.AddObserver("StartEvent", before_a_picture)

    def set_size(self, size_um: Sequence[float]) -> None:
        """Size of the sample along x, y and z in micrometres."""
        self._size_um = tuple(size_um)
        self._axes.set_size(size_um)
        self._inlet.set_place(size_um, self._inlet_face)

    def set_inlet(self, face: Face) -> None:
        """Mark another face as the inlet."""
        self._inlet_face = face
        if self._size_um is not None:
            self._inlet.set_place(self._size_um, face)

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        self._renderer.SetBackground(theme.background)
        self._renderer.SetBackground2(theme.background_top)
        self._renderer.SetGradientBackground(True)
        for part in self._parts:
            part.set_theme(theme)

    def show(self, wanted: Mapping[str, bool]) -> None:
        """Show `axes`, `inlet` and `scale` as wanted; nothing without a sample."""
        for name, part in (
            ("axes", self._axes),
            ("inlet", self._inlet),
            ("scale", self._scale_bar),
        ):
            shown = self._size_um is not None and wanted.get(name, True)
            for actor in part.actors:
                actor.SetVisibility(shown)

    def keep_widths(self, *styles: Any) -> None:
        """Draw lines as wide as they are set now, on screens of fine pixels, too.

        Parameters
        ----------
        *styles : vtkProperty
            Of lines that last as long as the scene.
        """
        self._line_widths += [(style, style.GetLineWidth()) for style in styles]

    def reset_camera(self, *, legend_beside: bool = False) -> None:
        """Look at the whole sample, with room for numbers and legend."""
        if self._size_um is not None:
            width_px, height_px = self._renderer.GetSize()
            scale = self.pixel_scale
            aim(
                self._renderer,
                np.array(self._size_um),
                margin_px=min(
                    _MARGIN_PX * scale,
                    _LARGEST_MARGIN * min(width_px, height_px),
                ),
                inlet=self._inlet_face,
                kept_free=self.legend.share_of(width_px, scale)
                if self.legend.is_shown or legend_beside
                else 0.0,
            )

    def close(self) -> None:
        """Leave the renderer."""
        self._renderer.RemoveObserver(self._observer)
        for part in self._parts:
            for actor in part.actors:
                self._renderer.RemoveViewProp(actor)

    def _follow_camera(self) -> None:
        if self._size_um is None:
            return
        camera = self._renderer.GetActiveCamera()
        towards = -np.array(camera.GetDirectionOfProjection())
        up = np.array(camera.GetViewUp())
        up = up - (up @ towards) * towards
        pixel_um = um_per_px(self._renderer)
        scale = self.pixel_scale
        for style, width_px in self._line_widths:
            style.SetLineWidth(width_px * scale)
        self._axes.follow(towards, up / np.linalg.norm(up), scale * pixel_um)
        width_px, height_px = self._renderer.GetSize()
        self._scale_bar.follow(pixel_um, width_px, scale)
        self.caption.follow(height_px, scale)
        self.legend.follow(width_px, scale)

    @property
    def pixel_scale(self) -> float:
        """Factor on distances between texts, and on the widths of lines.

        VTK itself enlarges the letters, and nothing else, on a screen of fine pixels.
        """
        dpi = self._renderer.GetRenderWindow().GetDPI()
        return self._text_scale * float(dpi) / _VTK_DPI
