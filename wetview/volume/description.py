"""What is known of a file before its voxels are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wetview.volume.stretching import CUBES, Stretch, cubic_shape

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class DatasetEntry:
    """One array in a file that can hold several.

    Parameters
    ----------
    name : str
        How to ask for it: the path in an HDF5 file, the name elsewhere.
    shape : tuple of int
        As it stands in the file; of more than three axes, those of one are left out.
    dtype : str
        Type of the values, for example "uint16".
    """

    name: str
    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True)
class RawLayout:
    """How the bytes of a headerless file are to be read.

    Parameters
    ----------
    shape : tuple of int
        Voxels along each axis in file order, slowest axis first.
    dtype : str
        Type of the values with its byte order, for example "<u2".
    header_bytes : int
        Bytes to skip at the start.
    """

    shape: tuple[int, int, int]
    dtype: str
    header_bytes: int = 0


@dataclass(frozen=True)
class FileDescription:
    """What a file holds, found without reading its voxels.

    Parameters
    ----------
    path : Path
        The file, or the folder of slices.
    format : str
        "TIFF", "slices", "RAW", "NPY", "NPZ", "HDF5", "MAT", "NRRD", "MetaImage",
        "VTI", "VGI" or "text".
    shape : tuple of int
        Voxels along each axis in file order, slowest axis first. Empty where the file
        holds several volumes and none was chosen.
    dtype : str
        Type of the values, for example "uint16"; empty as `shape` is.
    n_bytes : int
        Memory that the voxels take.
    voxel_m : float or None
        Edge of a voxel in metres where the file states it clearly; of the cubes that
        are made of voxels that are no cubes.
    stretch : Stretch
        How many times longer voxels are along the axes of the file than the cubes.
    datasets : tuple of str
        Names of the volumes to choose from (HDF5, NPZ, MAT and VTI only).
    dataset : str or None
        The one that is described; None where there is no choice or none was made.
    """

    path: Path
    format: str
    shape: tuple[int, ...]
    dtype: str
    n_bytes: int
    voxel_m: float | None = None
    stretch: Stretch = CUBES
    datasets: tuple[str, ...] = ()
    dataset: str | None = None

    @property
    def cubic_shape(self) -> tuple[int, ...]:
        """Cubes along each axis in file order."""
        return cubic_shape(self.shape, self.stretch)


@dataclass(frozen=True)
class Place:
    """Where voxels lie in a file as memory would hold them, so that it can be mapped.

    Parameters
    ----------
    path : Path
        The file with the voxels.
    offset : int
        First byte.
    shape : tuple of int
        In file order, slowest axis first.
    dtype : str
        With its byte order, for example "<u2".
    plane_bytes : int
        Bytes from one plane to the next; 0 where they follow each other without gap.
    is_fortran : bool
        Whether the first axis varies fastest.
    """

    path: Path
    offset: int
    shape: tuple[int, ...]
    dtype: str
    plane_bytes: int = 0
    is_fortran: bool = False
