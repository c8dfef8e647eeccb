from __future__ import annotations

from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from wetview.errors import UserError
from wetview.volume import (
    Box,
    RawLayout,
    describe,
    label_values,
    list_datasets,
    read_volume,
)
from wetview.volume.big_volumes import read_box

if TYPE_CHECKING:
    from pathlib import Path

Stack = NDArray[np.uint16]


@pytest.mark.parametrize("compression", [None, "zlib", "lzw", "packbits", "zstd"])
def test_a_tiff_of_any_compression_reads_as_it_was_written(
    tmp_path: Path, grey_stack: Stack, compression: str | None
) -> None:
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, grey_stack, compression=compression)

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, grey_stack)
    assert volume.name == "stack"
    assert volume.voxel_m is None


def test_pages_written_one_by_one_make_one_stack(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "pages.tif"
    with tifffile.TiffWriter(path) as file:
        for index, page in enumerate(grey_stack):
            file.write(page, compression="zlib" if index % 2 else None, metadata=None)

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_two_stacks_in_one_file_are_not_run_together(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "two.tif"
    tifffile.imwrite(path, grey_stack)
    tifffile.imwrite(path, grey_stack, append=True)

    with pytest.raises(UserError, match="2 images that make no stack"):
        read_volume(path)


def test_slices_appended_to_a_file_make_one_stack(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "appended.tif"
    for page in grey_stack:
        tifffile.imwrite(path, page, append=True)

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_big_endian_values_arrive_in_native_order(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "big.tif"
    tifffile.imwrite(path, grey_stack, byteorder=">", bigtiff=True)

    volume = read_volume(path)

    assert volume.voxels.dtype == np.dtype("=u2")
    np.testing.assert_array_equal(volume.voxels, grey_stack)


def test_the_chosen_axis_becomes_x(tmp_path: Path, grey_stack: Stack) -> None:
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, grey_stack)

    volume = read_volume(path, thickness_axis=2)

    assert volume.shape == (10, 6, 8)
    assert volume.voxels[9, 5, 7] == grey_stack[5, 7, 9]


def test_the_voxel_size_of_an_imagej_stack_is_taken(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "imagej.tif"
    tifffile.imwrite(
        path,
        grey_stack,
        imagej=True,
        resolution=(1 / 0.4, 1 / 0.4),
        metadata={"unit": "um", "spacing": 0.4, "axes": "ZYX"},
    )

    assert read_volume(path).voxel_m == pytest.approx(0.4e-6, rel=1e-6)
    assert read_volume(path, voxel_m=1e-6).voxel_m == 1e-6


def test_the_voxel_size_of_an_ome_stack_is_taken(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "stack.ome.tif"
    sizes = {f"PhysicalSize{axis}": 398.0 for axis in "XYZ"}
    units = {f"PhysicalSize{axis}Unit": "nm" for axis in "XYZ"}
    tifffile.imwrite(path, grey_stack, metadata={"axes": "ZYX", **sizes, **units})

    assert describe(path).voxel_m == pytest.approx(0.398e-6)


def test_the_resolution_of_a_printer_is_no_voxel_size(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "dpi.tif"
    tifffile.imwrite(path, grey_stack, resolution=(72, 72), resolutionunit="INCH")

    assert describe(path).voxel_m is None


@pytest.mark.parametrize("suffix", [".tif", ".png", ".bmp"])
def test_slices_are_stacked_in_natural_order(tmp_path: Path, suffix: str) -> None:
    slices = np.random.default_rng(1).integers(0, 255, (12, 7, 9), dtype=np.uint8)
    for index, pixels in enumerate(slices):
        path = tmp_path / f"slice{index}{suffix}"
        if suffix == ".tif":
            tifffile.imwrite(path, pixels)
        else:
            Image.fromarray(pixels).save(path)
    (tmp_path / "notes.txt").write_text("not a slice")

    volume = read_volume(tmp_path)

    np.testing.assert_array_equal(volume.voxels, slices)
    assert volume.name == tmp_path.name
    assert describe(tmp_path).shape == (12, 7, 9)


def test_slices_have_the_voxel_size_of_their_tags(tmp_path: Path) -> None:
    for index in range(3):
        tifffile.imwrite(
            tmp_path / f"{index}.tif",
            np.arange(20, dtype=np.uint8).reshape(4, 5),
            resolution=(20_000, 20_000),
            resolutionunit="CENTIMETER",
        )
    assert describe(tmp_path).voxel_m == pytest.approx(0.5e-6)


@pytest.mark.parametrize(
    ("logs", "voxel_m"),
    [
        (["[Acquisition]\nImage Pixel Size (um)=   0.35\n"], 0.35e-6),
        (
            [
                "[Acquisition]\r\nCamera Pixel Size (um)=7.4\r\n"
                "Image Pixel Size (um)=0.35\r\n[Reconstruction]\r\n"
                "Pixel Size (um)=0.70\r\n"
            ],
            0.7e-6,
        ),
        (["Pixel Size (um)=0.7\n", "Pixel Size (um)=0.8\n"], None),
        (["Pixel Size (um)=unknown\n"], None),
        (["Pixel Size (um)=1.2.3\n"], None),
    ],
)
def test_slices_have_the_voxel_size_of_the_scanners_log(
    tmp_path: Path, logs: list[str], voxel_m: float | None
) -> None:
    for index in range(3):
        Image.new("L", (5, 4), index).save(tmp_path / f"scan_rec{index:04}.bmp")
    for number, log in enumerate(logs):
        (tmp_path / f"scan_rec{number}.log").write_bytes(log.encode())
    found = describe(tmp_path).voxel_m
    assert found == (None if voxel_m is None else pytest.approx(voxel_m))


def test_jpeg_slices_are_read_closely(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 255, 32).astype(np.uint8), (32, 1))
    for index in range(3):
        Image.fromarray(ramp).save(tmp_path / f"{index}.jpg", quality=95)

    voxels = read_volume(tmp_path).voxels

    # JPEG loses a few grey levels.
    assert np.abs(voxels.astype(int) - ramp).max() <= 4


def test_slices_of_16_bits_keep_their_depth(tmp_path: Path, grey_stack: Stack) -> None:
    for index, pixels in enumerate(grey_stack * 100):
        Image.fromarray(pixels).save(tmp_path / f"{index:03}.png")

    volume = read_volume(tmp_path)

    assert volume.voxels.dtype == np.uint16
    np.testing.assert_array_equal(volume.voxels, grey_stack * 100)


def test_an_npy_file_reads_as_it_was_written(tmp_path: Path, grey_stack: Stack) -> None:
    path = tmp_path / "array.npy"
    np.save(path, np.asfortranarray(grey_stack.astype(np.float32)))

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_the_only_volume_of_an_npz_file_needs_no_name(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "arrays.npz"
    np.savez_compressed(path, voxels=grey_stack, size=np.array(0.4))

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, grey_stack)
    assert describe(path).dataset == "voxels"


def test_the_named_data_set_of_an_hdf5_file_is_read(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "sets.h5"
    with h5py.File(path, "w") as file:
        file["scan/grey"] = grey_stack
        file["scan/grey"].attrs["element_size_um"] = [0.4, 0.4, 0.4]
        file["scan/labels"] = grey_stack % 3

    volume = read_volume(path, dataset="/scan/labels")

    np.testing.assert_array_equal(volume.voxels, grey_stack % 3)
    assert describe(path, dataset="scan/grey").voxel_m == pytest.approx(0.4e-6)
    assert [entry.name for entry in list_datasets(path)] == ["scan/grey", "scan/labels"]


def test_a_description_offers_the_data_sets_where_none_was_chosen(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "sets.h5"
    with h5py.File(path, "w") as file:
        file["a"], file["b"], file["curve"] = grey_stack, grey_stack, np.arange(5)

    description = describe(path)

    assert description.datasets == ("a", "b")
    assert description.dataset is None
    assert description.shape == ()


def test_a_file_of_any_name_is_known_by_its_first_bytes(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.0001"
    with h5py.File(path, "w") as file:
        file["a"] = grey_stack

    assert describe(path).format == "HDF5"


def test_a_description_tells_memory_shape_and_type(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, grey_stack, compression="zlib")

    description = describe(path)

    assert description.shape == (6, 8, 10)
    assert description.dtype == "uint16"
    assert description.n_bytes == 2 * 6 * 8 * 10


def test_a_volume_of_true_and_false_becomes_labels(tmp_path: Path) -> None:
    path = tmp_path / "mask.npy"
    mask = np.zeros((4, 4, 4), dtype=bool)
    mask[0] = True
    np.save(path, mask)

    assert label_values(read_volume(path)) == ((0, 0.75), (1, 0.25))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "shape", "shares"),
    [
        ("nmc-1-cal-cbd.tif", (251, 301, 301), {0: 0.4005, 1: 0.4995, 2: 0.1}),
        (
            "nmc-polaron-synthetic.tiff",
            (256, 256, 256),
            {0: 0.4499, 85: 0.4005, 170: 0.1496},
        ),
        (
            "two-phase-100x100x100-uint8.raw",
            (100, 100, 100),
            {0: 0.600447, 1: 0.399553},
        ),
        ("two-phase.hdf5", (100, 100, 100), {0: 0.600447, 1: 0.399553}),
    ],
)
def test_a_real_segmented_volume_has_its_known_shares(
    shared_data: Path,
    name: str,
    shape: tuple[int, int, int],
    shares: dict[int, float],
) -> None:
    # As published; those of two-phase.* by counting the bytes of the file, because
    # its description states 0.6017 and 0.3983, which neither of its copies has.
    volume = read_volume(shared_data / name)

    labels = label_values(volume)

    assert volume.shape == shape
    assert labels is not None
    assert dict(labels) == pytest.approx(shares, abs=1e-4)


@pytest.mark.shared
def test_the_raw_and_the_hdf5_copy_of_a_volume_are_equal(shared_data: Path) -> None:
    raw = read_volume(
        shared_data / "two-phase-100x100x100-uint8.raw",
        raw=RawLayout((100, 100, 100), "|u1"),
    )
    hdf5 = read_volume(shared_data / "two-phase.hdf5")

    np.testing.assert_array_equal(raw.voxels, hdf5.voxels)


@pytest.mark.shared
def test_the_curves_of_the_paper_are_no_volume(shared_data: Path) -> None:
    with pytest.raises(UserError, match="no data set with three axes"):
        read_volume(shared_data / "artistic-uncalendered-lbm.h5")


def _in_colours(grey: np.ndarray, mode: str) -> np.ndarray:
    """Return the slices as red, green and blue, or as grey, with their opacity."""
    n_same = {"LA": 1, "RGB": 3, "RGBA": 3}[mode]
    opaque = np.full_like(grey, 255)
    return np.stack([grey] * n_same + [opaque] * mode.endswith("A"), axis=-1)


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [(".png", "LA"), (".png", "RGB"), (".png", "RGBA"), (".bmp", "RGB")],
)
def test_grey_slices_that_were_saved_in_colour_are_grey(
    tmp_path: Path, suffix: str, mode: str
) -> None:
    grey = np.random.default_rng(3).integers(0, 255, (4, 7, 9), dtype=np.uint8)
    for index, pixels in enumerate(_in_colours(grey, mode)):
        Image.fromarray(pixels).save(tmp_path / f"{index}{suffix}")
    np.testing.assert_array_equal(read_volume(tmp_path).voxels, grey)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("is_folder", [False, True])
def test_grey_pages_that_were_saved_in_colour_are_grey(
    tmp_path: Path, dtype: type[np.generic], is_folder: bool
) -> None:
    grey = np.random.default_rng(3).integers(0, 255, (4, 7, 9)).astype(dtype)
    pages = _in_colours(grey, "RGB")
    if is_folder:
        for index, pixels in enumerate(pages):
            tifffile.imwrite(tmp_path / f"{index}.tif", pixels, photometric="rgb")
        path = tmp_path
    else:
        path = tmp_path / "stack.tif"
        tifffile.imwrite(path, pages, photometric="rgb")
    assert describe(path).shape == grey.shape
    np.testing.assert_array_equal(read_volume(path).voxels, grey)
    box = Box((1, 3), (2, 5), (0, 9))
    np.testing.assert_array_equal(read_box(path, box).voxels, grey[box.slices])


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_few_colours_are_labels(tmp_path: Path, suffix: str) -> None:
    colours = np.array([(0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255)], np.uint8)
    labels = np.random.default_rng(3).integers(0, 4, (4, 7, 9))
    labels[2] = 1  # of one colour alone
    for index, pixels in enumerate(colours[labels]):
        Image.fromarray(pixels).save(tmp_path / f"{index}{suffix}")
    volume = read_volume(tmp_path)
    # By their luminance: red 76, green 150, blue 29.
    expected = np.array([0, 76, 150, 29], np.uint8)[labels]
    np.testing.assert_array_equal(volume.voxels, expected)
    assert label_values(volume) is not None


def test_colours_of_one_luminance_are_not_told_apart(tmp_path: Path) -> None:
    colours = np.array([(255, 0, 0), (0, 130, 0)], np.uint8)
    pages = colours[np.random.default_rng(3).integers(0, 2, (4, 7, 9))]
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, pages, photometric="rgb")
    with pytest.raises(UserError, match="colour image"):
        read_volume(path)


def test_one_coloured_pixel_among_many_greys_is_a_colour_image(tmp_path: Path) -> None:
    grey = np.random.default_rng(3).integers(0, 255, (4, 7, 9), dtype=np.uint8)
    pages = _in_colours(grey, "RGB")
    pages[2, 3, 3, 1] = grey[2, 3, 3] ^ 1
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, pages, photometric="rgb")
    with pytest.raises(UserError, match="colour image"):
        read_volume(path)
