"""VGI: the description that scanners write beside the voxels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import describe, read_volume

if TYPE_CHECKING:
    from pathlib import Path

VOXELS = np.random.default_rng(2).normal(size=(5, 4, 3)).astype("<f4")


def _write(folder: Path, **changed: Any) -> Path:
    fields = {
        "size": "3 4 5",
        "name": "scan.vol",
        "datatype": "float",
        "bits": 32,
        "skip": 0,
        "resolution": "0.0004 0.0004 0.0004",
        "unit": "mm",
        "more": "",
    } | changed
    (folder / "scan.vol").write_bytes(bytes(fields["skip"]) + VOXELS.tobytes())
    (folder / "scan.vgi").write_text(
        "{{volume1}}\n[representation]\nsize = {size}\ndatatype = {datatype}\n"
        "datarange = 0 -1\nbitsperelement = {bits}\n[file1]\nSkipHeader = {skip}\n"
        "FileFormat = raw\nSize = {size}\nName = {name}\nDatatype = {datatype}\n"
        "BitsPerElement = {bits}\n{more}{{volumeprimitive12}}\n[geometry]\n"
        "resolution = {resolution}\nunit = {unit}\n[volume]\nvolume = volume1\n"
        "[description]\ntext = a % sign\n".format(**fields)
    )
    return folder / "scan.vgi"


@pytest.mark.parametrize("suffix", [".vgi", ".vol"])
def test_either_of_the_two_files_is_the_volume(tmp_path: Path, suffix: str) -> None:
    path = _write(tmp_path).with_suffix(suffix)
    described, volume = describe(path), read_volume(path)
    assert described.shape == (5, 4, 3)
    assert described.dtype == "float32"
    np.testing.assert_array_equal(volume.voxels, VOXELS)
    assert described.voxel_m == volume.voxel_m == pytest.approx(0.4e-6)


def test_a_header_is_skipped(tmp_path: Path) -> None:
    np.testing.assert_array_equal(read_volume(_write(tmp_path, skip=17)).voxels, VOXELS)


def test_the_path_on_the_scanners_computer_is_left_out(tmp_path: Path) -> None:
    path = _write(tmp_path, name="D:\\scans\\2024\\scan.vol")
    np.testing.assert_array_equal(read_volume(path).voxels, VOXELS)


def test_both_files_may_be_renamed(tmp_path: Path) -> None:
    path = _write(tmp_path, name="before.vol")
    np.testing.assert_array_equal(read_volume(path).voxels, VOXELS)


def test_the_voxels_that_are_asked_for_are_read_and_no_others(tmp_path: Path) -> None:
    path = _write(tmp_path, name="other.vol")
    (tmp_path / "other.vol").write_bytes(bytes(VOXELS.nbytes))
    volume = read_volume(path.with_suffix(".vol"))
    np.testing.assert_array_equal(volume.voxels, VOXELS)


def test_voxels_that_are_not_there_are_named(tmp_path: Path) -> None:
    path = _write(tmp_path, name="other.vol")
    path.with_suffix(".vol").unlink()
    with pytest.raises(UserError, match=r"other\.vol"):
        read_volume(path)


@pytest.mark.parametrize(
    ("resolution", "unit", "voxel_m"),
    [
        ("0.65 0.65 0.65", "um", 0.65e-6),
        ("0.001 0.001 0.002", "mm", 1e-6),  # and twice as far from slice to slice
        ("", "mm", None),
        ("1 1 1", "parsec", None),
    ],
)
def test_the_voxel_size_is_taken_where_it_is_one(
    tmp_path: Path, resolution: str, unit: str, voxel_m: float | None
) -> None:
    found = describe(_write(tmp_path, resolution=resolution, unit=unit))
    assert found.voxel_m == (None if voxel_m is None else pytest.approx(voxel_m))
    # The first of its edges is that along the last axis of the file.
    assert found.stretch == (2.0 if "0.002" in resolution else 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"size": "3 4 6"}, "has 240 bytes"),
        ({"size": "3 4"}, "damaged"),
        ({"datatype": "complex"}, "`complex`"),
        ({"more": "[file2]\nName = b.vol\n"}, "one file of plain voxels"),
    ],
)
def test_what_does_not_fit_is_told(
    tmp_path: Path, changed: dict[str, Any], told: str
) -> None:
    path = _write(tmp_path, **changed)
    for read in (describe, read_volume):
        with pytest.raises(UserError, match=told):
            read(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.am", "Avizo"),
        ("a.txm", "Xradia"),
        ("a.nii.gz", "Unpack"),
        ("a.dcm", "DICOM"),
    ],
)
def test_files_of_other_programs_are_named_with_the_way_out(
    tmp_path: Path, name: str, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"something else")
    with pytest.raises(UserError) as refused:
        describe(path)
    assert told in str(refused.value)
