"""What a pane of the step Compare can show, and what can colour it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from wetview.app.models.pore_columns import COLOURABLE, column

SHOWS = (
    ("Filling A", "first"),
    ("Filling B", "second"),
    ("Difference", "difference"),
    ("Pores", "pores"),
    ("Phases", "phases"),
)
_FILLING = (
    ("Electrolyte", "electrolyte"),
    ("Time of filling", "fill_time"),
    ("Order of filling", "order"),
    ("Saturation of the pore", "pore_saturation"),
    ("Start of the pore's filling", "pore_t_f0"),
)
COLOURS: dict[str, tuple[tuple[str, str], ...]] = {
    "first": _FILLING,
    "second": _FILLING,
    "difference": (
        ("Who is ahead, in time", "time"),
        ("Who is ahead, in saturation", "saturation"),
        ("Liquid now, in A or B alone", "now"),
    ),
    "pores": (
        ("Neighbours differ", "categorical"),
        ("Saturation in A now", "saturation_first"),
        ("Saturation in B now", "saturation_second"),
        ("Mean error of saturation", "error"),
        ("Start of filling, who is ahead", "t_f0"),
        ("End of filling, who is ahead", "t_f1"),
        *((column(key).title, key) for key in COLOURABLE if key != "saturation"),
    ),
    "phases": (("Phases", ""),),
}
"""For each kind of pane, what colours it: (title, key), the usual one first."""

SOLIDS = (
    ("Cut in half", "cut"),
    ("A quarter cut away", "quarter"),
    ("Translucent", "translucent"),
    ("Whole", "whole"),
    ("Hidden", "hidden"),
)
DEPTHS = (
    ("None", "plain"),
    ("Ambient occlusion", "occlusion"),
    ("Dark edges", "edges"),
)
PRESETS = (
    ("As the window", "window"),
    ("Light", "light"),
    ("Dark", "dark"),
    ("Print", "print"),
)
COUNTS = (("One", 1), ("Two", 2), ("Four", 4))
COMMONS = (("Time", "time"), ("Saturation", "saturation"))


@dataclass(frozen=True)
class PaneChoice:
    """What one pane shows, and what colours it; keys of `SHOWS` and `COLOURS`."""

    shows: str
    colour_by: str

    @classmethod
    def usual(cls, shows: str) -> PaneChoice:
        """With the colours that it has at first."""
        return cls(shows, COLOURS[shows][0][1])

    @property
    def is_known(self) -> bool:
        """Whether there is such a picture."""
        return self.colour_by in (key for _, key in COLOURS.get(self.shows, ()))


USUAL_PANES = (
    PaneChoice("first", "electrolyte"),
    PaneChoice("second", "electrolyte"),
    PaneChoice("difference", "time"),
    PaneChoice("pores", "error"),
)
