"""How quantities are written in figures: T_f0 with its index below."""

from __future__ import annotations

import re
import textwrap

_SYMBOL = re.compile(r"([ts])_?(f?\d+)(?:_s)?", re.IGNORECASE)


def symbol(name: str, title: str) -> str:
    """The symbol of an output of the method, else its title.

    Examples
    --------
    >>> symbol("t_f0_s", "Filling starts"), symbol("s10", "S10"), symbol("y", "Yield")
    ('$T_{f0}$', '$S_{10}$', 'Yield')
    """
    found = _SYMBOL.fullmatch(name)
    if found is None:
        return title
    return f"${found[1].upper()}_{{{found[2]}}}$"


def output_label(name: str, title: str, *, is_logarithm: bool = False) -> str:
    """The symbol of an output, marked where its logarithm is meant."""
    text = symbol(name, title)
    return f"log {text}" if is_logarithm else text


def with_unit(title: str, unit: str) -> str:
    """A title of an axis: "Pore volume (voxels)"."""
    return f"{title} ({unit})" if unit else title


def wrapped(text: str, width: int = 14) -> str:
    """A text in short lines, for labels beside each other."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text
