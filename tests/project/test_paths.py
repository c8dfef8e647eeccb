"""File names from what a user typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wetview.project.paths import file_stem


@given(st.text(max_size=200))
def test_any_name_becomes_a_file_name(name: str) -> None:
    stem = file_stem(name)
    assert stem
    assert Path(stem).name == stem
    assert not set(stem) & set('<>:"/\\|?*\0')
    assert stem[0] not in ".-"
    assert len(stem) <= 80


@pytest.mark.parametrize("name", ["CON", "nul", "com1.x"])
def test_names_that_windows_keeps_for_itself_are_changed(name: str) -> None:
    assert file_stem(name).startswith("sample-")
