"""Descriptions of the jobs that measure pores and write them for other programs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wetview.jobs.settings import FilePath, Settings


class PoreSpaceJob(Settings):
    """Measure tortuosity, pore sizes and walls of a sample; added to its file."""

    kind: Literal["pore-space"] = "pore-space"
    sample: FilePath


class PoreFileJob(Settings):
    """Write labelled pores, or their surface, for other programs.

    Parameters
    ----------
    sample : Path
        A sample of a project whose pores are known.
    out : Path
        What is written: a mesh where it ends in .stl, else labels as TIFF, NRRD, VTI or
        HDF5.
    pore : int or None
        The pore whose surface is written; None for all of them as one surface.
    """

    kind: Literal["pore-file"] = "pore-file"
    sample: FilePath
    out: FilePath
    pore: int | None = Field(default=None, ge=1)
