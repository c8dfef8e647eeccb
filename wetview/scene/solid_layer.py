"""The solid in the picture: active material and binder, cut as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.scene.layers import Layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.scene.sample import Clip, Cutaway
    from wetview.scene.solid_shapes import SolidShapes
    from wetview.scene.theme import SceneTheme


class SolidLayer:
    """One actor for both solid phases, coloured by what lies under its surface."""

    def __init__(self) -> None:
        self.layer = Layer(behind=True)
        self._shapes: SolidShapes | None = None
        self._binder_share: NDArray[np.floating] = np.zeros(0)

    @property
    def shapes(self) -> SolidShapes | None:
        """Where the surfaces come from."""
        return self._shapes

    def set_shapes(self, shapes: SolidShapes) -> None:
        """Take another sample; `draw` shows it."""
        self._shapes = shapes

    def draw(
        self,
        clip: Clip,
        cutaway: Cutaway,
        theme: SceneTheme,
        *,
        active: bool,
        binder: bool,
        coarse: bool,
    ) -> None:
        """Exchange the surface."""
        if self._shapes is None:
            return
        surface, self._binder_share = self._shapes.surface(
            clip, cutaway, active=active, binder=binder, coarse=coarse
        )
        self.layer.set_surface(surface)
        self.paint(theme)

    def paint(self, theme: SceneTheme) -> None:
        """Colour it."""
        if not self.layer.is_empty:
            binder = self._binder_share[:, None]
            self.layer.paint(
                (1 - binder) * np.array(theme.active_material, dtype=np.float32)
                + binder * np.array(theme.binder, dtype=np.float32)
            )

    def set_opacity(self, opacity: float) -> None:
        """How opaque it is, 0 to 1."""
        self.layer.actor.GetProperty().SetOpacity(opacity)
