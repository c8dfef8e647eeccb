"""Files become volumes: what kind a file is, what it holds, and all its voxels.

Everything that can be wrong with a file is told in a `UserError`; nothing is read in
part.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.volume._checks import (
    as_native,
    damaged_files_told,
    incomplete,
    missing,
    two_dimensional,
    validate_values,
)
from wetview.volume._datasets import several
from wetview.volume.array_files import (
    describe_npy,
    describe_npz,
    list_npz,
    read_npy,
    read_npz,
)
from wetview.volume.axes import to_xyz, validate_thickness_axis
from wetview.volume.hdf5_files import describe_hdf5, list_hdf5, read_hdf5
from wetview.volume.matlab_files import describe_matlab, list_matlab, read_matlab
from wetview.volume.meta_image_files import describe_meta_image, read_meta_image
from wetview.volume.nrrd_files import describe_nrrd, read_nrrd
from wetview.volume.phases import Volume, validate_voxel_m
from wetview.volume.raw_files import certain_layout, describe_raw, read_raw
from wetview.volume.slice_folders import (
    PICTURE_SUFFIXES,
    describe_slices,
    read_slices,
)
from wetview.volume.stretching import cubed, validate_stretch
from wetview.volume.text_files import describe_text, read_text
from wetview.volume.tiff_files import describe_tiff, read_tiff
from wetview.volume.vgi_files import describe_vgi, read_vgi, vgi_beside
from wetview.volume.vti_files import describe_vti, list_vti, read_vti

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from wetview.volume.description import DatasetEntry, FileDescription, RawLayout
    from wetview.volume.stretching import Stretch

_FORMATS = {
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".npy": "NPY",
    ".npz": "NPZ",
    ".h5": "HDF5",
    ".hdf5": "HDF5",
    ".hdf": "HDF5",
    ".nxs": "HDF5",
    ".dream3d": "HDF5",
    ".nrrd": "NRRD",
    ".nhdr": "NRRD",
    ".mha": "MetaImage",
    ".mhd": "MetaImage",
    ".mat": "MAT",
    ".vti": "VTI",
    ".txt": "text",
    ".csv": "text",
    ".asc": "text",
    ".xyz": "text",
    ".raw": "RAW",
    ".bin": "RAW",
    ".vol": "RAW",
    ".vgi": "VGI",
}
_SIGNATURES = (
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\x89HDF\r\n\x1a\n", "HDF5"),
    (b"\x93NUMPY", "NPY"),
    (b"NRRD000", "NRRD"),
    (b"MATLAB 5", "MAT"),
    (b"MATLAB 7", "HDF5"),
)

_ZEISS = "Export the reconstructed volume as TIFF from the scanner's own program"
_AS_NRRD = "Convert it to NRRD or TIFF, for example in 3D Slicer or Fiji"
_UNPACK = "Unpack it first"
_OF_OTHER_PROGRAMS = {
    ".am": ("a file of Amira or Avizo", "Save it there as TIFF, NRRD or raw data"),
    ".txm": ("a file of a Zeiss Xradia", _ZEISS),
    ".txrm": ("a file of a Zeiss Xradia", _ZEISS),
    ".czi": ("a file of Zeiss ZEN", "Export it there as OME-TIFF"),
    ".vgl": ("a project of VGSTUDIO", "Export the volume there as TIFF or raw data"),
    ".nii": ("a NIfTI file", _AS_NRRD),
    ".dcm": ("a DICOM file", _AS_NRRD),
    ".gz": ("packed", _UNPACK),
    ".zip": ("packed", _UNPACK),
    ".7z": ("packed", _UNPACK),
    ".rar": ("packed", _UNPACK),
}
"""What else electrochemists have, by its ending, and the way out."""

_HDF5_STARTS = (b"MATLAB 7", b"\x89HDF")
"""Of MATLAB's files of version 7.3; older ones are of a format of their own."""


def describe(
    path: Path | str, *, dataset: str | None = None, raw: RawLayout | None = None
) -> FileDescription:
    """What a file or a folder of slices holds, found without reading its voxels.

    Parameters
    ----------
    path : Path or str
        A TIFF, RAW, NPY, NPZ, HDF5, MATLAB, NRRD, MHD, MHA, VTI or text file, or a
        folder of pictures.
    dataset : str, optional
        Which array of an HDF5, NPZ, MATLAB or VTI file. Where several are there and
        none is named, the description has their names and an empty shape.
    raw : RawLayout, optional
        Layout of a headerless file; the best guess where it is not given.

    Raises
    ------
    UserError
        If the file cannot be a volume.
    """
    path = Path(path)
    match _format(path, raw):
        case "slices":
            return describe_slices(path)
        case "TIFF":
            return describe_tiff(path)
        case "NPY":
            return describe_npy(path)
        case "NPZ":
            return describe_npz(path, dataset)
        case "HDF5":
            return describe_hdf5(path, dataset)
        case "MAT":
            return describe_matlab(path, dataset)
        case "VTI":
            return describe_vti(path, dataset)
        case "NRRD":
            return describe_nrrd(path)
        case "MetaImage":
            return describe_meta_image(path)
        case "VGI":
            return describe_vgi(path)
        case "text":
            return describe_text(path)
        case _:
            return describe_raw(path, raw)


