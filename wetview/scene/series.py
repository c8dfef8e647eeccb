"""A filling as a series of VTI files with a PVD list, which ParaView plays in time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np

from wetview.errors import UserError
from wetview.filling.difference import curves_at
from wetview.progress import Report, silent
from wetview.project import write_text
from wetview.project.file_errors import writing
from wetview.scene.vti import write_vti

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.pores.pores import Pores
    from wetview.volume.phases import Phases


def series_folder(path: Path) -> Path:
    """The folder beside a PVD file that its VTI files lie in."""
    return path.with_name(f"{path.stem}_frames")


def write_series(
    path: Path | str,
    filling: Filling,
    phases: Phases,
    pores: Pores | None,
    *,
    report: Report = silent,
) -> Path:
    """Write every frame of a filling as VTI, and the list of them as PVD.

    The frames are "NAME_frames/frame_0000.vti" and so on; the list names them with
    their times in seconds. Each has the arrays "phase", "liquid_fraction" (0 to 1) and,
    where the pores are known, "pore" (0 in the solid) and "pore_saturation" (0 to 1, of
    the pore that a voxel belongs to).

    Parameters
    ----------
    path : Path
        The PVD file.
    filling : Filling
        The run.
    phases : Phases
        The sample that was filled.
    pores : Pores or None
        Its pores.
    report : Report
        Told before each frame; may raise `Cancelled`, then nothing is left.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    UserError
        If the name does not end in .pvd, there are frames already, or the disk is full.
    """
    path = Path(path)
    folder = series_folder(path)
    _validate(path, folder, filling, phases)
    part = folder.with_name(f"{folder.name}.part")
    with writing(part):
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
    try:
        names = []
        for index in range(filling.n_frames):
            report(index, filling.n_frames, f"Frame {index + 1} of {filling.n_frames}")
            names.append(f"frame_{index:04d}.vti")
            write_vti(
                part / names[-1],
                phases,
                _fields(filling, pores, index),
                time_s=float(filling.frame_time_s[index]),
            )
        with writing(folder):
            part.rename(folder)
        write_text(path, _list(folder.name, names, filling.frame_time_s))
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    report(filling.n_frames, filling.n_frames, "Done")
    return path


def _fields(filling: Filling, pores: Pores | None, index: int) -> dict[str, Any]:
    liquid = np.asarray(filling.frames[index]).astype(np.float32) / np.float32(255)
    fields: dict[str, Any] = {"liquid_fraction": liquid}
    if pores is not None and filling.pore_saturation.shape[1] == len(pores):
        at = filling.frame_time_s[index : index + 1]
        of_pores = curves_at(at, filling.time_s, filling.pore_saturation)[0]
        table = np.concatenate([[0.0], of_pores]).astype(np.float32)
        fields["pore"] = pores.labels
        fields["pore_saturation"] = table[pores.labels]
    return fields


def _list(folder: str, names: list[str], time_s: NDArray[np.floating]) -> str:
    rows = [
        f'    <DataSet timestep="{float(at_s)!r}" part="0"'
        f" file={quoteattr(f'{folder}/{name}')}/>"
        for name, at_s in zip(names, time_s, strict=True)
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<VTKFile type="Collection" version="0.1" byte_order="LittleEndian">',
            "  <Collection>",
            *rows,
            "  </Collection>",
            "</VTKFile>",
            "",
        ]
    )


def _validate(path: Path, folder: Path, filling: Filling, phases: Phases) -> None:
    if path.suffix.lower() != ".pvd":
        raise UserError(
            f"A series cannot be saved as `{path.name}`",
            "Give it a name that ends in .pvd",
        )
    if path.is_dir():
        raise UserError(f"`{path}` is a folder", "Choose the name of a file in it")
    if folder.exists():
        raise UserError(
            f"`{folder}` exists already", "Choose another name, or remove that folder"
        )
    if filling.n_frames == 0:
        raise UserError(
            f"The run `{filling.name}` has no frames to write", "Run it for longer"
        )
    shape = tuple(filling.frames[0].shape)
    if shape != phases.shape:
        raise UserError(
            f"The run has {shape} voxels but the sample has {phases.shape}",
            "Choose the sample that was filled",
        )
