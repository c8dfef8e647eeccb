"""Whether pores lead through, in words: which axis would do where x does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.volume.phases import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.phases import Phases

_AXES = ("x", "y", "z")


def through_axes(is_pore: NDArray[np.bool_]) -> tuple[bool, bool, bool]:
    """For x, y and z, whether pores, joined by faces, lead from face to face."""
    from scipy import ndimage

    clusters, _ = ndimage.label(is_pore)
    x, y, z = (_joins(clusters, axis) for axis in range(3))
    return x, y, z


def joins_faces(is_pore: NDArray[np.bool_], axis: int = 0) -> bool:
    """Whether pores, joined by faces, lead through along one axis."""
    from scipy import ndimage

    clusters, _ = ndimage.label(is_pore)
    return _joins(clusters, axis)


def pore_space_in_words(phases: Phases) -> str:
    """What is remarkable about the pore space; empty where nothing is.

    Examples
    --------
    >>> from wetview.volume import Phases
    >>> labels = np.ones((5, 5, 5), np.uint8)
    >>> pore_space_in_words(Phases(labels, 1e-6, "a"))
    'It has no pore: nothing can be filled. Check what its values mean'
    >>> labels[:, 2, 2] = 0
    >>> pore_space_in_words(Phases(labels, 1e-6, "a"))
    ''
    >>> pore_space_in_words(Phases(labels.swapaxes(0, 2).copy(), 1e-6, "a"))
    'Its pores do not join the faces along x, but they do along z'
    """
    is_pore = phases.labels == Phase.PORE
    n_pore = int(np.count_nonzero(is_pore))
    if n_pore == 0:
        return "It has no pore: nothing can be filled. Check what its values mean"
    if n_pore == is_pore.size:
        return "It is all pore: there is no solid. Check what its values mean"
    if n_pore == 1:
        return "It has a single pore voxel. Check what its values mean"
    along = through_axes(is_pore)
    if along[0]:
        return ""
    others = [_AXES[axis] for axis in (1, 2) if along[axis]]
    if others:
        return (
            "Its pores do not join the faces along x, but they do along "
            + " and ".join(others)
        )
    return (
        "Its pores do not join opposite faces along any axis: it can be filled from "
        "one side only"
    )


def _joins(clusters: NDArray[np.int32], axis: int) -> bool:
    ends = (np.take(clusters, end, axis=axis) for end in (0, -1))
    common = np.intersect1d(*ends)
    return bool((common > 0).any())
