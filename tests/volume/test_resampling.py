from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import Phase, Phases, phases_by_label, read_volume, resample

if TYPE_CHECKING:
    from pathlib import Path


def _random(shape: tuple[int, int, int], porosity: float) -> Phases:
    labels = np.random.default_rng(9).random(shape) >= porosity
    return Phases(labels.astype(np.uint8), 1e-6, "random")


def test_the_same_voxel_size_changes_nothing(half_and_half: Phases) -> None:
    same = resample(half_and_half, half_and_half.voxel_m)

    np.testing.assert_array_equal(same.labels, half_and_half.labels)


def test_halving_the_voxel_size_repeats_every_voxel(half_and_half: Phases) -> None:
    fine = resample(half_and_half, 0.5e-6)

    expected = half_and_half.labels.repeat(2, 0).repeat(2, 1).repeat(2, 2)
    np.testing.assert_array_equal(fine.labels, expected)
    assert fine.voxel_m == 0.5e-6


def test_blocks_of_one_phase_survive_coarsening(half_and_half: Phases) -> None:
    coarse = resample(half_and_half, 2e-6)

    assert coarse.shape == (4, 3, 2)
    assert coarse.is_pore[:2].all()
    assert not coarse.is_pore[2:].any()


def test_the_phase_with_the_largest_share_wins() -> None:
    labels = np.zeros((2, 2, 2), dtype=np.uint8)
    labels.flat[:3] = Phase.PORE
    labels.flat[3:5] = Phase.ACTIVE_MATERIAL
    labels.flat[5:] = Phase.BINDER
    labels[0, 0, 0] = Phase.BINDER  # 2 pore, 2 active material, 4 binder

    coarse = resample(Phases(labels, 1e-6, "eight"), 2e-6)

    assert coarse.labels.tolist() == [[[Phase.BINDER]]]


def test_cut_voxels_count_by_the_part_inside() -> None:
    # Five voxels become two of 2.5: the middle one counts half on both sides.
    labels = np.array([0, 0, 1, 1, 1], dtype=np.uint8).reshape(5, 1, 1)
    phases = Phases(labels.repeat(5, 1).repeat(5, 2), 1e-6, "cut")

    coarse = resample(phases, 2.5e-6)

    assert coarse.labels[:, 0, 0].tolist() == [0, 1]


def test_even_shares_do_not_favour_a_phase() -> None:
    layers = np.zeros((32, 32, 32), dtype=np.uint8)
    layers[::2] = 1

    coarse = resample(Phases(layers, 1e-6, "layers"), 2e-6)

    assert coarse.porosity == pytest.approx(0.5)


def test_shape_is_the_rounded_extent() -> None:
    assert resample(_random((10, 11, 12), 0.5), 2.3e-6).shape == (4, 5, 5)


def test_resampling_agrees_with_counting_in_blocks() -> None:
    phases = _random((9, 12, 15), 0.45)

    coarse = resample(phases, 3e-6)

    blocks = phases.labels.reshape(3, 3, 4, 3, 5, 3).transpose(0, 2, 4, 1, 3, 5)
    n_solid = blocks.reshape(3, 4, 5, 27).sum(axis=3)
    np.testing.assert_array_equal(coarse.labels, n_solid > 13)


def test_voxels_larger_than_the_electrode_are_refused(half_and_half: Phases) -> None:
    with pytest.raises(UserError, match=r"20 um but the volume measures 8 x 6 x 4 um"):
        resample(half_and_half, 20e-6)


def test_more_voxels_than_fit_into_memory_are_refused(half_and_half: Phases) -> None:
    with pytest.raises(UserError, match=r"8000 x 6000 x 4000.*needs 1\.54 TB"):
        resample(half_and_half, 1e-9)


@pytest.mark.parametrize("voxel_m", [0.0, -1e-6])
def test_a_voxel_size_of_nothing_is_refused(
    half_and_half: Phases, voxel_m: float
) -> None:
    with pytest.raises(UserError, match="The voxel size is"):
        resample(half_and_half, voxel_m)


@pytest.mark.shared
def test_a_real_electrode_keeps_its_shares(shared_data: Path) -> None:
    volume = read_volume(shared_data / "nmc-1-cal-cbd.tif")
    phases = phases_by_label(
        volume, {phase: phase for phase in Phase}, voxel_m=0.398e-6
    )

    coarse = resample(phases, 1e-6)

    # Thin binder is outvoted, so shares move by some percent of the sample.
    assert coarse.shape == (100, 120, 120)
    assert phases.porosity == pytest.approx(0.4005, abs=1e-4)
    assert coarse.porosity == pytest.approx(phases.porosity, abs=0.02)
    assert coarse.fraction(Phase.BINDER) == pytest.approx(0.1, abs=0.03)
