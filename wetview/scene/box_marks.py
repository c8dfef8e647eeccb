"""Coloured boxes in a sample, as glass with edges."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pyvista
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from wetview.scene.annotations import line_actor, set_lines
from wetview.scene.colours import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.volume.box import Box

_FACE_OPACITY = 0.14
_EDGE_PX = 2.5
_CORNERS = np.array(list(product((0, 1), repeat=3)), dtype=float)
_EDGES = np.array(
    [
        (first, second)
        for first in range(8)
        for second in range(first + 1, 8)
        if np.abs(_CORNERS[first] - _CORNERS[second]).sum() == 1
    ]
)


class BoxMarks:
    """Boxes in one renderer, each in the colour of `box_colour`.

    Parameters
    ----------
    renderer : vtkRenderer
        Where they stand.
    """

    def __init__(self, renderer: Any) -> None:
        self._renderer = renderer
        self._actors: list[vtkActor] = []

    @property
    def is_shown(self) -> bool:
        """Whether there is any box."""
        return bool(self._actors)

    def close(self) -> None:
        """Take all boxes away."""
        for actor in self._actors:
            self._renderer.RemoveViewProp(actor)
        self._actors = []

    def set_boxes(
        self, boxes: Sequence[Box], voxel_um: float, pixel_scale: float = 1.0
    ) -> None:
        """Show these boxes and no others."""
        self.close()
        for number, box in enumerate(boxes):
            low, high = voxel_um * np.array([box.x, box.y, box.z], dtype=float).T
            red, green, blue = (part / 255 for part in box_colour(number))
            faces = vtkActor()
            mapper = vtkPolyDataMapper()
            mapper.SetInputData(pyvista.Box(np.column_stack([low, high]).ravel()))
            faces.SetMapper(mapper)
            faces.PickableOff()
            faces.GetProperty().SetOpacity(_FACE_OPACITY)
            edges = line_actor(_EDGE_PX * pixel_scale)
            set_lines(edges, low + _CORNERS * (high - low), _EDGES)
            for actor in (faces, edges):
                actor.GetProperty().SetColor(red, green, blue)
                actor.GetProperty().LightingOff()
                self._renderer.AddViewProp(actor)
                self._actors.append(actor)


def box_colour(number: int) -> tuple[int, int, int]:
    """Red, green and blue of a box, 0 to 255; the first one is number 0."""
    red, green, blue = CATEGORIES[number % len(CATEGORIES)].tolist()
    return red, green, blue
