from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from wetview.errors import UserError
from wetview.volume import describe, read_volume

if TYPE_CHECKING:
    from pathlib import Path

Stack = NDArray[np.uint16]

SUFFIXES = [".tif", ".npy", ".npz", ".h5"]


def _write(path: Path, array: np.ndarray) -> Path:
    if path.suffix == ".tif":
        tifffile.imwrite(path, array, photometric="minisblack")
    elif path.suffix == ".npy":
        np.save(path, array)
    elif path.suffix == ".npz":
        np.savez(path, voxels=array)
    else:
        with h5py.File(path, "w") as file:
            file["voxels"] = array
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.tif does not exist"):
        read_volume(tmp_path / "nowhere.tif")


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".raw", ".dat"])
def test_an_empty_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"scan{suffix}"
    path.touch()

    with pytest.raises(UserError, match=r"is empty: it has 0 bytes"):
        read_volume(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_garbage_is_refused_in_words(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"scan{suffix}"
    path.write_bytes(np.random.default_rng(3).bytes(5000))

    with pytest.raises(UserError, match="cannot be read as"):
        read_volume(path)


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_open(
    tmp_path: Path,
) -> None:
    path = tmp_path / "thesis.pdf"
    path.write_bytes(b"%PDF-1.7 and so on")

    with pytest.raises(UserError, match=r"no known kind.*TIFF, RAW, NPY"):
        read_volume(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_truncated_file_is_refused_and_never_read_in_part(
    tmp_path: Path, suffix: str, share: float
) -> None:
    noise = np.random.default_rng(4).integers(0, 60000, (20, 16, 16), dtype=np.uint16)
    path = _write(tmp_path / f"scan{suffix}", noise)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(UserError, match=r"is incomplete|cannot be read as"):
        read_volume(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("how", ["imagej", "one by one"])
def test_a_truncated_stack_of_pages_is_refused(
    tmp_path: Path, how: str, share: float
) -> None:
    noise = np.random.default_rng(4).integers(0, 60000, (20, 16, 16), dtype=np.uint16)
    path = tmp_path / "stack.tif"
    if how == "imagej":
        tifffile.imwrite(path, noise, imagej=True)
    else:
        with tifffile.TiffWriter(path) as file:
            for page in noise:
                file.write(page, compression="packbits", metadata=None)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(UserError, match="is incomplete"):
        read_volume(path)


def test_damaged_data_behind_a_sound_header_are_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (8, 32, 32), dtype=np.uint8)
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, noise, compression="zlib")
    damaged = bytearray(path.read_bytes())
    damaged[600:4000] = b"\xff" * 3400
    path.write_bytes(damaged)

    with pytest.raises(UserError, match=r"cannot be read as TIFF|incomplete"):
        read_volume(path)


def test_a_damaged_npz_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("voxels.npy", b"no array at all")

    with pytest.raises(UserError, match="cannot be read as NPZ"):
        read_volume(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_two_dimensional_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = _write(tmp_path / f"scan{suffix}", np.arange(600).reshape(20, 30))

    with pytest.raises(UserError, match=r"two-dimensional.*20 x 30"):
        read_volume(path)


def test_one_slice_is_no_volume(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.npy", np.arange(600).reshape(1, 20, 30))

    with pytest.raises(UserError, match="two-dimensional"):
        read_volume(path)


def test_a_single_picture_is_told_to_come_as_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "slice.png"
    Image.new("L", (8, 8)).save(path)

    with pytest.raises(UserError, match="folder that holds all the slices"):
        read_volume(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_constant_volume_has_nothing_to_segment(tmp_path: Path, suffix: str) -> None:
    path = _write(tmp_path / f"scan{suffix}", np.full((4, 5, 6), 7, dtype=np.uint8))

    with pytest.raises(UserError, match="constant: every voxel is 7"):
        read_volume(path)


def test_a_colour_tiff_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rgb.tif"
    colours = np.random.default_rng(0).integers(0, 9, (5, 20, 20, 3), np.uint8)
    tifffile.imwrite(path, colours, photometric="rgb")

    with pytest.raises(UserError, match=r"colour image.*8-bit"):
        read_volume(path)


def test_an_array_of_colour_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rgb.npy"
    np.save(path, np.zeros((5, 20, 20, 3), dtype=np.uint8))

    with pytest.raises(UserError, match="colour image"):
        read_volume(path)


def test_colour_slices_are_refused(tmp_path: Path) -> None:
    colours = np.random.default_rng(0).integers(0, 255, (3, 8, 8, 3), np.uint8)
    for index, pixels in enumerate(colours):
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")

    with pytest.raises(UserError, match=r"0\.png is a colour image"):
        read_volume(tmp_path)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_counted(tmp_path: Path, bad: float) -> None:
    array = np.random.default_rng(6).random((4, 5, 6))
    array[1, 2, 3:5] = bad
    path = _write(tmp_path / "scan.npy", array)

    with pytest.raises(UserError, match="2 voxels of 120 that are not finite"):
        read_volume(path)


def test_an_absurdly_large_volume_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("a", (100_000,) * 3, dtype="u2", chunks=(100,) * 3)

    with pytest.raises(UserError, match=r"needs 2e\+15 bytes of memory but at most"):
        read_volume(path)
    assert describe(path).n_bytes == 2 * 100_000**3


def test_an_npy_header_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.npy"
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "<u2", "fortran_order": False, "shape": (100_000,) * 3}
        )

    with pytest.raises(UserError, match=r"promises 2000000000000000 bytes and 0"):
        read_volume(path)


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_python_objects_are_never_unpickled(tmp_path: Path, suffix: str) -> None:
    path = _write(tmp_path / f"scan{suffix}", np.full((2, 2, 2), {"a": 1}))

    with pytest.raises(UserError, match="Python objects"):
        read_volume(path)


def test_complex_numbers_are_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.npy", np.zeros((4, 4, 4), dtype=complex))

    with pytest.raises(UserError, match="values of type complex128"):
        read_volume(path)


def test_a_volume_of_several_channels_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.npy", np.zeros((2, 5, 5, 5)))

    with pytest.raises(UserError, match=r"4 axes.*one time and one channel"):
        read_volume(path)


def test_several_data_sets_are_listed_where_none_was_named(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "sets.h5"
    with h5py.File(path, "w") as file:
        file["grey"], file["labels"] = grey_stack, grey_stack

    with pytest.raises(
        UserError, match=r"2 volumes.*grey \(6 x 8 x 10, uint16\), labels"
    ):
        read_volume(path)


def test_a_data_set_that_is_not_there_is_named(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = _write(tmp_path / "sets.h5", grey_stack)

    with pytest.raises(UserError, match=r"no data set `other`.*voxels \(6 x 8 x 10"):
        read_volume(path, dataset="other")


def test_an_hdf5_file_without_data_sets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sets.h5"
    with h5py.File(path, "w") as file:
        file.create_group("group")

    with pytest.raises(UserError, match="no data set with three axes"):
        read_volume(path)


def test_a_folder_without_slices_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")

    with pytest.raises(UserError, match="holds no slices"):
        read_volume(tmp_path)


def test_a_folder_with_one_slice_is_refused(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "0.png")

    with pytest.raises(UserError, match="two-dimensional"):
        read_volume(tmp_path)


def test_slices_of_different_sizes_are_named(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "0.png")
    Image.new("L", (8, 9)).save(tmp_path / "1.png")

    with pytest.raises(UserError, match=r"1\.png has 9 x 8 .* 0\.png has 8 x 8"):
        read_volume(tmp_path)


def test_slices_of_different_types_are_named(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "0.png")
    Image.new("I;16", (8, 8)).save(tmp_path / "1.png")

    with pytest.raises(UserError, match=r"1\.png holds uint16 but 0\.png holds uint8"):
        read_volume(tmp_path)


def test_a_gap_in_the_numbers_of_the_slices_is_found(tmp_path: Path) -> None:
    for index in (1, 2, 3, 5, 6):
        Image.new("L", (8, 8)).save(tmp_path / f"s{index}.png")

    with pytest.raises(UserError, match=r"between s3\.png and s5\.png are missing"):
        read_volume(tmp_path)


def test_a_picture_of_absurd_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    for index in range(2):
        (tmp_path / f"{index}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + data)

    with pytest.raises(UserError, match=r"0\.png is too large .*2500000000 pixels"):
        read_volume(tmp_path)


def test_a_truncated_slice_is_named(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (64, 64), dtype=np.uint8)
    for index in range(3):
        Image.fromarray(noise).save(tmp_path / f"s{index}.png")
    path = tmp_path / "s1.png"
    path.write_bytes(path.read_bytes()[:2000])

    with pytest.raises(UserError, match=r"s1\.png cannot be read as a picture"):
        read_volume(tmp_path)


def test_a_mixture_of_kinds_in_a_folder_is_refused(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "0.png")
    Image.new("L", (8, 8)).save(tmp_path / "1.bmp")

    with pytest.raises(UserError, match="mixes BMP and PNG"):
        read_volume(tmp_path)


def test_a_stack_among_the_slices_is_refused(tmp_path: Path, grey_stack: Stack) -> None:
    tifffile.imwrite(tmp_path / "0.tif", grey_stack)
    tifffile.imwrite(tmp_path / "1.tif", grey_stack)

    with pytest.raises(UserError, match=r"0\.tif is no single slice"):
        read_volume(tmp_path)


def test_images_of_several_sizes_in_a_tiff_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mixed.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(np.zeros((8, 8), dtype=np.uint8), metadata=None)
        file.write(np.zeros((9, 8), dtype=np.uint8), metadata=None)

    with pytest.raises(UserError, match="2 images that make no stack"):
        read_volume(path)


@pytest.mark.parametrize("voxel_m", [0.0, -1e-6, float("nan"), 1.0])
def test_a_voxel_size_that_none_has_is_refused(
    tmp_path: Path, grey_stack: Stack, voxel_m: float
) -> None:
    path = _write(tmp_path / "scan.npy", grey_stack)

    with pytest.raises(UserError, match="The voxel size is"):
        read_volume(path, voxel_m=voxel_m)


def test_a_wrong_thickness_axis_is_refused_before_reading(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = _write(tmp_path / "scan.npy", grey_stack)

    with pytest.raises(UserError, match="The thickness axis is 3"):
        read_volume(path, thickness_axis=3)
