"""The job that writes labelled pores, or their surface, for other programs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.project import read_sample, require_not_input

if TYPE_CHECKING:
    from wetview.jobs.pore_jobs import PoreFileJob
    from wetview.progress import Report


def pore_file(job: PoreFileJob, report: Report) -> dict[str, Any]:
    """Write the pores of the sample that a job names.

    Returns
    -------
    dict
        "out", "n_bytes", "seconds".

    Raises
    ------
    UserError
        If the sample cannot be read, has no pores yet or not the one that is named, or
        the file cannot be written.
    """
    from wetview.scene.label_files import write_labels, write_stl

    started_s = time.perf_counter()
    require_not_input(job.out, job.sample)
    report(0, 0, "Reading the sample")
    sample = read_sample(job.sample)
    if sample.pores is None:
        raise UserError(
            f"The pores of `{job.sample}` are not known", "Find its pores first"
        )
    report(0, 0, f"Writing {job.out.name}")
    if job.out.suffix.lower() == ".stl":
        write_stl(job.out, sample.pores, label=job.pore)
    else:
        write_labels(job.out, sample.phases, sample.pores)
    return {
        "out": job.out,
        "n_bytes": job.out.stat().st_size,
        "seconds": time.perf_counter() - started_s,
    }
