"""The job that writes a run as a series of files for ParaView."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.project import read_filling, read_run_sample, require_not_input

if TYPE_CHECKING:
    from wetview.jobs.export_jobs import SeriesJob
    from wetview.progress import Report


def series(job: SeriesJob, report: Report) -> dict[str, Any]:
    """Write the frames of the run that a job names.

    Returns
    -------
    dict
        "out", "folder", "n_frames", "n_bytes", "seconds".

    Raises
    ------
    UserError
        If the run cannot be read, or the series cannot be written.
    """
    from wetview.scene.series import series_folder, write_series

    started_s = time.perf_counter()
    require_not_input(job.out, job.run)
    report(0, 0, "Reading the run")
    filling = read_filling(job.run)
    sample = read_run_sample(job.run)
    write_series(job.out, filling, sample.phases, sample.pores, report=report)
    folder = series_folder(job.out)
    return {
        "out": job.out,
        "folder": folder,
        "n_frames": filling.n_frames,
        "n_bytes": sum(file.stat().st_size for file in folder.iterdir()),
        "seconds": time.perf_counter() - started_s,
    }
