"""Colours and opacities of a tomogram in 3D; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from wetview.app.views.slice_image import grey_range, rgb
from wetview.volume import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.models import Draft, Source
    from wetview.app.theme import Theme

_LAMP = np.array([-0.35, -0.55, 0.76], dtype=np.float32)
"""From the sample to the lamp: in front, at the left, above."""
_DARKEST = 0.35
_CUT = 0.6
"""How much a cut through solid faces the lamp."""
_FLAT = 150.0
"""Slope of the opacity below which there is no surface."""

MOST_VOXELS = 128
"""Along the longest axis: what a processor can draw while it is turned."""


def tomogram_picture(source: Source, draft: Draft, theme: Theme) -> NDArray[np.uint8]:
    """A tomogram seen coarsely, its pores clear and its solid opaque.

    Parameters
    ----------
    source : Source
        The tomogram.
    draft : Draft
        What its values mean.
    theme : Theme
        Colours of the phases.

    Returns
    -------
    (nx, ny, nz, 4) ndarray of uint8
        Red, green, blue and opacity. The colours hold the light already: so a cut
        looks like a slice, and no lamp of the 3D view is needed.
    """
    voxels = source.volume.voxels
    every = -(-max(voxels.shape) // MOST_VOXELS)
    coarse = np.ascontiguousarray(voxels[::every, ::every, ::every])
    picture = np.empty((*coarse.shape, 4), dtype=np.uint8)
    is_solid = np.zeros(coarse.shape, dtype=bool)
    if draft.roles:
        for label, phase in draft.roles:
            where = coarse == label
            # A pore has the colour of the solid that it fades into.
            shown = Phase.ACTIVE_MATERIAL if phase is Phase.PORE else phase
            picture[where, :3] = rgb(theme.phase(shown))
            is_solid |= where & (phase is not Phase.PORE)
    else:
        low, high = grey_range(coarse)
        levels = (coarse.astype(np.float32) - low) * (255 / (high - low))
        picture[..., :3] = np.clip(levels, 0, 255).astype(np.uint8)[..., None]
        values = np.vectorize(draft.level_of, otypes=[float])(np.unique(coarse))
        classes = np.searchsorted(draft.thresholds, values, side="left")
        of_value = np.array([phase is not Phase.PORE for phase in draft.classes])
        is_solid = of_value[classes][np.searchsorted(np.unique(coarse), coarse)]
    opacity = is_solid.view(np.uint8) * np.uint8(255)
    ndimage.uniform_filter(opacity, 3, output=picture[..., 3], mode="nearest")
    light = _light(picture[..., 3].astype(np.float32))
    picture[..., :3] = (picture[..., :3] * light[..., None]).astype(np.uint8)
    return picture


def _light(opacity: NDArray[np.float32]) -> NDArray[np.float32]:
    """How bright a voxel is, 0 to 1, by how the surface near it lies to the lamp."""
    slope = np.stack([ndimage.sobel(opacity, axis) for axis in range(3)])
    steepness = np.sqrt(np.einsum("i...,i...", slope, slope))
    facing = np.einsum("i,i...", _LAMP, -slope) / np.maximum(steepness, 1e-3)
    facing[steepness < _FLAT] = _CUT
    light: NDArray[np.float32] = 1 - (1 - _DARKEST) * (1 - facing) / 2
    return light
