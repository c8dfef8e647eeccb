from __future__ import annotations

import json

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import OPERATIONS, History, Phase, Phases, Prepared, Volume
from wetview.volume.binder import PlaceBinder
from wetview.volume.cleaning import FillClosedPores, RemoveSpecks, Resample
from wetview.volume.filters import (
    Contrast,
    Gaussian,
    Median,
    NonLocalMeans,
    filtered_plane,
    noise_deviation,
)
from wetview.volume.history import replayed
from wetview.volume.otsu import otsu_thresholds
from wetview.volume.specimen import Cylinder
from wetview.volume.thresholds import (
    Hysteresis,
    Labels,
    Otsu,
    Thresholds,
)
from wetview.volume.turning import ChooseThickness, Crop, Flip, Rotate

ONE_OF_EACH = (
    Crop((0, 4), (1, 5), (2, 6)),
    ChooseThickness(1),
    Rotate(0, 1),
    Flip(2),
    Cylinder(0, 0.9),
    Median(1),
    Gaussian(1.5),
    NonLocalMeans(),
    Contrast(10, 200),
    Thresholds((10.0, 20.0), (0, 2, 1)),
    Otsu((0, 2, 1)),
    Hysteresis(10, 20),
    Labels(((0, 0), (255, 1))),
    RemoveSpecks(5),
    FillClosedPores(),
    Resample(1.0),
    PlaceBinder(mass_fraction=0.04),
)


def _grey(voxels: np.ndarray, dtype: type = np.uint8) -> Prepared:
    return Prepared(Volume(voxels.astype(dtype), 1e-6, "grey"))


def _counted() -> Prepared:
    return _grey(np.arange(4 * 5 * 6).reshape(4, 5, 6))


def _noisy_halves(noise: float = 20) -> Prepared:
    """Dark for x below 8, bright from there, with noise of 20 grey values."""
    clean = np.full((16, 16, 16), 60.0)
    clean[8:] = 180
    rng = np.random.default_rng(2)
    return _grey(np.clip(clean + rng.normal(0, noise, clean.shape), 0, 255))


def test_every_kind_of_step_is_tried_here() -> None:
    assert {type(step) for step in ONE_OF_EACH} == set(OPERATIONS.values())


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: step.kind)
def test_a_step_comes_back_from_json_as_it_was(step: object) -> None:
    stored = json.loads(json.dumps(History((step,)).as_list()))

    assert History.from_list(stored).done == (step,)


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: step.kind)
def test_a_step_has_a_title_to_be_listed_by(step: object) -> None:
    assert len(step.title) > 3


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"operation": "explode"},
        {"operation": "median", "radius": "two"},
        {"operation": "median", "radius": 1.5},
        {"operation": "median", "radius": 10**9},
        {"operation": "median", "edge": 3},
        {"operation": "gaussian", "sigma": float("nan")},
        {"operation": "crop", "x": [0, 4]},
        {"operation": "crop", "x": [0, 4], "y": [0], "z": [0, 4]},
        {"operation": "thresholds", "values": [2, 1], "roles": [0, 1, 2]},
        {"operation": "labels", "roles": [[0, 7]]},
    ],
)
def test_a_step_from_a_file_is_checked_as_a_users_is(stored: dict) -> None:
    with pytest.raises(UserError):
        History.from_list([stored])


def test_a_step_taken_back_can_be_done_again_until_another_is_done() -> None:
    history = History().then(Flip(0)).then(Flip(1))

    assert history.undo().done == (Flip(0),)
    assert history.undo().redo() == history
    assert history.undo().then(Flip(2)).redo().done == (Flip(0), Flip(2))
    assert History().undo() == History() == History().redo()


def test_steps_replayed_give_the_same_voxels() -> None:
    history = History((Median(1), Crop((2, 14), (0, 16), (0, 16)), Otsu()))

    first = history.replay(_noisy_halves())
    again = History.from_list(history.as_list()).replay(_noisy_halves())

    assert first.shape == (12, 16, 16)
    assert (first.voxels == again.voxels).all()


