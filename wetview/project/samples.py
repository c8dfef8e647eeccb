"""A sample in a file: phases, pores once they are labelled, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.project import hdf5
from wetview.project.atomic import atomic_path
from wetview.project.records import (
    read_phases,
    read_pores,
    write_phases,
    write_pores,
)
from wetview.project.room import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    import h5py

    from wetview.pores import Pores
    from wetview.volume import Phases

SAMPLE_FORMAT = "wetview-sample"

_PERMEABILITY = "permeability"
_WHOLE = "pore_space"


@dataclass(frozen=True, eq=False)
class Sample:
    """What a run starts from.

    Parameters
    ----------
    phases : Phases
        The electrode.
    pores : Pores or None
        Its pores, once they are labelled.
    provenance : dict
        How it was made; see `provenance`.
    permeability : dict
        What was measured along each axis: "x", "y", "z" to a dict with "value_m2",
        "ends", "sides" and "steps".
    whole : dict
        Tortuosity factors, pore sizes and walls, once they are measured; see
        `wetview.pores.pore_space.measure_whole`.
    """

    phases: Phases
    pores: Pores | None
    provenance: dict[str, Any]
    permeability: dict[str, Any] = field(default_factory=dict)
    whole: dict[str, Any] = field(default_factory=dict)


def write_sample(
    path: Path,
    phases: Phases,
    pores: Pores | None,
    *,
    provenance: Mapping[str, Any],
    permeability: Mapping[str, Any] | None = None,
    whole: Mapping[str, Any] | None = None,
) -> None:
    """Write a sample, whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    phases : Phases
        The electrode; its name is that of the sample.
    pores : Pores or None
        Its pores, if they are labelled.
    provenance : mapping
        How it was made; see `provenance`.
    permeability, whole : mapping, optional
        What was measured along its axes, and of its pore space; see `Sample`.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """

    def build(file: h5py.File) -> None:
        hdf5.write_format(file, SAMPLE_FORMAT)
        file.attrs["name"] = phases.name
        hdf5.write_json_attribute(file, "provenance", provenance)
        if permeability:
            hdf5.write_json_attribute(file, _PERMEABILITY, permeability)
        if whole:
            hdf5.write_json_attribute(file, _WHOLE, whole)
        write_phases(file, phases)
        if pores is not None:
            write_pores(file, pores)

    with atomic_path(Path(path)) as part:
        write_whole(part, build)


def read_sample(path: Path) -> Sample:
    """Read a sample.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, or from a newer program.
    """
    with hdf5.open_to_read(path, file_format=SAMPLE_FORMAT, kind="a sample") as file:
        return sample_in(file)


def rename_sample(path: Path, name: str) -> None:
    """Give a sample another name; its file is written anew, whole or not at all.

    Raises
    ------
    UserError
        As for `read_sample` and `write_sample`.
    """
    sample = read_sample(path)
    write_sample(
        path,
        replace(sample.phases, name=name),
        sample.pores,
        provenance=sample.provenance,
        permeability=sample.permeability,
        whole=sample.whole,
    )


def sample_in(file: h5py.File) -> Sample:
    """Phases, pores and provenance of an open sample or run."""
    phases = read_phases(file)
    pores = read_pores(file, phases) if "pores" in file else None
    measured = (
        hdf5.json_attribute(file, _PERMEABILITY) if _PERMEABILITY in file.attrs else {}
    )
    whole = hdf5.json_attribute(file, _WHOLE) if _WHOLE in file.attrs else {}
    origin = hdf5.json_attribute(file, "provenance")
    return Sample(phases, pores, origin, measured, whole)
