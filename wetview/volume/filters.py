"""Steps on grey values: median, Gaussian, non-local means, contrast.

All keep the type of the values, so that thresholds keep their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.progress import silent
from wetview.volume.prepared import Operation, Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.phases import Volume

_SLAB_VOXELS = 8_000_000
"""What is filtered in one go: progress moves, and memory stays small."""

_TRUNCATED = 4.0
"""Where the Gaussian ends, in standard deviations."""

_N_PLANES = 8
_NORMAL_MEDIAN = 0.6745
"""Median of the absolute value of a normal variable, in standard deviations."""


@dataclass(frozen=True)
class Median(Operation):
    """Each voxel the median of the cube about it: removes salt and pepper.

    Parameters
    ----------
    radius : int
        In voxels; the cube has an edge of 2 radius + 1.
    """

    kind: ClassVar[str] = "median"
    radius: int = 1

    def __post_init__(self) -> None:
        _validate_range("The radius of the median", self.radius, 1, 5, "voxels")

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The filtered grey values."""
        from scipy import ndimage

        voxels = prepared.grey("A median filter").voxels
        edge = 2 * self.radius + 1

        def median(slab: NDArray[Any]) -> NDArray[Any]:
            filtered: NDArray[Any] = ndimage.median_filter(slab, edge, mode="nearest")
            return filtered

        return prepared.with_voxels(
            _by_slabs(voxels, median, halo=self.reach_vx, report=report, note="Median")
        )

    @property
    def reach_vx(self) -> int:
        """How far away a voxel can be that counts."""
        return self.radius

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Median, radius {self.radius}"


@dataclass(frozen=True)
class Gaussian(Operation):
    """Each voxel a weighted mean about it: removes noise, blurs edges.

    Parameters
    ----------
    sigma : float
        Standard deviation of the bell in voxels.
    """

    kind: ClassVar[str] = "gaussian"
    sigma: float = 1.0

    def __post_init__(self) -> None:
        _validate_range("The width of the Gaussian", self.sigma, 0.1, 20, "voxels")

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The filtered grey values."""
        from scipy import ndimage

        voxels = prepared.grey("A Gaussian filter").voxels

        def gaussian(slab: NDArray[Any]) -> NDArray[Any]:
            exact = ndimage.gaussian_filter(
                slab.astype(np.float32), self.sigma, mode="nearest", truncate=_TRUNCATED
            )
            return as_type_of(voxels, exact)

        halo = self.reach_vx
        return prepared.with_voxels(
            _by_slabs(voxels, gaussian, halo=halo, report=report, note="Gaussian")
        )

    @property
    def reach_vx(self) -> int:
        """How far away a voxel can be that counts."""
        return int(_TRUNCATED * self.sigma + 0.5)

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Gaussian, σ {self.sigma:g}"


@dataclass(frozen=True)
class NonLocalMeans(Operation):
    """Each voxel the mean of those whose surroundings look alike: keeps edges.

    Parameters
    ----------
    strength : float
        How far grey values may differ, in standard deviations of the noise, which is
        estimated from the volume.
    patch, reach : int
        Edge of the surroundings that are compared, and how far is searched, in voxels.

    References
    ----------
    A. Buades, B. Coll, J.-M. Morel, CVPR 2005, 60; J. Darbon et al., ISBI 2008, 1331.
    """

    kind: ClassVar[str] = "non-local means"
    strength: float = 0.8
    patch: int = 5
    reach: int = 5

    def __post_init__(self) -> None:
        _validate_range("The strength of non-local means", self.strength, 0.05, 5, "")
        _validate_range("The patch of non-local means", self.patch, 3, 11, "voxels")
        _validate_range("The reach of non-local means", self.reach, 1, 11, "voxels")

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The filtered grey values."""
        from skimage.restoration import denoise_nl_means

        voxels = prepared.grey("Non-local means").voxels
        low, high = float(voxels.min()), float(voxels.max())
        span = max(high - low, 1e-12)
        sigma = noise_deviation(voxels) / span
        if sigma == 0.0:
            return prepared

        def denoise(slab: NDArray[Any]) -> NDArray[Any]:
            exact = denoise_nl_means(
                (slab.astype(np.float32) - low) / span,
                patch_size=self.patch,
                patch_distance=self.reach,
                h=self.strength * sigma,
                sigma=sigma,
                fast_mode=True,
            )
            return as_type_of(voxels, exact * span + low)

        halo = self.reach_vx
        return prepared.with_voxels(
            _by_slabs(voxels, denoise, halo=halo, report=report, note="Non-local means")
        )

    @property
    def reach_vx(self) -> int:
        """How far away a voxel can be that counts."""
        return self.reach + self.patch

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Non-local means, strength {self.strength:g}"


