"""A tomogram in 3D by volume rendering, with a box in it that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPiecewiseFunction
from vtkmodules.vtkInteractionWidgets import vtkBoxRepresentation, vtkBoxWidget2
from vtkmodules.vtkRenderingCore import vtkVolume
from vtkmodules.vtkRenderingVolumeOpenGL2 import vtkSmartVolumeMapper

from wetview.scene.framed_scene import FramedScene
from wetview.scene.theme import SceneTheme, scene_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyvista
    from numpy.typing import NDArray

    Corner = tuple[float, float, float]

_SEEN_FROM, _SOLID_FROM = 90, 165
"""Opacities in the picture, 0 to 255, at which something is seen and hides the rest."""
_HANDLE_PX = 12.0
_EDGE_PX = 2.0


class TomogramScene(FramedScene):
    """Voxels with a colour and an opacity each, and the box that is cut out.

    Only what lies in the box is drawn, with the outline of the whole.

    Parameters
    ----------
    plotter : pyvista.BasePlotter
        With an interactor, for the box to be dragged.
    renderer_index : int
        Which renderer of the plotter.
    theme : SceneTheme or {"light", "dark"}
        Colours.
    on_drag : callable
        Given the lower and the upper corner of the box in micrometres as it is
        dragged.
    on_grip : callable
        Called when a drag begins.
    """

    def __init__(
        self,
        plotter: pyvista.BasePlotter,
        *,
        renderer_index: int,
        theme: SceneTheme | str,
        on_drag: Callable[[Corner, Corner], None],
        on_grip: Callable[[], None],
    ) -> None:
        super().__init__(plotter, renderer_index=renderer_index, text_scale=1.0)
        self._on_drag, self._on_grip = on_drag, on_grip
        self._size_um: tuple[float, ...] | None = None
        self._is_dragged = False
        self._mapper = vtkSmartVolumeMapper()
        self._mapper.SetBlendModeToComposite()
        self._mapper.CroppingOn()
        self._mapper.SetCroppingRegionFlagsToSubVolume()
        self._volume = vtkVolume()
        self._volume.SetMapper(self._mapper)
        self._volume.PickableOff()
        self._set_up_volume()
        self._box = vtkBoxRepresentation()
        # VTK's stubs know neither names of events nor that there may be no interactor.
        self._widget: Any = vtkBoxWidget2()
        self._set_up_box(plotter)
        self.set_theme(theme)

    def _set_up_volume(self) -> None:
        how = self._volume.GetProperty()
        # Colour and opacity come with the voxels; the light is in the colour.
        how.IndependentComponentsOff()
        opacity = vtkPiecewiseFunction()
        for value, opaque in ((0, 0), (_SEEN_FROM, 0), (_SOLID_FROM, 1), (255, 1)):
            opacity.AddPoint(value, opaque)
        how.SetScalarOpacity(opacity)
        how.SetInterpolationTypeToLinear()
        how.ShadeOff()

    def _set_up_box(self, plotter: Any) -> None:
        self._box.SetPlaceFactor(1.0)
        for edges in (
            self._box.GetOutlineProperty(),
            self._box.GetSelectedOutlineProperty(),
        ):
            edges.SetLineWidth(_EDGE_PX)
            self._surroundings.keep_widths(edges)
            edges.LightingOff()
            edges.SetAmbient(0.0)
            edges.SetDiffuse(1.0)
        self._box.OutlineCursorWiresOff()
        self._box.GetFaceProperty().SetOpacity(0.0)
        self._box.GetSelectedFaceProperty().SetOpacity(0.12)
        widget = self._widget
        widget.SetRepresentation(self._box)
        widget.SetInteractor(plotter.iren.interactor)
        widget.SetDefaultRenderer(self.renderer)
        widget.SetCurrentRenderer(self.renderer)
        widget.RotationEnabledOff()
        widget.ScalingEnabledOff()
        widget.AddObserver("StartInteractionEvent", self._on_start)
        widget.AddObserver("InteractionEvent", self._on_move)
        widget.AddObserver("EndInteractionEvent", self._on_end)

    def set_picture(
        self,
        picture: NDArray[np.uint8],
        size_um: Sequence[float],
        *,
        has_scale: bool = True,
    ) -> None:
        """Show voxels that fill a box from the origin.

        Parameters
        ----------
        picture : (nx, ny, nz, 4) ndarray of uint8
            Red, green, blue and opacity.
        size_um : (3,) sequence of float
            Size of all of it along x, y and z.
        has_scale : bool
            Whether that is its true size, so that numbers may stand beside it.
        """
        shape = picture.shape[:3]
        spacing = [size / n for size, n in zip(size_um, shape, strict=True)]
        image = vtkImageData()
        image.SetDimensions(*shape)
        image.SetSpacing(*spacing)
        image.SetOrigin(*(step / 2 for step in spacing))
        rows = np.ascontiguousarray(picture.transpose(2, 1, 0, 3)).reshape(-1, 4)
        image.GetPointData().SetScalars(numpy_to_vtk(rows, deep=1))
        self._mapper.SetInputData(image)
        self.renderer.AddViewProp(self._volume)
        self._size_um = tuple(size_um)
        self._surroundings.set_size(size_um)
        self._surroundings.show({"axes": has_scale, "scale": has_scale})

    def clear(self) -> None:
        """Show nothing until there is another picture."""
        self.renderer.RemoveViewProp(self._volume)
        self._mapper.SetInputData(vtkImageData())
        self._surroundings.show({"axes": False, "scale": False})

    def set_box(self, low_um: Corner, high_um: Corner) -> None:
        """Show another box, unless the user drags it now."""
        bounds = np.column_stack([low_um, high_um]).ravel().tolist()
        self._mapper.SetCroppingRegionPlanes(*bounds)
        if not self._is_dragged:
            self._box.SetHandleSize(_HANDLE_PX * self._surroundings.pixel_scale)
            self._box.PlaceWidget(bounds)

    @property
    def is_dragged(self) -> bool:
        """Whether the user has hold of the box now."""
        return self._is_dragged

    def set_active(self, active: bool) -> None:
        """Let the box be seen and dragged, or not."""
        self._widget.SetEnabled(bool(active))

    def set_theme(self, theme: SceneTheme | str) -> None:
        """Draw in other colours."""
        shown = scene_theme(theme)
        self._surroundings.set_theme(shown)
        for colours in (
            self._box.GetFaceProperty(),
            self._box.GetOutlineProperty(),
            self._box.GetHandleProperty(),
            self._box.GetSelectedHandleProperty(),
            self._box.GetSelectedFaceProperty(),
            self._box.GetSelectedOutlineProperty(),
        ):
            colours.SetColor(*shown.highlight)

    def close(self) -> None:
        """Leave the renderer; the scene cannot be used after this."""
        self._widget.SetEnabled(False)
        self._widget.RemoveAllObservers()
        self._widget.SetInteractor(None)
        self.renderer.RemoveViewProp(self._volume)
        self._surroundings.close()

    def _on_start(self, *_: Any) -> None:
        self._is_dragged = True
        self._on_grip()

    def _on_move(self, *_: Any) -> None:
        if self._size_um is None:
            return
        bounds = np.array(self._box.GetBounds()).reshape(3, 2)
        low, high = np.clip(bounds, 0, np.array(self._size_um)[:, None]).T.tolist()
        self._on_drag(tuple(low), tuple(high))

    def _on_end(self, *_: Any) -> None:
        self._is_dragged = False
        self._on_move()
