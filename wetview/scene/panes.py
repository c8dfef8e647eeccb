"""Up to four panes in one render window, with one camera for all or one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.scene.electrode import ElectrodeScene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyvista

    from wetview.pores.pores import Pores
    from wetview.scene.theme import SceneTheme
    from wetview.volume.faces import Face
    from wetview.volume.phases import Phases

MOST_PANES = 4

Viewport = tuple[float, float, float, float]
"""Left, bottom, right and top, each from 0 to 1 of the window."""

NOWHERE: Viewport = (0.0, 0.0, 0.0, 0.0)
EVERYWHERE: Viewport = (0.0, 0.0, 1.0, 1.0)
_VIEWPORTS: dict[int, tuple[Viewport, ...]] = {
    1: ((0, 0, 1, 1),),
    2: ((0, 0, 0.5, 1), (0.5, 0, 1, 1)),
    4: ((0, 0.5, 0.5, 1), (0.5, 0.5, 1, 1), (0, 0, 0.5, 0.5), (0.5, 0, 1, 0.5)),
}
"""Where each pane is, row after row, for 1, 2 and 4 panes."""

_PORE_SHARE = 0.28
"""Part of the height that a pore is given when the camera flies to it."""


class Panes:
    """Scenes side by side. One window is enough: closing one of two freezes the other.

    Parameters
    ----------
    plotter : pyvista.BasePlotter
        With at least `first` + 4 renderers.
    first : int
        Number of the renderer of the first pane.
    theme : SceneTheme or str
        Colours.
    text_scale : float
        Factor on text and lines.
    """

    def __init__(
        self,
        plotter: pyvista.BasePlotter,
        *,
        first: int = 0,
        theme: SceneTheme | str = "light",
        text_scale: float = 1.0,
    ) -> None:
        self._renderers = list(plotter.renderers)[first : first + MOST_PANES]
        self._all = [
            ElectrodeScene(
                plotter, theme=theme, renderer_index=first + n, text_scale=text_scale
            )
            for n in range(len(self._renderers))
        ]
        self._count = 0
        self._is_linked = True
        self._is_shown = True
        self._size_um = np.ones(3)
        for renderer in self._renderers:
            # PyVista would put the camera elsewhere at the first picture.
            renderer.camera_set = True
            renderer.camera = self._renderers[0].camera
        self.set_count(1)

    @property
    def scenes(self) -> tuple[ElectrodeScene, ...]:
        """The scenes that are shown, row after row."""
        return tuple(self._all[: self._count])

    @property
    def is_linked(self) -> bool:
        """Whether all panes have one camera."""
        return self._is_linked

    def set_count(self, count: int) -> None:
        """Show one, two or four panes."""
        if count not in _VIEWPORTS or count > len(self._all):
            msg = f"`count` is {count} but 1, 2 or 4 panes can be shown"
            raise ValueError(msg)
        self._count = count
        self.show(self._is_shown)

    def show(self, shown: bool) -> None:
        """Show the panes, or leave the window to others."""
        self._is_shown = shown
        viewports = _VIEWPORTS[self._count]
        for number, renderer in enumerate(self._renderers):
            is_used = shown and number < self._count
            show_renderer(renderer, viewports[number] if is_used else None)

    def link(self, linked: bool) -> None:
        """Turn all panes together, or each alone, from where they are now."""
        if linked == self._is_linked:
            return
        self._is_linked = linked
        camera = self._renderers[0].camera
        for renderer in self._renderers[1:]:
            renderer.camera = camera if linked else camera.copy()
            renderer.ResetCameraClippingRange()

    @property
    def cameras(self) -> tuple[Any, ...]:
        """The camera of each pane that is shown; the same one where they are linked."""
        return tuple(renderer.camera for renderer in self._renderers[: self._count])

    def set_phases(self, phases: Phases, inlet: Face) -> None:
        """Show another sample in all panes."""
        self._size_um = np.array(phases.shape) * phases.voxel_m * 1e6
        for scene in self._all:
            scene.set_inlet(inlet)
            scene.set_phases(phases)

    def set_theme(self, theme: SceneTheme | str) -> None:
        """Draw in other colours."""
        for scene in self._all:
            scene.set_theme(theme)

    def set_coarse(self, coarse: bool) -> None:
        """Draw fewer triangles, as long as the view moves."""
        for scene in self.scenes:
            scene.set_coarse(coarse)

    def highlight_pore(self, label: int | None) -> None:
        """Draw one pore in a strong colour in every pane; None ends it."""
        for scene in self.scenes:
            scene.highlight_pore(label if scene.has_pores else None)

    def reset_camera(self) -> None:
        """Look at the whole sample in every pane."""
        legend_beside = self._is_linked and any(s.has_legend for s in self.scenes)
        for scene in self.scenes[: 1 if self._is_linked else None]:
            scene.reset_camera(legend_beside=legend_beside)

    def place_cameras(self, places: Sequence[Mapping[str, Any]]) -> None:
        """Put each camera at a `position`, looking at a `focus`, `up`, at a `scale`.

        The scale is half of the height of what is seen, in micrometres. Where there
        are fewer places than panes, the last one holds for the rest.
        """
        for number, camera in enumerate(self.cameras):
            place = places[min(number, len(places) - 1)]
            camera.position = tuple(place["position"])
            camera.focal_point = tuple(place["focus"])
            camera.up = tuple(place["up"])
            camera.parallel_scale = float(place["scale"])
            camera.parallel_projection = True
        self._clip_ranges()

    def _clip_ranges(self) -> None:
        for renderer in self._renderers[: self._count]:
            renderer.ResetCameraClippingRange()

    def fly_to(self, pores: Pores, label: int) -> None:
        """Bring one pore to the middle of every pane, larger; directions stay."""
        voxel_um = pores.voxel_m * 1e6
        centre = (pores.table.centre_vx[label - 1] + 0.5) * voxel_um
        diameter = voxel_um * float(np.cbrt(pores.table.volume_vx[label - 1]))
        # A pore alone says little: half of the sample is seen round it.
        height = max(diameter / _PORE_SHARE, 0.5 * float(self._size_um.max()))
        for camera in {id(camera): camera for camera in self.cameras}.values():
            shift = centre - np.array(camera.focal_point)
            camera.position = tuple(np.array(camera.position) + shift)
            camera.focal_point = tuple(centre)
            camera.parallel_scale = min(height / 2, camera.parallel_scale)
        self._clip_ranges()

    def at(self, x: float, y: float) -> int | None:
        """Number of the pane at a pixel from the window's lower left; None outside."""
        if not self._is_shown:
            return None
        for number, renderer in enumerate(self._renderers[: self._count]):
            if renderer.IsInViewport(round(x), round(y)):
                return number
        return None

    def close(self) -> None:
        """Leave the window."""
        for scene in self._all:
            scene.close()


def show_renderer(renderer: Any, viewport: Viewport | None) -> None:
    """Draw a renderer in a part of the window and let the mouse turn it, or neither."""
    is_shown = viewport is not None
    renderer.SetDraw(is_shown)
    renderer.SetInteractive(is_shown)
    # The mouse would find one that is not drawn, too, were it of any size.
    renderer.SetViewport(*(viewport or NOWHERE))
