"""File names from what a user typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wetview.errors import UserError
from wetview.project.paths import file_stem, require_not_input


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


def test_what_is_read_cannot_be_written(tmp_path: Path) -> None:
    source = tmp_path / "volume.npy"
    source.write_text("voxels")
    link = tmp_path / "link.npy"
    link.hardlink_to(source)  # a symbolic one needs a right on Windows
    # "volume.npy" is written as "volume.npy.part" at first.
    unfinished = tmp_path / "volume.npy.part"
    for out, read in ((source, source), (link, source), (source, unfinished)):
        with pytest.raises(UserError, match="would destroy"):
            require_not_input(out, read)
    require_not_input(tmp_path / "other.npy", source)


def test_a_result_may_lie_among_slices_but_not_replace_one(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"slice{number}.png").touch()
    (tmp_path / "pores.csv").touch()
    require_not_input(tmp_path / "pores.csv", tmp_path)
    for out in (tmp_path, tmp_path / "slice1.png"):
        with pytest.raises(UserError, match="would destroy"):
            require_not_input(out, tmp_path)
