"""What the user has chosen in the step Compare; kept in the project."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self

from wetview.app.models.pane_choices import (
    COMMONS,
    COUNTS,
    DEPTHS,
    PRESETS,
    SOLIDS,
    USUAL_PANES,
    PaneChoice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Range = tuple[float, float]
WHOLE: tuple[Range, Range, Range] = ((0.0, 1.0),) * 3


@dataclass(frozen=True)
class CompareSettings:
    """Which fillings, in which panes, drawn how.

    Parameters
    ----------
    first, second : str or None
        Names of the run files that are A and B.
    count : {1, 2, 4}
        Panes.
    panes : tuple of PaneChoice
        What each of four panes shows.
    linked : bool
        Whether one camera turns all panes.
    common : {"time", "saturation"}
        What both fillings have in common at a moment.
    solid, depth, preset : str
        Keys of `SOLIDS`, `DEPTHS` and `PRESETS`.
    axes : bool
        Whether outline and numbers are drawn.
    slices : tuple of float or None
        Where planes across x, y and z are, 0 to 1 of the sample; None for none.
    clip : tuple of (float, float)
        The part along x, y and z that is shown, 0 to 1 of the sample.
    """

    first: str | None = None
    second: str | None = None
    count: int = 2
    panes: tuple[PaneChoice, ...] = USUAL_PANES
    linked: bool = True
    common: str = "time"
    solid: str = "cut"
    depth: str = "plain"
    preset: str = "window"
    axes: bool = True
    slices: tuple[float | None, float | None, float | None] = (None, None, None)
    clip: tuple[Range, Range, Range] = WHOLE

    def with_pane(self, number: int, choice: PaneChoice) -> Self:
        """The same with another picture in one pane."""
        panes = list(self.panes)
        panes[number] = choice
        return replace(self, panes=tuple(panes))

    def as_dict(self) -> dict[str, Any]:
        """What a project file keeps of this."""
        stored = {field.name: getattr(self, field.name) for field in fields(self)}
        stored["panes"] = [[pane.shows, pane.colour_by] for pane in self.panes]
        stored["slices"] = list(self.slices)
        stored["clip"] = [list(ends) for ends in self.clip]
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `as_dict` wrote; what makes no sense is left at its default."""
        found = {
            name: stored[name]
            for name, is_valid in _CHECKS.items()
            if name in stored and is_valid(stored[name])
        }
        for name in ("first", "second"):
            if isinstance(stored.get(name), str):
                found[name] = stored[name]
        panes = _panes(stored.get("panes"))
        if panes is not None:
            found["panes"] = panes
        if _is_triple(stored.get("slices"), _is_place):
            found["slices"] = tuple(stored["slices"])
        if _is_triple(stored.get("clip"), _is_range):
            found["clip"] = tuple((low, high) for low, high in stored["clip"])
        return cls(**found)


def _is_key_of(choices: tuple[tuple[str, object], ...]) -> Any:
    keys = [key for _, key in choices]
    return lambda value: value in keys and not isinstance(value, bool)


_CHECKS = {
    "count": _is_key_of(COUNTS),
    "common": _is_key_of(COMMONS),
    "solid": _is_key_of(SOLIDS),
    "depth": _is_key_of(DEPTHS),
    "preset": _is_key_of(PRESETS),
    "linked": lambda value: isinstance(value, bool),
    "axes": lambda value: isinstance(value, bool),
}


def _panes(stored: object) -> tuple[PaneChoice, ...] | None:
    if not isinstance(stored, list) or len(stored) != len(USUAL_PANES):
        return None
    if not all(isinstance(pane, list) and len(pane) == 2 for pane in stored):
        return None
    panes = tuple(PaneChoice(str(shows), str(colour)) for shows, colour in stored)
    return panes if all(pane.is_known for pane in panes) else None


def _is_triple(stored: object, is_valid: Any) -> bool:
    is_list = isinstance(stored, list) and len(stored) == 3
    return is_list and all(is_valid(part) for part in stored)  # type: ignore[attr-defined]


def _is_share(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value <= 1  # type: ignore[operator]


def _is_place(value: object) -> bool:
    return value is None or _is_share(value)


def _is_range(value: object) -> bool:
    is_pair = isinstance(value, list) and len(value) == 2
    return is_pair and all(_is_share(v) for v in value) and value[0] < value[1]  # type: ignore[attr-defined, index]
