"""The job that generates an electrode."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.project import provenance, require_new_file, write_sample

if TYPE_CHECKING:
    from wetview.jobs.filling_jobs import GenerateJob
    from wetview.progress import Report


def generate(job: GenerateJob, report: Report) -> dict[str, Any]:
    """Make the electrode that a job describes, and write it as a sample.

    Returns
    -------
    dict
        "out", "porosity", "seconds".

    Raises
    ------
    UserError
        If no electrode can have these numbers, or it cannot be written.
    """
    started_s = time.perf_counter()
    require_new_file(job.out, overwrite=job.overwrite)
    report(0, 0, "Packing particles")
    phases = job.electrode.generate()
    report(1, 1, "Saving the electrode")
    description = job.model_dump(mode="json") | {"seed": job.electrode.seed}
    write_sample(job.out, phases, None, provenance=provenance(description, None))
    return {
        "out": job.out,
        "porosity": phases.porosity,
        "seconds": time.perf_counter() - started_s,
    }
