"""The job that makes one picture of what a video would show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.jobs.video import look_of, read_fillings
from wetview.project import atomic_path

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from wetview.jobs.picture_jobs import PictureJob
    from wetview.progress import Report

_DPI = 300


def still(job: PictureJob, report: Report) -> dict[str, Any]:
    """Make the picture that a job describes, as PNG of 300 pixels an inch.

    Returns
    -------
    dict
        "out", "n_runs", "width", "height", "seconds", "n_bytes".

    Raises
    ------
    UserError
        If a run cannot be read, or the picture cannot be written.
    """
    from wetview.scene import still_picture

    started_s = time.perf_counter()
    require_png(job.out)
    fillings, sample = read_fillings(job, report)
    report(0, 0, "Drawing")
    pixels = still_picture(
        fillings,
        sample.phases,
        sample.pores,
        at=job.at,
        time_s=job.time_s,
        size=(job.width, job.height),
        theme=job.theme,
        pace=job.pace,
        look=look_of(job, supersampling=job.supersampling),
    )
    save_picture(pixels, job.out)
    return {
        "out": job.out,
        "n_runs": len(fillings),
        "width": job.width,
        "height": job.height,
        "seconds": time.perf_counter() - started_s,
        "n_bytes": job.out.stat().st_size,
    }


def require_png(path: Path) -> None:
    """Refuse a picture that is not called .png.

    Raises
    ------
    UserError
        With the name.
    """
    if path.suffix.lower() != ".png":
        raise UserError(
            f"A picture cannot be saved as `{path.name}`",
            "Give it a name that ends in .png",
        )


def save_picture(pixels: NDArray[np.uint8], path: Path) -> None:
    """Write a picture as PNG of 300 pixels an inch, whole or not at all."""
    from PIL import Image

    with atomic_path(path) as part:
        Image.fromarray(pixels).save(part, format="PNG", dpi=(_DPI, _DPI))
