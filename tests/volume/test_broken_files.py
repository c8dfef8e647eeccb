"""Every format with its broken twins: each is refused in words or read correctly.

Nothing may crash, hang, take gigabytes or show a traceback. The twins are made from
sound files with fixed seeds, so that a failure can be repeated by its name.
"""

from __future__ import annotations

import gzip
import io
import struct
import sys
import time
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

import h5py
import nrrd
import numpy as np
import pytest
import scipy.io
import tifffile
from PIL import Image
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkIOImage import vtkMetaImageWriter
from vtkmodules.vtkIOXML import vtkXMLImageDataWriter

from wetview.errors import UserError
from wetview.volume import RawLayout, Volume, describe, list_datasets, read_volume

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

SHAPE = (7, 11, 13)
STACK = np.random.default_rng(20).integers(0, 60_000, SHAPE, dtype=np.uint16)
SUFFIXES = ["tif", "npy", "npz", "h5", "mat", "nrrd", "nhdr", "mha", "mhd", "vti"]
SUFFIXES += ["txt", "csv", "xyz", "raw", "dream3d", "vgi"]
LONGEST_S = 10.0
MOST_BYTES = 2_000_000_000


def _tiff(path: Path, **options: Any) -> Path:
    tifffile.imwrite(path / "scan.tif", STACK, photometric="minisblack", **options)
    return path / "scan.tif"


def _pages(path: Path) -> Path:
    with tifffile.TiffWriter(path / "scan.tif") as file:
        for page in STACK:
            file.write(page, compression="lzw", metadata=None)
    return path / "scan.tif"


def _ome(path: Path) -> Path:
    tifffile.imwrite(path / "scan.ome.tif", STACK, metadata={"axes": "ZYX"})
    return path / "scan.ome.tif"


def _npy(path: Path) -> Path:
    np.save(path / "scan.npy", STACK)
    return path / "scan.npy"


def _npz(path: Path) -> Path:
    np.savez_compressed(path / "scan.npz", grey=STACK)
    return path / "scan.npz"


def _hdf5(path: Path, **options: Any) -> Path:
    with h5py.File(path / "scan.h5", "w") as file:
        file.create_dataset("grey", data=STACK, **options)
    return path / "scan.h5"


def _matlab(path: Path, *, is_packed: bool) -> Path:
    scipy.io.savemat(path / "scan.mat", {"grey": STACK.T}, do_compression=is_packed)
    return path / "scan.mat"


