"""Where the camera and the lamp stand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.vtkRenderingCore import vtkLight

from wetview.scene.marks import arrow_tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.faces import Face

TOWARDS_CAMERA = np.array([-0.30, -0.84, 0.42])
"""From the sample to the camera: x = 0 on the left, y = 0 in front, seen from above."""


def aim(
    renderer: Any,
    size_um: NDArray[np.floating],
    *,
    margin_px: float,
    inlet: Face = "x-",
    kept_free: float = 0.0,
) -> None:
    """Show a whole sample of a size, with its inlet arrow and room for numbers.

    The projection is parallel, so that a scale bar holds everywhere in the picture.

    Parameters
    ----------
    renderer : vtkRenderer
        Its size in pixels must be known.
    size_um : (3,) ndarray
        Size of the sample along x, y and z.
    margin_px : float
        Room for numbers, on every side.
    inlet : Face
        Where the arrow is.
    kept_free : float
        Share of the picture's width, at the right, that a legend needs.
    """
    towards = TOWARDS_CAMERA / np.linalg.norm(TOWARDS_CAMERA)
    up = np.array([0.0, 0.0, 1.0])
    up = up - (up @ towards) * towards
    up /= np.linalg.norm(up)
    right = np.cross(up, towards)
    points = np.array(list(np.ndindex(2, 2, 2)), dtype=float) * size_um
    points = np.vstack([points, arrow_tail(size_um.tolist(), inlet)])
    across, upward = points @ right, points @ up
    middle = (
        right * (across.min() + across.max()) / 2
        + up * (upward.min() + upward.max()) / 2
        + towards * float((points @ towards).mean())
    )
    width_px, height_px = renderer.GetSize()
    room = 2 * margin_px
    um_in_px = max(
        np.ptp(across) / max(width_px * (1 - kept_free) - room, 0.3 * width_px, 1),
        np.ptp(upward) / max(height_px - room, 0.3 * height_px, 1),
    )
    middle = middle + right * um_in_px * width_px * kept_free / 2
    camera = renderer.GetActiveCamera()
    camera.ParallelProjectionOn()
    camera.SetParallelScale(um_in_px * max(height_px, 1) / 2)
    camera.SetFocalPoint(*middle)
    camera.SetPosition(*(middle + 4 * float(np.linalg.norm(size_um)) * towards))
    camera.SetViewUp(0.0, 0.0, 1.0)
    renderer.ResetCameraClippingRange()


def light_from_above(renderer: Any) -> None:
    """One lamp that goes with the camera, from the upper left; more lamps are slow."""
    renderer.RemoveAllLights()
    renderer.AutomaticLightCreationOff()
    lamp = vtkLight()
    lamp.SetLightTypeToCameraLight()
    lamp.SetPosition(-0.40, 0.50, 1.0)
    lamp.SetFocalPoint(0.0, 0.0, 0.0)
    renderer.AddLight(lamp)


def um_per_px(renderer: Any) -> float:
    """Micrometres in one pixel, in the plane that the camera looks at."""
    camera = renderer.GetActiveCamera()
    _, height_px = renderer.GetSize()
    if camera.GetParallelProjection():
        return 2 * camera.GetParallelScale() / max(height_px, 1)
    half_angle = math.radians(camera.GetViewAngle()) / 2
    return 2 * camera.GetDistance() * math.tan(half_angle) / max(height_px, 1)
