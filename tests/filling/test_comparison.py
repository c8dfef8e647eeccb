"""Two flat fronts that go through a channel at different speeds: all is known."""

import dataclasses

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.filling import (
    Filling,
    FramesInTime,
    agreement,
    common_moments,
    compare_fillings,
    end_of_both_s,
    r_squared,
    time_at_saturation,
    voxel_fill_times,
)

SHAPE = (20, 3, 3)
VOXEL_M = 1e-6
N_FRAMES = 81
IS_PORE = np.ones(SHAPE, dtype=bool)
IS_PORE[:, 0] = False
FAST_S, SLOW_S = 1.0, 2.0
"""When the front is through."""


def front(through_s, *, end_s=None, outcome="flat", reach=1.0):
    """A front that fills `reach` of a channel of two halves evenly, then rests."""
    end_s = through_s if end_s is None else end_s
    time_s = np.linspace(0.0, end_s, N_FRAMES)
    share = reach * np.minimum(time_s / through_s, 1.0)
    depth = share[:, None] * SHAPE[0] - np.arange(SHAPE[0])
    fraction = np.clip(depth, 0, 1)
    frames = [
        np.rint(255 * row[:, None, None] * IS_PORE).astype(np.uint8) for row in fraction
    ]
    halves = np.column_stack([fraction[:, :10].mean(1), fraction[:, 10:].mean(1)])
    return Filling(
        name=f"front of {through_s:g} s",
        time_s=time_s,
        step=np.zeros(N_FRAMES, dtype=np.int64),
        saturation=share.astype(np.float32),
        pore_saturation=halves.astype(np.float32),
        frame_time_s=time_s,
        frame_saturation=share.astype(np.float32),
        frames=frames,
        voxel_m=VOXEL_M,
        outcome=outcome,
        description={},
    )


@pytest.fixture(scope="module")
def compared():
    return compare_fillings(front(FAST_S), front(SLOW_S), IS_PORE)


def test_two_flat_fillings_are_known_until_the_later_one_ends():
    assert end_of_both_s(front(1.0), front(2.0)) == 2.0


def test_a_filling_cut_short_ends_the_comparison():
    assert end_of_both_s(front(1.0, outcome="stopped"), front(2.0)) == 1.0


def test_mean_difference_of_saturation_is_the_area_between_the_curves(compared):
    # A triangle of base 2 s and height 1/2 over 2 s.
    assert compared.mean_difference == pytest.approx(0.25, abs=1e-6)
    assert compared.max_difference == pytest.approx(0.5, abs=1e-6)
    assert compared.max_difference_at_s == pytest.approx(FAST_S)


def test_difference_is_the_second_less_the_first(compared):
    assert compared.difference.min() == pytest.approx(-0.5, abs=1e-6)
    assert compared.difference.max() == pytest.approx(0.0, abs=1e-6)


def test_dice_of_nested_fronts_follows_from_their_depths(compared):
    overlap = compared.overlap
    one = np.minimum(overlap.moments.first_s / FAST_S, 1)
    other = overlap.moments.second_s / SLOW_S
    deep = other > 0.2
    expected = 2 * other / np.maximum(one + other, 1e-9)
    # Depths are whole voxels of 20 that are at least half full: off by half of one
    # each, so by 1/20 of the smaller depth or so.
    error = np.abs(overlap.dice - expected)[deep]
    assert np.all(error <= 1 / 20 / other[deep])
    assert overlap.only_second.max() == 0
    # One voxel of twenty.
    np.testing.assert_allclose(overlap.only_first, one - other, atol=1 / 20)


def test_dice_at_equal_saturation_is_one_for_fronts_that_differ_in_speed_only(compared):
    overlap = compared.overlap_at_saturation
    np.testing.assert_allclose(
        overlap.moments.first_saturation, overlap.moments.second_saturation, atol=1e-6
    )
    np.testing.assert_allclose(
        overlap.moments.second_s, 2 * overlap.moments.first_s, atol=1e-6
    )
    # A voxel that is just half full at a moment may round either way: one layer of
    # the smallest front compared, half of the channel.
    deep = overlap.moments.first_saturation > 0.5
    assert overlap.dice[deep].min() > 1 - 1 / 20


