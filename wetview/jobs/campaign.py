"""The job that fills many electrodes under many conditions, on a Dask cluster.

What is done and what is left is read from the files alone: a run is finished when it
has its name, and goes on from its checkpoint when it was cut off.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.jobs.description import job_from
from wetview.jobs.filling_jobs import ResumeJob, SimulateJob
from wetview.jobs.threads import threads_beside_a_window
from wetview.project import (
    PROJECT_FILE,
    Project,
    provenance,
    read_outcome,
    read_sample,
    recover_part_files,
    write_sample,
)
from wetview.project.paths import file_stem
from wetview.units import ATM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from distributed import Client, Future

    from wetview.jobs.learning_jobs import (
        CampaignElectrode,
        CampaignJob,
        ConditionSettings,
    )
    from wetview.progress import Report

_POLL_S = 0.5
_CONNECT_S = "20s"
_FINISHED = ("flat", "max_steps")


def campaign(job: CampaignJob, report: Report) -> dict[str, Any]:
    """Fill what is left of a campaign.

    Returns
    -------
    dict
        "folder", "seconds", "n_runs" (all of the campaign), "n_finished", and
        "failed", the runs that could not be filled with the reason.

    Raises
    ------
    UserError
        If the description contradicts itself, or the folder holds something else.
    Cancelled
        If it was stopped; the same description goes on from there.
    """
    started_s = time.perf_counter()
    names = {electrode.name for electrode in job.electrodes}
    for condition in job.runs:
        if condition.electrode not in names:
            raise UserError(
                f"A run names the electrode `{condition.electrode}`",
                f"The campaign has {', '.join(sorted(names))}",
            )
    project = _project(job.folder)
    samples = {}
    for index, electrode in enumerate(job.electrodes):
        report(index, len(job.electrodes), f"Preparing {electrode.name}")
        samples[electrode.name] = _sample(project, electrode, job.merge_fraction)
    recover_part_files(project.folder / "runs")
    tasks = [_task(project, samples, job, condition) for condition in job.runs]
    left = [task for task in tasks if not _is_finished(task)]
    failed = _fill_all(job, left, len(tasks), report) if left else {}
    project.refresh()
    return {
        "folder": project.folder,
        "seconds": time.perf_counter() - started_s,
        "n_runs": len(tasks),
        "n_finished": sum(_is_finished(task) for task in tasks),
        "failed": failed,
    }


def run_name(condition: ConditionSettings) -> str:
    """What a run of a campaign is called: "e01 4 atm 90 deg"."""
    name = (
        f"{condition.electrode} {condition.pressure_pa / ATM:g} atm"
        f" {condition.contact_angle_deg:g} deg"
    )
    binder_deg = condition.binder_contact_angle_deg
    if binder_deg is not None and binder_deg != condition.contact_angle_deg:
        name += f" ({binder_deg:g} on binder)"
    return name


def _project(folder: Path) -> Project:
    if (folder / PROJECT_FILE).exists():
        return Project.open(folder)
    if folder.is_dir() and (folder / "volumes").is_dir():
        return Project.open(folder)
    return Project.create(folder, folder.stem)


def _sample(
    project: Project, electrode: CampaignElectrode, merge_fraction: float
) -> Path:
    """The file of an electrode with its pores; made unless it is there."""
    path = project.folder / "volumes" / f"{file_stem(electrode.name)}.h5"
    if path.exists():
        return path
    from wetview.pores import label_pores

    description = electrode.model_dump(mode="json")
    if electrode.sample is None:
        named = electrode.generate()
    else:
        named = replace(read_sample(electrode.sample).phases, name=electrode.name)
    write_sample(
        path,
        named,
        label_pores(named, merge_fraction=merge_fraction),
        provenance=provenance(
            {**description, "merge_fraction": merge_fraction}, electrode.sample
        ),
    )
    return path


def _task(
    project: Project,
    samples: dict[str, Path],
    job: CampaignJob,
    condition: ConditionSettings,
) -> SimulateJob:
    on_binder = condition.binder_contact_angle_deg
    name = run_name(condition)
    return SimulateJob(
        sample=samples[condition.electrode],
        out=project.folder / "runs" / f"{file_stem(name)}.h5",
        name=name,
        fluids=job.fluids.model_copy(
            update={
                "contact_angle_deg": condition.contact_angle_deg,
                "binder_contact_angle_deg": condition.contact_angle_deg
                if on_binder is None
                else on_binder,
            }
        ),
        pressure_pa=condition.pressure_pa,
        outlet=job.outlet,
        sides=job.sides,
        trapped_gas=job.trapped_gas,
        n_threads=1,
        stream_frames=False,
    )


def _is_finished(task: SimulateJob) -> bool:
    return task.out.exists() and read_outcome(task.out) in _FINISHED


def _fill_all(
    job: CampaignJob, tasks: list[SimulateJob], n_all: int, report: Report
) -> dict[str, str]:
    """Fill on the cluster; give the runs that failed, with the reason."""
    failed = {}
    n_done = n_all - len(tasks)
    with _client(job) as client:
        waiting = list(reversed(tasks))
        running: dict[Future[str], SimulateJob] = {}
        n_workers = _n_workers(client)
        while waiting or running:
            while waiting and len(running) < max(n_workers, 1):
                task = waiting.pop()
                future = client.submit(
                    fill_one, task.model_dump(mode="json"), pure=False, retries=1
                )
                running[future] = task
            names = ", ".join(task.name for task in running.values())
            report(n_done, n_all, f"{n_done} of {n_all} runs; filling {names}")
            time.sleep(_POLL_S)
            for future in [future for future in running if future.done()]:
                task = running.pop(future)
                n_done += 1
                reason = _reason(future)
                if reason:
                    failed[task.name] = reason
            n_workers = _n_workers(client)
    return failed


def _reason(future: Future[str]) -> str:
    """Why a run failed; "" where it did not."""
    error = future.exception()
    if error is not None:
        return str(error)
    return str(future.result())


def fill_one(description: dict[str, Any]) -> str:
    """Fill one sample, in a worker; go on where it was cut off.

    Returns
    -------
    str
        "" or what the user has to know.
    """
    from wetview.jobs.simulate import resume, simulate
    from wetview.progress import silent
    from wetview.project import checkpoint_path

    task = job_from(description)
    assert isinstance(task, SimulateJob)
    try:
        if task.out.exists() and checkpoint_path(task.out).exists():
            resume(ResumeJob(run=task.out, n_threads=1, stream_frames=False), silent)
        else:
            simulate(task.model_copy(update={"overwrite": True}), silent)
    except UserError as error:
        return str(error)
    return ""


@contextmanager
def _client(job: CampaignJob) -> Iterator[Client]:
    """A Dask client, with a cluster of its own unless a scheduler is named."""
    from distributed import Client, LocalCluster

    if job.scheduler is not None:
        try:
            client = Client(job.scheduler, timeout=_CONNECT_S)
        except (OSError, ValueError) as error:
            raise UserError(
                f"No Dask scheduler answers at `{job.scheduler}`",
                "Start one there, or leave the address out to compute here",
            ) from error
        with client:
            yield client
        return
    n_workers = threads_beside_a_window(job.n_workers)
    with (
        LocalCluster(  # one run a process; numba's threads are told apart by the job
            n_workers=n_workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",  # of this computer alone
            memory_limit=0,
            silence_logs=logging.ERROR,  # a stop ends workers in the middle of a step
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _n_workers(client: Client) -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])
