"""NRRD, MetaImage, MATLAB, VTI, text: against files that other programs wrote."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import h5py
import nrrd
import numpy as np
import pytest
import scipy.io
import tifffile
from numpy.typing import NDArray
from PIL import Image
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkIOImage import vtkMetaImageWriter
from vtkmodules.vtkIOXML import vtkXMLImageDataWriter

from wetview.errors import UserError
from wetview.volume import describe, list_datasets, read_volume

if TYPE_CHECKING:
    from pathlib import Path

Stack = NDArray[np.uint16]


def _image(stack: Stack) -> vtkImageData:
    """A VTK image of a stack in file order (z, y, x)."""
    image = vtkImageData()
    image.SetDimensions(*stack.shape[::-1])
    scalars = numpy_to_vtk(stack.ravel(), deep=1)
    scalars.SetName("grey")
    image.GetPointData().SetScalars(scalars)
    return image


@pytest.mark.parametrize("encoding", ["raw", "gzip", "bzip2", "ascii"])
@pytest.mark.parametrize("is_detached", [False, True])
def test_an_nrrd_file_reads_as_it_was_written(
    tmp_path: Path, grey_stack: Stack, encoding: str, is_detached: bool
) -> None:
    path = tmp_path / ("scan.nhdr" if is_detached else "scan.nrrd")
    about = {"encoding": encoding, "spacings": [0.4] * 3, "units": ["um"] * 3}
    nrrd.write(str(path), grey_stack, about, index_order="C")

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, grey_stack)
    assert volume.voxels.dtype == np.uint16
    assert volume.voxel_m == pytest.approx(0.4e-6)


def test_the_space_directions_of_an_nrrd_file_give_the_voxel_size(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.nrrd"
    about = {
        "space dimension": 3,
        "space directions": np.eye(3) * 0.00065,
        "space units": ["mm", "mm", "mm"],
    }
    nrrd.write(str(path), grey_stack, about, index_order="C")

    assert describe(path).voxel_m == pytest.approx(0.65e-6)


def test_spacing_without_a_unit_is_no_voxel_size(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.nrrd"
    nrrd.write(str(path), grey_stack, {"spacings": [0.4] * 3}, index_order="C")

    assert describe(path).voxel_m is None


@pytest.mark.parametrize("suffix", [".mha", ".mhd"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_meta_image_reads_as_vtk_wrote_it(
    tmp_path: Path, grey_stack: Stack, suffix: str, is_packed: bool
) -> None:
    path = tmp_path / f"scan{suffix}"
    writer = vtkMetaImageWriter()
    writer.SetInputData(_image(grey_stack))
    writer.SetFileName(str(path))
    writer.SetCompression(is_packed)
    writer.Write()

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, grey_stack)
    assert volume.voxel_m is None


def test_a_meta_image_states_its_voxel_size_with_a_unit(tmp_path: Path) -> None:
    voxels = np.arange(24, dtype=">i2").reshape(2, 3, 4)
    header = (
        "ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\nElementType = MET_SHORT\n"
        "BinaryDataByteOrderMSB = True\nElementSpacing = 0.5 0.5 0.5\n"
        "DistanceUnits = um\nHeaderSize = -1\nElementDataFile = voxels.raw\n"
    )
    (tmp_path / "scan.mhd").write_text(header)
    (tmp_path / "voxels.raw").write_bytes(b"another header" + voxels.tobytes())

    volume = read_volume(tmp_path / "scan.mhd")

    np.testing.assert_array_equal(volume.voxels, voxels)
    assert volume.voxel_m == pytest.approx(0.5e-6)


@pytest.mark.parametrize(
    "name",
    ["../secret.raw", "/etc/passwd", "..\\secret.raw", "C:\\secret.raw", "sub/a.raw"],
)
@pytest.mark.parametrize("kind", ["mhd", "nhdr"])
def test_a_header_may_not_lead_to_another_folder(
    tmp_path: Path, name: str, kind: str
) -> None:
    (tmp_path / "secret.raw").write_bytes(bytes(range(64)))
    folder = tmp_path / "scans"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.raw").write_bytes(bytes(range(64)))
    path = folder / f"scan.{kind}"
    if kind == "mhd":
        text = "NDims = 3\nDimSize = 4 4 4\nElementType = MET_UCHAR\nElementDataFile = "
        path.write_text(f"{text}{name}\n")
    else:
        text = "NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4 4 4\nencoding: raw\n"
        path.write_text(f"{text}data file: {name}\n")

    with pytest.raises(UserError, match="in another folder"):
        read_volume(path)


def test_a_link_may_not_lead_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.raw").write_bytes(bytes(range(64)))
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "voxels.raw").symlink_to(tmp_path / "secret.raw")
    text = "NDims = 3\nDimSize = 4 4 4\nElementType = MET_UCHAR\n"
    (folder / "scan.mhd").write_text(f"{text}ElementDataFile = voxels.raw\n")

    with pytest.raises(UserError, match="in another folder"):
        read_volume(folder / "scan.mhd")


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32, np.float64])
def test_a_matlab_array_reads_slowest_axis_first(
    tmp_path: Path, is_packed: bool, dtype: type
) -> None:
    path = tmp_path / "scan.mat"
    array = np.arange(2 * 3 * 4).reshape(2, 3, 4).astype(dtype) + dtype(0.5)
    values = {"grey": array, "note": "text", "curve": np.arange(5.0)}
    scipy.io.savemat(path, values, do_compression=is_packed)

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, array.T)
    assert volume.voxels.dtype == dtype
    assert [entry.name for entry in list_datasets(path)] == ["grey", "curve"]


def test_matlab_5_and_7_3_give_the_same_volume(
    tmp_path: Path, grey_stack: Stack
) -> None:
    old, new = tmp_path / "old.mat", tmp_path / "new.mat"
    scipy.io.savemat(old, {"grey": grey_stack})
    # As MATLAB writes it: a block of 512 bytes for itself, axes turned round.
    with h5py.File(new, "w", userblock_size=512) as file:
        file["grey"] = grey_stack.T
        file["#refs#/a"] = grey_stack
    with new.open("r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(126) + b"IM")

    np.testing.assert_array_equal(read_volume(old).voxels, read_volume(new).voxels)


@pytest.mark.parametrize("mode", ["Ascii", "Binary", "Appended"])
@pytest.mark.parametrize("compressor", ["None", "ZLib", "LZ4", "LZMA"])
@pytest.mark.parametrize("is_encoded", [True, False])
@pytest.mark.parametrize("order", ["Big", "Little"])
def test_a_vti_file_reads_as_vtk_wrote_it(
    tmp_path: Path,
    *,
    mode: str,
    compressor: str,
    is_encoded: bool,
    order: str,
) -> None:
    stack = np.random.default_rng(2).integers(0, 900, (30, 41, 52), dtype=np.uint16)
    path = tmp_path / "scan.vti"
    writer = vtkXMLImageDataWriter()
    writer.SetInputData(_image(stack))
    writer.SetFileName(str(path))
    getattr(writer, f"SetDataModeTo{mode}")()
    getattr(writer, f"SetCompressorTypeTo{compressor}")()
    getattr(writer, f"SetByteOrderTo{order}Endian")()
    writer.SetEncodeAppendedData(is_encoded)
    writer.Write()

    assert describe(path).shape == (30, 41, 52)
    np.testing.assert_array_equal(read_volume(path).voxels, stack)


def test_the_arrays_of_a_vti_file_are_listed(tmp_path: Path, grey_stack: Stack) -> None:
    path = tmp_path / "scan.vti"
    image = _image(grey_stack)
    n_cells = int(np.prod(np.array(grey_stack.shape) - 1))
    cells = numpy_to_vtk(np.arange(n_cells, dtype=np.float32), deep=1)
    cells.SetName("phase")
    image.GetCellData().AddArray(cells)
    writer = vtkXMLImageDataWriter()
    writer.SetInputData(image)
    writer.SetFileName(str(path))
    writer.Write()

    shapes = {entry.name: entry.shape for entry in list_datasets(path)}

    assert shapes == {"grey": (6, 8, 10), "phase": (5, 7, 9)}
    assert read_volume(path, dataset="phase").voxels[4, 6, 8] == n_cells - 1


@pytest.mark.parametrize("separator", [" ", ",", ";", "\t"])
@pytest.mark.parametrize("title", ["", "x y z label\n", "# a comment\n"])
def test_a_table_of_voxels_may_come_in_any_order(
    tmp_path: Path, separator: str, title: str
) -> None:
    stack = np.random.default_rng(4).integers(0, 4, (3, 4, 5), dtype=np.uint8)
    rows = [
        separator.join(map(str, (0.5 * x, 0.5 * y, 0.5 * z, stack[z, y, x])))
        for x in range(5)
        for z in range(3)
        for y in range(4)
    ]
    path = tmp_path / "scan.txt"
    path.write_text(title + "\n".join(rows) + "\n")

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, stack)
    assert volume.voxels.dtype == np.uint8


def test_slices_of_text_are_parted_by_empty_lines(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.csv"
    slices = ["\n".join(",".join(map(str, row)) for row in part) for part in grey_stack]
    path.write_text("\n\n".join(slices))

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_a_block_of_text_may_start_with_its_sizes(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.txt"
    path.write_text("10 8 6\n" + "\n".join(map(str, grey_stack.ravel() * -0.5)))

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack * -0.5)


@pytest.mark.parametrize("missing", [0, 17, 59])
def test_a_table_that_lacks_a_voxel_is_refused(tmp_path: Path, missing: int) -> None:
    places = list(np.ndindex(3, 4, 5))
    del places[missing]
    path = tmp_path / "scan.txt"
    path.write_text("\n".join(f"{x} {y} {z} {x}" for x, y, z in places))

    with pytest.raises(UserError, match="not the voxels of one box"):
        read_volume(path)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(480, dtype=np.uint16).reshape(6, 8, 10) % 2 > 0,
        np.arange(480, dtype=np.int16).reshape(6, 8, 10) - 200,
        np.arange(480, dtype=np.float32).reshape(6, 8, 10) / 7,
    ],
    ids=["1 bit", "signed", "float"],
)
def test_a_tiff_keeps_its_type(tmp_path: Path, array: Stack) -> None:
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, array, photometric="minisblack")

    volume = read_volume(path)

    np.testing.assert_array_equal(volume.voxels, array)
    assert volume.voxels.dtype.kind == array.dtype.kind.replace("b", "u")


def test_pages_that_disagree_on_black_and_white_are_all_read_alike(
    tmp_path: Path,
) -> None:
    stack = np.random.default_rng(8).integers(0, 255, (5, 8, 10), dtype=np.uint8)
    path = tmp_path / "mixed.tif"
    with tifffile.TiffWriter(path) as file:
        for index, page in enumerate(stack):
            is_white = index % 2 == 1
            file.write(
                255 - page if is_white else page,
                photometric="miniswhite" if is_white else "minisblack",
                metadata=None,
            )

    np.testing.assert_array_equal(read_volume(path).voxels, stack)


def test_pages_that_imagej_does_not_count_are_read_too(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "more.tif"
    note = "ImageJ=1.54\nimages=3\nslices=3\n"
    with tifffile.TiffWriter(path) as file:
        for page in grey_stack:
            file.write(page, metadata=None, description=note, photometric="minisblack")

    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_an_ome_file_that_promises_more_slices_is_refused(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "stack.ome.tif"
    tifffile.imwrite(path, grey_stack, metadata={"axes": "ZYX"})
    whole = path.read_bytes().replace(b'SizeZ="6"', b'SizeZ="9"')
    path.write_bytes(whole.replace(b'PlaneCount="6"', b'PlaneCount="9"'))

    with pytest.raises(UserError, match=r"promise more pages|cannot be read as TIFF"):
        read_volume(path)


def test_a_palette_slice_keeps_its_labels(tmp_path: Path) -> None:
    labels = np.random.default_rng(9).integers(0, 3, (4, 8, 9), dtype=np.uint8)
    for index, pixels in enumerate(labels):
        picture = Image.fromarray(pixels).convert("P")
        picture.putdata(pixels.ravel().tolist())
        picture.save(tmp_path / f"{index}.png")

    np.testing.assert_array_equal(read_volume(tmp_path).voxels, labels)


def test_hdf5_chunks_that_were_never_written_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "scan.h5"
    with h5py.File(path, "w") as file:
        voxels = file.create_dataset("a", (8, 8, 8), "u1", chunks=(2, 8, 8))
        voxels[:4] = np.arange(256).reshape(4, 8, 8)

    with pytest.raises(UserError, match=r"2 of 4 chunks .* were written"):
        read_volume(path)


def test_an_hdf5_file_may_not_take_its_voxels_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.raw").write_bytes(bytes(range(64)))
    path = tmp_path / "scan.h5"
    with h5py.File(path, "w") as file:
        place = [(str(tmp_path / "secret.raw"), 0, 64)]
        file.create_dataset("a", (4, 4, 4), "u1", external=place)

    with pytest.raises(UserError, match="in another file"):
        read_volume(path)


def test_a_virtual_data_set_needs_its_files_beside_it(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.h5"
    layout = h5py.VirtualLayout(grey_stack.shape, grey_stack.dtype)
    layout[:] = h5py.VirtualSource("part.h5", "a", grey_stack.shape)
    with h5py.File(path, "w") as file:
        file.create_virtual_dataset("grey", layout)

    with pytest.raises(UserError, match=r"part\.h5 does not exist"):
        read_volume(path)

    with h5py.File(tmp_path / "part.h5", "w") as file:
        file["a"] = grey_stack
    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)


def test_a_file_that_unpacks_a_thousandfold_is_refused(tmp_path: Path) -> None:
    header = "NDims = 3\nDimSize = 1200 1200 1200\nElementType = MET_UCHAR\n"
    path = tmp_path / "bomb.mha"
    header += "CompressedData = True\nElementDataFile = LOCAL\n"
    path.write_bytes(header.encode() + zlib.compress(bytes(1_000_000)))

    with pytest.raises(UserError, match="zip bomb"):
        read_volume(path)


def test_more_packed_voxels_than_the_header_says_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.nrrd"
    text = b"NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4 4 4\nencoding: gzip\n\n"
    path.write_bytes(text + gzip.compress(bytes(range(65))))

    with pytest.raises(UserError, match="more voxels than its header declares"):
        read_volume(path)


def test_a_folder_of_an_ome_set_is_read_slice_by_slice(
    tmp_path: Path, grey_stack: Stack
) -> None:
    paths = [tmp_path / f"s{index}.ome.tif" for index in range(len(grey_stack))]
    parts = "".join(
        f'<TiffData FirstZ="{index}" PlaneCount="1"><UUID FileName="{path.name}">'
        f"urn:uuid:{index}</UUID></TiffData>"
        for index, path in enumerate(paths)
    )
    for index, path in enumerate(paths):
        xml = (
            '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" '
            f'UUID="urn:uuid:{index}"><Image ID="Image:0"><Pixels ID="Pixels:0" '
            'DimensionOrder="XYZCT" Type="uint16" SizeX="10" SizeY="8" SizeZ="6" '
            f'SizeC="1" SizeT="1">{parts}</Pixels></Image></OME>'
        )
        tifffile.imwrite(path, grey_stack[index], description=xml, metadata=None)

    np.testing.assert_array_equal(read_volume(tmp_path).voxels, grey_stack)
    with pytest.raises(UserError, match="one of 6 files of an OME set"):
        read_volume(paths[0])


def test_the_components_of_a_dream3d_file_count_as_no_axis(
    tmp_path: Path, grey_stack: Stack
) -> None:
    path = tmp_path / "scan.dream3d"
    with h5py.File(path, "w") as file:
        file["DataContainers/Image/CellData/FeatureIds"] = grey_stack[..., np.newaxis]
        file["DataContainers/Image/CellData/Angles"] = np.zeros((6, 8, 10, 3))

    shapes = [entry.shape for entry in list_datasets(path)]

    assert shapes == [(6, 8, 10, 3), (6, 8, 10)]
    np.testing.assert_array_equal(read_volume(path).voxels, grey_stack)
