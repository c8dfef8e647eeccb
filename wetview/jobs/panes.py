"""The job that draws the panes of a comparison as they are on the screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import compare_fillings
from wetview.jobs.picture import require_png, save_picture
from wetview.project import read_filling, read_sample, require_not_input

if TYPE_CHECKING:
    from wetview.filling import Comparison, Filling
    from wetview.jobs.picture_jobs import PanesJob
    from wetview.progress import Report
    from wetview.scene import ComparisonView
    from wetview.volume import Phases


def panes(job: PanesJob, report: Report) -> dict[str, Any]:
    """Make the picture that a job describes, as PNG of 300 pixels an inch.

    Returns
    -------
    dict
        "out", "width", "height", "seconds", "n_bytes".

    Raises
    ------
    UserError
        If a run cannot be read, the two are not of the sample, or the picture cannot be
        written.
    """
    from wetview.scene import ComparisonData, Instant, comparison_picture

    started_s = time.perf_counter()
    require_png(job.out)
    for path in (job.sample, job.first, job.second):
        if path is not None:
            require_not_input(job.out, path)
    report(0, 3, "Reading the runs")
    sample = read_sample(job.sample)
    first = None if job.first is None else read_filling(job.first)
    second = None if job.second is None else read_filling(job.second)
    report(1, 3, "Comparing the fillings")
    data = ComparisonData(
        sample.phases,
        sample.pores,
        first,
        second,
        _compared(job, sample.phases, first, second),
        {
            one.key: (one.title, np.array(one.values, dtype=np.float64))
            for one in job.columns
        },
    )
    report(2, 3, "Drawing")
    pixels = comparison_picture(
        data,
        _view(job, sample.phases),
        Instant(job.first_s, job.second_s),
        size=(job.width, job.height),
        theme=job.theme,
        supersampling=job.supersampling,
        text_scale=job.text_scale,
        cameras=[camera.model_dump() for camera in job.cameras],
        pore=job.pore,
    )
    save_picture(pixels, job.out)
    return {
        "out": job.out,
        "width": job.width,
        "height": job.height,
        "seconds": time.perf_counter() - started_s,
        "n_bytes": job.out.stat().st_size,
    }


def _compared(
    job: PanesJob, phases: Phases, first: Filling | None, second: Filling | None
) -> Comparison | None:
    """What the two have to do with each other, where a pane shows it."""
    is_shown = any(
        pane.shows == "difference" or (pane.shows, pane.colour_by) == ("pores", "error")
        for pane in job.panes
    )
    if first is None or second is None or not is_shown:
        return None
    return compare_fillings(first, second, phases.is_pore)


def _view(job: PanesJob, phases: Phases) -> ComparisonView:
    from wetview.scene import Clip, ComparisonView, PaneSource, SceneLook
    from wetview.scene.comparison_view import USUAL_SOURCES

    shown = tuple(PaneSource(pane.shows, pane.colour_by) for pane in job.panes)
    x, y, z = (
        None if place is None else min(place, size - 1)
        for place, size in zip(job.slices, phases.shape, strict=True)
    )
    return ComparisonView(
        count=len(shown),
        sources=shown + USUAL_SOURCES[len(shown) :],
        look=SceneLook(
            solid=job.solid,
            depth=job.depth,
            slices=(x, y, z),
            clip=None if job.clip is None else Clip(*job.clip).within(phases.shape),
            axes=job.axes,
        ),
    )
