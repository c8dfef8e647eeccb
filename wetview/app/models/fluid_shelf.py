"""The fluids that can be chosen: those of the program, and the user's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from psygnal import Signal

from wetview.errors import UserError
from wetview.lbm import FluidPreset
from wetview.lbm.fluids import shipped_presets
from wetview.project import own_fluids, remove_own_fluid, save_own_fluid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wetview.lbm import Fluids


OWN_NAME = "Own values"
"""What fluids are called whose numbers belong to none of the shelf."""


class FluidShelf:
    """The fluids by name, in the order in which they are offered."""

    changed = Signal()

    def __init__(self) -> None:
        self._own: Mapping[str, FluidPreset] = {}
        self._problem: UserError | None = None
        self._read()

    @property
    def presets(self) -> dict[str, FluidPreset]:
        """All of them."""
        return {**shipped_presets(), **self._own}

    @property
    def problem(self) -> UserError | None:
        """Why the user's own cannot be read, if so."""
        return self._problem

    def is_own(self, name: str) -> bool:
        """Whether a fluid is one of the user's own."""
        return name in self._own

    def preset_of(self, fluids: Fluids) -> FluidPreset | None:
        """The fluid that these go by, if their numbers are still its own."""
        preset = self.presets.get(fluids.name)
        return preset if preset is not None and preset.describes(fluids) else None

    def with_values(self, fluids: Fluids, **values: Any) -> Fluids:
        """Fluids with other numbers, and the name that goes with them.

        Raises
        ------
        UserError
            If no fluid has such a number.
        """
        changed = replace(fluids, **values)
        if self.preset_of(changed) is not None:
            return changed
        names = (
            preset.name for preset in self.presets.values() if preset.describes(changed)
        )
        return replace(changed, name=next(names, OWN_NAME))

    def save(self, name: str, fluids: Fluids) -> Fluids:
        """Keep numbers as one of the user's own, and give them under its name.

        Raises
        ------
        UserError
            If the name is taken, or the file cannot be read or written.
        """
        named = replace(fluids, name=name)
        save_own_fluid(FluidPreset(named))
        self._read()
        self.changed.emit()
        return named

    def remove(self, name: str) -> None:
        """Forget one of the user's own.

        Raises
        ------
        UserError
            If the file cannot be read or written.
        """
        remove_own_fluid(name)
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        try:
            self._own, self._problem = own_fluids(), None
        except UserError as problem:
            self._own, self._problem = {}, problem
