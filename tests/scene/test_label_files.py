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
from wetview.scene.label_files import smooth_surface, write_labels, write_stl
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
    # 6 x 6 x 6 voxels of 2 um. The surface goes out by as much as its corners lack.
    assert mesh.volume == pytest.approx(1728, rel=0.005)
    assert mesh.is_manifold
    assert mesh.bounds[0] == pytest.approx(24, abs=0.5)


@pytest.mark.parametrize("radius_vx", [3, 6, 12])
def test_a_smooth_ball_keeps_its_volume_within_half_a_percent(radius_vx):
    place = np.indices((2 * radius_vx + 3,) * 3) - (radius_vx + 1)
    ball = (place**2).sum(axis=0) <= radius_vx**2
    surface = pv.wrap(smooth_surface(ball, 2.0))
    assert surface.volume == pytest.approx(8 * np.count_nonzero(ball), rel=0.005)
    # Faces of voxels would have 3/2 of the area of the ball.
    assert surface.area == pytest.approx(4 * np.pi * (2 * radius_vx) ** 2, rel=0.15)


def test_what_can_not_be_written_is_said(tmp_path, sample):
    phases, pores = sample
    with pytest.raises(UserError, match="names no format"):
        write_labels(tmp_path / "a.png", phases, pores)
    with pytest.raises(UserError, match="no pore 3"):
        write_stl(tmp_path / "a.stl", pores, label=3)
