"""The job that divides the pore space of a sample into pores."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.project import provenance, read_sample, write_sample

if TYPE_CHECKING:
    from wetview.jobs.filling_jobs import PoresJob
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases


def label(job: PoresJob, report: Report) -> dict[str, Any]:
    """Label the pores of the sample that a job names, and add them to its file.

    Returns
    -------
    dict
        "sample", "seconds" and what `describe_pores` says.

    Raises
    ------
    UserError
        If the sample cannot be read or written, or has no pore.
    """
    from wetview.pores import label_pores

    started_s = time.perf_counter()
    report(0, 0, "Reading the sample")
    sample = read_sample(job.sample)
    description = job.model_dump(mode="json")
    origin = provenance(description, job.sample, input_provenance=sample.provenance)
    pores = label_pores(sample.phases, merge_fraction=job.merge_fraction, report=report)
    report(1, 1, "Saving the pores")
    write_sample(
        job.sample,
        sample.phases,
        pores,
        provenance=origin,
        permeability=sample.permeability,
        whole=sample.whole,
    )
    return {
        "sample": job.sample,
        "seconds": time.perf_counter() - started_s,
        **describe_pores(sample.phases, pores),
    }


def describe_pores(phases: Phases, pores: Pores) -> dict[str, Any]:
    """The numbers that describe a pore space.

    Returns
    -------
    dict
        "n_pores"; "porosity"; "connected", the share of the pore space that joins
        both faces along x, y and z; "mean_volume_voxels", "median_volume_voxels";
        "contact_percent", the mean over the pores; "n_fragments" before they were
        joined, None where that is not known.
    """
    percent = pores.table.contact_percent[pores.table.surface_area_vx2 > 0]
    return {
        "n_pores": len(pores),
        "porosity": phases.porosity,
        "connected": list(pores.connected_fractions),
        "mean_volume_voxels": _mean(pores.table.volume_vx),
        "median_volume_voxels": (
            float(np.median(pores.table.volume_vx)) if len(pores) else 0.0
        ),
        "contact_percent": _mean(percent),
        "n_fragments": None if pores.fragments is None else int(pores.fragments.max()),
    }


def _mean(values: np.ndarray[Any, Any]) -> float:
    return float(np.mean(values)) if len(values) else 0.0
