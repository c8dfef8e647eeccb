"""The job that measures the permeability of a sample."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wetview.jobs.threads import threads_beside_a_window
from wetview.lbm.permeability import measure_permeability
from wetview.project import read_sample, write_sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.jobs.filling_jobs import PermeabilityJob
    from wetview.lbm.permeability import Axis, FlowEnds, FlowSides
    from wetview.progress import Report
    from wetview.volume import Phases


def permeability(job: PermeabilityJob, report: Report) -> dict[str, Any]:
    """Measure the sample that a job names, and add what was found to its file.

    Returns
    -------
    dict
        "sample", and what `measure` gives.

    Raises
    ------
    UserError
        If the sample cannot be read or written, has no pore, or the flow does not
        become steady.
    Cancelled
        If it was stopped; the file then stays as it was.
    """
    report(0, 0, "Reading the sample")
    phases = read_sample(job.sample).phases
    measured = measure(
        phases,
        job.axes,
        ends=job.ends,
        sides=job.sides,
        n_threads=job.n_threads,
        report=report,
    )
    sample = read_sample(job.sample)  # its pores may have been found meanwhile
    write_sample(
        job.sample,
        sample.phases,
        sample.pores,
        provenance=sample.provenance,
        permeability={**sample.permeability, **measured["permeability"]},
        whole=sample.whole,
    )
    return {"sample": job.sample, **measured}


def measure(
    phases: Phases,
    axes: Sequence[Axis],
    *,
    ends: FlowEnds,
    sides: FlowSides,
    n_threads: int | None,
    report: Report,
) -> dict[str, Any]:
    """Measure the permeability along some axes.

    Returns
    -------
    dict
        "seconds"; "permeability_m2", "permeability_darcy" and "permeability_um2" by
        axis; and "permeability", what a sample keeps of it.
    """
    started_s = time.perf_counter()
    found = {}
    for index, axis in enumerate(axes):

        def report_axis(done: float, total: float, note: str, at: int = index) -> None:
            report(at + done / total, len(axes), note)

        found[axis] = measure_permeability(
            phases,
            axis,
            ends=ends,
            sides=sides,
            n_threads=threads_beside_a_window(n_threads),
            report=report_axis,
        )
    return {
        "seconds": time.perf_counter() - started_s,
        "permeability_m2": {axis: one.value_m2 for axis, one in found.items()},
        "permeability_darcy": {axis: one.darcy for axis, one in found.items()},
        "permeability_um2": {axis: one.um2 for axis, one in found.items()},
        "permeability": {
            axis: {key: value for key, value in asdict(one).items() if key != "axis"}
            for axis, one in found.items()
        },
    }
