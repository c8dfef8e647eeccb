"""Where the camera of the 3D view stands: remembered, restored, put on an axis."""

from __future__ import annotations

import logging
from typing import Any

_log = logging.getLogger(__name__)
_SIDES = ((-1, 0, 0), (0, -1, 0), (0, 0, 1))


def stored_camera(camera: Any) -> dict[str, Any]:
    """What a project file keeps of a camera."""
    return {
        "position": list(camera.position),
        "focus": list(camera.focal_point),
        "up": list(camera.up),
        "scale": camera.parallel_scale,
    }


def put_back(camera: Any, stored: dict[str, Any]) -> bool:
    """Put a camera where it stood; whether that made sense."""
    try:
        position, focus, up = (
            tuple(float(value) for value in stored[key])
            for key in ("position", "focus", "up")
        )
        scale = float(stored["scale"])
    except (KeyError, TypeError, ValueError) as error:
        _log.info("the stored camera makes no sense: %s", error)
        return False
    if {len(position), len(focus), len(up)} != {3} or not scale > 0:
        _log.info("the stored camera makes no sense: %s", stored)
        return False
    camera.position, camera.focal_point, camera.up = position, focus, up
    camera.parallel_scale = scale
    return True


def look_along(camera: Any, axis: int) -> None:
    """Look along x, y or z, from the distance that the camera has."""
    focus, distance = camera.focal_point, camera.distance
    camera.position = tuple(
        at + distance * by for at, by in zip(focus, _SIDES[axis], strict=True)
    )
    camera.up = (0, 1, 0) if axis == 2 else (0, 0, 1)
