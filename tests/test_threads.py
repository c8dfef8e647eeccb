"""Threads beside other programs: how long they spin for each other."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SHOW = "import os, wetview; print(os.environ['GOMP_SPINCOUNT'])"


@pytest.mark.parametrize(
    ("chosen", "expected"), [({}, "10000"), ({"GOMP_SPINCOUNT": "7"}, "7")]
)
def test_threads_spin_shortly_unless_the_user_has_chosen(chosen, expected):
    variables = {k: v for k, v in os.environ.items() if k != "GOMP_SPINCOUNT"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**variables, **chosen},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == expected
