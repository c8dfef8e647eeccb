"""The job that makes one picture of what a video would show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.jobs.video import look_of, read_fillings
from wetview.project import atomic_path

if TYPE_CHECKING:
    from wetview.jobs.description import PictureJob
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
    from PIL import Image

    from wetview.scene import still_picture

    started_s = time.perf_counter()
    if job.out.suffix.lower() != ".png":
        raise UserError(
            f"A picture cannot be saved as `{job.out.name}`",
            "Give it a name that ends in .png",
        )
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
    with atomic_path(job.out) as part:
        Image.fromarray(pixels).save(part, format="PNG", dpi=(_DPI, _DPI))
    return {
        "out": job.out,
        "n_runs": len(fillings),
        "width": job.width,
        "height": job.height,
        "seconds": time.perf_counter() - started_s,
        "n_bytes": job.out.stat().st_size,
    }
