"""The one place that turns the axis order of a file into (x, y, z)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

_CHEAP_BYTES = 256_000_000
"""Up to this size a copy in C order costs less than strided access does later."""


def to_xyz(array: NDArray[Any], thickness_axis: int) -> NDArray[Any]:
    """The voxels with the thickness axis first, the other two in the file's order.

    Parameters
    ----------
    array : (n0, n1, n2) ndarray
        Voxels in file order, slowest axis first; pages of a TIFF are axis 0.
    thickness_axis : int
        The axis of `array` that electrolyte moves along: 0, 1 or 2.

    Returns
    -------
    (nx, ny, nz) ndarray
        In C order unless the volume is large.

    Examples
    --------
    >>> to_xyz(np.zeros((2, 3, 4)), 1).shape
    (3, 2, 4)
    """
    validate_thickness_axis(thickness_axis)
    voxels = np.moveaxis(array, thickness_axis, 0)
    if voxels.nbytes <= _CHEAP_BYTES:
        return np.ascontiguousarray(voxels)
    return voxels


def validate_thickness_axis(thickness_axis: int) -> None:
    """Refuse an axis that a volume does not have.

    Raises
    ------
    UserError
        If it is not 0, 1 or 2.
    """
    if thickness_axis not in (0, 1, 2):
        raise UserError(
            f"The thickness axis is {thickness_axis}",
            "Give 0, 1 or 2: which axis of the file runs through the electrode",
        )
