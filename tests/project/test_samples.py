"""Samples are written and read again, and what is not one is refused."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import PoreTable, label_pores
from wetview.project import read_sample, write_sample
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.volume import Phases


@pytest.fixture
def sample_path(tmp_path: Path, phases: Phases, pores: Pores) -> Path:
    """A sample in a file."""
    path = tmp_path / "sample.h5"
    write_sample(path, phases, pores, provenance={"seed": 7})
    return path


def test_a_sample_is_read_as_it_was_written(
    sample_path: Path, phases: Phases, pores: Pores
) -> None:
    sample = read_sample(sample_path)
    assert sample.pores is not None
    np.testing.assert_array_equal(sample.phases.labels, phases.labels)
    np.testing.assert_array_equal(sample.pores.labels, pores.labels)
    np.testing.assert_array_equal(sample.pores.table.centre_vx, pores.table.centre_vx)
    np.testing.assert_array_equal(sample.pores.neighbours, pores.neighbours)
    assert sample.pores.table.touches_inlet.dtype == np.bool_
    assert sample.phases.voxel_m == phases.voxel_m
    assert sample.phases.name == "two channels"
    assert sample.provenance == {"seed": 7}


def _measured() -> tuple[Phases, Pores]:
    phases = generate_electrode((20, 16, 16), mean_diameter_m=6e-6, seed=2)
    return phases, label_pores(phases)


def test_all_that_is_measured_of_pores_is_kept(tmp_path: Path) -> None:
    phases, pores = _measured()
    write_sample(tmp_path / "sample.h5", phases, pores, provenance={})
    read = read_sample(tmp_path / "sample.h5").pores
    assert read is not None
    for name in (field.name for field in fields(PoreTable)):
        np.testing.assert_array_equal(
            getattr(read.table, name), getattr(pores.table, name), err_msg=name
        )
    np.testing.assert_array_equal(read.throat_radius_vx, pores.throat_radius_vx)
    np.testing.assert_array_equal(read.fragments, pores.fragments)


def test_a_sample_of_an_older_version_lacks_the_later_columns(tmp_path: Path) -> None:
    phases, pores = _measured()
    path = tmp_path / "sample.h5"
    write_sample(path, phases, pores, provenance={})
    with h5py.File(path, "r+") as file:
        for name in ("fragments", "throat_radius_vx", "table/inscribed_radius_vx"):
            del file["pores"][name]
    read = read_sample(path).pores
    assert read is not None
    assert read.fragments is None
    assert read.throat_radius_vx is None
    assert read.widest_throat_radius_vx is None
    assert read.table.inscribed_radius_vx is None
    np.testing.assert_array_equal(read.labels, pores.labels)


def test_a_sample_without_pores_has_none(tmp_path: Path, phases: Phases) -> None:
    path = tmp_path / "sample.h5"
    write_sample(path, phases, None, provenance={})
    assert read_sample(path).pores is None


def test_a_sample_needs_h5py_alone(sample_path: Path) -> None:
    with h5py.File(sample_path) as file:
        assert file["phases/labels"].shape == (8, 6, 5)
        assert file["phases"].attrs["voxel_m"] == 1e-6
        assert file["pores/table/volume_vx"][:].tolist() == [24, 24]
        assert file["pores/labels"].compression == "gzip"


def _remove(name: str) -> Callable[[h5py.File], None]:
    def damage(file: h5py.File) -> None:
        del file[name]

    return damage


def _replace(name: str, data: object) -> Callable[[h5py.File], None]:
    def damage(file: h5py.File) -> None:
        del file[name]
        file[name] = data

    return damage


def _set(group: str, name: str, value: object) -> Callable[[h5py.File], None]:
    def damage(file: h5py.File) -> None:
        file[group].attrs[name] = value

    return damage


def _huge(file: h5py.File) -> None:
    """A kilobyte that claims to be eight thousand million voxels."""
    del file["phases/labels"]
    file["phases"].create_dataset("labels", (2000, 2000, 2000), "u1", chunks=True)


def _large_for_its_file(file: h5py.File) -> None:
    del file["phases/labels"]
    file["phases"].create_dataset("labels", (600, 600, 600), "u1", chunks=True)


def _external_link(file: h5py.File) -> None:
    del file["phases/labels"]
    file["phases/labels"] = h5py.ExternalLink("other.h5", "/secret")


def _external_storage(file: h5py.File) -> None:
    del file["phases/labels"]
    file["phases"].create_dataset(
        "labels", (8, 6, 5), "u1", external=[("/etc/hostname", 0, 240)]
    )


@pytest.mark.parametrize(
    "damage",
    [
        _remove("phases"),
        _remove("phases/labels"),
        _remove("pores/table/volume_vx"),
        _replace("phases/labels", np.zeros((8, 6), np.uint8)),
        _replace("phases/labels", np.zeros((8, 6, 5), np.float64)),
        _replace("phases/labels", np.full((8, 6, 5), 9, np.uint8)),
        _replace("pores/labels", np.full((8, 6, 5), 3, np.int32)),
        _replace("pores/labels", np.zeros((8, 6, 4), np.int32)),
        _replace("pores/neighbours", np.array([[0, 7]])),
        _replace("pores/table/centre_vx", np.full((2, 3), np.nan)),
        _replace("pores/table/volume_vx", np.array([24])),
        _set("phases", "voxel_m", np.nan),
        _set("phases", "voxel_m", 0.0),
        _set("phases", "voxel_m", "one"),
        _set("/", "provenance", "{not json"),
        _set("/", "provenance", "[1]"),
        _set("/", "format_version", 99),
        _set("/", "format", "something else"),
        _set("/", "format", np.arange(3)),
        _huge,
        _large_for_its_file,
        _external_link,
        _external_storage,
    ],
)
def test_a_damaged_sample_is_refused_in_words(
    sample_path: Path, damage: Callable[[h5py.File], None]
) -> None:
    with h5py.File(sample_path, "r+") as file:
        damage(file)
    with pytest.raises(UserError) as caught:
        read_sample(sample_path)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "content", [b"", b"no HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 99]
)
def test_a_foreign_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sample.h5"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"sample\.h5"):
        read_sample(path)


def test_a_truncated_sample_is_refused_in_words(sample_path: Path) -> None:
    content = sample_path.read_bytes()
    for length in range(0, len(content), len(content) // 7):
        sample_path.write_bytes(content[:length])
        with pytest.raises(UserError, match=r"sample\.h5"):
            read_sample(sample_path)


def test_a_missing_sample_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        read_sample(tmp_path / "none.h5")
    with pytest.raises(UserError, match="is a folder"):
        read_sample(tmp_path)
