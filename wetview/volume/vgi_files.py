"""VGI: the description that many scanners write beside the voxels in a VOL file.

It names the file, the size (x, y, z), the type and the edges of the voxels:

    {volume1}
    [file1]
    Size = 1000 1000 800
    Name = electrode.vol
    Datatype = unsigned integer
    BitsPerElement = 16
    [geometry]
    resolution = 0.0004 0.0004 0.0004
    unit = mm
"""

from __future__ import annotations

from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.volume._checks import damaged_files_told
from wetview.volume._payload import file_beside
from wetview.volume._voxel_size import VoxelSize, metres_in, voxel_size
from wetview.volume.description import RawLayout
from wetview.volume.raw_files import describe_raw, place_raw, read_raw

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from wetview.volume.description import FileDescription, Place

VGI_SUFFIX = ".vgi"
_MOST_BYTES = 1_000_000
_TYPES = {
    ("unsigned integer", 8): "|u1",
    ("unsigned integer", 16): "<u2",
    ("unsigned integer", 32): "<u4",
    ("signed integer", 8): "|i1",
    ("signed integer", 16): "<i2",
    ("signed integer", 32): "<i4",
    ("float", 32): "<f4",
    ("float", 64): "<f8",
}


@dataclass(frozen=True)
class _Header:
    data_path: Path
    layout: RawLayout
    size: VoxelSize


def vgi_beside(path: Path) -> Path | None:
    """The description of a file of voxels, if one of its name lies beside it."""
    for suffix in (VGI_SUFFIX, VGI_SUFFIX.upper()):
        found = path.with_suffix(suffix)
        if path.suffix.lower() == ".vol" and found.is_file():
            return found
    return None


def describe_vgi(path: Path) -> FileDescription:
    """Describe a volume by its description, given that or the voxels beside it."""
    header = _header(path)
    described = describe_raw(header.data_path, header.layout)
    return replace(described, path=path, format="VGI", **header.size._asdict())


def read_vgi(path: Path) -> NDArray[Any]:
    """All voxels in file order: the slowest axis first."""
    header = _header(path)
    return read_raw(header.data_path, header.layout)


def place_vgi(path: Path) -> Place:
    """Where the voxels lie."""
    header = _header(path)
    return place_raw(header.data_path, header.layout)


def _header(path: Path) -> _Header:
    vgi = vgi_beside(path) or path
    with damaged_files_told(vgi, "VGI"):
        fields = _fields(vgi)
        file, geometry = fields["file1"], fields.get("geometry", {})
        if "file2" in fields or file.get("fileformat", "raw").lower() != "raw":
            raise UserError(
                f"{vgi.name} does not describe one file of plain voxels",
                "Export the volume as one raw file, or as TIFF",
            )
        nx, ny, nz = (int(size) for size in file["size"].split())
        kind, bits = file["datatype"].lower(), int(file["bitsperelement"])
        dtype = _TYPES.get((kind, bits))
        if dtype is None:
            raise UserError(
                f"{vgi.name} describes voxels of type `{kind}` with {bits} bits",
                "Export the volume as whole numbers or floating-point numbers",
            )
        unit = geometry.get("unit", "mm")
        edges = geometry.get("resolution", "").split()
        return _Header(
            path if path != vgi else _data_path(vgi, file.get("name", "")),
            RawLayout((nz, ny, nx), dtype, int(file.get("skipheader", 0))),
            # The fastest axis comes first.
            voxel_size(edges[::-1], unit_m=metres_in(unit)),
        )


def _data_path(vgi: Path, name: str) -> Path:
    """The voxels: the file that is named, or that of the description's own name."""
    # Some programs write where the file lay on the scanner's computer.
    named = PureWindowsPath(name.strip('"')).name
    for own in (vgi.with_suffix(".vol"), vgi.with_suffix(".VOL")):
        if own.is_file() and not (vgi.parent / named).is_file():
            return file_beside(vgi, own.name)  # Both were renamed.
    return file_beside(vgi, named)


def _fields(path: Path) -> dict[str, dict[str, str]]:
    """The fields by section and name, both in small letters."""
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it has {path.stat().st_size} bytes")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    parser = ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        parser.read_string("\n".join(x for x in lines if not x.startswith("{")))
    except ConfigError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return {
        name.lower(): {key: value or "" for key, value in parser[name].items()}
        for name in parser.sections()
    }