def test_four_quarter_turns_are_none_and_two_mirror_two_axes() -> None:
    start = _counted()

    assert (
        History((Rotate(1, 2), Rotate(1, 2))).replay(start).voxels == start.voxels
    ).all()
    half = Rotate(0, 2).apply(start).voxels
    assert (half == start.voxels[:, ::-1, ::-1]).all()


def test_a_quarter_turn_about_x_carries_y_to_z() -> None:
    voxels = np.zeros((3, 5, 5))
    voxels[:, 4, 2] = 1  # from the middle in the direction of y

    turned = Rotate(0, 1).apply(_grey(voxels)).voxels

    assert (turned[:, 2, 4] == 1).all()


def test_another_axis_becomes_the_thickness() -> None:
    turned = ChooseThickness(2).apply(_counted())

    assert turned.shape == (6, 4, 5)
    assert turned.voxels[3, 1, 2] == _counted().voxels[1, 2, 3]


def test_the_median_takes_single_voxels_away_and_leaves_a_face() -> None:
    voxels = np.zeros((12, 12, 12))
    voxels[6:] = 200
    voxels[2, 5, 5] = 255

    filtered = Median(1).apply(_grey(voxels)).voxels

    voxels[2, 5, 5] = 0
    assert (filtered == voxels).all()


def test_the_gaussian_has_the_variance_of_its_width() -> None:
    voxels = np.zeros((41, 41, 41))
    voxels[20, 20, 20] = 1

    bell = Gaussian(2.0).apply(_grey(voxels, np.float32)).voxels

    along = np.arange(41) - 20
    # Cut at 4 sigma and sampled at whole voxels, the variance is 4 within 1 %.
    assert np.sum(bell.sum(axis=(1, 2)) * along**2) == pytest.approx(4, rel=0.01)
    assert bell.sum() == pytest.approx(1, rel=1e-5)


def test_filters_work_in_slabs_without_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    start = _noisy_halves()
    for step in (Median(2), Gaussian(1.0), NonLocalMeans(reach=2, patch=3)):
        whole = step.apply(start).voxels
        monkeypatch.setattr("wetview.volume.filters._SLAB_VOXELS", 1)
        # Rounding to whole grey values may differ by one.
        assert np.abs(step.apply(start).voxels.astype(int) - whole).max() <= 1
        monkeypatch.undo()


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_one_plane_is_filtered_as_the_volume_is(axis: int) -> None:
    rng = np.random.default_rng(5)
    volume = Volume(rng.integers(0, 256, (14, 16, 18), dtype=np.uint8), 1e-6, "noise")
    filters = (Median(1), Gaussian(0.8), Contrast(60, 190))
    whole = replayed(Prepared(volume), filters).voxels
    for index in (0, 3, 9, volume.shape[axis] - 1):
        plane = filtered_plane(volume, filters, axis, index)
        assert np.array_equal(plane, np.take(whole, index, axis=axis))


def test_non_local_means_takes_noise_and_keeps_the_edge() -> None:
    start = _noisy_halves(10)

    filtered = NonLocalMeans(reach=3).apply(start).voxels.astype(float)

    # Away from the edge the noise falls to less than half.
    assert filtered[:6].std() < 0.5 * start.voxels[:6].astype(float).std()
    step = filtered[8].mean() - filtered[7].mean()
    assert step > 100


def test_the_noise_is_estimated_beside_an_edge() -> None:
    start = _noisy_halves(10)

    # From 8 planes of 256 voxels, and grey values that are whole numbers.
    assert noise_deviation(start.voxels.swapaxes(0, 1)) == pytest.approx(10, rel=0.15)


