"""Otsu's thresholds: grey values divided into classes where they differ most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.phases import Volume

MOST_CLASSES = 5
_N_BINS = 256
_MOST_BINS = 2**16
_N_SAMPLED = 50_000_000
"""Thresholds are found on at most so many voxels, in even strides."""


def otsu_thresholds(
    volume: Volume, n_classes: int = 2, *, inside: NDArray[np.bool_] | None = None
) -> tuple[float, ...]:
    """Thresholds that best divide grey values into classes, rising.

    Parameters
    ----------
    volume : Volume
        Grey values.
    n_classes : int
        2 to 5.
    inside : (nx, ny, nz) ndarray of bool, optional
        Where the specimen is; voxels outside do not count.

    Raises
    ------
    UserError
        If there are fewer grey values than classes.

    References
    ----------
    N. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979); P.-S. Liao, T.-S. Chen, P.-C.
    Chung, J. Inf. Sci. Eng. 17, 713 (2001) for more than two.
    """
    from skimage.filters import threshold_multiotsu, threshold_otsu

    if not 2 <= n_classes <= MOST_CLASSES:
        raise UserError(
            f"The number of classes is {n_classes}", f"Give 2 to {MOST_CLASSES}"
        )
    every = max(1, round((volume.voxels.size / _N_SAMPLED) ** (1 / 3)))
    view = (slice(None, None, every),) * 3
    values = volume.voxels[view]
    values = values[inside[view]] if inside is not None else values.ravel()
    if values.size and values.min() == values.max():
        raise UserError(
            f"Every voxel of {volume.name} is {values[0]:g}",
            "A threshold needs a volume of at least two grey values",
        )
    if (
        len(values) == 0
        or len(np.unique(values[:: max(1, values.size // 10**6)])) < n_classes
    ):
        raise UserError(
            f"{volume.name} has fewer grey values than classes ({n_classes})",
            "Ask for fewer classes, or name its labels instead",
        )
    is_whole = values.dtype.kind in "iu"
    is_wide = is_whole and int(values.max()) - int(values.min()) > _MOST_BINS
    if n_classes == 2 and not is_wide:
        return (float(threshold_otsu(values)),)  # type: ignore[no-untyped-call]
    # Of whole numbers scikit-image would make a bin each: thousands of millions of 32
    # bits, and 65 536 of 16 bits, whose triples it would try for minutes.
    n_bins = {2: _MOST_BINS, MOST_CLASSES: 128}.get(n_classes, _N_BINS)
    counts, edges = np.histogram(values, _edges(values, n_bins))
    bins = counts, np.arange(len(counts))
    if n_classes == 2:
        found = threshold_otsu(hist=bins)  # type: ignore[no-untyped-call]
    else:
        found = threshold_multiotsu(classes=n_classes, hist=bins)  # type: ignore[no-untyped-call]
    # A class ends with its last bin.
    ends = edges[np.atleast_1d(np.asarray(found, dtype=int)) + 1]
    return tuple(float(end) for end in (np.floor(ends) if is_whole else ends))


def _edges(values: NDArray[Any], n_bins: int) -> NDArray[np.float64]:
    """Edges of at most so many bins, each of equally many whole numbers."""
    low, high = float(values.min()), float(values.max())
    if values.dtype.kind not in "iu":
        return np.linspace(low, high, n_bins + 1, dtype=np.float64)
    width = -(-(high - low + 1) // n_bins)
    n_needed = int(-(-(high - low + 1) // width))
    return low - 0.5 + width * np.arange(n_needed + 1, dtype=np.float64)