def test_a_filling_equals_itself():
    same = compare_fillings(front(1.0), front(1.0), IS_PORE)
    assert same.mean_difference == 0
    assert np.all(same.overlap.dice == 1)
    assert np.all(same.pores.mean_abs_saturation == 0)
    assert np.nanmax(np.abs(same.lead.time_s)) == 0


def test_exchanging_the_fillings_exchanges_the_signs(compared):
    back = compare_fillings(front(SLOW_S), front(FAST_S), IS_PORE)
    np.testing.assert_allclose(back.difference, -compared.difference)
    np.testing.assert_allclose(back.pores.t_f0_s, -compared.pores.t_f0_s)
    np.testing.assert_allclose(back.lead.time_s, -compared.lead.time_s, atol=1e-6)


def test_voxels_fill_when_the_front_is_in_their_middle():
    times = voxel_fill_times(front(SLOW_S), IS_PORE)
    middle = (np.arange(SHAPE[0]) + 0.5) / SHAPE[0]
    # Half of the distance between frames at most; the fraction has 8 bits.
    near = SLOW_S / (N_FRAMES - 1) / 2
    np.testing.assert_allclose(times.time_s[:, 1, 1], SLOW_S * middle, atol=near)
    np.testing.assert_allclose(times.saturation[:, 1, 1], middle, atol=near)
    assert np.isnan(times.time_s[:, 0]).all()


def test_the_faster_front_leads_by_more_the_deeper_a_voxel_lies(compared):
    middle = (np.arange(SHAPE[0]) + 0.5) / SHAPE[0]
    lead = compared.lead.time_s[:, 2, 0]
    # The second filling is the slow one.
    np.testing.assert_allclose(lead, (FAST_S - SLOW_S) * middle, atol=0.03)
    # Both fill in the same order.
    np.testing.assert_allclose(compared.lead.saturation[:, 2, 0], 0, atol=0.02)


def test_a_voxel_that_one_filling_never_fills_counts_as_filled_at_the_end():
    half = front(1.0, end_s=2.0, reach=0.5)
    lead = compare_fillings(half, front(2.0), IS_PORE).lead
    filled_s = 2.0 * (15.5 / 20)
    assert lead.time_s[15, 1, 1] == pytest.approx(2.0 - filled_s, abs=0.03)
    # The first ends at one half; the second fills the voxel at 15.5 / 20.
    assert lead.saturation[15, 1, 1] == pytest.approx(0.5 - 15.5 / 20, abs=0.02)


def test_pores_differ_by_their_own_curves(compared):
    pores = compared.pores
    # The first half fills within 0.5 s and 1 s: 0.5 / 2 s between the curves; the
    # second from 0.5 to 1 s and from 1 to 2 s: 1.5 - 0.75 = 0.75 over 2 s.
    np.testing.assert_allclose(pores.mean_abs_saturation, [0.125, 0.375], atol=0.005)
    np.testing.assert_allclose(pores.mean_saturation, [-0.125, -0.375], atol=0.005)
    # T_f0 is where 5 % are filled, found to one sample.
    step = SLOW_S / (N_FRAMES - 1) + FAST_S / (N_FRAMES - 1)
    np.testing.assert_allclose(pores.t_f0_s, [0.025, 0.525], atol=step)
    np.testing.assert_allclose(pores.t_f1_s, [0.475, 0.975], atol=step)
    assert not pores.fills_in_one_only.any()


def test_a_pore_that_only_one_filling_reaches_is_told():
    half = front(1.0, end_s=2.0, reach=0.5)
    pores = compare_fillings(half, front(2.0), IS_PORE).pores
    assert pores.fills_in_one_only.tolist() == [False, True]
    assert np.isnan(pores.t_f0_s[1])
    assert pores.final_saturation[1] == pytest.approx(1.0, abs=1e-6)


