"""A renderer with what stands round a sample: axes, inlet, scale, legend, caption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.scene.surroundings import Surroundings

if TYPE_CHECKING:
    import pyvista

    from wetview.volume.faces import Face


class FramedScene:
    """One renderer of a plotter with its surroundings; nothing is inside yet.

    Parameters
    ----------
    plotter : pyvista.BasePlotter
        On screen or off.
    renderer_index : int or None
        Which renderer of the plotter; the active one by default.
    text_scale : float
        Factor on text and lines.
    """

    def __init__(
        self,
        plotter: pyvista.BasePlotter,
        *,
        renderer_index: int | None,
        text_scale: float,
    ) -> None:
        self._plotter = plotter
        self.renderer: Any = (
            plotter.renderer
            if renderer_index is None
            else plotter.renderers[renderer_index]
        )
        self._surroundings = Surroundings(self.renderer, text_scale)

    def render(self) -> None:
        """Draw the picture."""
        self._plotter.render()

    def reset_camera(self, *, legend_beside: bool = False) -> None:
        """Look at the whole sample from its open side, x = 0 on the left.

        `legend_beside` leaves room for the legend of another one with this camera.
        """
        self._surroundings.reset_camera(legend_beside=legend_beside)

    @property
    def has_legend(self) -> bool:
        """Whether a scale says what colours mean."""
        return self._surroundings.legend.is_shown

    def hide_legend(self) -> None:
        """Take the scale away; colours set after this bring it back."""
        self._surroundings.legend.hide()

    def set_caption(self, lines: tuple[str, ...]) -> None:
        """Write at the upper left what the picture shows; nothing for no lines."""
        self._surroundings.caption.set_lines(lines)

    def set_inlet(self, face: Face) -> None:
        """Mark the face that the electrolyte enters by; x = 0 unless said."""
        self._surroundings.set_inlet(face)

    def set_smooth_edges(self, smooth: bool) -> None:
        """Take the steps out of slanted edges; a quarter more time for a picture."""
        self.renderer.SetUseFXAA(smooth)
