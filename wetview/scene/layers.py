"""What fills the box: solid, pores and liquid, each one actor that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.scene.theme import Colour

_DARKEST = 0.40
_OPEN, _CROWDED = 0.40, 0.95
_TO_THE_FRONT = -60_000.0
"""Offset in depth, in VTK's units: about the whole range from far to near."""
_THROUGH_OPACITY = 0.55
_EDGE_COLOUR = (0.08, 0.09, 0.11)


class Layer:
    """One actor whose surface and colours are exchanged, never the actor itself.

    Parameters
    ----------
    specular : float
        Strength of the highlights, 0 to 1.
    behind : bool
        Whether it gives way to other layers where both lie in the same plane.
    through : bool
        Whether it shines through what is in front of it.
    """

    def __init__(
        self,
        *,
        specular: float = 0.0,
        behind: bool = False,
        through: bool = False,
    ) -> None:
        self._mapper = vtkPolyDataMapper()
        self._mapper.SetInputData(vtkPolyData())
        self._mapper.SetColorModeToDirectScalars()
        if behind:
            self._mapper.SetResolveCoincidentTopologyToPolygonOffset()
            self._mapper.SetRelativeCoincidentTopologyPolygonOffsetParameters(1.0, 2.0)
        if through:
            self._mapper.SetResolveCoincidentTopologyToPolygonOffset()
            self._mapper.SetRelativeCoincidentTopologyPolygonOffsetParameters(
                0.0, _TO_THE_FRONT
            )
        self.actor = vtkActor()
        self.actor.SetMapper(self._mapper)
        self.actor.VisibilityOff()
        look = self.actor.GetProperty()
        look.SetAmbient(0.24)
        look.SetDiffuse(0.86)
        look.SetSpecular(specular)
        look.SetSpecularPower(35)
        look.BackfaceCullingOn()
        if through:
            look.SetOpacity(_THROUGH_OPACITY)
            self.actor.PickableOff()
        self._edge_mapper = vtkPolyDataMapper()
        self._edge_mapper.SetInputData(vtkPolyData())
        self._edge_mapper.ScalarVisibilityOff()
        self._edge_width_um = 0.0
        self.edge = vtkActor()
        self.edge.SetMapper(self._edge_mapper)
        self.edge.VisibilityOff()
        self.edge.PickableOff()
        look = self.edge.GetProperty()
        look.SetColor(*_EDGE_COLOUR)
        look.LightingOff()
        look.FrontfaceCullingOn()

    @property
    def surface(self) -> vtkPolyData:
        """What is drawn now."""
        return self._mapper.GetInput()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.surface.GetNumberOfCells() == 0

    def set_surface(self, surface: vtkPolyData) -> None:
        """Draw another surface; its colours are white until `paint` is called.

        Other layers may draw the same one, each in its own colours.
        """
        own = vtkPolyData()
        own.ShallowCopy(surface)
        self._mapper.SetInputData(own)
        self._draw_edge()

    def set_edge(self, width_um: float) -> None:
        """Draw a dark line of that width where the surface ends before what is behind.

        Only far sides of a slightly larger surface are drawn, and seen where they
        stand out: that needs no second look at the picture, and no graphics card.
        """
        if width_um != self._edge_width_um:
            self._edge_width_um = width_um
            self._draw_edge()

    def show(self, is_shown: bool) -> None:
        """Show or hide it, with its dark lines unless it is translucent."""
        is_seen = is_shown and not self.is_empty
        self.actor.SetVisibility(is_seen)
        is_opaque = self.actor.GetProperty().GetOpacity() == 1
        self.edge.SetVisibility(is_seen and is_opaque and self._edge_width_um > 0)

    def _draw_edge(self) -> None:
        larger = vtkPolyData()
        normals = self.surface.GetPointData().GetNormals()
        if self._edge_width_um > 0 and normals is not None:
            where = vtk_to_numpy(self.surface.GetPoints().GetData())
            outward = vtk_to_numpy(normals)
            points = vtkPoints()
            points.SetData(numpy_to_vtk(where + self._edge_width_um * outward, deep=1))
            larger.SetPoints(points)
            larger.SetPolys(self.surface.GetPolys())
        self._edge_mapper.SetInputData(larger)

    def paint(self, colours: NDArray[np.floating] | Colour) -> None:
        """Colour the points, (n, 3) or one colour, darker in the folds.

        Parameters
        ----------
        colours : (n, 3) ndarray or (red, green, blue)
            From 0 to 1.
        """
        if self.is_empty:
            return
        shade = vtk_to_numpy(self.surface.GetPointData().GetArray("shade"))
        colours = np.asarray(colours, dtype=np.float32)
        rgb = _bytes(np.broadcast_to(colours, (len(shade), 3)) * _light(shade)[:, None])
        self.surface.GetPointData().SetScalars(rgb)
        self._mapper.SetScalarModeToUsePointData()

    def paint_cells(
        self, colours: NDArray[np.floating], shade: NDArray[np.floating]
    ) -> None:
        """Colour the triangles, (n, 3), darker by their (n,) shade."""
        if self.is_empty:
            return
        self.surface.GetCellData().SetScalars(_bytes(colours * _light(shade)[:, None]))
        self._mapper.SetScalarModeToUseCellData()


def triangles(surface: vtkPolyData) -> NDArray[Any]:
    """(n, 3) ndarray, the points of each triangle."""
    return vtk_to_numpy(surface.GetPolys().GetConnectivityArray()).reshape(-1, 3)


def _light(shade: NDArray[np.floating]) -> NDArray[np.floating]:
    crowded = ((shade - _OPEN) / (_CROWDED - _OPEN)).clip(0, 1)
    return 1 - (1 - _DARKEST) * crowded


def _bytes(rgb: NDArray[np.floating]) -> Any:
    array = numpy_to_vtk((255 * rgb + 0.5).astype(np.uint8), deep=1)
    array.SetName("colours")
    return array
