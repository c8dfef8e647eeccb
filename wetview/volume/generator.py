"""An electrode out of nothing: particles with carbon binder in the gaps between them.

Its material shares are exact to the voxel, and the same seed gives the same electrode
wherever NumPy's random numbers are the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.units import UM
from wetview.volume.binder import BinderRecipe, place_binder
from wetview.volume.packing import Packing, ParticleSizes, pack_balls
from wetview.volume.phases import Phase, Phases, validate_voxel_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shape = tuple[int, int, int]
    Field = NDArray[np.float32]

_SMALLEST_EDGE = 8
_BYTES_A_VOXEL = 40
_N_ATTEMPTS = 5
_PARTICLE_ROUGHNESS = 0.05
"""Standard deviation of a particle's surface, in mean diameters."""
_FLATTEST = 0.82
"""Shortest half-axis of a particle over its mean one."""
_FLATTEST_FLAKE = 10.0
_THINNEST_VX = 2.0
_TILT = np.radians(20)
"""Standard deviation of the angle between a flake and the current collector."""
_BINDER_PATCHINESS = 0.15
"""How far chance, beside the width of a gap, decides where binder goes."""


@dataclass(frozen=True)
class SizeDistribution:
    """Diameters of the particles by volume, as laser diffraction states them.

    Parameters
    ----------
    diameters_m : tuple of float
        Rising, in metres.
    shares : tuple of float
        Share of the particles' volume up to each diameter: rising from 0 to 1.

    Raises
    ------
    UserError
        If they are not rising, or of different number.
    """

    diameters_m: tuple[float, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        rises = all(
            a < b for row in (self.diameters_m, self.shares) for a, b in pairwise(row)
        )
        ends = self.shares[:1] + self.shares[-1:]
        n_diameters = len(self.diameters_m)
        if n_diameters != len(self.shares) or n_diameters < 2 or not rises:
            raise UserError(
                f"The size distribution has {n_diameters} diameters and "
                f"{len(self.shares)} shares",
                "Give as many shares as diameters, both rising",
            )
        if ends != (0.0, 1.0) or self.diameters_m[0] <= 0:
            raise UserError(
                f"The size distribution goes from {ends[0]:g} to {ends[1]:g}",
                "Give shares from 0, of the smallest diameter, to 1",
            )

    @classmethod
    def from_d_values(
        cls, d10_m: float, d50_m: float, d90_m: float
    ) -> SizeDistribution:
        """A distribution with the three diameters that data sheets state.

        Its ends continue the logarithmic slopes to both sides.
        """
        if not 0 < d10_m < d50_m < d90_m:
            raise UserError(
                f"D10, D50 and D90 are {d10_m / UM:g}, {d50_m / UM:g} and "
                f"{d90_m / UM:g} um",
                "Give them rising, as in the data sheet",
            )
        smallest = d10_m * (d10_m / d50_m) ** 0.25
        largest = d90_m * (d90_m / d50_m) ** 0.25
        return cls((smallest, d10_m, d50_m, d90_m, largest), (0.0, 0.1, 0.5, 0.9, 1.0))

    @property
    def median_m(self) -> float:
        """The diameter that halves the volume, D50."""
        return float(np.interp(0.5, self.shares, self.diameters_m))

    def in_voxels(self, voxel_m: float) -> ParticleSizes:
        """The same with diameters in voxels."""
        return ParticleSizes(
            tuple(diameter / voxel_m for diameter in self.diameters_m), self.shares
        )


def generate_electrode(
    shape: Shape,
    *,
    voxel_m: float = 1e-6,
    porosity: float = 0.45,
    binder_share: float = 0.1,
    mean_diameter_m: float = 8e-6,
    diameter_spread: float = 0.25,
    seed: int = 0,
    sizes: SizeDistribution | None = None,
    compression: float = 0.0,
    aspect_ratio: float = 1.0,
    binder: BinderRecipe | None = None,
) -> Phases:
    """An electrode of particles with carbon binder in the narrow gaps.

    Parameters
    ----------
    shape : (int, int, int)
        Voxels along x, y and z; electrolyte enters at x = 0.
    voxel_m : float
        Edge of a voxel in metres.
    porosity, binder_share : float
        Shares of the sample's volume; the rest is active material.
    mean_diameter_m : float
        Mean diameter of the particles in metres; of a flake it is that of the ball
        with the same volume.
    diameter_spread : float
        Standard deviation of the diameters over their mean.
    seed : int
        The same seed gives the same electrode.
    sizes : SizeDistribution, optional
        A measured distribution in the place of mean diameter and its spread.
    compression : float
        Share of its thickness that calendering took from the electrode; the porosity
        is the one after it. Particles and the pores between them are pressed flat
        alike.
    aspect_ratio : float
        Diameter of a particle over its thickness: 1 for round ones, 2 to 5 for flakes
        as graphite's, which lie flat and somewhat tilted.
    binder : BinderRecipe, optional
        Binder by its mass, placed as in a tomogram, in the place of `binder_share`.

    Returns
    -------
    Phases
        Periodic along all axes but for the recipe's binder; pores join the faces along
        x.

    Raises
    ------
    UserError
        If the numbers make no electrode.
    """
    if sizes is not None:
        mean_diameter_m = sizes.median_m
    if binder is not None:
        binder_share = 0.0
    _validate(shape, voxel_m, porosity, binder_share, mean_diameter_m, diameter_spread)
    _validate_compression(compression)
    _validate_aspect_ratio(aspect_ratio, mean_diameter_m / voxel_m)
    rng = np.random.default_rng(_validated_seed(seed))
    # Flakes are packed as balls in a box that is as many times as thick.
    wider = aspect_ratio ** (1 / 3)
    mean_diameter = mean_diameter_m / voxel_m
    if sizes is not None:
        sizes = replace(
            sizes, diameters_m=tuple(wider * one for one in sizes.diameters_m)
        )
    # What the recipe's binder will take is pore until it is placed.
    bare = porosity
    if binder is not None:
        bare = 1 - (1 - porosity) / (1 + binder.volume_per_active)
    share = 1 - bare - binder_share
    for _ in range(_N_ATTEMPTS):
        length = round(aspect_ratio * shape[0] / (1 - compression))
        packing = pack_balls(
            (length, *shape[1:]),
            share=share,
            mean_diameter=wider * mean_diameter,
            spread=diameter_spread,
            rng=rng,
            sizes=None if sizes is None else sizes.in_voxels(voxel_m),
        )
        left = shape[0] / length
        packing = replace(packing, centres=packing.centres * [left, 1.0, 1.0])
        labels = _materials(
            *(packing, shape, bare, binder_share, mean_diameter, rng),
            left=left,
            is_tilted=aspect_ratio > 1,
        )
        phases = Phases(labels, voxel_m, f"electrode-{seed}")
        if binder is not None:
            phases = place_binder(phases, binder)
        if _joins_faces_along_x(phases.is_pore):
            return phases
    raise UserError(
        f"No electrode of porosity {porosity:g} whose pores join both faces was found",
        "Ask for a higher porosity, a larger sample or another seed",
    )


def _materials(
    packing: Packing,
    shape: Shape,
    porosity: float,
    binder_share: float,
    mean_diameter: float,
    rng: np.random.Generator,
    *,
    left: float = 1.0,
    is_tilted: bool = False,
) -> NDArray[np.uint8]:
    """Phase of each voxel: particles first, then binder where the gaps are narrow.

    `left` is what calendering, and being flat, has left of a length along x.
    """
    nearest, second = _distances(
        *(packing, shape, mean_diameter, rng), left=left, is_tilted=is_tilted
    )
    nearest += _PARTICLE_ROUGHNESS * mean_diameter * _noise(shape, 1.2, rng)
    n_voxels = math.prod(shape)
    n_pore = round(porosity * n_voxels)
    n_binder = round(binder_share * n_voxels)
    labels = np.zeros(shape, dtype=np.uint8)
    is_active = _lowest(nearest, n_voxels - n_pore - n_binder)
    labels[is_active] = Phase.ACTIVE_MATERIAL
    if n_binder:
        gap = np.maximum(nearest, 0) + np.maximum(second, 0)
        patches = _noise(shape, 0.2 * mean_diameter, rng)
        web = _noise(shape, 1.2, rng)
        scale = _BINDER_PATCHINESS * mean_diameter
        gap += scale * (patches + 0.5 * web)
        gap = _smooth(gap, 0.8)
        gap[is_active] = np.inf
        labels[_lowest(gap, n_binder)] = Phase.BINDER
    return labels


def _distances(
    packing: Packing,
    shape: Shape,
    mean_diameter: float,
    rng: np.random.Generator,
    *,
    left: float,
    is_tilted: bool,
) -> tuple[Field, Field]:
    """Distances to the nearest and the second nearest particle, in voxels.

    Negative within a particle. Particles are ellipsoids, turned at random.
    """
    reach = mean_diameter
    nearest = np.full(shape, reach, dtype=np.float32)
    second = np.full(shape, reach, dtype=np.float32)
    for centre, radius in zip(packing.centres, packing.radii, strict=True):
        stretch = _stretch(rng)
        indices, offsets = _window(centre, radius * 1.3 + reach, shape)
        window = np.ix_(*indices)
        x, y, z = np.ix_(*offsets)
        if is_tilted:
            x, y, z = _tilted(x, y, z, rng)
        x = x / np.float32(left)
        squared = np.zeros(tuple(map(len, indices)), dtype=np.float32)
        for row in stretch:
            squared += (row[0] * x + row[1] * y + row[2] * z) ** 2
        distance = np.sqrt(squared) - np.float32(radius)
        before = nearest[window]
        second[window] = np.minimum(second[window], np.maximum(before, distance))
        nearest[window] = np.minimum(before, distance)
    return nearest, second


def _tilted(
    x: Field, y: Field, z: Field, rng: np.random.Generator
) -> tuple[Field, Field, Field]:
    """Offsets turned at random about an axis that lies in the current collector."""
    angle, towards = rng.normal(0, _TILT), rng.uniform(0, 2 * np.pi)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    to_y, to_z = np.float32(np.cos(towards)), np.float32(np.sin(towards))
    along: Field = to_y * y + to_z * z
    more: Field = sin * x + (cos - np.float32(1)) * along
    upright: Field = cos * x - sin * along
    return upright, y + to_y * more, z + to_z * more


def _stretch(rng: np.random.Generator) -> NDArray[np.float32]:
    """(3, 3) matrix that turns a random ellipsoid of volume 1 into a ball."""
    axes = rng.uniform(_FLATTEST, 1 / _FLATTEST, 3)
    axes /= np.cbrt(axes.prod())
    turn, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    return (turn / axes[:, None]).astype(np.float32)


def _window(
    centre: NDArray[np.float64], reach: float, shape: Shape
) -> tuple[list[NDArray[np.intp]], list[NDArray[np.float32]]]:
    """Voxels about a centre in the periodic box, and their offsets from it."""
    indices, offsets = [], []
    for position, n_voxels in zip(centre, shape, strict=True):
        half = min(math.ceil(reach), (n_voxels - 1) // 2)
        along = np.arange(round(position) - half, round(position) + half + 1)
        indices.append(along % n_voxels)
        offsets.append((along - position).astype(np.float32))
    return indices, offsets


def _noise(shape: Shape, length: float, rng: np.random.Generator) -> Field:
    """Smooth periodic noise of mean 0 and standard deviation 1."""
    noise = _smooth(rng.standard_normal(shape, dtype=np.float32), length)
    noise -= noise.mean()
    noise /= noise.std()
    return noise


def _smooth(field: Field, length: float) -> Field:
    """The field after a Gaussian filter, periodic as the electrode is."""
    from scipy import ndimage  # its import takes a quarter of a second

    smooth: Field = ndimage.gaussian_filter(field, length, mode="wrap")
    return smooth


def _lowest(field: Field, n_voxels: int) -> NDArray[np.bool_]:
    """Mask of the `n_voxels` voxels where a field is lowest."""
    mask = np.zeros(field.size, dtype=np.bool_)
    mask[np.argpartition(field, n_voxels - 1, axis=None)[:n_voxels]] = True
    return mask.reshape(field.shape)


def _joins_faces_along_x(is_pore: NDArray[np.bool_]) -> bool:
    from scipy import ndimage

    clusters, _ = ndimage.label(is_pore)
    return bool(np.intersect1d(clusters[0], clusters[-1]).any())  # 0 is no cluster


def _validate(
    shape: Shape,
    voxel_m: float,
    porosity: float,
    binder_share: float,
    mean_diameter_m: float,
    diameter_spread: float,
) -> None:
    validate_voxel_m(voxel_m)
    if len(shape) != 3 or min(shape) < _SMALLEST_EDGE:
        raise UserError(
            f"The electrode's shape is {' x '.join(map(str, shape))}",
            f"Give three edges of at least {_SMALLEST_EDGE} voxels",
        )
    validate_fits_memory("The electrode", math.prod(shape) * _BYTES_A_VOXEL)
    if not 0.05 <= porosity <= 0.95:
        raise UserError(f"The porosity is {porosity:g}", "Give one from 0.05 to 0.95")
    if not 0 <= binder_share <= 0.9 - porosity + 0.05:
        raise UserError(
            f"The binder's share is {binder_share:g} at a porosity of {porosity:g}",
            "Give one from 0 that leaves at least 0.05 for the active material",
        )
    shortest_m = min(shape) * voxel_m
    if not 2 * voxel_m <= mean_diameter_m <= shortest_m:
        raise UserError(
            f"The mean diameter is {mean_diameter_m / UM:g} um",
            f"Give one from two voxels, {2 * voxel_m / UM:g} um, to the shortest edge, "
            f"{shortest_m / UM:g} um",
        )
    if not 0 <= diameter_spread <= 1:
        raise UserError(
            f"The spread of the diameters is {diameter_spread:g}",
            "Give their standard deviation over their mean, from 0 to 1",
        )


def _validate_compression(compression: float) -> None:
    if not 0 <= compression <= 0.5:
        raise UserError(
            f"Calendering takes {compression:g} of the thickness",
            "Give the share that is lost, from 0 to 0.5",
        )


def _validate_aspect_ratio(aspect_ratio: float, mean_diameter: float) -> None:
    if not 1 <= aspect_ratio <= _FLATTEST_FLAKE:
        raise UserError(
            f"The particles' diameter is {aspect_ratio:g} times their thickness",
            f"Give a ratio from 1, round, to {_FLATTEST_FLAKE:g}",
        )
    thickness = mean_diameter * aspect_ratio ** (-2 / 3)
    if aspect_ratio > 1 and thickness < _THINNEST_VX:
        raise UserError(
            f"Flakes with the aspect ratio {aspect_ratio:g} are {thickness:.2g} voxels "
            "thick",
            f"Give smaller voxels, larger particles or rounder ones: "
            f"{_THINNEST_VX:g} voxels are needed",
        )


def _validated_seed(seed: int) -> int:
    if seed < 0:
        raise UserError(f"The seed is {seed}", "Give a whole number from 0")
    return seed
