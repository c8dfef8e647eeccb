"""How the tomogram is looked at: which slices, filtered or not, or in 3D; no Qt."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from psygnal import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

Place = tuple[int, int]
"""Axis across which a slice lies, and its index."""


class SliceDesk:
    """Three places, in voxels of the file, and what filters make of these slices."""

    in_3d_changed = Signal()
    picture_changed = Signal()
    places_changed = Signal()
    filtered_changed = Signal()

    def __init__(self) -> None:
        self._in_3d = False
        self._picture: NDArray[np.uint8] | None = None
        self._places = (0, 0, 0)
        self._filtered: Mapping[Place, NDArray[Any]] = MappingProxyType({})

    @property
    def in_3d(self) -> bool:
        """Whether the tomogram is seen in 3D instead of its slices."""
        return self._in_3d

    @property
    def picture(self) -> NDArray[np.uint8] | None:
        """(nx, ny, nz, 4) colours and opacities of the tomogram in 3D, once there."""
        return self._picture

    def set_in_3d(self, in_3d: bool) -> None:
        """Look at the tomogram in 3D, or at its slices."""
        if in_3d != self._in_3d:
            self._in_3d = in_3d
            self.in_3d_changed.emit()

    def set_picture(self, picture: NDArray[np.uint8] | None) -> None:
        """Take another picture of the tomogram in 3D."""
        self._picture = picture
        self.picture_changed.emit()

    @property
    def places(self) -> tuple[int, int, int]:
        """Which slice is shown across x, y and z."""
        return self._places

    @property
    def filtered(self) -> Mapping[Place, NDArray[Any]]:
        """Slices after the filters of the draft, as far as they are worked out."""
        return self._filtered

    def go_to(self, places: tuple[int, int, int]) -> None:
        """Look at other slices."""
        if places != self._places:
            self._places = places
            self.places_changed.emit()

    def set_filtered(self, filtered: Mapping[Place, NDArray[Any]]) -> None:
        """Take what filters make of slices; nothing where there is no filter."""
        if filtered or self._filtered:
            self._filtered = MappingProxyType(dict(filtered))
            self.filtered_changed.emit()
