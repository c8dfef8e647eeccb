"""The timeline model, without Qt."""

from wetview.app.models import Timeline


def test_playing_starts_over_at_the_end_if_it_loops() -> None:
    timeline = Timeline()
    timeline.reset(10)
    timeline.play()
    timeline.advance(12)
    assert timeline.index == 2
    assert timeline.is_playing


def test_playing_stops_at_the_last_frame_if_it_does_not_loop() -> None:
    timeline = Timeline()
    timeline.reset(10)
    timeline.set_loops(False)
    timeline.play()
    timeline.advance(12)
    assert timeline.index == 9
    assert not timeline.is_playing


def test_new_frames_are_followed_until_the_user_looks_back() -> None:
    timeline = Timeline()
    timeline.reset(0, follows=True)
    timeline.grow(5)
    assert timeline.index == 4
    timeline.seek(1)
    timeline.grow(6)
    assert timeline.index == 1


def test_going_back_to_the_last_frame_does_not_stop_following() -> None:
    timeline = Timeline()
    timeline.reset(0, follows=True)
    timeline.grow(5)
    timeline.seek(4)
    timeline.grow(6)
    assert timeline.index == 5
