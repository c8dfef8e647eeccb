from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from wetview.errors import UserError
from wetview.volume import Phase, Phases, generate_electrode

SHAPE = (64, 48, 48)


@pytest.fixture(scope="module")
def electrode() -> Phases:
    return generate_electrode(SHAPE, porosity=0.45, binder_share=0.1, seed=1)


@pytest.mark.parametrize("porosity", [0.3, 0.45, 0.6])
def test_the_porosity_is_what_was_asked_for(porosity: float) -> None:
    phases = generate_electrode((40, 32, 32), porosity=porosity, seed=2)

    assert phases.porosity == pytest.approx(porosity, abs=0.01)


def test_the_binder_has_its_share(electrode: Phases) -> None:
    assert electrode.fraction(Phase.BINDER) == pytest.approx(0.1, abs=0.01)


def test_the_same_seed_gives_the_same_electrode(electrode: Phases) -> None:
    again = generate_electrode(SHAPE, porosity=0.45, binder_share=0.1, seed=1)

    np.testing.assert_array_equal(again.labels, electrode.labels)


def test_another_seed_gives_another_electrode(electrode: Phases) -> None:
    other = generate_electrode(SHAPE, porosity=0.45, binder_share=0.1, seed=2)

    assert (other.labels != electrode.labels).mean() > 0.2


def test_nearly_all_pores_join_inlet_and_outlet(electrode: Phases) -> None:
    clusters, _ = ndimage.label(electrode.is_pore)
    joined = np.intersect1d(clusters[0], clusters[-1])
    connected = np.isin(clusters, joined[joined > 0]).sum() / electrode.is_pore.sum()

    # Real electrodes of this porosity have 0.995.
    assert connected > 0.98


def test_particles_have_the_size_that_was_asked_for(electrode: Phases) -> None:
    depth = ndimage.distance_transform_edt(electrode.labels == Phase.ACTIVE_MATERIAL)
    thickest = 2 * depth.max()

    # Mean 8 um, at most 1.6 times as much, and two that touch are a little thicker.
    assert 8 < thickest < 18


def test_binder_lies_nearer_to_particles_than_pores_do(electrode: Phases) -> None:
    distance = ndimage.distance_transform_edt(electrode.labels != Phase.ACTIVE_MATERIAL)

    in_binder = distance[electrode.labels == Phase.BINDER].mean()
    in_pores = distance[electrode.is_pore].mean()
    assert in_binder < 0.75 * in_pores


def test_an_electrode_without_binder_has_two_phases() -> None:
    phases = generate_electrode((32, 32, 32), binder_share=0.0, seed=3)

    assert phases.fraction(Phase.BINDER) == 0
    assert phases.porosity == pytest.approx(0.45, abs=0.01)


def test_finer_voxels_show_the_same_particles() -> None:
    phases = generate_electrode((48, 48, 48), voxel_m=0.5e-6, seed=4)

    assert phases.voxel_m == 0.5e-6
    assert phases.porosity == pytest.approx(0.45, abs=0.01)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"porosity": 0.0}, "porosity is 0"),
        ({"porosity": 1.2}, "porosity is 1.2"),
        ({"binder_share": 0.6}, "binder's share is 0.6"),
        ({"binder_share": -0.1}, "binder's share is -0.1"),
        ({"mean_diameter_m": 1e-6}, "mean diameter is 1 um"),
        ({"mean_diameter_m": 1e-3}, "mean diameter is 1000 um"),
        ({"diameter_spread": -1.0}, "spread of the diameters is -1"),
        ({"voxel_m": 0.0}, "voxel size is 0 um"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_numbers_that_make_no_electrode_are_named(
    wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        generate_electrode((32, 32, 32), **wrong)


@pytest.mark.parametrize("shape", [(4, 32, 32), (0, 0, 0)])
def test_an_electrode_too_small_is_refused(shape: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="shape is"):
        generate_electrode(shape)


def test_an_electrode_too_large_is_refused() -> None:
    with pytest.raises(UserError, match=r"needs .* of memory but at most"):
        generate_electrode((100_000, 100_000, 100_000))