def test_contrast_spreads_and_cuts_off() -> None:
    voxels = np.zeros((2, 2, 2))
    voxels[0], voxels[1] = 1500, 4000
    voxels[0, 0, 0] = 1000

    levels = Contrast(1000, 2000).apply(_grey(voxels, np.uint16)).voxels

    assert levels.dtype == np.uint8
    assert levels[0, 0, 0] == 0
    assert levels[0, 1, 1] in (127, 128)
    assert (levels[1] == 255).all()


def test_outside_of_a_cylinder_nothing_is_pore_and_nothing_counts() -> None:
    voxels = np.full((4, 100, 100), 200)
    voxels[:2] = 10

    prepared = History((Cylinder(0), Otsu())).replay(_grey(voxels))

    assert prepared.phases("").labels[0, 0, 0] == Phase.ACTIVE_MATERIAL
    assert prepared.porosity == pytest.approx(0.5)
    # Of a square the inscribed disc takes pi / 4, here counted by voxel middles.
    assert prepared.inside is not None
    assert prepared.inside.mean() == pytest.approx(np.pi / 4, rel=2e-3)


def test_the_specimen_is_cropped_and_turned_with_the_volume() -> None:
    start = Cylinder(0).apply(
        _grey(np.random.default_rng(0).integers(0, 9, (4, 20, 20)))
    )

    cut = History((Crop((0, 4), (0, 10), (0, 20)), Flip(1), Rotate(2, 1))).replay(start)

    assert cut.inside is not None
    assert cut.inside.shape == cut.shape
    # Half of the disc is left.
    assert cut.inside.sum() * 2 == start.inside.sum()


def test_grey_values_outside_the_specimen_do_not_move_otsus_threshold() -> None:
    rng = np.random.default_rng(4)
    voxels = rng.normal(100, 4, (8, 40, 40))
    voxels[:, :, 20:] = rng.normal(140, 4, (8, 40, 20))
    marked = Cylinder(0, 0.9).apply(_grey(voxels))
    around = marked.voxels.copy()
    around[~marked.inside] = 0

    prepared = Otsu().apply(marked.with_voxels(around))

    inside = marked.inside
    assert prepared.phases("").is_pore[inside].mean() == pytest.approx(0.5, abs=0.02)


def test_three_grey_levels_become_three_phases() -> None:
    voxels = np.zeros((9, 10, 10))
    for index, level in enumerate((40, 110, 220)):
        noise = np.random.default_rng(index).normal(0, 5, (3, 10, 10))
        voxels[3 * index : 3 * index + 3] = level + noise

    labels = Otsu((0, 2, 1)).apply(_grey(voxels)).voxels

    assert [np.unique(labels[3 * i : 3 * i + 3]).tolist() for i in range(3)] == [
        [0],
        [2],
        [1],
    ]


@pytest.mark.parametrize(
    ("dtype", "factor"), [("u2", 257), ("i4", 2**23), ("u4", 2**24)]
)
def test_classes_of_more_bits_are_those_of_8(dtype: str, factor: int) -> None:
    rng = np.random.default_rng(3)
    levels = rng.choice([40, 110, 190, 230], 30**3)
    grey = np.clip(rng.normal(levels, 6), 0, 255).astype(np.uint8).reshape(30, 30, 30)
    fine = (grey.astype(np.int64) * factor).astype(dtype)
    if dtype == "i4":
        fine -= 2**30  # from far below 0 to far above
    for n_classes in (2, 3, 4):
        coarse = otsu_thresholds(Volume(grey, 1e-6, "8 bits"), n_classes)
        found = np.array(otsu_thresholds(Volume(fine, 1e-6, "more bits"), n_classes))
        if dtype == "i4":
            found += 2**30
        assert found / factor == pytest.approx(coarse, abs=1.5)


def test_a_voxel_at_the_threshold_is_dark() -> None:
    voxels = np.array([10, 20, 30, 40]).reshape(4, 1, 1) + np.zeros((4, 2, 2))

    labels = Thresholds((20.0, 30.0), (0, 2, 1)).apply(_grey(voxels)).voxels

    assert labels[:, 0, 0].tolist() == [0, 0, 2, 1]


