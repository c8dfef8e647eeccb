from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import (
    Phase,
    Volume,
    label_values,
    otsu_thresholds,
    phases_by_label,
    phases_by_threshold,
    read_volume,
)

if TYPE_CHECKING:
    from pathlib import Path

ROLES = {0: Phase.PORE, 85: Phase.ACTIVE_MATERIAL, 170: Phase.BINDER}


def _two_greys() -> Volume:
    rng = np.random.default_rng(8)
    voxels = rng.normal(100, 5, (20, 20, 20))
    voxels[10:] = rng.normal(200, 5, (10, 20, 20))
    return Volume(voxels.astype(np.uint8), 1e-6, "grey")


def test_labels_come_with_their_shares(labelled: Volume) -> None:
    assert label_values(labelled) == ((0, 0.5), (85, 0.25), (170, 0.25))


def test_a_grey_volume_has_no_labels() -> None:
    assert label_values(_two_greys()) is None


def test_whole_numbers_stored_as_floats_are_labels() -> None:
    voxels = np.zeros((2, 2, 2), dtype=np.float32)
    voxels[1] = 3

    assert label_values(Volume(voxels, None, "a")) == ((0, 0.5), (3, 0.5))


def test_fractions_are_no_labels() -> None:
    voxels = np.full((2, 2, 2), 0.5)

    assert label_values(Volume(voxels, None, "a")) is None


def test_otsu_splits_two_grey_levels() -> None:
    volume = _two_greys()

    phases = phases_by_threshold(volume, otsu_thresholds(volume)[0], voxel_m=1e-6)

    # The levels are 20 standard deviations apart, so no voxel is on the wrong side.
    assert (phases.labels[:10] == Phase.PORE).all()
    assert (phases.labels[10:] == Phase.ACTIVE_MATERIAL).all()


def test_bright_pores_are_possible() -> None:
    phases = phases_by_threshold(_two_greys(), 150, pore_is_dark=False, voxel_m=1e-6)

    assert phases.is_pore[10:].all()
    assert phases.porosity == pytest.approx(0.5)


def test_a_threshold_beyond_the_grey_values_is_refused() -> None:
    with pytest.raises(UserError, match=r"threshold is 300 but .* go from 8"):
        phases_by_threshold(_two_greys(), 300, voxel_m=1e-6)


def test_a_volume_of_one_value_has_no_threshold() -> None:
    volume = Volume(np.full((2, 2, 2), 5), None, "flat")

    with pytest.raises(UserError, match="Every voxel of flat is 5"):
        otsu_thresholds(volume)


def test_labels_become_the_phases_that_the_user_named(labelled: Volume) -> None:
    phases = phases_by_label(labelled, ROLES, voxel_m=0.4e-6)

    assert phases.porosity == 0.5
    assert (phases.labels[2] == Phase.ACTIVE_MATERIAL).all()
    assert (phases.labels[3] == Phase.BINDER).all()
    assert phases.voxel_m == 0.4e-6
    assert phases.name == "labelled"


def test_a_label_without_a_phase_is_named(labelled: Volume) -> None:
    roles = {0: Phase.PORE, 85: Phase.ACTIVE_MATERIAL}

    with pytest.raises(UserError, match="Label 170 of labelled has no phase"):
        phases_by_label(labelled, roles, voxel_m=1e-6)


def test_an_electrode_without_pores_is_refused(labelled: Volume) -> None:
    roles = dict.fromkeys(ROLES, Phase.BINDER) | {7: Phase.PORE}

    with pytest.raises(UserError, match=r"No label .* label 7, which is named as pore"):
        phases_by_label(labelled, roles, voxel_m=1e-6)


def test_labels_are_not_picked_in_a_grey_volume() -> None:
    with pytest.raises(UserError, match="Use a threshold"):
        phases_by_label(_two_greys(), {0: Phase.PORE}, voxel_m=1e-6)


def test_a_voxel_size_of_zero_is_refused(labelled: Volume) -> None:
    with pytest.raises(UserError, match="The voxel size is 0 um"):
        phases_by_label(labelled, ROLES, voxel_m=0)


@pytest.mark.shared
def test_otsu_finds_the_grains_of_a_real_tomogram(shared_data: Path) -> None:
    volume = read_volume(shared_data / "granular-gray16.tif")

    (threshold,) = otsu_thresholds(volume)
    phases = phases_by_threshold(volume, threshold, voxel_m=15e-6)

    # 22 740 and 0.408 stand in the README of the volumes; histograms differ by a bin.
    assert threshold == pytest.approx(22_740, rel=0.005)
    assert phases.porosity == pytest.approx(0.408, abs=0.002)


@pytest.mark.shared
def test_a_known_threshold_gives_the_void_of_a_fibre_preform(shared_data: Path) -> None:
    volume = read_volume(shared_data / "fiberform-gray8.tif")

    phases = phases_by_threshold(volume, 89, voxel_m=1.3e-6)

    assert phases.porosity == pytest.approx(0.833, abs=5e-4)
