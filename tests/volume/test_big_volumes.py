from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest
import tifffile
from PIL import Image

from wetview.errors import UserError
from wetview.volume import Box, RawLayout, describe, glance, is_mappable, read_box
from wetview.volume import read_volume as read_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Write = Callable[[Path, NDArray[np.uint16]], Path]


def _tiff(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    tifffile.imwrite(folder / "a.tif", voxels, photometric="minisblack")
    return folder / "a.tif"


def _paged_tiff(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    with tifffile.TiffWriter(folder / "a.tif", byteorder=">") as file:
        for plane in voxels:
            file.write(plane, contiguous=False, metadata=None)
    return folder / "a.tif"


def _packed_tiff(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    tifffile.imwrite(folder / "a.tif", voxels, compression="zlib")
    return folder / "a.tif"


def _npy(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    np.save(folder / "a.npy", voxels)
    return folder / "a.npy"


def _fortran_npy(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    np.save(folder / "a.npy", np.asfortranarray(voxels))
    return folder / "a.npy"


def _npz(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    np.savez_compressed(folder / "a.npz", voxels)
    return folder / "a.npz"


def _raw(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    nz, ny, nx = voxels.shape
    path = folder / f"a_{nx}x{ny}x{nz}_uint16.raw"
    path.write_bytes(voxels.tobytes())
    return path


def _mhd(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    (folder / "a.raw").write_bytes(voxels.astype(">u2").tobytes())
    nz, ny, nx = voxels.shape
    (folder / "a.mhd").write_text(
        f"NDims = 3\nDimSize = {nx} {ny} {nz}\nElementType = MET_USHORT\n"
        "BinaryDataByteOrderMSB = True\nElementDataFile = a.raw\n"
    )
    return folder / "a.mhd"


def _nrrd(folder: Path, voxels: NDArray[np.uint16], encoding: str = "raw") -> Path:
    nz, ny, nx = voxels.shape
    data = voxels.astype("<u2").tobytes()
    header = (
        f"NRRD0004\ntype: uint16\ndimension: 3\nsizes: {nx} {ny} {nz}\n"
        f"endian: little\nencoding: {encoding}\n\n"
    )
    packed = gzip.compress(data) if encoding == "gzip" else data
    (folder / "a.nrrd").write_bytes(header.encode() + packed)
    return folder / "a.nrrd"


def _packed_nrrd(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    return _nrrd(folder, voxels, "gzip")


def _hdf5(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    with h5py.File(folder / "a.h5", "w") as file:
        file["a"] = voxels
    return folder / "a.h5"


def _chunked_hdf5(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    with h5py.File(folder / "a.h5", "w") as file:
        file.create_dataset("a", data=voxels[None], chunks=(1, 4, 3, 5))
    return folder / "a.h5"


def _pictures(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    for index, plane in enumerate(voxels):
        Image.fromarray(plane).save(folder / f"s{index}.png")
    return folder


def _vgi(folder: Path, voxels: NDArray[np.uint16]) -> Path:
    (folder / "a.vol").write_bytes(voxels.tobytes())
    nz, ny, nx = voxels.shape
    (folder / "a.vgi").write_text(
        f"[file1]\nSize = {nx} {ny} {nz}\nName = a.vol\n"
        "Datatype = unsigned integer\nBitsPerElement = 16\n"
    )
    return folder / "a.vol"


MAPPED = (_tiff, _paged_tiff, _npy, _fortran_npy, _mhd, _nrrd, _hdf5, _vgi)
READ = (_packed_tiff, _npz, _packed_nrrd, _chunked_hdf5, _pictures)


@pytest.fixture
def voxels() -> NDArray[np.uint16]:
    return np.arange(12 * 17 * 21, dtype=np.uint16).reshape(12, 17, 21)


@pytest.mark.parametrize("write", [*MAPPED, *READ], ids=lambda write: write.__name__)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_box_is_the_same_as_that_of_the_whole(
    tmp_path: Path, voxels: NDArray[np.uint16], write: Write, axis: int
) -> None:
    path = write(tmp_path, voxels)
    box = Box((2, 9), (3, 11), (4, 12))

    part = read_box(path, box, thickness_axis=axis)

    whole = read_all(path, thickness_axis=axis)
    assert (part.voxels == whole.voxels[box.slices]).all()
    assert part.voxels.dtype == whole.voxels.dtype
    assert not isinstance(part.voxels, np.memmap)


@pytest.mark.parametrize("write", [*MAPPED, *READ], ids=lambda write: write.__name__)
def test_a_coarse_look_takes_every_so_many_voxels(
    tmp_path: Path, voxels: NDArray[np.uint16], write: Write
) -> None:
    path = write(tmp_path, voxels)

    seen = glance(path, thickness_axis=2, voxel_m=1e-6, most_bytes=voxels.nbytes // 8)

    whole = read_all(path, thickness_axis=2).voxels
    assert seen.step > 1
    assert seen.volume.voxels.nbytes <= voxels.nbytes // 8
    every = slice(None, None, seen.step)
    assert (seen.volume.voxels == whole[every, every, every]).all()
    assert seen.full_shape == whole.shape
    assert seen.volume.voxel_m == pytest.approx(seen.step * 1e-6)


@pytest.mark.parametrize("write", MAPPED)
def test_what_lies_open_in_the_file_is_mapped(
    tmp_path: Path, voxels: NDArray[np.uint16], write: Write
) -> None:
    assert is_mappable(describe(write(tmp_path, voxels)))


@pytest.mark.parametrize("write", READ)
def test_what_is_packed_is_not_mapped(
    tmp_path: Path, voxels: NDArray[np.uint16], write: Write
) -> None:
    assert not is_mappable(describe(write(tmp_path, voxels)))


def test_a_small_volume_is_seen_whole(
    tmp_path: Path, voxels: NDArray[np.uint16]
) -> None:
    seen = glance(_npy(tmp_path, voxels))

    assert seen.step == 1
    assert (seen.volume.voxels == voxels).all()


@pytest.mark.parametrize("write", [*MAPPED, *READ], ids=lambda write: write.__name__)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.75])
def test_a_file_that_ends_early_is_told_not_mapped(
    tmp_path: Path, voxels: NDArray[np.uint16], write: Write, share: float
) -> None:
    path = write(tmp_path, voxels)
    victim = path / "s9.png" if path.is_dir() else path
    victim = path.with_suffix(".raw") if path.suffix == ".mhd" else victim
    whole = victim.read_bytes()
    victim.write_bytes(whole[: int(share * len(whole))])

    with pytest.raises(UserError):
        read_box(path, Box((0, 12), (0, 17), (0, 21)))


@pytest.mark.parametrize("name", ["../a.raw", "/etc/passwd", "C:\\a.raw", "..\\a.raw"])
def test_a_header_that_leads_elsewhere_is_not_followed(
    tmp_path: Path, voxels: NDArray[np.uint16], name: str
) -> None:
    path = _mhd(tmp_path, voxels)
    path.write_text(path.read_text().replace("a.raw", name))

    for work in (describe, glance):
        with pytest.raises(UserError, match="another folder"):
            work(path)


def test_a_box_that_is_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    header = (
        "NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4000 4000 4000\nencoding: gzip\n\n"
    )
    packed = gzip.compress(bytes(10_000_000))
    (tmp_path / "a.nrrd").write_bytes(header.encode() + packed)

    with pytest.raises(UserError, match="zip bomb"):
        glance(tmp_path / "a.nrrd")


def test_text_named_tif_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_text("no picture, but a letter to the editor\n" * 9)

    for work in (describe, glance):
        with pytest.raises(UserError, match="cannot be read as TIFF"):
            work(tmp_path / "a.tif")


def test_a_box_beyond_the_file_is_refused(
    tmp_path: Path, voxels: NDArray[np.uint16]
) -> None:
    with pytest.raises(UserError, match="the volume has 17 voxels"):
        read_box(_npy(tmp_path, voxels), Box((0, 5), (0, 18), (0, 5)))


def test_values_in_the_box_are_checked(tmp_path: Path) -> None:
    voxels = np.random.default_rng(0).random((8, 8, 8), dtype=np.float32)
    voxels[6, 6, 6] = np.nan
    np.save(tmp_path / "a.npy", voxels)

    read_box(tmp_path / "a.npy", Box((0, 5), (0, 5), (0, 5)))
    with pytest.raises(UserError, match="not finite"):
        read_box(tmp_path / "a.npy", Box((4, 8), (4, 8), (4, 8)))


def test_a_raw_file_is_mapped_by_its_layout_and_not_by_a_lying_one(
    tmp_path: Path, voxels: NDArray[np.uint16]
) -> None:
    path = _raw(tmp_path, voxels)
    layout = RawLayout((12, 17, 21), "<u2")

    seen = glance(path, raw=layout)
    part = read_box(path, Box((1, 3), (2, 5), (0, 21)), raw=layout)

    assert (seen.volume.voxels == voxels).all()
    assert (part.voxels == voxels[1:3, 2:5]).all()
    assert is_mappable(seen.description, layout)
    with pytest.raises(UserError, match="bytes"):
        glance(path, raw=RawLayout((1200, 17, 21), "<u2"))