@pytest.mark.parametrize("pore_is_dark", [True, False])
def test_hysteresis_takes_doubtful_voxels_only_where_they_join(
    pore_is_dark: bool,
) -> None:
    row = np.array([10, 20, 20, 90, 20, 90, 90, 90])
    if not pore_is_dark:
        row = 100 - row
    voxels = np.broadcast_to(row[:, None, None], (8, 2, 2))
    sure, doubtful = (10, 20) if pore_is_dark else (90, 80)

    labels = Hysteresis(sure, doubtful, pore_is_dark).apply(_grey(voxels)).voxels

    assert labels[:, 0, 0].tolist() == [0, 0, 0, 1, 1, 1, 1, 1]


def test_specks_become_what_is_around_them() -> None:
    labels = np.ones((12, 12, 12), np.uint8)
    labels[:6] = Phase.PORE
    labels[2, 2, 2] = Phase.BINDER
    labels[9, 9, 9:11] = Phase.PORE
    clean = np.ones_like(labels)
    clean[:6] = Phase.PORE

    cleaned = RemoveSpecks(3).apply(Prepared(Phases(labels, 1e-6, "a"))).voxels

    assert (cleaned == clean).all()


def test_a_piece_of_the_smallest_size_stays() -> None:
    labels = np.ones((9, 9, 9), np.uint8)
    labels[4, 4, 3:6] = Phase.PORE

    cleaned = RemoveSpecks(3).apply(Prepared(Phases(labels, 1e-6, "a"))).voxels

    assert (cleaned == labels).all()


def test_closed_pores_are_filled_and_open_ones_stay() -> None:
    labels = np.ones((9, 9, 9), np.uint8)
    labels[2:4, 4, 4] = Phase.PORE
    labels[6, 6, :5] = Phase.PORE
    filled = labels.copy()
    filled[2:4, 4, 4] = Phase.ACTIVE_MATERIAL

    done = FillClosedPores().apply(Prepared(Phases(labels, 1e-6, "a"))).voxels

    assert (done == filled).all()


def test_grey_values_are_resampled_to_means() -> None:
    voxels = np.arange(8**3).reshape(8, 8, 8)

    coarse = Resample(2.0).apply(_grey(voxels, np.float64))

    means = voxels.reshape(4, 2, 4, 2, 4, 2).mean(axis=(1, 3, 5))
    # Weights are of single precision.
    assert coarse.voxels == pytest.approx(means, rel=1e-5)
    assert coarse.image.voxel_m == pytest.approx(2e-6)


def test_resampling_by_a_part_of_a_voxel_keeps_the_mean() -> None:
    rng = np.random.default_rng(1)
    voxels = rng.normal(100, 10, (30, 30, 30))

    coarse = Resample(1.5).apply(_grey(voxels, np.float32))

    assert coarse.shape == (20, 20, 20)
    assert coarse.voxels.mean() == pytest.approx(voxels.mean(), rel=1e-5)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (RemoveSpecks(5), "not segmented yet"),
        (Crop((0, 99), (0, 5), (0, 6)), "the volume has 4 voxels"),
        (Thresholds((500.0,)), "nothing|everything"),
        (PlaceBinder(), "not segmented yet"),
    ],
    ids=["specks", "crop", "threshold", "binder"],
)
def test_a_step_that_does_not_suit_says_why(step: object, told: str) -> None:
    with pytest.raises(UserError, match=told):
        step.apply(_counted())


def test_a_filter_after_the_segmentation_is_refused() -> None:
    phases = Otsu().apply(_noisy_halves())

    with pytest.raises(UserError, match="before the segmentation"):
        Median().apply(phases)


def test_a_segmentation_without_voxel_size_asks_for_it() -> None:
    start = Prepared(Volume(np.arange(27).reshape(3, 3, 3), None, "a"))

    with pytest.raises(UserError, match="voxel size"):
        Otsu().apply(start)
