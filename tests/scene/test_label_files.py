"""Labels and meshes as other programs read them."""

from __future__ import annotations

import h5py
import nrrd
import numpy as np
import pytest
import pyvista as pv
import tifffile

from wetview.errors import UserError
from wetview.pores import label_pores
from wetview.scene.label_files import write_labels, write_stl
from wetview.volume import Phases


@pytest.fixture
def sample():
    labels = np.ones((20, 14, 12), np.uint8)
    labels[2:8, 3:9, 3:9] = 0
    labels[12:18, 3:9, 3:9] = 0
    phases = Phases(labels, 2e-6, "two cubes")
    return phases, label_pores(phases)


def test_tiff_nrrd_and_hdf5_hold_the_labels(tmp_path, sample):
    phases, pores = sample
    for name in ("a.tif", "a.nrrd", "a.h5"):
        write_labels(tmp_path / name, phases, pores)
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), pores.labels)
    found, header = nrrd.read(str(tmp_path / "a.nrrd"))
    np.testing.assert_array_equal(found, pores.labels)
    np.testing.assert_allclose(header["space directions"], 2 * np.eye(3))
    with h5py.File(tmp_path / "a.h5") as file:
        np.testing.assert_array_equal(file["labels"][()], pores.labels)
        assert file["labels"].attrs["voxel_m"] == 2e-6


def test_vti_holds_the_labels_x_fastest(tmp_path, sample):
    phases, pores = sample
    write_labels(tmp_path / "a.vti", phases, pores)
    image = pv.read(tmp_path / "a.vti")
    found = image["pore"].reshape(image.dimensions, order="F")
    np.testing.assert_array_equal(found, pores.labels)
    assert image.spacing == (2.0, 2.0, 2.0)


def test_a_mesh_of_one_pore_encloses_its_volume_in_its_place(tmp_path, sample):
    _, pores = sample
    write_stl(tmp_path / "a.stl", pores, label=2)
    mesh = pv.read(tmp_path / "a.stl")
    # 6 x 6 x 6 voxels of 2 um; smoothing rounds edges and corners off, by a fifth in so
    # small a cube, and adds nothing.
    assert 0.8 * 1728 < mesh.volume < 1728
    assert mesh.bounds[0] == pytest.approx(24, abs=1)


def test_what_can_not_be_written_is_said(tmp_path, sample):
    phases, pores = sample
    with pytest.raises(UserError, match="names no format"):
        write_labels(tmp_path / "a.png", phases, pores)
    with pytest.raises(UserError, match="no pore 3"):
        write_stl(tmp_path / "a.stl", pores, label=3)
