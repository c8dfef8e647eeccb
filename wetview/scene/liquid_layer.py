"""The electrolyte in the picture: a smooth surface, in one colour or by a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.scene.layers import Layer
from wetview.scene.sample import Clip, Part
from wetview.scene.surfaces import coarsening_for, smooth_field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.scene.surface_colours import SurfaceColours
    from wetview.scene.theme import SceneTheme

LIQUID_BUDGET = 1_200_000
COARSE_LIQUID_BUDGET = 100_000
"""Voxels that a surface is made of at most, at rest and while the view moves."""


class LiquidLayer:
    """One actor whose surface follows the filling."""

    def __init__(self) -> None:
        self.layer = Layer(specular=0.25)
        self._fraction: NDArray[np.uint8] | None = None
        self._is_fast = False
        self._colours: SurfaceColours | None = None

    @property
    def fraction(self) -> NDArray[np.uint8] | None:
        """Where the liquid is, 0 to 255."""
        return self._fraction

    @property
    def colours(self) -> SurfaceColours | None:
        """What colours it; None for the colour of the electrolyte."""
        return self._colours

    def set_liquid(
        self,
        fraction: NDArray[np.uint8] | None,
        *,
        fast: bool = False,
        colours: SurfaceColours | None = None,
    ) -> None:
        """Take other liquid; `draw` shows it."""
        self._fraction = fraction
        self._is_fast = fast
        self._colours = colours

    def draw(
        self,
        clip: Clip,
        voxel_um: float,
        theme: SceneTheme,
        *,
        shown: bool,
        coarse: bool,
    ) -> None:
        """Exchange the surface."""
        if self._fraction is None or not shown:
            self.layer.set_surface(vtkPolyData())
            return
        nx, ny, nz = self._fraction.shape
        n = coarsening_for((nx, ny, nz), budget=LIQUID_BUDGET)
        n *= 2 if self._is_fast else 1
        if coarse:
            n = max(n, coarsening_for((nx, ny, nz), budget=COARSE_LIQUID_BUDGET))
        field = smooth_field(self._fraction, coarsening=n)
        part = Part(field, n, voxel_um, (nx, ny, nz))
        surface, _ = part.surface(clip)
        self.layer.set_surface(surface)
        self.paint(theme, voxel_um)

    def paint(self, theme: SceneTheme, voxel_um: float) -> None:
        """Colour it."""
        if self.layer.is_empty:
            return
        if self._colours is None:
            self.layer.paint(theme.liquid)
        else:
            self.layer.paint(self._colours.at(self.layer.surface, voxel_um))
