"""Labelled pores as files for other programs: volumes of labels, and meshes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h5py
import nrrd
import numpy as np
import tifffile
from vtkmodules.vtkIOGeometry import vtkSTLWriter

from wetview.errors import UserError
from wetview.project import atomic_path
from wetview.scene.surfaces import closed_surface, smooth_field
from wetview.scene.vti import write_vti
from wetview.units import UM

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.pores import Pores
    from wetview.volume import Phases

LABEL_SUFFIXES = (".tif", ".tiff", ".nrrd", ".vti", ".h5", ".hdf5")
"""What `write_labels` can write."""

_MARGIN_VX = 3


def write_labels(path: Path, phases: Phases, pores: Pores) -> None:
    """Write the number of the pore of every voxel, 0 in the solid.

    Parameters
    ----------
    path : Path
        Its suffix tells the format. TIFF, NRRD and HDF5 have x first, so that pages and
        slices lie across the infiltration direction; all say the voxel's size.
    phases : Phases
        The electrode, which VTI repeats.
    pores : Pores
        What is written.

    Raises
    ------
    UserError
        If the suffix is none of `LABEL_SUFFIXES`, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in LABEL_SUFFIXES:
        raise UserError(
            f"`{path.name}` names no format for labels",
            f"End it in one of {', '.join(LABEL_SUFFIXES)}",
        )
    labels, voxel_um = _smallest_type(pores), pores.voxel_m / UM
    if suffix == ".vti":
        write_vti(path, phases, {"pore": labels}, time_s=0.0)
        return
    with atomic_path(path) as part:
        if suffix in (".tif", ".tiff"):
            tifffile.imwrite(
                part,
                labels,
                compression="zlib",
                imagej=False,
                resolution=(1e4 / voxel_um, 1e4 / voxel_um),
                resolutionunit="CENTIMETER",
                description=f"pores, 0 is solid; voxel {voxel_um:g} um; pages along x",
            )
        elif suffix == ".nrrd":
            directions = voxel_um * np.eye(3)
            header = {"space directions": directions, "space units": ["um"] * 3}
            header |= {"space dimension": 3, "encoding": "gzip"}
            nrrd.write(str(part), labels, header, index_order="F")
        else:
            with h5py.File(part, "w") as file:
                stored = file.create_dataset(
                    "labels", data=labels, compression="gzip", shuffle=True
                )
                stored.attrs["voxel_m"] = pores.voxel_m
                stored.attrs["axes"] = "x, y, z"


def write_stl(path: Path, pores: Pores, *, label: int | None = None) -> None:
    """Write the surface of one pore, or of the whole pore space, in micrometres.

    It is smoothed as in the 3D view, which takes from small pores: a cube of six voxels
    has 18 % less volume than was counted.

    Parameters
    ----------
    path : Path
        The file, binary STL.
    pores : Pores
        What is meshed.
    label : int, optional
        One pore; all of them as one surface by default.

    Raises
    ------
    UserError
        If there is no such pore, or the file cannot be written.
    """
    if label is not None and not 1 <= label <= len(pores):
        raise UserError(
            f"There is no pore {label}", f"Give a number from 1 to {len(pores)}"
        )
    mask = pores.labels > 0 if label is None else pores.labels == label
    voxel_um = pores.voxel_m / UM
    where = _box(mask)
    x, y, z = (voxel_um * part.start for part in where)
    surface = closed_surface(smooth_field(mask[where]), voxel_um, corner_um=(x, y, z))
    writer = vtkSTLWriter()
    writer.SetFileTypeToBinary()
    writer.SetInputData(surface)
    with atomic_path(path) as part:
        writer.SetFileName(str(part))
        if not writer.Write():
            raise UserError(
                f"`{path}` could not be written", "Is there space, and may you write?"
            )


def _smallest_type(pores: Pores) -> NDArray[np.generic]:
    """Labels in 16 bits where these are enough, as most programs like them."""
    dtype = np.uint16 if len(pores) <= np.iinfo(np.uint16).max else np.int32
    return pores.labels.astype(dtype)


def _box(mask: NDArray[np.bool_]) -> tuple[slice, slice, slice]:
    """The part of the sample that holds a mask, with a margin."""
    slices = []
    for axis in range(3):
        others = tuple(other for other in range(3) if other != axis)
        filled = np.flatnonzero(mask.any(axis=others))
        start = max(int(filled[0]) - _MARGIN_VX, 0)
        slices.append(slice(start, int(filled[-1]) + 1 + _MARGIN_VX))
    x, y, z = slices
    return x, y, z
