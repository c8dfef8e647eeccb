"""How figures are wanted: options that verbs share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MM_IN_INCH = 25.4
_NAMED = ("single", "double")


def add_figure_look(parser: argparse.ArgumentParser) -> None:
    """Colours and size of a figure."""
    parser.add_argument(
        "--theme",
        choices=("print", "light", "dark"),
        default="print",
        help="colours of the figure (default: print)",
    )
    parser.add_argument(
        "--size",
        type=_size,
        default="double",
        metavar="SIZE",
        help="single or double, the columns of a journal (88 and 178 mm), or WxH in "
        "mm (default: double)",
    )
    parser.add_argument(
        "--dpi",
        type=_dpi,
        default=300,
        metavar="N",
        help="pixels an inch of a PNG (default: 300)",
    )


def size_in(options: argparse.Namespace) -> tuple[float, float]:
    """Width and height in inches."""
    from wetview.plots import journal_size

    if options.size in _NAMED:
        return journal_size(options.size)
    width_mm, height_mm = options.size
    return width_mm / _MM_IN_INCH, height_mm / _MM_IN_INCH


def table_path(figure: Path) -> Path:
    """Where the numbers of a figure are written."""
    return figure.with_suffix(".csv")


def _size(text: str) -> str | tuple[float, float]:
    if text in _NAMED:
        return text
    try:
        width, height = (float(part) for part in text.lower().split("x"))
    except ValueError:
        width = height = 0.0
    if not (20 <= width <= 2000 and 20 <= height <= 2000):
        msg = f"`{text}` is neither single nor double nor a size in mm, such as 120x80"
        raise argparse.ArgumentTypeError(msg)
    return width, height


def _dpi(text: str) -> int:
    dpi = int(text) if text.isdecimal() else 0
    if not 30 <= dpi <= 2400:
        msg = f"`{text}` is not a whole number from 30 to 2400"
        raise argparse.ArgumentTypeError(msg)
    return dpi
