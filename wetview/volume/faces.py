"""The six faces of a sample, and how it is turned so that one of them comes first.

A filling is computed along +x from x = 0, whichever face the electrolyte enters by:
`seen_from` turns the sample so, `turned_back` turns what was computed back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Face = Literal["x-", "x+", "y-", "y+", "z-", "z+"]
"""An axis and its end: "x-" is the face at x = 0, "x+" the one opposite."""

FACES: tuple[Face, ...] = ("x-", "x+", "y-", "y+", "z-", "z+")
"""All of them; two that lie opposite stand together."""

_T = TypeVar("_T", bound=np.generic)


def axis_of(face: Face) -> int:
    """The axis that a face lies across: 0, 1 or 2."""
    return "xyz".index(face[0])


def is_far(face: Face) -> bool:
    """Whether a face lies at the end of its axis and not at its beginning."""
    return face[1] == "+"


def face_named(name: object) -> Face:
    """The face of a name from a file; x = 0 where the file does not say."""
    return next((face for face in FACES if face == name), "x-")


def inward(face: Face) -> NDArray[np.float64]:
    """(3,) ndarray, direction from a face into the sample."""
    direction = np.zeros(3)
    direction[axis_of(face)] = -1 if is_far(face) else 1
    return direction


def opposite_face(face: Face) -> Face:
    """The face at the other end of the axis.

    Examples
    --------
    >>> opposite_face("y+")
    'y-'
    """
    return FACES[FACES.index(face) ^ 1]


def place_of(face: Face) -> str:
    """Where a face lies, in words.

    Examples
    --------
    >>> place_of("x-"), place_of("z+")
    ('x = 0', 'the end of z')
    """
    return f"the end of {face[0]}" if is_far(face) else f"{face[0]} = 0"


def seen_from(array: NDArray[_T], face: Face) -> NDArray[_T]:
    """A view in which a face comes first along the first axis.

    The axis of the face changes places with x, and is turned round where the face lies
    at its far end: a mirror image, on which no law of the filling depends.

    Parameters
    ----------
    array : (nx, ny, nz) ndarray
        Values of the sample's voxels.
    face : Face
        Where the electrolyte enters.

    Examples
    --------
    >>> seen_from(np.zeros((2, 3, 4)), "z+").shape
    (4, 3, 2)
    """
    swapped = array.swapaxes(0, axis_of(face))
    return swapped[::-1] if is_far(face) else swapped


def turned_back(array: NDArray[_T], face: Face) -> NDArray[_T]:
    """The view in the sample's own axes of what `seen_from` turned.

    Examples
    --------
    >>> voxels = np.arange(24).reshape(2, 3, 4)
    >>> bool((turned_back(seen_from(voxels, "y+"), "y+") == voxels).all())
    True
    """
    straight = array[::-1] if is_far(face) else array
    return straight.swapaxes(0, axis_of(face))


def vectors_turned_back(vectors: NDArray[Any], face: Face) -> NDArray[Any]:
    """Vectors of voxels in the sample's own axes.

    Parameters
    ----------
    vectors : (..., 3) ndarray
        Components along the axes that `seen_from` gave.
    face : Face
        What it was given.
    """
    order = [0, 1, 2]
    order[0], order[axis_of(face)] = axis_of(face), 0
    signs = np.array([-1 if is_far(face) else 1, 1, 1], dtype=vectors.dtype)
    turned: NDArray[Any] = (vectors * signs)[..., order]
    return turned
