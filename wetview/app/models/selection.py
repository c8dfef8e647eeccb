"""Which pore the user has picked."""

from __future__ import annotations

from psygnal import Signal


class Selection:
    """The picked pore, shared by the 3D view, the table and the curves."""

    pore_changed = Signal(object)

    def __init__(self) -> None:
        self._pore: int | None = None

    @property
    def pore(self) -> int | None:
        """Label of the picked pore, from 1, or None."""
        return self._pore

    @pore.setter
    def pore(self, pore: int | None) -> None:
        if pore != self._pore:
            self._pore = pore
            self.pore_changed.emit(pore)
