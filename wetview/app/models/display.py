"""What the 3D view shows in each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from psygnal import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = Literal["solid", "binder", "pores", "liquid"]
PARTS: tuple[Part, ...] = ("solid", "binder", "pores", "liquid")

_AT_FIRST: dict[str, frozenset[Part]] = {
    "volume": frozenset({"solid", "binder"}),
    "pores": frozenset({"pores"}),
    "simulate": frozenset({"solid", "liquid"}),
    "learn": frozenset({"solid", "liquid"}),
    "compare": frozenset({"solid", "liquid"}),
    "sensitivity": frozenset({"pores"}),
    "export": frozenset({"solid", "liquid"}),
}


class DisplayOptions:
    """Which parts are visible in which step, and what colours the pores."""

    changed = Signal()

    def __init__(self) -> None:
        self._step = "volume"
        self._visible = {step: set(parts) for step, parts in _AT_FIRST.items()}
        self._colour_by = "categorical"
        self._shows_fragments = False

    @property
    def step(self) -> str:
        """The step whose options count now."""
        return self._step

    @property
    def visible(self) -> frozenset[str]:
        """Parts that are shown now."""
        return frozenset(self._visible[self._step])

    @property
    def colour_by(self) -> str:
        """Name of the pore column that colours the pores, or "categorical"."""
        return self._colour_by

    @property
    def shows_fragments(self) -> bool:
        """Whether pores are shown as they were before fragments were joined."""
        return self._shows_fragments

    def set_step(self, step: str) -> None:
        """Use the options of another step."""
        if step != self._step:
            self._step = step
            self.changed.emit()

    def set_visible(self, part: Part, is_visible: bool) -> None:
        """Show or hide a part in this step."""
        parts = self._visible[self._step]
        if is_visible == (part in parts):
            return
        if is_visible:
            parts.add(part)
        else:
            parts.discard(part)
        self.changed.emit()

    def set_colour_by(self, column: str) -> None:
        """Colour the pores by another column."""
        if column != self._colour_by:
            self._colour_by = column
            self.changed.emit()

    def set_shows_fragments(self, are_shown: bool) -> None:
        """Show the fragments, or the pores that were made of them."""
        if are_shown != self._shows_fragments:
            self._shows_fragments = are_shown
            self.changed.emit()

    def as_dict(self) -> dict[str, object]:
        """What a project file keeps of this."""
        visible = {step: sorted(parts) for step, parts in self._visible.items()}
        return {"visible": visible, "colour_by": self._colour_by}

    def restore(self, stored: Mapping[str, object]) -> None:
        """Take what a project file kept; what makes no sense is left out."""
        visible = stored.get("visible")
        if isinstance(visible, dict):
            for step, parts in visible.items():
                if step in self._visible and isinstance(parts, list):
                    self._visible[step] = {part for part in PARTS if part in parts}
        colour_by = stored.get("colour_by")
        if isinstance(colour_by, str):
            self._colour_by = colour_by
        self.changed.emit()
