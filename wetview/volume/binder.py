"""Carbon binder where a tomogram does not show it: placed at random, by its mass.

X-rays see active material and hardly the carbon-binder domain (CBD). Here voxels of
pore that touch solid become binder until its share of the electrode's mass is reached.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.phases import Phase, Phases
from wetview.volume.prepared import Operation, Prepared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_PER_ROUND = 0.05
"""Share of the voxels in question that become binder before all is looked at again."""

_CONTACT_REACH = 2.0
"""Standard deviation, in voxels, of the bell that a narrow place is felt over."""

_CONTACT_PREFERENCE = 60.0
"""Logarithm of how much likelier a voxel is per share of solid about it, at 0."""

_LAYER_PREFERENCE = 6.0
"""Logarithm of how much likelier active material is covered than binder, at 1."""


@dataclass(frozen=True)
class BinderRecipe:
    """How much binder there is, and where it sits.

    Parameters
    ----------
    mass_fraction : float
        Mass of the binder over that of binder and active material, without pores.
    film : float
        0: in the contacts between particles. 1: films that grow over all surfaces.
    binder_porosity : float
        Share of the binder's voxels that is pores too small to be seen.
    active_density_kg_m3, binder_density_kg_m3 : float
        Of the materials without pores. The usual ones are those of NMC, and of carbon
        black and PVDF in equal parts by mass.
    seed : int
        The same seed gives the same binder.

    Raises
    ------
    UserError
        If a number makes no electrode.
    """

    mass_fraction: float = 0.06
    film: float = 0.3
    binder_porosity: float = 0.5
    active_density_kg_m3: float = 4700.0
    binder_density_kg_m3: float = 1830.0
    seed: int = 0

    def __post_init__(self) -> None:
        _within("The binder's share of the mass", self.mass_fraction, 0.0, 0.5)
        _within("The binder's way of growing", self.film, 0.0, 1.0)
        _within("The binder's own porosity", self.binder_porosity, 0.0, 0.9)
        for what, density in (
            ("active material", self.active_density_kg_m3),
            ("binder", self.binder_density_kg_m3),
        ):
            _within(f"The density of the {what} in kg/m3", density, 100, 20_000)
        if self.seed < 0:
            raise UserError(f"The seed is {self.seed}", "Give a whole number from 0")

    @property
    def volume_per_active(self) -> float:
        """Volume of the binder, its own pores included, over that of the active one."""
        share = self.mass_fraction / (1 - self.mass_fraction)
        solid_density = self.binder_density_kg_m3 * (1 - self.binder_porosity)
        return share * self.active_density_kg_m3 / solid_density

    def mass_fraction_of(self, n_active: int, n_binder: int) -> float:
        """The binder's share of the mass in an electrode of so many voxels."""
        active = n_active * self.active_density_kg_m3
        binder = n_binder * self.binder_density_kg_m3 * (1 - self.binder_porosity)
        return binder / (active + binder) if n_active + n_binder else 0.0


@dataclass(frozen=True)
class PlaceBinder(BinderRecipe, Operation):
    """The step of preparation that places binder; see `BinderRecipe`."""

    kind: ClassVar[str] = "binder"

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """The phases with binder, inside the specimen only."""
        phases = prepared.phases("Placing binder")
        recipe = BinderRecipe(
            **{field.name: getattr(self, field.name) for field in fields(BinderRecipe)}
        )
        placed = place_binder(phases, recipe, inside=prepared.inside, report=report)
        return replace(prepared, image=placed)

    @property
    def title(self) -> str:
        """The step in words."""
        return f"Binder, {100 * self.mass_fraction:.3g} % of the mass"


