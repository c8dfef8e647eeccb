"""Velocity and pressure of a run, in a folder beside it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

import numpy as np

from wetview.project import fields_folder
from wetview.project.file_errors import writing

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.lbm import FillingRun
    from wetview.volume import Phases

    Fields = tuple[float, dict[str, NDArray[np.float32]]]
    """When, in seconds, and what; see `FieldFiles`."""

FieldsWanted = Literal["none", "last", "frames"]
"""No files, one for the end of the run, or one for every frame."""


class FieldFiles:
    """Writes the fields of one run that are wanted, as VTI files in "RUN.fields".

    Each has "phase", "velocity_m_s", "pressure_pa" (above that of the gas before
    filling) and "liquid_fraction" (0 to 1); see `wetview.scene.vti`.

    Parameters
    ----------
    run_path : Path
        The run.
    phases : Phases
        The sample.
    wanted : {"none", "last", "frames"}
        What is written.
    """

    def __init__(self, run_path: Path, phases: Phases, wanted: FieldsWanted) -> None:
        self._folder = fields_folder(run_path)
        self._phases = phases
        self._wanted = wanted

    @property
    def folder(self) -> Path | None:
        """Where the files are; None where there are none."""
        return self._folder if self._folder.is_dir() else None

    def of_frame(self, run: FillingRun) -> Fields | None:
        """What belongs to a frame that is taken now; None where that is not wanted."""
        return _fields_of(run) if self._wanted == "frames" else None

    def write_frame(self, index: int, fields: Fields) -> None:
        """Write the fields of a frame as "frame_0000.vti".

        Raises
        ------
        UserError
            If the folder cannot be written, or the disk is full.
        """
        self._write(f"frame_{index:04d}.vti", fields)

    def write_last(self, run: FillingRun) -> None:
        """Write the fields at the end as "last.vti", if that is wanted.

        Raises
        ------
        UserError
            If the folder cannot be written, or the disk is full.
        """
        if self._wanted == "last":
            self._write("last.vti", _fields_of(run))

    def clear(self) -> None:
        """Remove what another run of the same name has left."""
        if self._folder.is_dir():
            with writing(self._folder):
                shutil.rmtree(self._folder)

    def _write(self, name: str, fields: Fields) -> None:
        from wetview.scene.vti import write_vti  # VTK, which takes a moment

        with writing(self._folder):
            self._folder.mkdir(exist_ok=True)
        time_s, arrays = fields
        write_vti(self._folder / name, self._phases, arrays, time_s=time_s)


def _fields_of(run: FillingRun) -> Fields:
    fraction = run.liquid_fraction().astype(np.float32) / np.float32(255)
    return run.time_s, {
        "velocity_m_s": run.velocity_m_s(),
        "pressure_pa": run.pressure_pa(),
        "liquid_fraction": fraction,
    }
