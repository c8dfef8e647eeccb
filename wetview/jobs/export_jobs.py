"""Descriptions of the jobs that write for other programs, and of the example."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wetview.jobs.settings import FilePath, Settings


class SeriesJob(Settings):
    """Write every frame of a run as VTI, with a list of them as PVD."""

    kind: Literal["series"] = "series"
    run: FilePath
    out: FilePath


class BundleJob(Settings):
    """Write a whole project as one zip file."""

    kind: Literal["bundle"] = "bundle"
    project: FilePath
    out: FilePath
    overwrite: bool = False


class ReportJob(Settings):
    """Write one page on a sample and its fillings.

    Parameters
    ----------
    project : Path
        Folder of the project.
    out : Path
        The HTML file.
    sample : Path or None
        The sample; by default the last that was filled.
    runs : list of Path
        Fillings to tell of; by default all of the sample.
    overwrite : bool
        Whether a file of that name may be replaced.
    """

    kind: Literal["report"] = "report"
    project: FilePath
    out: FilePath
    sample: FilePath | None = None
    runs: tuple[FilePath, ...] = Field(default=(), max_length=1000)
    overwrite: bool = False


class DemoJob(Settings):
    """Take the example electrode the whole way: pores, filling, figures, video.

    The usual size is filled within three minutes on two cores; its saturation is
    nearly flat after 9000 steps.
    """

    kind: Literal["demo"] = "demo"
    folder: FilePath
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    shape: tuple[int, int, int] = (64, 48, 48)
    max_steps: int = Field(default=9000, ge=100)
    width: int = Field(default=1280, ge=16, le=7680)
    height: int = Field(default=720, ge=16, le=4320)
    n_threads: int | None = Field(default=None, ge=1, le=1024)