def place_binder(
    phases: Phases,
    recipe: BinderRecipe,
    *,
    inside: NDArray[np.bool_] | None = None,
    report: Report = silent,
) -> Phases:
    """The electrode with so much binder that the recipe's share of mass is met.

    Parameters
    ----------
    phases : Phases
        With active material; binder that is there already counts and stays.
    recipe : BinderRecipe
        How much, and where.
    inside : (nx, ny, nz) ndarray of bool, optional
        Where the specimen is: what lies outside is neither weighed nor changed.
    report : Report
        Is told how far it is.

    Raises
    ------
    UserError
        If there is no active material, too much binder already, or too little room.

    Notes
    -----
    In rounds, of the pore voxels that touch solid by a face, a share is drawn without
    replacement (Gumbel's trick) with the weights

        exp[ a (1 - film)^2 s + b film t ]

    where s is the share of active material about the voxel, felt over a Gaussian of two
    voxels (high in the gaps between particles), and t is 1 where the voxel touches
    active material and 0 where it touches binder only. The number of binder voxels is
    the one that comes nearest to the wanted mass. Placement by such local rules is that
    of A. N. Mistry, K. Smith, P. P. Mukherjee, ACS Appl. Mater. Interfaces 10, 6317
    (2018), whose one parameter tells contacts from films too.
    """
    from scipy import ndimage

    labels = phases.labels.copy()
    is_active = labels == Phase.ACTIVE_MATERIAL
    counted = is_active if inside is None else is_active & inside
    n_active = int(np.count_nonzero(counted))
    n_there = int(np.count_nonzero(labels == Phase.BINDER))
    n_wanted = round(recipe.volume_per_active * n_active)
    free = labels == Phase.PORE
    if inside is not None:
        free &= inside
    n_left = n_wanted - n_there
    _validate_room(phases, recipe, n_active, n_there, n_wanted, free)
    rng = np.random.default_rng(recipe.seed)
    share = ndimage.gaussian_filter(
        counted.astype(np.float32), _CONTACT_REACH, mode="nearest"
    )
    score = _CONTACT_PREFERENCE * (1 - recipe.film) ** 2 * share
    score += _LAYER_PREFERENCE * recipe.film * _touching(counted)
    is_solid = counted | (labels == Phase.BINDER)
    n_all = max(n_left, 1)
    while n_left > 0:
        report(n_all - n_left, n_all, "Placing binder")
        candidates = np.flatnonzero(free & _touching(is_solid))
        if len(candidates) == 0:
            raise UserError(
                f"The binder of {phases.name} finds no more room beside solid",
                "Ask for less binder, or a lower porosity of its own",
            )
        n_round = min(n_left, max(1, int(_PER_ROUND * len(candidates))))
        keys = score.ravel()[candidates] + rng.gumbel(size=len(candidates))
        chosen = candidates[np.argpartition(-keys, n_round - 1)[:n_round]]
        labels.ravel()[chosen] = Phase.BINDER
        is_solid.ravel()[chosen] = True
        free.ravel()[chosen] = False
        n_left -= n_round
    return replace(phases, labels=labels)


def _touching(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Voxels that share a face with one of the mask, or belong to it."""
    touching = mask.copy()
    for axis in range(3):
        ahead = [slice(None)] * 3
        behind = [slice(None)] * 3
        ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
        touching[tuple(ahead)] |= mask[tuple(behind)]
        touching[tuple(behind)] |= mask[tuple(ahead)]
    return touching


def _validate_room(
    phases: Phases,
    recipe: BinderRecipe,
    n_active: int,
    n_there: int,
    n_wanted: int,
    free: NDArray[np.bool_],
) -> None:
    if n_active == 0:
        raise UserError(
            f"{phases.name} has no active material",
            "Binder is placed beside active material; check what the labels mean",
        )
    if n_there > n_wanted:
        found = recipe.mass_fraction_of(n_active, n_there)
        raise UserError(
            f"{phases.name} has binder already, {100 * found:.2f} % of its mass, and "
            f"{100 * recipe.mass_fraction:.2f} % are asked for",
            "Ask for more, or take its binder for pore first",
        )
    n_free = int(np.count_nonzero(free))
    if n_wanted - n_there >= n_free:
        raise UserError(
            f"{100 * recipe.mass_fraction:.2f} % of binder take "
            f"{n_wanted - n_there} voxels, and {phases.name} has {n_free} of pore",
            "Ask for less binder, or a lower porosity of its own",
        )


def _within(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UserError(f"{what} is {value:g}", f"Give {low:g} to {high:g}")
