from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import BinderRecipe, Phase, SizeDistribution, generate_electrode
from wetview.volume.packing import ParticleSizes

SHAPE = (48, 48, 48)


def _chord(is_pore: np.ndarray, axis: int) -> float:
    """Mean length of pore that a line along an axis crosses, in voxels."""
    along = np.moveaxis(is_pore, axis, 0).astype(np.int8)
    return float(along.sum() / (np.diff(along, axis=0) == 1).sum())


def test_calendering_presses_pores_flat_by_its_share() -> None:
    pressed = generate_electrode(SHAPE, compression=0.3, binder_share=0, seed=1)
    loose = generate_electrode(SHAPE, binder_share=0, seed=1)

    flat, round_ = (
        _chord(phases.is_pore, 0) / _chord(phases.is_pore, 1)
        for phases in (pressed, loose)
    )
    # All lengths along x shrink to 0.7; the roughness of the surface, which does not,
    # and chance leave some 10 %.
    assert flat / round_ == pytest.approx(0.7, abs=0.1)
    assert pressed.porosity == pytest.approx(0.45, abs=1e-5)


def test_binder_by_mass_comes_on_top_of_the_wanted_porosity() -> None:
    recipe = BinderRecipe(mass_fraction=0.06)

    electrode = generate_electrode(SHAPE, porosity=0.4, binder=recipe)

    n_active, n_binder = (
        np.count_nonzero(electrode.labels == phase)
        for phase in (Phase.ACTIVE_MATERIAL, Phase.BINDER)
    )
    # One voxel is 1e-5 of the sample.
    assert electrode.porosity == pytest.approx(0.4, abs=3e-5)
    assert recipe.mass_fraction_of(n_active, n_binder) == pytest.approx(0.06, abs=1e-4)


def test_particles_have_the_distribution_that_was_asked_for() -> None:
    sizes = ParticleSizes((5.0, 8.0, 12.0), (0.0, 0.5, 1.0))

    radii = sizes.radii(2e6, np.random.default_rng(0))

    diameter = np.sort(2 * radii)
    share = np.cumsum(diameter**3) / (diameter**3).sum()
    # Straight lines in between: a quarter of the volume up to 6.5, half up to 8.
    assert np.interp([0.25, 0.5, 0.75], share, diameter) == pytest.approx(
        [6.5, 8.0, 10.0], rel=0.03
    )
    assert np.pi / 6 * (diameter**3).sum() == pytest.approx(2e6, rel=1e-3)


def test_d_values_are_met() -> None:
    sizes = SizeDistribution.from_d_values(4e-6, 8e-6, 14e-6)

    assert sizes.median_m == pytest.approx(8e-6)
    assert np.interp([0.1, 0.9], sizes.shares, sizes.diameters_m) == pytest.approx(
        [4e-6, 14e-6]
    )


def test_coarse_particles_leave_wider_pores() -> None:
    chords = [
        _chord(
            generate_electrode(
                SHAPE,
                binder_share=0,
                seed=4,
                sizes=SizeDistribution.from_d_values(0.8 * d50, d50, 1.2 * d50),
            ).is_pore,
            1,
        )
        for d50 in (5e-6, 10e-6)
    ]
    # Pores scale with the particles; the roughness of surfaces does not wholly.
    assert 1.3 < chords[1] / chords[0] < 2.3


@pytest.mark.parametrize("compression", [-0.1, 0.9, float("nan")])
def test_a_press_that_nothing_survives_is_refused(compression: float) -> None:
    with pytest.raises(UserError, match="Calendering"):
        generate_electrode(SHAPE, compression=compression)


@pytest.mark.parametrize(
    ("diameters", "shares"),
    [
        ((1e-6, 2e-6), (0.0, 0.5, 1.0)),
        ((2e-6, 1e-6), (0.0, 1.0)),
        ((1e-6, 2e-6), (0.1, 1.0)),
        ((), ()),
    ],
)
def test_a_distribution_that_is_none_is_refused(
    diameters: tuple[float, ...], shares: tuple[float, ...]
) -> None:
    with pytest.raises(UserError, match="size distribution"):
        SizeDistribution(diameters, shares)


def test_flakes_lie_flat_by_their_aspect_ratio() -> None:
    flat, round_ = (
        generate_electrode(
            SHAPE, mean_diameter_m=10e-6, binder_share=0, seed=5, aspect_ratio=ratio
        )
        for ratio in (3.0, 1.0)
    )
    is_solid = [~phases.is_pore for phases in (flat, round_)]
    across, along = (
        _chord(is_solid[0], axis) / _chord(is_solid[1], axis) for axis in (0, 1)
    )
    # Flakes of the volume of balls are 3^(-2/3) = 0.48 as thick and 3^(1/3) = 1.44 as
    # wide; tilted by some 20 degrees, and as some touch, they are a little less flat.
    assert across == pytest.approx(3 ** (-2 / 3), abs=0.15)
    assert along == pytest.approx(3 ** (1 / 3), abs=0.25)
    assert flat.porosity == pytest.approx(0.45, abs=1e-5)


@pytest.mark.parametrize(
    ("ratio", "message"),
    [
        (0.5, "0.5 times"),
        (11.0, "11 times"),
        (float("nan"), "nan times"),
        (8.0, "voxels thick"),
    ],
)
def test_flakes_that_cannot_be_are_refused(ratio: float, message: str) -> None:
    with pytest.raises(UserError, match=message):
        generate_electrode(SHAPE, mean_diameter_m=6e-6, aspect_ratio=ratio)
