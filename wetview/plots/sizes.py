"""The sizes at which journals print figures."""

from __future__ import annotations

from typing import Literal

SINGLE_COLUMN_MM = 88.0
DOUBLE_COLUMN_MM = 178.0

Columns = Literal["single", "double"]
_MM_IN_INCH = 25.4
_WIDTHS = {"single": SINGLE_COLUMN_MM, "double": DOUBLE_COLUMN_MM}


def journal_size(
    columns: Columns = "single", *, height_mm: float | None = None
) -> tuple[float, float]:
    """Width and height in inches of a figure of one or two columns.

    Examples
    --------
    >>> [round(25.4 * side) for side in journal_size("single")]
    [88, 66]
    """
    width_mm = _WIDTHS[columns]
    if height_mm is None:
        height_mm = 0.75 * width_mm if columns == "single" else 0.5 * width_mm
    return width_mm / _MM_IN_INCH, height_mm / _MM_IN_INCH
