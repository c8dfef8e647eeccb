"""Voxels to surfaces, and the one place that knows VTK's x-fastest order.

Surfaces are closed where the sample ends or is cut, and flat there. Lengths are
micrometres; voxel (i, j, k) is centred at ((i, j, k) + 0.5) * voxel_um.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

if TYPE_CHECKING:
    from numpy.typing import NDArray

Point = tuple[float, float, float]

LEVEL = np.float32(127.5)
"""Value of a field on its surface; fields run from 0 to 255."""

SMOOTHING_VX = 0.8
"""Width of the Gaussian that takes the steps out of a voxel surface."""

_SHADE_WIDTH_VX = 7


def to_vtk(array: NDArray[Any]) -> NDArray[Any]:
    """The values of an array in VTK's order, x fastest.

    Parameters
    ----------
    array : (nx, ny, nz) ndarray
        Values indexed (x, y, z).

    Returns
    -------
    (nx * ny * nz,) ndarray
    """
    return np.ascontiguousarray(array.transpose(2, 1, 0)).reshape(-1)


def image_data(
    array: NDArray[Any], voxel_um: float, *, first_um: Point | None = None
) -> vtkImageData:
    """An image whose points are the centres of voxels.

    Parameters
    ----------
    array : (nx, ny, nz) ndarray
        Values indexed (x, y, z).
    voxel_um : float
        Edge of a voxel in micrometres.
    first_um : (x, y, z), optional
        Centre of the first voxel; half a voxel from zero by default.
    """
    half = voxel_um / 2
    image = vtkImageData()
    image.SetDimensions(*array.shape)
    image.SetSpacing(voxel_um, voxel_um, voxel_um)
    image.SetOrigin(*((half, half, half) if first_um is None else first_um))
    scalars = numpy_to_vtk(to_vtk(array), deep=1)
    scalars.SetName("values")
    image.GetPointData().SetScalars(scalars)
    return image


def smooth_field(fraction: NDArray[Any], *, coarsening: int = 1) -> NDArray[np.float32]:
    """A field whose surface at `LEVEL` is smooth.

    Parameters
    ----------
    fraction : (nx, ny, nz) ndarray of bool or uint8
        A mask, or a volume fraction from 0 to 255.
    coarsening : int
        Voxels that become one along each axis; averaging them smooths as well.

    Returns
    -------
    (ceil(nx / coarsening), ...) ndarray of float32, 0 to 255
    """
    if fraction.dtype == np.bool_:
        fraction = fraction.view(np.uint8) * np.uint8(255)
    if coarsening > 1:
        return _block_mean(fraction, coarsening)
    return ndimage.gaussian_filter(
        fraction, SMOOTHING_VX, output=np.float32, mode="nearest", truncate=2.5
    )


def coarsening_for(shape: tuple[int, int, int], *, budget: int) -> int:
    """The least coarsening that leaves at most `budget` voxels."""
    n_voxels = int(np.prod(shape))
    coarsening = 1
    while n_voxels / coarsening**3 > budget:
        coarsening += 1
    return coarsening


def closed_surface(
    field: NDArray[np.float32],
    voxel_um: float,
    *,
    corner_um: Point = (0.0, 0.0, 0.0),
    end_um: Point | None = None,
) -> vtkPolyData:
    """The surface of a field at `LEVEL`, closed by flat faces where the field ends.

    Parameters
    ----------
    field : (nx, ny, nz) ndarray of float32
        From `smooth_field`, or a part of it.
    voxel_um : float
        Edge of one element of the field in micrometres.
    corner_um : (x, y, z)
        Corner of the field's first element.
    end_um : (x, y, z), optional
        Where the sample ends, if that is before the last element does.

    Returns
    -------
    vtkPolyData
        Triangles, with normals and, from 0 to 1, a `shade` at the points: how
        crowded the surroundings are. Folds drawn darker than ridges show depth
        at no cost.
    """
    padded = _pad_to_flat_faces(field)
    first_um = np.subtract(corner_um, voxel_um / 2)
    contour = vtkFlyingEdges3D()
    contour.SetInputData(image_data(padded, voxel_um, first_um=tuple(first_um)))
    contour.SetValue(0, float(LEVEL))
    contour.ComputeNormalsOn()
    contour.ComputeGradientsOff()
    contour.ComputeScalarsOff()
    contour.Update()
    surface = contour.GetOutput()
    if surface.GetNumberOfPoints():
        corner = np.asarray(corner_um)
        opposite = corner + np.multiply(field.shape, voxel_um)
        _straighten_faces(surface, corner, opposite, voxel_um)
        _add_shade(surface, padded, first_um, voxel_um)
        if end_um is not None:
            points = vtk_to_numpy(surface.GetPoints().GetData())
            np.minimum(points, np.asarray(end_um, dtype=points.dtype), out=points)
    return surface


def interpolate_at_points(
    surface: vtkPolyData, values: NDArray[np.float32], voxel_um: float
) -> NDArray[np.float32]:
    """The values of a field at the points of a surface, linear between elements.

    Parameters
    ----------
    surface : vtkPolyData
        With n points.
    values : (nx, ny, nz) ndarray of float32
        Indexed (x, y, z); the first element's corner lies at zero.
    voxel_um : float
        Edge of one element of `values` in micrometres.

    Returns
    -------
    (n,) ndarray of float32
    """
    points = vtk_to_numpy(surface.GetPoints().GetData())
    index = points.T / voxel_um - 0.5
    return ndimage.map_coordinates(
        values, index, output=np.float32, order=1, mode="nearest"
    )


def voxels_of(
    points_um: NDArray[Any],
    shape: tuple[int, ...],
    voxel_um: float,
    *,
    corner_um: Point = (0.0, 0.0, 0.0),
) -> tuple[NDArray[np.intp], ...]:
    """Indices of the voxels nearest to (n, 3) points, as three (n,) arrays."""
    index = np.floor((points_um - np.asarray(corner_um)) / voxel_um).astype(np.intp)
    np.clip(index, 0, np.subtract(shape, 1), out=index)
    return tuple(index.T)


def _block_mean(fraction: NDArray[np.uint8], n: int) -> NDArray[np.float32]:
    padding = [(0, -size % n) for size in fraction.shape]
    if any(after for _, after in padding):
        fraction = np.pad(fraction, padding, mode="edge")
    total: NDArray[Any] = fraction
    for axis in range(3):
        starts = [(slice(None),) * axis + (slice(i, None, n),) for i in range(n)]
        slabs = [total[start] for start in starts]
        total = slabs[0].astype(np.uint16 if n <= 6 else np.uint32)
        for slab in slabs[1:]:
            total += slab
    return total.astype(np.float32) / np.float32(n**3)


def _pad_to_flat_faces(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """One element more at each end, mirrored in `LEVEL`: the surface ends halfway."""
    for axis in range(3):
        first, last = field.take([0], axis=axis), field.take([-1], axis=axis)
        field = np.concatenate([mirrored(first), field, mirrored(last)], axis=axis)
    return field


def mirrored(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values outside a cut that put the surface on the cut."""
    return np.where(values > LEVEL, 2 * LEVEL - values, np.float32(0))


