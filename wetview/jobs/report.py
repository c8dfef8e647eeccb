"""The job that writes a report of a sample."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.project import Project, require_new_file, write_text

if TYPE_CHECKING:
    from wetview.jobs.export_jobs import ReportJob
    from wetview.progress import Report


def make_report(job: ReportJob, report: Report) -> dict[str, Any]:
    """Write the report that a job describes.

    Returns
    -------
    dict
        "out", "sample", "n_runs", "n_networks", "n_sensitivities", "left_out",
        "n_bytes", "seconds".

    Raises
    ------
    UserError
        If there is no sample, something cannot be read, or the report cannot be
        written.
    """
    from wetview.report import gather, report_page

    started_s = time.perf_counter()
    if job.out.suffix.lower() not in (".html", ".htm"):
        raise UserError(
            f"A report cannot be saved as `{job.out.name}`",
            "Give it a name that ends in .html",
        )
    require_new_file(job.out, overwrite=job.overwrite)
    report(0, 0, "Reading the project")
    contents = gather(Project.open(job.project), job.sample, job.runs)
    write_text(job.out, report_page(contents, report=report))
    return {
        "out": job.out,
        "sample": contents.sample.phases.name,
        "n_runs": len(contents.runs),
        "n_networks": len(contents.networks),
        "n_sensitivities": len(contents.sensitivities),
        "left_out": contents.left_out,
        "n_bytes": job.out.stat().st_size,
        "seconds": time.perf_counter() - started_s,
    }
