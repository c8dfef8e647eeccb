"""Pictures of slices: grey values, and the phases laid over them; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.volume import Phase

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from wetview.app.models import Draft, Source
    from wetview.app.theme import Theme

_OVERLAY = 0.55
_N_SAMPLED = 200_000


def grey_range(source: Source) -> tuple[float, float]:
    """The values that are drawn black and white: percentiles 0.5 and 99.5."""
    voxels = source.volume.voxels
    every = max(1, voxels.size // _N_SAMPLED)
    low, high = np.percentile(voxels.reshape(-1)[::every], (0.5, 99.5))
    return float(low), float(high if high > low else low + 1)


def slice_colours(
    source: Source,
    draft: Draft,
    *,
    axis: int,
    index: int,
    theme: Theme,
    grey: tuple[float, float],
    shows_phases: bool,
) -> NDArray[np.uint8]:
    """A slice as a picture.

    Parameters
    ----------
    source : Source
        The tomogram.
    draft : Draft
        What its values mean.
    axis, index : int
        Which slice.
    theme : Theme
        Colours of the phases.
    grey : (float, float)
        The values that are drawn black and white.
    shows_phases : bool
        Whether the phases are laid over the grey values.

    Returns
    -------
    (height, width, 3) ndarray of uint8
        The first remaining axis runs to the right, the second downwards.
    """
    plane = np.take(source.volume.voxels, index, axis=axis).T
    if draft.roles and shows_phases:
        return _labelled(plane, draft, theme)
    low, high = grey
    scaled = (plane.astype(np.float32) - low) * (255 / (high - low))
    levels = np.clip(scaled, 0, 255).astype(np.uint8)
    picture = np.repeat(levels[..., None], 3, axis=2)
    if draft.thresholds and shows_phases:
        classes = np.searchsorted(draft.thresholds, plane, side="left")
        for number, phase in enumerate(draft.classes):
            if phase is Phase.ACTIVE_MATERIAL:
                continue
            inside = classes == number
            colour = np.array(rgb(theme.phase(phase)), dtype=np.float32)
            mixed = (1 - _OVERLAY) * picture[inside] + _OVERLAY * colour
            picture[inside] = mixed.astype(np.uint8)
    return picture


def _labelled(plane: NDArray[Any], draft: Draft, theme: Theme) -> NDArray[np.uint8]:
    picture = np.zeros((*plane.shape, 3), dtype=np.uint8)
    for label, phase in draft.roles:
        picture[plane == label] = rgb(theme.phase(phase))
    return picture


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