def _matlab_73(path: Path) -> Path:
    with h5py.File(path / "scan.mat", "w", userblock_size=512) as file:
        file["grey"] = STACK
    with (path / "scan.mat").open("r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(126) + b"IM")
    return path / "scan.mat"


def _nrrd(path: Path, *, name: str = "scan.nrrd", encoding: str = "raw") -> Path:
    nrrd.write(str(path / name), STACK, {"encoding": encoding}, index_order="C")
    return path / name


def _image() -> vtkImageData:
    image = vtkImageData()
    image.SetDimensions(*SHAPE[::-1])
    scalars = numpy_to_vtk(STACK.ravel(), deep=1)
    scalars.SetName("grey")
    image.GetPointData().SetScalars(scalars)
    return image


def _meta(path: Path, *, name: str = "scan.mha", is_packed: bool = False) -> Path:
    writer = vtkMetaImageWriter()
    writer.SetInputData(_image())
    writer.SetFileName(str(path / name))
    writer.SetCompression(is_packed)
    writer.Write()
    return path / name


def _vti(path: Path, *, mode: str, is_encoded: bool = False) -> Path:
    writer = vtkXMLImageDataWriter()
    writer.SetInputData(_image())
    writer.SetFileName(str(path / "scan.vti"))
    getattr(writer, f"SetDataModeTo{mode}")()
    writer.SetEncodeAppendedData(is_encoded)
    writer.Write()
    return path / "scan.vti"


def _table(path: Path) -> Path:
    places = np.ndindex(*SHAPE)
    rows = [f"{x} {y} {z} {STACK[z, y, x]}" for z, y, x in places]
    (path / "scan.txt").write_text("x y z label\n" + "\n".join(rows) + "\n")
    return path / "scan.txt"


def _block(path: Path) -> Path:
    slices = ["\n".join(",".join(map(str, row)) for row in part) for part in STACK]
    (path / "scan.csv").write_text("\n\n".join(slices))
    return path / "scan.csv"


def _raw(path: Path) -> Path:
    name = "scan_{2}x{1}x{0}_uint16.raw".format(*SHAPE)
    STACK.tofile(path / name)
    return path / name


def _vgi(path: Path) -> Path:
    STACK.tofile(path / "scan.vol")
    size = "{2} {1} {0}".format(*SHAPE)
    (path / "scan.vgi").write_text(
        f"{{volume1}}\n[file1]\nSkipHeader = 0\nFileFormat = raw\nSize = {size}\n"
        "Name = scan.vol\nDatatype = unsigned integer\nBitsPerElement = 16\n"
    )
    return path / "scan.vgi"


WRITERS: dict[str, Callable[[Path], Path]] = {
    "tiff": _tiff,
    "tiff packed": lambda path: _tiff(path, compression="zlib"),
    "tiff big": lambda path: _tiff(path, bigtiff=True, byteorder=">"),
    "tiff imagej": lambda path: _tiff(path, imagej=True),
    "tiff tiled": lambda path: _tiff(path, tile=(16, 16), compression="packbits"),
    "tiff pages": _pages,
    "ome": _ome,
    "npy": _npy,
    "npz": _npz,
    "hdf5": _hdf5,
    "hdf5 packed": lambda path: _hdf5(path, compression="gzip", chunks=(2, 11, 13)),
    "mat": lambda path: _matlab(path, is_packed=False),
    "mat packed": lambda path: _matlab(path, is_packed=True),
    "mat 7.3": _matlab_73,
    "nrrd": _nrrd,
    "nrrd gzip": lambda path: _nrrd(path, encoding="gzip"),
    "nrrd bzip2": lambda path: _nrrd(path, encoding="bzip2"),
    "nrrd text": lambda path: _nrrd(path, encoding="ascii"),
    "nhdr": lambda path: _nrrd(path, name="scan.nhdr"),
    "mha": _meta,
    "mha packed": lambda path: _meta(path, is_packed=True),
    "mhd": lambda path: _meta(path, name="scan.mhd"),
    "vti raw": lambda path: _vti(path, mode="Appended"),
    "vti base64": lambda path: _vti(path, mode="Appended", is_encoded=True),
    "vti inline": lambda path: _vti(path, mode="Binary"),
    "vti text": lambda path: _vti(path, mode="Ascii"),
    "table": _table,
    "block": _block,
    "raw": _raw,
    "vgi": _vgi,
}


def _read_or_refused(path: Path) -> Volume | None:
    """What comes of opening a file, within the bounds of time and memory."""
    start_s, start_bytes = time.monotonic(), _peak_bytes()
    raw = RawLayout(SHAPE, "<u2") if path.suffix == ".raw" else None
    volume, refusals = None, []
    for action in (
        partial(list_datasets, path),
        partial(describe, path, raw=raw),
        partial(read_volume, path, raw=raw),
    ):
        try:
            result = action()
        except UserError as error:
            refusals.append(error)
        else:
            volume = result if isinstance(result, Volume) else None
    assert all(error.message and len(str(error)) < 1000 for error in refusals)
    assert time.monotonic() - start_s < LONGEST_S
    assert _peak_bytes() - start_bytes < MOST_BYTES
    return volume


def _peak_bytes() -> int:
    """The most memory that this process has taken so far; 0 where it is not told."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak) * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_sound_file_reads(tmp_path: Path, kind: str) -> None:
    volume = _read_or_refused(WRITERS[kind](tmp_path))

    assert volume is not None
    np.testing.assert_array_equal(volume.voxels, STACK)


@pytest.mark.parametrize("share", [0.0, 0.03, 0.1, 0.3, 0.6, 0.9, 0.99, 1.0])
@pytest.mark.parametrize("kind", WRITERS)
def test_a_truncated_file_is_never_read_in_part(
    tmp_path: Path, kind: str, share: float
) -> None:
    path = WRITERS[kind](tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: min(int(share * len(whole)), len(whole) - 1)])

    volume = _read_or_refused(path)

    if volume is not None and kind == "block" and share == 1.0:
        # The last digit of a text may go unnoticed, but no voxel.
        assert volume.shape == SHAPE
    elif volume is not None and not kind.startswith("table"):
        # Only what follows the voxels was lost, such as the end of an XML file.
        np.testing.assert_array_equal(volume.voxels, STACK)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", WRITERS)
def test_flipped_bytes_are_refused_or_leave_a_whole_volume(
    tmp_path: Path, kind: str, seed: int
) -> None:
    path = WRITERS[kind](tmp_path)
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(seed)
    # Half of the seeds aim at the header, where a byte does most harm.
    end = min(len(data), 600) if seed % 2 else len(data)
    for place in rng.integers(0, end, 1 + 2 * seed):
        data[place] = rng.integers(256)
    path.write_bytes(data)

    volume = _read_or_refused(path)

    assert volume is None or volume.voxels.size > 0


@pytest.mark.parametrize(
    "content",
    [
        bytes(5000),
        np.random.default_rng(21).bytes(5000),
        b"Dear colleague, this is a letter. " * 100,
        b"1 2 3 4 " * 500,
        b"\n" * 3000,
        b" " * 200_000,
        b"\x89PNG\r\n\x1a\n" + bytes(3000),
        b"<?xml version='1.0'?><html></html>",
    ],
    ids=["zeros", "noise", "letter", "numbers", "lines", "blanks", "png", "xml"],
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"scan.{suffix}"
    path.write_bytes(content)

    assert _read_or_refused(path) is None


@pytest.mark.parametrize("n_more", [1, 2, 1000])
@pytest.mark.parametrize("kind", WRITERS)
def test_more_bytes_than_declared_do_not_change_the_voxels(
    tmp_path: Path, kind: str, n_more: int
) -> None:
    path = WRITERS[kind](tmp_path)
    with path.open("ab") as file:
        file.write(b"\0" * n_more)

    volume = _read_or_refused(path)

    if volume is not None:
        np.testing.assert_array_equal(volume.voxels, STACK)


@pytest.mark.parametrize("edge", [0, 1, -7, 8, 5000, 2**31 - 1, 2**40, 10**30])
@pytest.mark.parametrize(
    ("kind", "sound"),
    [
        ("npy", b"(7, 11, 13)"),
        ("nrrd", b"sizes: 13 11 7"),
        ("nrrd gzip", b"sizes: 13 11 7"),
        ("nhdr", b"sizes: 13 11 7"),
        ("mha", b"DimSize = 13 11 7"),
        ("mha packed", b"DimSize = 13 11 7"),
        ("mhd", b"DimSize = 13 11 7"),
        ("vti raw", b'Extent="0 12 0 10 0 6"'),
        ("vti text", b'Extent="0 12 0 10 0 6"'),
    ],
)
def test_a_header_that_lies_about_an_edge_is_refused(
    tmp_path: Path, kind: str, sound: bytes, edge: int
) -> None:
    path = WRITERS[kind](tmp_path)
    whole = path.read_bytes()
    assert sound in whole
    shown = str(edge).encode()
    lie = sound.replace(b"7", shown) if b"7" in sound else sound[:-2] + shown + b'"'
    data = whole.replace(sound, lie)
    if kind == "npy":  # the length of the header is declared, too
        length = data.index(b"}") + 2 - 10
        data = data[:8] + struct.pack("<H", length) + data[10 : length + 9] + b"\n"
        data += whole[128:]
    path.write_bytes(data)

    assert _read_or_refused(path) is None


@pytest.mark.parametrize("n_pixels", [0, 14, 10**6, 2**32 - 1])
@pytest.mark.parametrize("tag", [256, 257, 258, 259, 262, 273, 277, 278, 279])
@pytest.mark.parametrize("kind", ["tiff", "tiff packed", "tiff imagej", "tiff pages"])
def test_a_tiff_tag_that_lies_is_refused_or_harmless(
    tmp_path: Path, kind: str, tag: int, n_pixels: int
) -> None:
    path = WRITERS[kind](tmp_path)
    data = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", data, 4)[0]
    for index in range(struct.unpack_from("<H", data, first)[0]):
        place = first + 2 + 12 * index
        if struct.unpack_from("<H", data, place)[0] == tag:
            struct.pack_into("<HII", data, place + 2, 4, 1, n_pixels)
    path.write_bytes(data)

    volume = _read_or_refused(path)

    # Rows per strip may be any number from the number of rows on, for example.
    assert volume is None or volume.shape == SHAPE or tag in (256, 257)


@pytest.mark.parametrize("edges", [(4, 4, 4), (1000, 2000, 1500)])
@pytest.mark.parametrize("kind", ["nrrd", "mha", "npz", "mat", "hdf5", "tiff", "vti"])
def test_a_zip_bomb_is_refused(
    tmp_path: Path, kind: str, edges: tuple[int, int, int]
) -> None:
    """Zeros that unpack to much more than is declared, or are declared themselves."""
    path = BOMBS[kind](tmp_path, edges)
    assert path.stat().st_size < 1_000_000

    assert _read_or_refused(path) is None


ZEROS = bytes(200_000_000)
PACKED = zlib.compress(ZEROS, 9)


def _nrrd_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    header = "NRRD0004\ntype: uint8\ndimension: 3\nencoding: gzip\nsizes: {} {} {}\n\n"
    data = gzip.compress(ZEROS)
    (path / "scan.nrrd").write_bytes(header.format(*edges).encode() + data)
    return path / "scan.nrrd"


def _mha_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    header = "ElementType = MET_UCHAR\nCompressedData = True\nDimSize = {} {} {}\n"
    header = header.format(*edges) + "ElementDataFile = LOCAL\n"
    (path / "scan.mha").write_bytes(header.encode() + PACKED)
    return path / "scan.mha"


def _npz_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    start = io.BytesIO()
    about = {"descr": "|u1", "fortran_order": False, "shape": edges}
    np.lib.format.write_array_header_1_0(start, about)
    with zipfile.ZipFile(path / "scan.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("grey.npy", start.getvalue() + ZEROS)
    return path / "scan.npz"


def _mat_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    n_bytes = edges[0] * edges[1] * edges[2]
    matrix = struct.pack("<4I", 6, 8, 9, 0) + struct.pack("<2I3iI", 5, 12, *edges, 0)
    matrix += struct.pack("<2H4s", 1, 4, b"grey") + struct.pack("<II", 2, n_bytes)
    packed = zlib.compress(struct.pack("<II", 14, 2**31) + matrix + ZEROS)
    header = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H2s", 0x100, b"IM")
    element = struct.pack("<II", 15, len(packed)) + packed
    (path / "scan.mat").write_bytes(header + element)
    return path / "scan.mat"


def _hdf5_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    chunks = tuple(min(edge, 400) for edge in edges)
    with h5py.File(path / "scan.h5", "w") as file:
        voxels = file.create_dataset(
            "a", edges, "u1", chunks=chunks, compression="gzip"
        )
        voxels.id.write_direct_chunk((0, 0, 0), PACKED)
    return path / "scan.h5"


def _tiff_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    """Pages whose one strip holds many more bytes than rows and columns need."""
    small = np.zeros((4, 4), dtype=np.uint8)
    n_pages, length, width = edges
    with tifffile.TiffWriter(path / "scan.tif") as file:
        for _ in range(4):
            file.write(
                iter([PACKED]),
                shape=small.shape if n_pages == 4 else (length * 10, width * 10),
                dtype=np.uint8,
                rowsperstrip=length * 10,
                compression="zlib",
                photometric="minisblack",
                metadata=None,
            )
    return path / "scan.tif"


def _vti_bomb(path: Path, edges: tuple[int, int, int]) -> Path:
    extent = " ".join(f"0 {edge - 1}" for edge in edges)
    n_bytes = edges[0] * edges[1] * edges[2]
    (path / "scan.vti").write_bytes(
        b'<VTKFile type="ImageData" byte_order="LittleEndian" header_type="UInt64" '
        b'compressor="vtkZLibDataCompressor">'
        + f'<ImageData WholeExtent="{extent}"><Piece Extent="{extent}">'.encode()
        + b'<PointData><DataArray type="UInt8" Name="grey" format="appended" '
        b'offset="0"/></PointData></Piece></ImageData>'
        b'<AppendedData encoding="raw">_'
        + struct.pack("<4Q", 1, n_bytes, 0, len(PACKED))
        + PACKED
    )
    return path / "scan.vti"


BOMBS: dict[str, Callable[[Path, tuple[int, int, int]], Path]] = {
    "nrrd": _nrrd_bomb,
    "mha": _mha_bomb,
    "npz": _npz_bomb,
    "mat": _mat_bomb,
    "hdf5": _hdf5_bomb,
    "tiff": _tiff_bomb,
    "vti": _vti_bomb,
}


@pytest.mark.parametrize(
    "name",
    [
        "../scan.raw",
        "../../../../etc/passwd",
        "/etc/passwd",
        "/dev/zero",
        "..",
        ".",
        "",
        "~/scan.raw",
        "\\\\server\\share\\scan.raw",
        "C:scan.raw",
        "file:///etc/passwd",
        "scan.raw\0.txt",
        "LIST",
        "slice%03d.raw 1 9 1",
        "absent.raw",
        "x" * 5000,
    ],
)
@pytest.mark.parametrize("kind", ["mhd", "nhdr"])
def test_tricks_with_paths_are_refused(tmp_path: Path, kind: str, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    STACK.tofile(tmp_path / "scan.raw")
    path = folder / f"scan.{kind}"
    if kind == "mhd":
        text = "NDims = 3\nDimSize = 13 11 7\nElementType = MET_USHORT\n"
        path.write_text(f"{text}ElementDataFile = {name}\n")
    else:
        text = "NRRD0004\ntype: uint16\nendian: little\ndimension: 3\nsizes: 13 11 7\n"
        path.write_text(f"{text}encoding: raw\ndata file: {name}\n")

    assert _read_or_refused(path) is None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif"])
def test_a_folder_with_a_damaged_slice_is_refused_or_whole(
    tmp_path: Path, suffix: str, seed: int
) -> None:
    slices = (STACK % 256).astype(np.uint8)
    for index, pixels in enumerate(slices):
        Image.fromarray(pixels).save(tmp_path / f"s{index}{suffix}")
    rng = np.random.default_rng(seed)
    path = tmp_path / f"s{rng.integers(1, 6)}{suffix}"
    data = bytearray(path.read_bytes())
    if seed % 2:
        del data[int(len(data) * rng.random()) :]
    else:
        for place in rng.integers(0, len(data), 5):
            data[place] = rng.integers(256)
    path.write_bytes(data)

    volume = _read_or_refused(tmp_path)

    assert volume is None or volume.shape == SHAPE
