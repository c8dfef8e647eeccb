"""The job that takes the example electrode the whole way, into a project folder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.jobs.filling_jobs import SimulateJob
from wetview.jobs.label import describe_pores
from wetview.jobs.learning_jobs import PredictJob
from wetview.jobs.picture_jobs import VideoJob
from wetview.jobs.settings import FluidsSettings
from wetview.jobs.simulate import OnFrame, fill
from wetview.jobs.video import video
from wetview.project import (
    PROJECT_FILE,
    Entry,
    Project,
    provenance,
    read_filling,
    read_run_sample,
    read_sample,
    shipped_model_path,
)
from wetview.project.file_errors import writing
from wetview.units import ATM, format_bytes, format_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs.export_jobs import DemoJob
    from wetview.progress import Report

SAMPLE_NAME = "Example electrode"

_VOXEL_M = 1e-6
_PRESSURE_PA = 4 * ATM
_CONTACT_ANGLE_DEG = 90.0
_MERGE_FRACTION = 0.1
_FIGURES = "figures"
_VIDEOS = "videos"


class _Steps:
    """The steps as they are done, with their times."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._started_s = time.perf_counter()
        self.done: list[dict[str, Any]] = []

    def finish(self, name: str, made: str) -> None:
        """Note what a step made; the next one starts now."""
        now_s = time.perf_counter()
        seconds = now_s - self._started_s
        self._started_s = now_s
        self.done.append({"name": name, "seconds": seconds, "made": made})
        self._say(f"{name}: {made} ({seconds:.1f} s)")