def list_datasets(path: Path | str) -> tuple[DatasetEntry, ...]:
    """The arrays in an HDF5, NPZ, MATLAB or VTI file; nothing for other files."""
    path = Path(path)
    match _format(path, None):
        case "HDF5":
            return list_hdf5(path)
        case "NPZ":
            return list_npz(path)
        case "MAT":
            return list_matlab(path)
        case "VTI":
            return list_vti(path)
        case _:
            return ()


def read_volume(
    path: Path | str,
    *,
    thickness_axis: int = 0,
    dataset: str | None = None,
    raw: RawLayout | None = None,
    voxel_m: float | None = None,
    stretch: Stretch | None = None,
) -> Volume:
    """A tomogram with all its voxels, made cubes, indexed (x, y, z).

    Parameters
    ----------
    path : Path or str
        A TIFF, RAW, NPY, NPZ, HDF5, MATLAB, NRRD, MHD, MHA, VTI or text file, or a
        folder of pictures.
    thickness_axis : int
        The axis of the file that becomes x, the direction that electrolyte enters in.
    dataset : str, optional
        Which array of an HDF5, NPZ, MATLAB or VTI file; needed where it holds several
        volumes.
    raw : RawLayout, optional
        Layout of a headerless file; needed where its name leaves a doubt.
    voxel_m : float, optional
        Edge of a voxel in metres; otherwise what the file states, if anything.
    stretch : Stretch, optional
        How many times longer voxels are along the axes of the file; otherwise what the
        file states. Cubes are made of them.

    Raises
    ------
    UserError
        If the file is damaged, incomplete, no volume, too large, constant or not
        finite, or an argument does not suit it.
    """
    path = Path(path)
    validate_thickness_axis(thickness_axis)
    if voxel_m is not None:
        validate_voxel_m(voxel_m)
    if raw is None and _format(path, raw) == "RAW":
        raw = certain_layout(path)
    description = stretched(describe(path, dataset=dataset, raw=raw), stretch)
    if description.datasets and description.dataset is None:
        raise several(path, list_datasets(path))
    validate_fits_memory(path.name, description.n_bytes)
    voxels = as_native(read_whole(description, raw))
    if voxels.shape != description.shape:
        raise incomplete(
            path, f"shape {voxels.shape} was read instead of {description.shape}"
        )
    validate_values(path, voxels)
    voxels = cubed(voxels, description.stretch)
    return Volume(
        to_xyz(voxels, thickness_axis),
        voxel_m if voxel_m is not None else description.voxel_m,
        path.name if path.is_dir() else path.stem,
    )


def stretched(description: FileDescription, stretch: Stretch | None) -> FileDescription:
    """What a file holds where the user says how long voxels are along its axes.

    Raises
    ------
    UserError
        If that cannot be meant.
    """
    if stretch is None:
        return description
    validate_stretch(stretch)
    return replace(description, stretch=stretch)


def read_whole(description: FileDescription, raw: RawLayout | None) -> NDArray[Any]:
    """All voxels of a file that was described, in file order and its own type."""
    path, dataset = description.path, description.dataset
    match description.format:
        case "slices":
            return read_slices(path)
        case "TIFF":
            return read_tiff(path)
        case "NPY":
            return read_npy(path)
        case "NPZ" if dataset is not None:
            return read_npz(path, dataset)
        case "HDF5" if dataset is not None:
            return read_hdf5(path, dataset)
        case "MAT" if dataset is not None:
            return read_matlab(path, dataset)
        case "VTI" if dataset is not None:
            return read_vti(path, dataset)
        case "NRRD":
            return read_nrrd(path)
        case "MetaImage":
            return read_meta_image(path)
        case "VGI":
            return read_vgi(path)
        case "text":
            return read_text(path)
        case _ if raw is not None:
            return read_raw(path, raw)
    msg = f"no reader for {description}"
    raise AssertionError(msg)


def _format(path: Path, raw: RawLayout | None) -> str:
    """Kind of a file by its name, else by its first bytes."""
    if path.is_dir():
        return "slices"
    if not path.exists():
        raise missing(path)
    if not path.is_file():
        raise UserError(f"{path.name} is no file", "Choose a file or a folder")
    with damaged_files_told(path, "a volume"), path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UserError(f"{path.name} is empty: it has 0 bytes", "Export it once more")
    if raw is not None:
        return "RAW"
    suffix = path.suffix.lower()
    if suffix in PICTURE_SUFFIXES:
        raise two_dimensional(path, "a single picture")
    if suffix == ".mat" and start.startswith(_HDF5_STARTS):
        return "HDF5"
    if vgi_beside(path) is not None:
        return "VGI"
    if suffix in _FORMATS:
        return _FORMATS[suffix]
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind
    if suffix in _OF_OTHER_PROGRAMS:
        what, way_out = _OF_OTHER_PROGRAMS[suffix]
        raise UserError(f"{path.name} is {what}, which is not read", way_out)
    raise UserError(
        f"{path.name} is of no known kind",
        "Open a TIFF, RAW, NPY, NPZ, HDF5, MATLAB, NRRD, MHD, MHA, VTI, VGI or text "
        "file, or a folder of TIFF, PNG, BMP or JPEG slices",
    )
