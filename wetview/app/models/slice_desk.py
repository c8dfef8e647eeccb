"""Which slices of the tomogram are looked at, and their filtered values; no Qt."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from psygnal import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Place = tuple[int, int]
"""Axis across which a slice lies, and its index."""


class SliceDesk:
    """Three places, in voxels of the file, and what filters make of these slices."""

    places_changed = Signal()
    filtered_changed = Signal()

    def __init__(self) -> None:
        self._places = (0, 0, 0)
        self._filtered: Mapping[Place, NDArray[Any]] = MappingProxyType({})

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
