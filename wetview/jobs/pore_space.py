"""The job that measures the pore space of a sample as a whole."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.project import read_sample, write_sample

if TYPE_CHECKING:
    from wetview.jobs.pore_jobs import PoreSpaceJob
    from wetview.progress import Report


def pore_space(job: PoreSpaceJob, report: Report) -> dict[str, Any]:
    """Measure the sample that a job names, and add what was found to its file.

    Returns
    -------
    dict
        "sample", "seconds" and what `measure_whole` gives.

    Raises
    ------
    UserError
        If the sample cannot be read or written.
    Cancelled
        If it was stopped; the file then stays as it was.
    """
    from wetview.pores.pore_space import measure_whole

    started_s = time.perf_counter()
    report(0, 0, "Reading the sample")
    phases = read_sample(job.sample).phases
    whole = measure_whole(phases, report=report)
    sample = read_sample(job.sample)  # its pores may have been found meanwhile
    write_sample(
        job.sample,
        sample.phases,
        sample.pores,
        provenance=sample.provenance,
        permeability=sample.permeability,
        whole=whole,
    )
    seconds = time.perf_counter() - started_s
    return {"sample": job.sample, "seconds": seconds, **whole}