def test_a_run_that_was_stopped_has_no_end_of_filling():
    pores = compare_fillings(front(1.0), front(2.0, outcome="stopped"), IS_PORE).pores
    assert np.isnan(pores.second_t_f1_s).all()
    assert np.isfinite(pores.first_t_f1_s).all()


def test_curves_that_cross_do_not_cancel():
    one, other = front(1.0), front(1.0)
    crossing = dataclasses.replace(
        one, saturation=(1 - other.saturation).astype(np.float32)
    )
    # |S - (1 - S)| with S from 0 to 1: mean 1/2.
    compared = compare_fillings(crossing, other, IS_PORE)
    assert compared.mean_difference == pytest.approx(0.5, abs=1e-6)


def test_moments_hold_every_frame_of_both_once():
    moments = common_moments(front(1.0), front(2.0), "time")
    expected = np.union1d(np.linspace(0, 1, N_FRAMES), np.linspace(0, 2, N_FRAMES))
    distinct = expected[np.diff(expected, prepend=-1) > 1e-8]
    np.testing.assert_allclose(moments.first_s, distinct)
    np.testing.assert_array_equal(moments.first_s, moments.second_s)


def test_common_saturation_ends_with_the_filling_that_reaches_less():
    moments = common_moments(front(1.0, end_s=2.0, reach=0.5), front(2.0), "saturation")
    assert moments.first_saturation[-1] == pytest.approx(0.5, abs=1e-6)
    assert moments.second_s[-1] == pytest.approx(1.0, abs=1e-6)


def test_a_saturation_that_falls_counts_by_what_it_reached():
    at = time_at_saturation([0, 1, 2, 3], [0.1, 0.5, 0.2, 0.9], [0.05, 0.5, 0.7, 1.0])
    np.testing.assert_allclose(at, [0, 1, 2.5, 3])


def test_liquid_between_two_frames_is_between_them():
    filling = front(1.0)
    frames = FramesInTime(filling)
    between_s = float(filling.frame_time_s[8:10].mean())
    expected = (filling.frames[8].astype(int) + filling.frames[9]) / 2
    np.testing.assert_allclose(frames.at(between_s), expected, atol=1)
    np.testing.assert_array_equal(frames.at(filling.frame_time_s[7]), filling.frames[7])
    np.testing.assert_array_equal(frames.at(99.0), filling.frames[-1])
    np.testing.assert_array_equal(frames.at(-1.0), filling.frames[0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"voxel_m": 2e-6}, "2 um"),
        ({"pore_saturation": np.zeros((N_FRAMES, 3), np.float32)}, "3"),
        ({"frames": [np.zeros((4, 5, 6), np.uint8)] * N_FRAMES}, "4 x 5 x 6"),
        ({"frames": [np.full(SHAPE, 255, np.uint8)] * N_FRAMES}, "solid"),
        ({"frames": []}, "no frames"),
    ],
)
def test_fillings_of_different_samples_are_refused_in_words(change, words):
    other = dataclasses.replace(front(2.0), **change)
    with pytest.raises(UserError, match=words):
        compare_fillings(front(1.0), other, IS_PORE)


def test_r2_is_one_less_the_unexplained_share():
    values = np.array([1.0, 2.0, 3.0])
    assert r_squared(values, values) == 1
    assert r_squared(values, np.full(3, 2.0)) == 0
    assert np.isnan(r_squared(np.ones(3), values))


def test_the_agreement_of_a_filling_with_one_twice_as_slow(compared):
    found = agreement(compared)
    assert found.mean_difference == pytest.approx(0.25, abs=1e-6)
    assert found.n_pores == 2
    assert found.n_fill_in_one_only == 0
    # Flat fronts fill in the same order, only later: Dice 2 S/2 / (S + S/2) = 2/3
    # until the first is through.
    assert found.dice_at_equal_saturations == pytest.approx(1, abs=0.01)
    assert 2 / 3 - 0.02 < found.dice_at_equal_times < 0.9
    same = agreement(compare_fillings(front(FAST_S), front(FAST_S), IS_PORE))
    assert same.r2_log_t_f1 == 1
    assert found.r2_log_t_f1 < same.r2_log_t_f1
