"""Balls of a size distribution, packed at random with hardly any overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DENSEST = 0.62
"""Random packings of hard balls end near 0.64; beyond it they are made to overlap."""

_N_RELAXATIONS = 150
_GOOD_OVERLAP = 0.02
_SIZE_LIMITS = (0.6, 1.6)
"""Smallest and largest diameter, in mean diameters: what sieving leaves."""


@dataclass(frozen=True)
class ParticleSizes:
    """A measured distribution of diameters, by volume as laser diffraction gives it.

    Parameters
    ----------
    diameters : tuple of float
        Rising, in voxels.
    shares : tuple of float
        Share of the particles' volume up to each diameter: rising from 0 to 1.
    """

    diameters: tuple[float, ...]
    shares: tuple[float, ...]

    def radii(self, volume: float, rng: np.random.Generator) -> NDArray[np.float64]:
        """Radii whose volumes add up to about `volume`, the largest first.

        Notes
        -----
        Volume is drawn in equal parts from the distribution; a part of diameter d is a
        particle with the probability that makes up for the volume that one has.
        """
        parts = 4096
        levels = (np.arange(parts) + rng.random(parts)) / parts
        drawn = np.interp(levels, self.shares, self.diameters)
        weights = drawn**-3.0
        smallest = np.pi / 6 * self.diameters[0] ** 3
        n_most = int(min(volume / max(smallest, 1e-9) + 64, 5e6))
        mean = np.pi / 6 * parts / float(weights.sum())
        n_drawn = min(n_most, int(2 * volume / mean) + 64)
        picked = rng.choice(drawn, size=n_drawn, p=weights / weights.sum())
        volumes = np.cumsum(np.pi / 6 * picked**3)
        n_balls = max(1, int(np.searchsorted(volumes, volume)))
        return np.sort(picked[:n_balls] / 2)[::-1]


@dataclass(frozen=True, eq=False)
class Packing:
    """Balls in a periodic box, lengths in voxels.

    Parameters
    ----------
    centres : (n, 3) ndarray of float64
        Positions in the box.
    radii : (n,) ndarray of float64
        Sizes, the largest first.
    """

    centres: NDArray[np.float64]
    radii: NDArray[np.float64]


def pack_balls(
    box: Sequence[int],
    *,
    share: float,
    mean_diameter: float,
    spread: float,
    rng: np.random.Generator,
    sizes: ParticleSizes | None = None,
) -> Packing:
    """Balls that fill about a share of a periodic box.

    Parameters
    ----------
    box : (int, int, int)
        Edges in voxels.
    share : float
        Share of the box that the balls' volumes add up to.
    mean_diameter : float
        Of the balls, in voxels.
    spread : float
        Standard deviation of the lognormal diameters over their mean.
    rng : numpy.random.Generator
        Where chance comes from.
    sizes : ParticleSizes, optional
        A measured distribution in the place of mean and spread.

    Notes
    -----
    Balls that overlap are pushed apart, half of the way each, until the overlaps have
    almost gone.
    """
    edges = np.asarray(box, dtype=np.float64)
    volume = min(share, _DENSEST) * float(edges.prod())
    if sizes is None:
        radii = _radii(volume, mean_diameter, spread, rng)
    else:
        radii = sizes.radii(volume, rng)
    radii = np.minimum(radii, 0.45 * edges.min())
    centres = rng.random((len(radii), 3)) * edges
    for _ in range(_N_RELAXATIONS):
        if _push_apart(centres, radii, edges) < _GOOD_OVERLAP:
            break
    return Packing(centres, radii)


def _radii(
    volume: float, mean_diameter: float, spread: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Lognormal radii whose volumes add up to `volume`, the largest first."""
    sigma = np.sqrt(np.log1p(spread**2))
    low, high = (limit * mean_diameter for limit in _SIZE_LIMITS)
    n_drawn = 64 + int(4 * volume / (np.pi / 6 * mean_diameter**3))
    diameters = rng.lognormal(np.log(mean_diameter) - sigma**2 / 2, sigma, n_drawn)
    diameters = np.clip(diameters, low, high)
    volumes = np.cumsum(np.pi / 6 * diameters**3)
    n_balls = max(1, int(np.searchsorted(volumes, volume)))
    return np.sort(diameters[:n_balls] / 2)[::-1]


def _push_apart(
    centres: NDArray[np.float64],
    radii: NDArray[np.float64],
    edges: NDArray[np.float64],
) -> float:
    """Move overlapping balls apart, in place; the largest overlap over the radius."""
    from scipy.spatial import cKDTree

    tree = cKDTree(centres % edges, boxsize=edges)
    pairs = tree.query_pairs(2 * radii.max(), output_type="ndarray")
    if len(pairs) == 0:
        return 0.0
    first, second = pairs.T
    apart = centres[second] - centres[first]
    apart -= edges * np.round(apart / edges)
    distance = np.sqrt((apart**2).sum(axis=1)) + 1e-9
    overlap = radii[first] + radii[second] - distance
    touching = overlap > 0
    first, second = first[touching], second[touching]
    overlap = overlap[touching]
    if len(overlap) == 0:
        return 0.0
    push = 0.5 * overlap[:, None] * apart[touching] / distance[touching, None]
    np.subtract.at(centres, first, push)
    np.add.at(centres, second, push)
    centres %= edges
    return float((overlap / np.minimum(radii[first], radii[second])).max())