def demo(
    job: DemoJob,
    report: Report,
    on_frame: OnFrame | None = None,
    *,
    say: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Generate an electrode, label its pores, predict, fill, draw and film it.

    Parameters
    ----------
    job : DemoJob
        The project's folder and the seed.
    report : callable
        Told how far each step is.
    on_frame : callable, optional
        Given the frames of the filling.
    say : callable, optional
        Given a sentence for every step that is finished.

    Returns
    -------
    dict
        "folder", "seconds", "steps" (name, seconds and what was made), "files", and
        "saturation" at the end.

    Raises
    ------
    UserError
        If the folder holds something else, or cannot be written.
    Cancelled
        If it was stopped; what was finished is in the project.
    """
    started_s = time.perf_counter()
    steps = _Steps(say)
    project = _open_or_create(job.folder)
    entry = _electrode(project, job, report, steps)
    prediction = _prediction(project, entry, report, steps)
    run = _filling(project, entry, job, report, on_frame, steps)
    figures = _figures(project, run, report, steps)
    movie = _video(project, run, job, report, steps)
    return {
        "folder": project.folder,
        "seconds": time.perf_counter() - started_s,
        "steps": steps.done,
        "files": [entry.path, run, prediction, *figures, movie],
        "saturation": float(read_filling(run).saturation[-1]),
    }


def _open_or_create(folder: Path) -> Project:
    if (folder / PROJECT_FILE).exists():
        return Project.open(folder)
    try:
        return Project.create(folder, "Example")
    except UserError as error:
        if folder.is_dir() and any(folder.iterdir()):
            raise UserError(
                f"`{folder}` is not empty and not a project of wetview",
                "Give the name of a new folder",
            ) from error
        raise


def _electrode(project: Project, job: DemoJob, report: Report, steps: _Steps) -> Entry:
    """Generate the electrode and label its pores, or take what is there already."""
    usual_seed = type(job).model_fields["seed"].default
    seed = "" if job.seed == usual_seed else f" (seed {job.seed})"
    name = SAMPLE_NAME + seed
    for entry in project.samples():
        if entry.name == name:
            steps.finish("Electrode", f"{entry.path.name} was there already")
            return entry
    from wetview.pores import label_pores
    from wetview.volume import generate_electrode

    report(0, 0, "Generating the electrode")
    phases = generate_electrode(job.shape, voxel_m=_VOXEL_M, seed=job.seed)
    size = " x ".join(str(length) for length in phases.shape)
    steps.finish("Electrode", f"{size} voxels of 1 um, porosity {phases.porosity:.3f}")
    pores = label_pores(phases, merge_fraction=_MERGE_FRACTION, report=report)
    description = {
        "kind": "demo",
        "seed": job.seed,
        "shape": job.shape,
        "voxel_m": _VOXEL_M,
        "merge_fraction": _MERGE_FRACTION,
    }
    entry = project.add_sample(name, phases, pores, provenance(description, None))
    mean = describe_pores(phases, pores)["mean_volume_voxels"]
    steps.finish("Pores", f"{len(pores)} pores of {mean:.0f} um3 on average")
    return entry


def _filling(
    project: Project,
    entry: Entry,
    job: DemoJob,
    report: Report,
    on_frame: OnFrame | None,
    steps: _Steps,
) -> Path:
    simulation = SimulateJob(
        sample=entry.path,
        out=project.new_run_path(f"{entry.name} 4 atm"),
        name=f"{entry.name}, 4 atm",
        fluids=_fluids(),
        pressure_pa=_PRESSURE_PA,
        max_steps=job.max_steps,
        n_threads=job.n_threads,
    )
    results = fill(read_sample(entry.path), simulation, report, on_frame)
    project.refresh()
    speed = results["nodes_per_second"] / 1e6
    steps.finish(
        "Filling",
        f"saturation {results['saturation']:.2f} after {format_time(results['time_s'])}"
        f", {results['steps']} steps, {results['n_frames']} frames, "
        f"{speed:.1f} million voxels a second",
    )
    return simulation.out


def _prediction(project: Project, entry: Entry, report: Report, steps: _Steps) -> Path:
    """Predict the same filling by the network that comes with the program."""
    from wetview.jobs.predict import predict

    job = PredictJob(
        model=shipped_model_path(),
        sample=entry.path,
        out=project.new_run_path(f"{entry.name} 4 atm predicted"),
        name=f"{entry.name}, 4 atm, predicted",
        fluids=_fluids(),
        pressure_pa=_PRESSURE_PA,
    )
    results = predict(job, report)
    project.refresh()
    steps.finish(
        "Prediction",
        f"saturation {results['saturation']:.2f}, in"
        f" {1000 * results['seconds']:.0f} ms by a network",
    )
    return job.out


def _fluids() -> FluidsSettings:
    """The first electrolyte of the list, at the example's contact angle."""
    from wetview.lbm import fluid_presets

    return FluidsSettings.of(next(iter(fluid_presets().values()))).model_copy(
        update={
            "contact_angle_deg": _CONTACT_ANGLE_DEG,
            "binder_contact_angle_deg": _CONTACT_ANGLE_DEG,
        }
    )


def _figures(project: Project, run: Path, report: Report, steps: _Steps) -> list[Path]:
    from wetview.plots import saturation_figure, save_figure

    report(0, 0, "Drawing the figures")
    filling = read_filling(run)
    folder = project.folder / _FIGURES
    with writing(folder):
        folder.mkdir(exist_ok=True)
    figure = saturation_figure(filling, pores=_typical_pores(run))
    paths = [folder / f"{run.stem} saturation{suffix}" for suffix in (".png", ".svg")]
    for path in paths:
        save_figure(figure, path)
    steps.finish("Figures", ", ".join(path.name for path in paths))
    return paths


def _typical_pores(run: Path) -> tuple[int, ...]:
    """Labels of two large pores that filled, one near the inlet and one far from it."""
    pores = read_run_sample(run).pores
    if pores is None:
        return ()
    last = read_filling(run).pore_saturation[-1]
    volume_vx = pores.table.volume_vx
    candidates = np.flatnonzero((volume_vx >= np.median(volume_vx)) & (last > 0.5))
    if not len(candidates):
        return ()
    distance = pores.table.distance_from_inlet_vx[candidates]
    chosen = {int(candidates[distance.argmin()]), int(candidates[distance.argmax()])}
    return tuple(sorted(row + 1 for row in chosen))


def _video(
    project: Project, run: Path, job: DemoJob, report: Report, steps: _Steps
) -> Path:
    folder = project.folder / _VIDEOS
    with writing(folder):
        folder.mkdir(exist_ok=True)
    out = folder / f"{run.stem}.mp4"
    made = video(VideoJob(run=run, out=out, width=job.width, height=job.height), report)
    steps.finish(
        "Video",
        f"{out.name}, {job.width} x {job.height} pixels, "
        f"{format_bytes(made['n_bytes'])}",
    )
    return out