@dataclass(frozen=True)
class Contrast(Operation):
    """Spread the grey values between two over all 256 of 8 bits.

    Parameters
    ----------
    low, high : float
        Grey values that become 0 and 255; what lies beyond becomes these.
    """

    kind: ClassVar[str] = "contrast"
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise UserError(
                f"The contrast goes from {self.low:g} to {self.high:g}",
                "Give the grey value that becomes black, then a higher one for white",
            )

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The grey values in 8 bits."""
        voxels = prepared.grey("The contrast").voxels
        scale = 255 / (self.high - self.low)

        def spread(slab: NDArray[Any]) -> NDArray[Any]:
            levels = (slab.astype(np.float32) - self.low) * scale
            return np.clip(np.round(levels), 0, 255).astype(np.uint8)

        return prepared.with_voxels(
            _by_slabs(
                voxels, spread, halo=0, report=report, note="Contrast", dtype=np.uint8
            )
        )

    def level(self, grey: float) -> float:
        """What a grey value becomes, before it is rounded and cut to 8 bits."""
        return (grey - self.low) * 255 / (self.high - self.low)

    def grey(self, level: float) -> float:
        """The grey value that becomes this."""
        return self.low + level * (self.high - self.low) / 255

    @property
    def reach_vx(self) -> int:
        """How far away a voxel can be that counts."""
        return 0

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Contrast from {self.low:g} to {self.high:g}"


GreyFilter = Median | Gaussian | NonLocalMeans | Contrast
"""Steps that change grey values and leave every voxel where it is."""


def filtered_plane(
    volume: Volume, filters: Sequence[GreyFilter], axis: int, index: int
) -> NDArray[Any]:
    """One plane of a volume as filters would leave it, without filtering the rest.

    Parameters
    ----------
    volume : Volume
        Grey values.
    filters : sequence of GreyFilter
        One after the other.
    axis, index : int
        Which plane.

    Returns
    -------
    2D ndarray
        The plane, its axes in their order.

    Notes
    -----
    Non-local means estimates the noise from the voxels near the plane here, and from
    all of the volume where that is filtered.
    """
    reach = sum(one.reach_vx for one in filters)
    first = max(0, index - reach)
    last = min(volume.shape[axis], index + reach + 1)
    span = [slice(None)] * 3
    span[axis] = slice(first, last)
    slab = np.ascontiguousarray(volume.voxels[tuple(span)])
    prepared = Prepared(replace(volume, voxels=slab))
    for one in filters:
        prepared = one.apply(prepared)
    plane: NDArray[Any] = np.take(prepared.voxels, index - first, axis=axis)
    return plane


def noise_deviation(voxels: NDArray[Any]) -> float:
    """Standard deviation of the noise, in grey values, from a few planes.

    Notes
    -----
    A mask that cancels what is linear leaves the noise six times over (J. Immerkaer,
    Comput. Vis. Image Underst. 64, 300 (1996)); its median does not see the edges.
    """
    from scipy import ndimage

    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    planes = voxels[:: max(1, len(voxels) // _N_PLANES)]
    left = [
        np.median(np.abs(ndimage.convolve(plane.astype(np.float32), mask)))
        for plane in planes
    ]
    return float(np.median(left)) / (_NORMAL_MEDIAN * 6)


def as_type_of(voxels: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """Numbers in the type of the voxels, rounded and kept within its range."""
    dtype = voxels.dtype
    if dtype.kind == "f":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.round(values), limits.min, limits.max).astype(dtype)


def _by_slabs(
    voxels: NDArray[Any],
    work: Callable[[NDArray[Any]], NDArray[Any]],
    *,
    halo: int,
    report: Report,
    note: str,
    dtype: Any = None,
) -> NDArray[Any]:
    """Filter slab by slab along x; `halo` voxels on both sides make it seamless."""
    kept = np.dtype(dtype or voxels.dtype)
    validate_fits_memory("The filtered volume", voxels.size * kept.itemsize)
    filtered = np.empty(voxels.shape, kept)
    thick = max(2 * halo, 1, _SLAB_VOXELS // max(1, voxels[0].size))
    for first in range(0, len(voxels), thick):
        report(first, len(voxels), note)
        last = min(first + thick, len(voxels))
        low, high = max(0, first - halo), min(len(voxels), last + halo)
        slab = work(np.asarray(voxels[low:high]))
        filtered[first:last] = slab[first - low : last - low]
    report(len(voxels), len(voxels), note)
    return filtered


def _validate_range(
    what: str, value: float, low: float, high: float, unit: str
) -> None:
    if not low <= value <= high:
        raise UserError(
            f"{what} is {value:g}", f"Give {low:g} to {high:g} {unit}".rstrip()
        )
