"""The jobs that fill a sample: from the beginning, and on from where one stopped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.jobs.description import job_from
from wetview.jobs.fields import FieldFiles
from wetview.jobs.filling_jobs import ResumeJob, SimulateJob
from wetview.jobs.keeper import (
    CheckpointKeeper,
    read_checkpoint_of,
    restore_state,
    run_identity,
)
from wetview.jobs.recorder import OnFrame, Recorder
from wetview.jobs.threads import threads_beside_a_window
from wetview.lbm import estimate
from wetview.project import (
    FillingWriter,
    checkpoint_bytes,
    provenance,
    read_filling,
    read_run_sample,
    read_sample,
    recover_run,
    remove_checkpoint,
    require_not_input,
)
from wetview.units import format_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.lbm import FillingPlan, FillingRun
    from wetview.progress import Report
    from wetview.project import Sample
    from wetview.volume import Phases

__all__ = ["OnFrame", "fill", "resume", "simulate"]

_MORE_STEPS = 2
"""A run whose steps were used up gets so many times as many."""

_logger = logging.getLogger(__name__)


def simulate(
    job: SimulateJob, report: Report, on_frame: OnFrame | None = None
) -> dict[str, Any]:
    """Fill the sample that a job names.

    Returns
    -------
    dict
        "out", "seconds", "n_frames", "nodes_per_second", "n_nodes", "n_bytes",
        "checkpoint_bytes" (None where there is nothing to resume), "fields" (a folder
        or None), "resumed_at" (steps), and what `run_results` gives.

    Raises
    ------
    UserError
        If the sample cannot be read, the plan is impossible, the run cannot be
        written, or values become non-finite.
    Cancelled
        If it was stopped before anything was computed; later than that, what was
        computed is kept and returned with the outcome "stopped".
    """
    report(0, 0, "Reading the sample")
    return fill(read_sample(job.sample), job, report, on_frame)


def fill(
    sample: Sample,
    job: SimulateJob,
    report: Report,
    on_frame: OnFrame | None = None,
) -> dict[str, Any]:
    """Fill a sample that is in memory; see `simulate`.

    The hash of `job.sample`, the file it came from, is written into the run.
    """
    require_not_input(job.out, job.sample)
    plan = job.plan(sample.phases)
    _log_plan(plan, sample.phases)
    description = job.model_dump(mode="json")
    fields = FieldFiles(job.out, sample.phases, job.fields)
    with FillingWriter(
        job.out,
        phases=sample.phases,
        pores=sample.pores,
        name=job.name or job.out.stem,
        description=description,
        provenance=provenance(
            description, job.sample, input_provenance=sample.provenance
        ),
        overwrite=job.overwrite,
    ) as writer:
        report(0, 0, "Preparing the solver")
        run = _new_run(sample.phases, plan, job)
        fields.clear()
        recorder = Recorder(
            run,
            pores=sample.pores,
            out=job.out,
            writer=writer,
            keeper=CheckpointKeeper(
                job.out,
                run_identity(sample.phases, plan),
                writer,
                every_s=job.checkpoint_every_s,
            ),
            fields=fields,
            report=report,
            on_frame=on_frame,
        )
        results = recorder.start()
    return _ended(results, job.out)


def resume(
    job: ResumeJob, report: Report, on_frame: OnFrame | None = None
) -> dict[str, Any]:
    """Go on with a run that was stopped, that died, or that used its steps up.

    Its curves and frames are in the end those of a run that was never interrupted.

    Returns
    -------
    dict
        As for `simulate`.

    Raises
    ------
    UserError
        If there is no checkpoint, it does not belong to the run, or what is said for
        `simulate`; the run's file then stays as it was.
    Cancelled
        If it was stopped before anything was computed.
    """
    report(0, 0, "Reading the run")
    recover_run(job.run)
    sample = read_run_sample(job.run)
    settings = _settings(job)
    plan = settings.plan(sample.phases)
    identity = run_identity(sample.phases, plan)
    checkpoint = read_checkpoint_of(job.run, identity)
    _require_steps_left(job.run, checkpoint.step, plan.max_steps)
    report(0, 0, "Preparing the solver")
    former_device = str(checkpoint.progress["device"])
    settings = settings.model_copy(update={"device": job.device or former_device})
    run = _new_run(sample.phases, plan, settings)
    restore_state(run, checkpoint, job.run)
    if run.device.key != former_device:
        _logger.warning(
            "the run began on %s: what follows is equal within rounding, not bit for"
            " bit",
            former_device,
        )
    _logger.info("going on from step %d", checkpoint.step)
    with FillingWriter.resume(
        job.run,
        n_samples=checkpoint.n_samples,
        n_frames=checkpoint.n_frames,
        description=settings.model_dump(mode="json"),
    ) as writer:
        recorder = Recorder(
            run,
            pores=sample.pores,
            out=job.run,
            writer=writer,
            keeper=CheckpointKeeper(
                job.run, identity, writer, every_s=settings.checkpoint_every_s
            ),
            fields=FieldFiles(job.run, sample.phases, settings.fields),
            report=report,
            on_frame=on_frame,
        )
        results = recorder.resume(checkpoint)
    return _ended(results, job.run)


def _settings(job: ResumeJob) -> SimulateJob:
    """The settings that a run was made with, but for what the job changes."""
    former = read_filling(job.run)
    settings = job_from(former.description, source=f" in `{job.run}`")
    if not isinstance(settings, SimulateJob):
        raise UserError(
            f"`{job.run}` was made by a job of the kind {settings.kind!r}",
            "Only a simulated run can go on",
        )
    max_steps = job.max_steps or settings.max_steps
    if job.max_steps is None and former.outcome == "max_steps":
        max_steps = _MORE_STEPS * int(former.step[-1])
    changes = {
        "out": job.run,
        "max_steps": max_steps,
        "n_threads": job.n_threads or settings.n_threads,
        "stream_frames": job.stream_frames,
    }
    return settings.model_copy(update=changes)


def _require_steps_left(run: Path, step: int, max_steps: int) -> None:
    if max_steps <= step:
        raise UserError(
            f"`{run}` has taken {step} steps already, and {max_steps} are the most",
            f"Give a largest number of steps above {step}",
        )


def _new_run(phases: Phases, plan: FillingPlan, job: SimulateJob) -> FillingRun:
    from wetview.lbm import FillingRun  # numba, which takes a moment

    run = FillingRun(
        phases,
        plan,
        device=job.device,
        n_threads=threads_beside_a_window(job.n_threads),
    )
    _logger.info("computing on %s", run.device.name)
    return run


def _log_plan(plan: FillingPlan, phases: Phases) -> None:
    for note in plan.notes:
        _logger.info("%s", note)
    size = estimate(plan, phases)
    _logger.info(
        "%d pore voxels, about %s of memory", size.n_nodes, format_bytes(size.n_bytes)
    )


def _ended(results: dict[str, Any], out: Path) -> dict[str, Any]:
    """Add what is on the disk; a run that has ended by itself needs no checkpoint."""
    if results["outcome"] == "flat":
        remove_checkpoint(out)
    results["n_bytes"] = out.stat().st_size
    results["checkpoint_bytes"] = checkpoint_bytes(out)
    return results
