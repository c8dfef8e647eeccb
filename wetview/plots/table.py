"""The numbers of a figure as CSV, beside it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from wetview.project.atomic import write_text

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """Numbers with what they mean.

    Parameters
    ----------
    header : tuple of str
        What each column holds, with its unit.
    rows : tuple of tuple
        Text and numbers.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def save_table(table: Table, path: Path | str) -> Path:
    """Write a table as CSV, whole or not at all; numbers with nine digits.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    with io.StringIO(newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.header)
        writer.writerows([_written(cell) for cell in row] for row in table.rows)
        write_text(Path(path), stream.getvalue())
    return Path(path)


def _written(cell: Cell) -> str:
    """Text as it is; NaN as nothing, which spreadsheets read as empty."""
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.9g}"
    return str(cell)
