"""Pores as one surface, and a second one for the pore that was picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.scene.layers import Layer
from wetview.scene.pore_shapes import PoreSurface, ShownPores, pore_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.scene.sample import Clip
    from wetview.scene.theme import SceneTheme

_MUTED = 0.35


class PoreLayer:
    """All pores in one actor, and a second one for the pore that was picked.

    Colours change without another surface.
    """

    def __init__(self) -> None:
        self.all = Layer(behind=True)
        self.one = Layer(specular=0.2)
        self.ghost = Layer(through=True)
        self._pores: Pores | None = None
        self._shapes: ShownPores | None = None
        self._drawn: PoreSurface | None = None
        self._colours = np.zeros((1, 3), dtype=np.uint8)
        self._highlighted: int | None = None
        self._is_shown: NDArray[np.bool_] | None = None

    @property
    def pores(self) -> Pores | None:
        """What is drawn."""
        return self._pores

    @property
    def highlighted(self) -> int | None:
        """The pore that is drawn in a strong colour."""
        return self._highlighted

    def set_pores(self, pores: Pores) -> None:
        """Take other pores; `draw` shows them, grey until they are given colours."""
        self.clear()
        self._pores = pores
        self._shapes = pore_shapes(pores)
        self._colours = np.full((len(pores) + 1, 3), 128, dtype=np.uint8)

    def clear(self) -> None:
        """Draw none."""
        self._pores = self._shapes = None
        self._highlighted = self._is_shown = None
        self._drawn = None
        for layer in (self.all, self.one, self.ghost):
            layer.set_surface(vtkPolyData())

    @property
    def categories(self) -> NDArray[np.uint8]:
        """(n_pores + 1, 3), a colour for each pore other than its neighbours'."""
        assert self._pores is not None
        return pore_shapes(self._pores).categories

    def set_shown(self, is_shown: NDArray[np.bool_] | None) -> None:
        """Hide pores: (n_pores,), which are to be seen; None shows all."""
        former = self._is_shown
        if is_shown is None or former is None:
            if is_shown is former:
                return
        elif np.array_equal(is_shown, former):
            return
        self._is_shown = is_shown
        if self._pores is not None:
            whole = pore_shapes(self._pores)
            self._shapes = whole if is_shown is None else whole.only(is_shown)

    def prepare_shown(self, is_shown: NDArray[np.bool_], clip: Clip) -> None:
        """Make what `set_shown` and `draw` need, in a thread."""
        if self._pores is not None:
            part = pore_shapes(self._pores).only(is_shown)
            part.surface(clip, coarse=False)

    def draw(self, clip: Clip, theme: SceneTheme, *, coarse: bool) -> None:
        """Show all pores within a clip, with fewer triangles where that is wanted."""
        if self._shapes is None:
            return
        surface = self._shapes.surface(clip, coarse=coarse)
        if self._drawn is not surface:
            self._drawn = surface
            self.all.set_surface(surface.surface)
            self.paint(theme)

    def set_colours(self, colours: NDArray[np.uint8], theme: SceneTheme) -> None:
        """Give the pores the colours of an (n_pores + 1, 3) table."""
        self._colours = colours
        self.paint(theme)

    def paint(self, theme: SceneTheme) -> None:
        """Colour the pores; where one is highlighted, mute the others."""
        table = self._colours.astype(np.float32) / np.float32(255)
        if self._highlighted is not None:
            grey = np.array(theme.active_material, dtype=np.float32)
            muted = np.float32(_MUTED) * table + np.float32(1 - _MUTED) * grey
            # The neighbours light up: they keep their colours.
            beside = self._neighbours(self._highlighted)
            muted[beside] = table[beside]
            table = muted
        if self._drawn is not None:
            of_triangles = table[self._drawn.label_of_triangle]
            self.all.paint_cells(of_triangles, self._drawn.shade)
        self.one.paint(theme.highlight)
        self.ghost.paint(theme.highlight)

    def label_of(self, triangle: int) -> int:
        """The pore that a triangle of the surface belongs to."""
        assert self._drawn is not None
        return int(self._drawn.label_of_triangle[triangle])

    def highlight(self, label: int | None, clip: Clip, theme: SceneTheme) -> None:
        """Draw one pore on its own, or none."""
        self._highlighted = label
        self._draw_one(clip)
        self.paint(theme)

    def _neighbours(self, label: int) -> NDArray[np.int32]:
        """Labels of the pores that share faces with one."""
        if self._pores is None:
            return np.zeros(0, dtype=np.int32)
        pairs = self._pores.neighbours
        return pairs[(pairs == label).any(axis=1)].ravel()

    def _draw_one(self, clip: Clip) -> None:
        surface = vtkPolyData()
        pores, label = self._pores, self._highlighted
        if pores is not None and label is not None:
            box = pores.boxes[label - 1]
            surface = pore_shapes(pores).surface_of_one(label, box, clip)
        for layer in (self.one, self.ghost):
            layer.set_surface(surface)
