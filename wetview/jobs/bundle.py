"""The job that writes a project as one zip file."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.project import Project, require_new_file, write_bundle

if TYPE_CHECKING:
    from wetview.jobs.export_jobs import BundleJob
    from wetview.progress import Report


def bundle(job: BundleJob, report: Report) -> dict[str, Any]:
    """Write the bundle that a job describes.

    Returns
    -------
    dict
        "out", "project", "n_files", "n_bytes" (of the zip file), "unpacked_bytes",
        "seconds".

    Raises
    ------
    UserError
        If the project cannot be read, or the bundle cannot be written.
    """
    started_s = time.perf_counter()
    require_new_file(job.out, overwrite=job.overwrite)
    report(0, 0, "Reading the project")
    project = Project.open(job.project)
    manifest = write_bundle(project, job.out, report=report)
    return {
        "out": job.out,
        "project": project.name,
        "n_files": len(manifest.files),
        "n_bytes": job.out.stat().st_size,
        "unpacked_bytes": manifest.n_bytes,
        "seconds": time.perf_counter() - started_s,
    }
