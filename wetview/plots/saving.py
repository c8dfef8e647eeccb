"""Figures to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib

from wetview.errors import UserError
from wetview.project.atomic import atomic_path

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FORMATS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}


def save_figure(figure: Figure, path: Path | str, *, dpi: float = 300) -> Path:
    """Write a figure as PNG, SVG or PDF, whole or not at all.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to write.
    path : Path
        Its suffix says the format.
    dpi : float
        Pixels an inch of a PNG.

    Raises
    ------
    UserError
        If the suffix is another, or the folder is missing or may not be written to.
    """
    path = Path(path)
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        suffix = path.suffix or "no suffix"
        raise UserError(
            f"A figure cannot be saved as `{path.name}` ({suffix})",
            "Give it a name that ends in .png, .svg or .pdf",
        )
    metadata = {"Creator": "wetview"} if kind != "png" else {"Software": "wetview"}
    # Text stays text, so that journals and users can edit it.
    fonts: dict[Any, Any] = {"svg.fonttype": "none", "pdf.fonttype": 42}
    with matplotlib.rc_context(fonts), atomic_path(path) as part:
        figure.savefig(
            part,
            format=kind,
            dpi=dpi,
            facecolor=figure.get_facecolor(),
            metadata=metadata,
        )
    return path
