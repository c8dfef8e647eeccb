"""Voxels that are no cubes become cubes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest
import tifffile

from wetview.errors import UserError
from wetview.volume import Box, crop, describe, read_volume
from wetview.volume._voxel_size import VoxelSize, voxel_size
from wetview.volume.big_volumes import glance, read_box
from wetview.volume.stretching import CUBES, cubed, cubic_shape

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def grey() -> np.ndarray:
    """Grey values that rise along every axis, of more values than labels have."""
    z, y, x = np.indices((10, 8, 6))
    return (1000 + 100 * z + 10 * y + x).astype(np.uint16)


def test_labels_become_so_many_of_the_same():
    labels = np.random.default_rng(0).integers(0, 3, (5, 4, 3)).astype(np.uint8)
    np.testing.assert_array_equal(
        cubed(labels, (2.0, 1.0, 3.0)), labels.repeat(2, axis=0).repeat(3, axis=2)
    )


def test_grey_values_lie_on_a_line_between_the_slices(grey):
    found = cubed(grey, (2.0, 1.0, 1.0))
    assert found.dtype == grey.dtype
    assert found.shape == (20, 8, 6)
    # Middles of cubes lie a quarter of the way to the next slice; ends repeat theirs.
    expected = np.clip((np.arange(20) + 0.5) / 2 - 0.5, 0, 9)
    np.testing.assert_allclose(found[:, 0, 0], 1000 + 100 * expected, atol=0.5)


def test_slices_closer_than_the_pixels_are_averaged(grey):
    found = cubed(grey.astype(np.float32), (0.5, 1.0, 1.0))
    pairs = grey.reshape(5, 2, 8, 6).mean(axis=1)
    np.testing.assert_allclose(found, pairs)


def test_a_stretch_that_is_no_whole_number_keeps_the_mean(grey):
    values = grey.astype(np.float64)
    for stretch in ((1.7, 1.0, 1.0), (0.6, 1.0, 1.3)):
        found = cubed(values, stretch)
        assert found.shape == cubic_shape(values.shape, stretch)
        assert found.mean() == pytest.approx(values.mean(), rel=1e-3)


@pytest.mark.parametrize(
    ("edges", "unit_m", "expected"),
    [
        (["0.5", "0.5", "0.5"], 1e-6, VoxelSize(0.5e-6, CUBES)),
        ([2.0, 1.0, 1.0], 1e-6, VoxelSize(1e-6, (2.0, 1.0, 1.0))),
        ([1.0, 1.0, 2.0], 1e-6, VoxelSize(1e-6, (1.0, 1.0, 2.0))),
        ([0.5, 1.0, 1.0], 1e-6, VoxelSize(1e-6, (0.5, 1.0, 1.0))),
        ([3.0, 2.0, 1.0], 1e-6, VoxelSize(1e-6, (3.0, 2.0, 1.0))),
        ([2.0, 1.0, 1.0], None, VoxelSize(None, (2.0, 1.0, 1.0))),
        ([1.0, 1.005, 1.0], 1e-6, VoxelSize(1e-6, CUBES)),
        ([200.0, 1.0, 1.0], 1e-6, VoxelSize()),  # nobody means that
        ([2.0, 1.0], 1e-6, VoxelSize()),  # and the third?
        ([2.0, "wide", 1.0], 1e-6, VoxelSize()),
        ([2.0, 0.0, 1.0], 1e-6, VoxelSize()),
        ([np.nan, 1.0, 1.0], 1e-6, VoxelSize()),
        ([100.0, 100.0, 100.0], 1e-6, VoxelSize()),  # a printer's
        ([], 1e-6, VoxelSize()),
    ],
)
def test_edges_give_cubes_and_how_much_longer_voxels_are(edges, unit_m, expected):
    assert voxel_size(edges, unit_m=unit_m) == expected


@pytest.fixture
def stack(tmp_path: Path, grey: np.ndarray) -> Path:
    """Slices 0.5 um apart, with pixels of 0.2 um, as ImageJ writes them."""
    path = tmp_path / "slices.tif"
    tifffile.imwrite(
        path,
        grey,
        imagej=True,
        resolution=(5.0, 5.0),
        metadata={"unit": "um", "spacing": 0.5, "axes": "ZYX"},
    )
    return path


@pytest.mark.parametrize("thickness_axis", [0, 1, 2])
def test_a_file_that_states_its_edges_is_read_as_cubes(stack, grey, thickness_axis):
    found = describe(stack)
    assert found.shape == grey.shape
    assert found.cubic_shape == (25, 8, 6)
    volume = read_volume(stack, thickness_axis=thickness_axis)
    assert volume.voxel_m == pytest.approx(0.2e-6)
    expected = np.moveaxis(cubed(grey, (2.5, 1.0, 1.0)), thickness_axis, 0)
    np.testing.assert_array_equal(volume.voxels, expected)


def test_what_the_user_says_goes_before_what_the_file_states(stack, grey):
    volume = read_volume(stack, stretch=CUBES)
    np.testing.assert_array_equal(volume.voxels, grey)
    assert read_volume(stack, stretch=(2.0, 1.0, 1.0)).shape == (20, 8, 6)
    with pytest.raises(UserError, match="1000 times"):
        read_volume(stack, stretch=(1000.0, 1.0, 1.0))


@pytest.mark.parametrize("stretch", [(2.5, 1.0, 1.0), (0.4, 1.0, 1.6)])
@pytest.mark.parametrize("thickness_axis", [0, 2])
def test_a_box_of_cubes_is_that_of_the_whole(stack, stretch, thickness_axis):
    how = {"stretch": stretch, "thickness_axis": thickness_axis}
    whole = read_volume(stack, **how)
    look = glance(stack, **how)
    assert look.full_shape == whole.shape
    np.testing.assert_array_equal(look.volume.voxels, whole.voxels)
    nx, ny, nz = whole.shape
    for box in (
        Box((0, nx), (0, ny), (0, nz)),
        Box((1, 3), (2, ny), (1, 4)),
        Box((nx - 2, nx), (0, ny), (nz - 3, nz)),
    ):
        np.testing.assert_array_equal(
            read_box(stack, box, **how).voxels, crop(whole, box).voxels
        )


_HEADERS = {
    "a.mhd": "NDims = 3\nDimSize = 6 8 10\nElementSpacing = 1 1 2.5\n"
    "ElementType = MET_USHORT\nElementDataFile = a.raw\n",
    "a.nhdr": "NRRD0004\ntype: ushort\ndimension: 3\nsizes: 6 8 10\n"
    "spacings: 1 1 2.5\nencoding: raw\nendian: little\ndata file: a.raw\n\n",
    "a.vti": '<VTKFile type="ImageData" byte_order="LittleEndian"><ImageData '
    'WholeExtent="0 6 0 8 0 10" Origin="0 0 0" Spacing="1 1 2.5">'
    '<Piece Extent="0 6 0 8 0 10"><CellData><DataArray type="UInt16" Name="a" '
    'format="ascii">{numbers}</DataArray></CellData></Piece></ImageData></VTKFile>',
}


@pytest.mark.parametrize("name", sorted(_HEADERS))
def test_proportions_are_known_where_no_unit_is_stated(tmp_path, grey, name):
    numbers = " ".join(map(str, grey.ravel().tolist()))
    (tmp_path / name).write_text(_HEADERS[name].replace("{numbers}", numbers))
    (tmp_path / "a.raw").write_bytes(grey.astype("<u2").tobytes())
    found = describe(tmp_path / name)
    assert found.voxel_m is None
    assert found.stretch == (2.5, 1.0, 1.0)
    assert read_volume(tmp_path / name).shape == (25, 8, 6)


def test_slices_whose_pixels_nobody_has_measured_say_nothing(tmp_path, grey):
    """Writers that know the distance of the slices alone leave one pixel a unit."""
    path = tmp_path / "half.tif"
    metadata = {"unit": "um", "spacing": 0.5, "axes": "ZYX"}
    tifffile.imwrite(path, grey, imagej=True, resolution=(1.0, 1.0), metadata=metadata)
    found = describe(path)
    assert (found.voxel_m, found.stretch) == (None, CUBES)


def test_dream3d_states_the_proportions_of_voxels(tmp_path, grey):
    path = tmp_path / "scan.dream3d"
    with h5py.File(path, "w") as file:
        image = file.create_group("DataContainers/ImageDataContainer")
        image["CellData/Grey"] = grey[..., None]
        image["_SIMPL_GEOMETRY/SPACING"] = np.array([0.5, 0.5, 1.25], np.float32)
    assert describe(path).stretch == (2.5, 1.0, 1.0)
