from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wetview.errors import UserError
from wetview.volume import BinderRecipe, Phase, Phases, generate_electrode, place_binder


@pytest.fixture(scope="module")
def bare() -> Phases:
    """Round particles without binder."""
    return generate_electrode((40, 40, 40), porosity=0.5, binder_share=0, seed=1)


def _mass_fraction(phases: Phases, recipe: BinderRecipe) -> float:
    """From the densities, written out here once more."""
    active = phases.fraction(Phase.ACTIVE_MATERIAL) * recipe.active_density_kg_m3
    solid = 1 - recipe.binder_porosity
    binder = phases.fraction(Phase.BINDER) * recipe.binder_density_kg_m3 * solid
    return binder / (active + binder)


def _solid_about_binder(phases: Phases) -> float:
    """Share of active material about the mean voxel of binder."""
    is_active = phases.labels == Phase.ACTIVE_MATERIAL
    share = ndimage.gaussian_filter(is_active.astype(np.float32), 2.0)
    return float(share[phases.labels == Phase.BINDER].mean())


def _covered(phases: Phases) -> float:
    """Share of the voxels beside active material that are binder."""
    is_active = phases.labels == Phase.ACTIVE_MATERIAL
    beside = ndimage.binary_dilation(is_active) & ~is_active
    return float((phases.labels[beside] == Phase.BINDER).mean())


@pytest.mark.parametrize("mass_fraction", [0.02, 0.06])
@pytest.mark.parametrize("film", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("porosity", [0.0, 0.5])
def test_the_mass_fraction_is_met(
    bare: Phases, mass_fraction: float, film: float, porosity: float
) -> None:
    recipe = BinderRecipe(mass_fraction, film, porosity)

    placed = place_binder(bare, recipe)

    # A voxel of 64 000 weighs about 0.003 % of the solid.
    assert _mass_fraction(placed, recipe) == pytest.approx(mass_fraction, abs=1e-4)


def test_active_material_stays_and_all_binder_touches_solid(bare: Phases) -> None:
    placed = place_binder(bare, BinderRecipe())

    is_active = placed.labels == Phase.ACTIVE_MATERIAL
    assert (is_active == (bare.labels == Phase.ACTIVE_MATERIAL)).all()
    solid, _ = ndimage.label(placed.labels != Phase.PORE)
    beside = np.unique(solid[is_active])
    assert np.isin(solid[placed.labels == Phase.BINDER], beside).all()


def test_the_same_seed_gives_the_same_binder(bare: Phases) -> None:
    first, again, other = (
        place_binder(bare, BinderRecipe(seed=seed)).labels for seed in (5, 5, 6)
    )

    assert (first == again).all()
    assert (first != other).any()


def test_one_parameter_leads_from_contacts_to_films(bare: Phases) -> None:
    placed = [
        place_binder(bare, BinderRecipe(mass_fraction=0.02, film=film))
        for film in (0.0, 0.5, 1.0)
    ]

    about = [_solid_about_binder(phases) for phases in placed]
    assert about == sorted(about, reverse=True)
    # At a flat face half of what is about a voxel is solid, less half a voxel's width;
    # between two particles it is well above.
    assert about[0] > 0.55
    assert about[-1] < 0.5
    assert _covered(placed[-1]) > _covered(placed[0])


def test_binder_that_is_there_counts(bare: Phases) -> None:
    some = place_binder(bare, BinderRecipe(mass_fraction=0.03))

    more = place_binder(some, BinderRecipe(mass_fraction=0.06))

    assert _mass_fraction(more, BinderRecipe()) == pytest.approx(0.06, abs=1e-4)
    assert (more.labels[some.labels == Phase.BINDER] == Phase.BINDER).all()
    with pytest.raises(UserError, match="binder already"):
        place_binder(more, BinderRecipe(mass_fraction=0.03))


def test_outside_the_specimen_nothing_is_weighed_or_changed(bare: Phases) -> None:
    inside = np.zeros(bare.shape, np.bool_)
    inside[:20] = True
    recipe = BinderRecipe()

    placed = place_binder(bare, recipe, inside=inside)

    assert (placed.labels[20:] == bare.labels[20:]).all()
    half = Phases(placed.labels[:20], 1e-6, "half")
    assert _mass_fraction(half, recipe) == pytest.approx(0.06, abs=2e-4)


def test_where_there_is_no_room_it_is_said(bare: Phases) -> None:
    with pytest.raises(UserError, match="of pore"):
        place_binder(bare, BinderRecipe(mass_fraction=0.4, binder_porosity=0.8))
    with pytest.raises(UserError, match="no active material"):
        place_binder(Phases(np.zeros((4, 4, 4), np.uint8), 1e-6, "a"), BinderRecipe())


@pytest.mark.parametrize(
    "values",
    [
        {"mass_fraction": 1.2},
        {"mass_fraction": float("nan")},
        {"film": -1},
        {"binder_porosity": 1},
        {"active_density_kg_m3": 0},
        {"seed": -1},
    ],
)
def test_a_recipe_that_makes_no_electrode_is_refused(values: dict) -> None:
    with pytest.raises(UserError):
        BinderRecipe(**values)
