"""Representative boxes that were found in the sample; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psygnal import Signal

if TYPE_CHECKING:
    from wetview.volume.representativeness import Representativeness
    from wetview.volume.revs import Revs


class BoxSearch:
    """What was found, shown in 3D as long as it is kept here."""

    changed = Signal()

    def __init__(self) -> None:
        self._found: Revs | None = None
        self._curve: Representativeness | None = None

    @property
    def found(self) -> Revs | None:
        """The boxes; None where none were looked for."""
        return self._found

    @property
    def curve(self) -> Representativeness | None:
        """Porosity over the size of a cube."""
        return self._curve

    def set_found(self, found: Revs | None, curve: Representativeness | None) -> None:
        """Take other boxes."""
        self._found, self._curve = found, curve
        self.changed.emit()
