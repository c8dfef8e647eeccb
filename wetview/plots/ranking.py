"""The numbers of a ranking of what-ifs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.plots.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.sensitivity import Ranked, SensitiveModel


def ranking_table(
    ranked: Sequence[Ranked], model: SensitiveModel, output: str
) -> Table:
    """A row a what-if, the first first: its place, name, output and inputs."""
    header = (
        "place",
        "name",
        output,
        *(column.name for column in model.inputs),
        "outside the training range",
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            entry.place,
            entry.what_if.name,
            entry.value,
            *entry.what_if.inputs,
            "; ".join(entry.outside),
        )
        for entry in ranked
    )
    return Table(header, rows)