def _straighten_faces(
    surface: vtkPolyData,
    corner: NDArray[Any],
    opposite: NDArray[Any],
    voxel_um: float,
) -> None:
    """Let the flat faces look flat: normals along the axis."""
    points = vtk_to_numpy(surface.GetPoints().GetData())
    normals = vtk_to_numpy(surface.GetPointData().GetNormals())
    for axis in range(3):
        for end_um, sign in ((corner[axis], -1.0), (opposite[axis], 1.0)):
            on_face = np.abs(points[:, axis] - end_um) < 0.02 * voxel_um
            normals[on_face] = 0.0
            normals[on_face, axis] = sign


def _add_shade(
    surface: vtkPolyData,
    padded: NDArray[np.float32],
    first_um: NDArray[Any],
    voxel_um: float,
) -> None:
    crowd = ndimage.uniform_filter(padded, _SHADE_WIDTH_VX, mode="constant")
    corner = tuple(first_um - voxel_um / 2)
    points = vtk_to_numpy(surface.GetPoints().GetData())
    shade = crowd[voxels_of(points, crowd.shape, voxel_um, corner_um=corner)] / 255
    scalars = numpy_to_vtk(shade.astype(np.float32), deep=1)
    scalars.SetName("shade")
    surface.GetPointData().AddArray(scalars)
