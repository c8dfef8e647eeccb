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
_DOUBTFUL = 0.25
_N_SAMPLED = 200_000


def grey_range(voxels: NDArray[Any]) -> tuple[float, float]:
    """The values that are drawn black and white: percentiles 0.5 and 99.5."""
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
    filtered: NDArray[Any] | None = None,
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
    filtered : 2D ndarray, optional
        The values of the slice after filters.

    Returns
    -------
    (height, width, 3) ndarray of uint8
        The first remaining axis runs to the right, the second downwards.
    """
    if filtered is None:
        filtered = np.take(source.volume.voxels, index // source.step, axis=axis)
    plane = filtered.T
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
            _lay_over(picture, classes == number, theme.phase(phase), _OVERLAY)
        if draft.doubtful is not None and draft.may_doubt:
            low, high = sorted((draft.thresholds[0], draft.doubtful))
            doubtful = (plane > low) & (plane <= high)
            _lay_over(picture, doubtful, theme.phase(Phase.PORE), _DOUBTFUL)
    return picture


def _lay_over(
    picture: NDArray[np.uint8], where: NDArray[np.bool_], colour: str, share: float
) -> None:
    layer = np.array(rgb(colour), dtype=np.float32)
    mixed = (1 - share) * picture[where] + share * layer
    picture[where] = mixed.astype(np.uint8)


def _labelled(plane: NDArray[Any], draft: Draft, theme: Theme) -> NDArray[np.uint8]:
    picture = np.zeros((*plane.shape, 3), dtype=np.uint8)
    for label, phase in draft.roles:
        picture[plane == label] = rgb(theme.phase(phase))
    return picture


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
