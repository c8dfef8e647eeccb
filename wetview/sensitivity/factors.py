"""What an index belongs to: one input, or a group of inputs that vary together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.sensitivity.ranges import InputRange


@dataclass(frozen=True)
class Factor:
    """One input or group.

    Parameters
    ----------
    title : str
        What the user reads.
    inputs : tuple of str
        Names of the inputs in it.
    """

    title: str
    inputs: tuple[str, ...]


def factors_of(
    ranges: Sequence[InputRange], groups: Sequence[Sequence[str]] = ()
) -> tuple[Factor, ...]:
    """The factors of an analysis: the groups, and each other input alone.

    Inputs that are fixed are left out. A factor stands where its first input does.

    Parameters
    ----------
    ranges : sequence of InputRange
        All inputs.
    groups : sequence of sequences of str
        Names of the inputs that belong together.

    Raises
    ------
    UserError
        If a group names an input that there is not, or one is in two groups.
    """
    titles = {entry.name: entry.title for entry in ranges}
    group_of: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for name in group:
            if name not in titles:
                raise UserError(
                    f"There is no input `{name}`",
                    f"The inputs are {', '.join(titles)}",
                )
            if name in group_of:
                raise UserError(
                    f"`{name}` is in more than one group", "Name it in one group only"
                )
            group_of[name] = tuple(group)
    varying = {entry.name for entry in ranges if not entry.is_fixed}
    factors: list[Factor] = []
    placed: set[str] = set()
    for entry in ranges:
        if entry.name in placed or entry.name not in varying:
            continue
        members = group_of.get(entry.name, (entry.name,))
        inputs = tuple(name for name in titles if name in members and name in varying)
        factors.append(Factor(_title([titles[name] for name in inputs]), inputs))
        placed.update(inputs)
    return tuple(factors)


def _title(titles: Sequence[str]) -> str:
    """Both of two; of more the first and how many others."""
    if len(titles) <= 2:
        return " + ".join(titles)
    return f"{titles[0]} + {len(titles) - 1} more"


def parse_groups(text: str) -> tuple[tuple[str, ...], ...]:
    """Groups as typed: names joined by "+", groups divided by ",".

    Examples
    --------
    >>> parse_groups("volume+surface,contact+ratio")
    (('volume', 'surface'), ('contact', 'ratio'))
    """
    groups = (
        tuple(name.strip() for name in group.split("+") if name.strip())
        for group in text.split(",")
    )
    return tuple(group for group in groups if group)
