import numpy as np
import pytest
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkFiltersCore import vtkMassProperties

from wetview.scene.surfaces import (
    closed_surface,
    coarsening_for,
    image_data,
    smooth_field,
    to_vtk,
)


def test_vtk_order_has_x_fastest():
    array = np.arange(24).reshape(2, 3, 4)
    flat = to_vtk(array)
    assert flat[0] == array[0, 0, 0]
    assert flat[1] == array[1, 0, 0]
    assert flat[2] == array[0, 1, 0]
    assert flat[6] == array[0, 0, 1]


def test_voxel_of_an_image_lies_where_its_index_says():
    array = np.zeros((3, 4, 5), dtype=np.float32)
    array[2, 1, 3] = 7
    image = image_data(array, 0.5)
    assert image.GetScalarComponentAsFloat(2, 1, 3, 0) == 7
    assert image.GetPoint(image.ComputePointId((2, 1, 3))) == (1.25, 0.75, 1.75)


@pytest.mark.parametrize("coarsening", [1, 2])
def test_surface_encloses_the_volume_of_a_sphere(coarsening):
    x, y, z = np.indices((40, 40, 40))
    radius = 14.0
    mask = (x - 19.5) ** 2 + (y - 19.5) ** 2 + (z - 19.5) ** 2 < radius**2
    field = smooth_field(mask, coarsening=coarsening)
    surface = closed_surface(field, float(coarsening))
    properties = vtkMassProperties()
    properties.SetInputData(surface)
    # Voxels and smoothing each take away about a percent of so small a sphere.
    expected = 4 / 3 * np.pi * radius**3
    assert properties.GetVolume() == pytest.approx(expected, rel=0.03)


def test_surface_of_a_full_sample_is_its_box():
    surface = closed_surface(smooth_field(np.ones((6, 5, 4), dtype=bool)), 2.0)
    np.testing.assert_allclose(surface.GetBounds(), (0, 12, 0, 10, 0, 8), atol=1e-4)


def test_coarse_surface_ends_where_the_sample_ends():
    field = smooth_field(np.ones((5, 5, 5), dtype=bool), coarsening=2)
    surface = closed_surface(field, 2.0, end_um=(5.0, 5.0, 5.0))
    assert max(surface.GetBounds()) == pytest.approx(5.0)


def test_normals_point_out_of_the_material():
    mask = np.zeros((12, 12, 12), dtype=bool)
    mask[4:8, 4:8, 4:8] = True
    surface = closed_surface(smooth_field(mask), 1.0)
    points = vtk_to_numpy(surface.GetPoints().GetData()) - 6.0
    normals = vtk_to_numpy(surface.GetPointData().GetNormals())
    assert np.all((points * normals).sum(axis=1) > 0)


def test_nothing_has_an_empty_surface():
    surface = closed_surface(smooth_field(np.zeros((4, 4, 4), dtype=bool)), 1.0)
    assert surface.GetNumberOfCells() == 0


def test_large_samples_are_coarsened_to_the_budget():
    assert coarsening_for((100, 100, 75), budget=1_000_000) == 1
    assert coarsening_for((200, 200, 200), budget=1_000_000) == 2
