"""Pieces of HTML: what comes from files is text, never markup."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray


def text(value: object) -> str:
    """Anything as text."""
    return html.escape(str(value), quote=True)


def paragraph(words: str, *, look: str = "") -> str:
    """A paragraph."""
    kind = f' class="{look}"' if look else ""
    return f"<p{kind}>{text(words)}</p>"


def bullets(items: Iterable[str]) -> str:
    """A list of sentences."""
    return "<ul>" + "".join(f"<li>{text(item)}</li>" for item in items) + "</ul>"


def pairs(rows: Iterable[tuple[str, object]]) -> str:
    """A table of names and values."""
    body = "".join(
        f"<tr><th>{text(name)}</th><td>{text(value)}</td></tr>" for name, value in rows
    )
    return f'<table class="pairs"><tbody>{body}</tbody></table>'


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a header; numbers line up at the right."""
    head = "".join(f"<th>{text(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{text(cell)}</td>" if at == 0 else f'<td class="n">{text(cell)}</td>'
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def tiles(numbers: Iterable[tuple[str, str]]) -> str:
    """The few numbers that matter most, large."""
    made = "".join(
        f'<div class="tile"><b>{text(value)}</b><span>{text(name)}</span></div>'
        for name, value in numbers
    )
    return f'<div class="tiles">{made}</div>'


def section(title: str, *parts: str, name: str = "") -> str:
    """A heading and what belongs to it; nothing where there is nothing."""
    body = "".join(parts)
    if not body:
        return ""
    anchor = f' id="{text(name)}"' if name else ""
    return f"<section{anchor}><h2>{text(title)}</h2>{body}</section>"


def drawing(figure: Figure, caption: str) -> str:
    """A matplotlib figure, embedded as lines that stay sharp on paper."""
    import matplotlib

    stream = io.BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "wetview"}):
        figure.savefig(
            stream,
            format="svg",
            facecolor=figure.get_facecolor(),
            metadata={"Creator": "wetview", "Date": None},
        )
    return _picture("image/svg+xml", stream.getvalue(), caption)


def still(pixels: NDArray[np.uint8], caption: str) -> str:
    """A picture of (height, width, 3) pixels, embedded without loss."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG", optimize=True)
    return _picture("image/png", stream.getvalue(), caption)


def side_by_side(pictures: Sequence[str]) -> str:
    """Pictures in a row."""
    if not pictures:
        return ""
    return f'<div class="row row{len(pictures)}">{"".join(pictures)}</div>'


def columns(*parts: str) -> str:
    """Two columns, for what is narrow."""
    made = "".join(f"<div>{part}</div>" for part in parts if part)
    return f'<div class="columns">{made}</div>'


def _picture(kind: str, data: bytes, caption: str) -> str:
    encoded = base64.b64encode(data).decode("ascii")
    words = text(caption)
    return (
        f'<figure><img alt="{words}" src="data:{kind};base64,{encoded}">'
        f"<figcaption>{words}</figcaption></figure>"
    )
