"""Messages survive the way through a pipe."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wetview.jobs import Failed, Frame, Log, Progress, Result, Stopped, decode


@pytest.mark.parametrize(
    "message",
    [
        Progress(3, 10, "Saturation 0.1 after 3 µs", 2.5),
        Progress(0, 0, "Preparing the solver"),
        Log("a line", "warning"),
        Result({"steps": 3, "out": "run.h5"}),
        Failed("The disk is full", "Free some space", "details\nof it"),
        Stopped({"steps": 1}),
        Stopped(),
    ],
)
def test_a_message_is_one_line_and_is_read_as_it_was_sent(message: object) -> None:
    line = message.encode()
    assert "\n" not in line
    assert decode(line) == message
    assert decode(line.encode() + b"\n") == message


def test_a_frame_is_read_as_it_was_sent() -> None:
    rng = np.random.default_rng(2)
    liquid_fraction = rng.integers(0, 256, (5, 4, 3)).astype(np.uint8)
    sent = Frame(7, 1e-6, 400, 0.25, np.array([0.1, 0.5], np.float32), liquid_fraction)
    received = decode(sent.encode())
    assert isinstance(received, Frame)
    assert (received.index, received.step, received.time_s) == (7, 400, 1e-6)
    assert received.saturation == 0.25
    np.testing.assert_array_equal(received.liquid_fraction, liquid_fraction)
    np.testing.assert_allclose(received.pore_saturation, [0.1, 0.5], atol=1e-4)


def test_a_frame_of_a_real_size_is_small_on_its_way() -> None:
    liquid_fraction = np.zeros((100, 100, 75), np.uint8)
    liquid_fraction[:50] = 255
    frame = Frame(0, 0.0, 0, 0.5, np.zeros(0, np.float32), liquid_fraction)
    assert len(frame.encode()) < 20_000


def test_numbers_that_are_not_finite_become_null() -> None:
    assert json.loads(Result({"end_s": float("nan")}).encode())["result"] == {
        "end_s": None
    }


@pytest.mark.parametrize(
    "line",
    [
        "a library printed this",
        "",
        "{",
        "[]",
        "3",
        '{"event": "party"}',
        '{"event": "progress", "done": "x"}',
        '{"event": "frame", "shape": [1000000, 1000000, 1000000], "data": ""}',
        '{"event": "frame", "shape": [2, 2, 2], "data": "!!"}',
        '{"event": "frame", "shape": [2, 2, 2], "data": "AAAA"}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_anything_else_becomes_a_line_of_the_log(line: str | bytes) -> None:
    assert isinstance(decode(line), Log)
