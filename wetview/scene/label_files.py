"""Labelled pores as files for other programs: volumes of labels, and meshes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h5py
import nrrd
import numpy as np
import tifffile
from scipy import ndimage
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkFiltersCore import (
    vtkFlyingEdges3D,
    vtkMassProperties,
    vtkPolyDataNormals,
    vtkWindowedSincPolyDataFilter,
)
from vtkmodules.vtkIOGeometry import vtkSTLWriter

from wetview.errors import UserError
from wetview.project import atomic_path
from wetview.scene.surfaces import image_data
from wetview.scene.vti import write_vti
from wetview.units import UM

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    from wetview.pores import Pores
    from wetview.volume import Phases

LABEL_SUFFIXES = (".tif", ".tiff", ".nrrd", ".vti", ".h5", ".hdf5")
"""What `write_labels` can write."""

_N_SMOOTHINGS = 20
_PASS_BAND = 0.1


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

    It is closed where the sample ends, smooth, and holds the volume that was counted
    within 0.5 %; see `smooth_surface`.

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
    surface = smooth_surface(mask, pores.voxel_m / UM)
    writer = vtkSTLWriter()
    writer.SetFileTypeToBinary()
    writer.SetInputData(surface)
    with atomic_path(path) as part:
        writer.SetFileName(str(part))
        if not writer.Write():
            raise UserError(
                f"`{path}` could not be written", "Is there space, and may you write?"
            )


def smooth_surface(mask: NDArray[np.bool_], voxel_um: float) -> vtkPolyData:
    """The closed surface of a mask, smooth and of the same volume, in micrometres.

    Parameters
    ----------
    mask : (nx, ny, nz) ndarray of bool
        Not empty.
    voxel_um : float
        Edge of a voxel.

    Notes
    -----
    The steps of the voxels are smoothed by a windowed sinc filter (Taubin et al., ECCV
    1996), which shrinks nothing; the corners that the contour of voxels lacks are made
    up for by moving the surface outwards, by a tenth of a voxel in a ball of three.
    """
    where = ndimage.find_objects(mask.view(np.uint8), max_label=1)[0]
    first_um = [voxel_um * (part.start - 0.5) for part in where]
    padded = np.pad(mask[where].view(np.uint8), 1)
    contour = vtkFlyingEdges3D()
    contour.SetInputData(
        image_data(padded, voxel_um, first_um=(first_um[0], first_um[1], first_um[2]))
    )
    contour.SetValue(0, 0.5)
    contour.ComputeNormalsOff()
    contour.ComputeScalarsOff()
    smoother = vtkWindowedSincPolyDataFilter()
    smoother.SetInputConnection(contour.GetOutputPort())
    smoother.SetNumberOfIterations(_N_SMOOTHINGS)
    smoother.SetPassBand(_PASS_BAND)
    smoother.NormalizeCoordinatesOn()
    smoother.BoundarySmoothingOff()
    smoother.FeatureEdgeSmoothingOff()
    smoother.NonManifoldSmoothingOn()
    normals = vtkPolyDataNormals()
    normals.SetInputConnection(smoother.GetOutputPort())
    normals.SplittingOff()
    normals.ConsistencyOff()
    normals.Update()
    surface = normals.GetOutput()
    found = vtkMassProperties()
    found.SetInputData(surface)
    lacking_um3 = np.count_nonzero(mask) * voxel_um**3 - found.GetVolume()
    points = vtk_to_numpy(surface.GetPoints().GetData())
    outwards = vtk_to_numpy(surface.GetPointData().GetNormals())
    points += np.float32(lacking_um3 / found.GetSurfaceArea()) * outwards
    return surface


def _smallest_type(pores: Pores) -> NDArray[np.generic]:
    """Labels in 16 bits where these are enough, as most programs like them."""
    dtype = np.uint16 if len(pores) <= np.iinfo(np.uint16).max else np.int32
    return pores.labels.astype(dtype)
