"""The interface between liquid and gas: how it is set up, and where it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from skimage.measure import marching_cubes

from wetview.lbm.model import SHARPNESS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def liquid_profile(depth_vx: NDArray[np.floating]) -> NDArray[np.float32]:
    """Liquid fraction at a depth below the interface: the tanh that the model keeps."""
    return (0.5 * (1 + np.tanh(SHARPNESS * depth_vx))).astype(np.float32)


def surface_points(colour: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 3) points of the surface on which the liquid fraction is 1/2, in voxels."""
    points, *_ = marching_cubes(colour, 0.5)
    return points.astype(np.float64)


def fit_sphere(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Centre and radius of the sphere closest to some points.

    `|x|^2 = 2 c . x + (R^2 - |c|^2)` is linear in the centre c and in the bracket.
    """
    equations = np.column_stack([2 * points, np.ones(len(points))])
    (*centre, rest), *_ = np.linalg.lstsq(equations, (points**2).sum(axis=1))
    return np.array(centre), float(np.sqrt(rest + np.dot(centre, centre)))
