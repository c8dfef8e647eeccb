from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QFile

from wetview.app.control.trash import to_trash

if TYPE_CHECKING:
    from pathlib import Path

_HAS_XDG = sys.platform not in ("win32", "darwin")


@pytest.mark.skipif(not _HAS_XDG, reason="the trash lies elsewhere on this system")
@pytest.mark.parametrize("is_folder", [False, True])
def test_what_is_deleted_can_be_taken_out_of_the_trash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "run.h5"
    if is_folder:
        path.mkdir()
        (path / "frame.vti").write_text("kept")
    else:
        path.write_text("kept")
    to_trash(path)
    assert not path.exists()
    found = tmp_path / "data" / "Trash" / "files" / "run.h5"
    kept = found / "frame.vti" if is_folder else found
    assert kept.read_text() == "kept"


@pytest.mark.skipif(not _HAS_XDG, reason="the trash lies elsewhere on this system")
def test_where_no_trash_can_be_made_it_is_gone_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no folder" / "data"))
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: False)
    path = tmp_path / "run.h5"
    path.write_text("")
    to_trash(path)
    assert not path.exists()


@pytest.mark.parametrize("is_folder", [False, True])
def test_without_a_trash_it_is_gone_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: False)
    path = tmp_path / "run.h5"
    if is_folder:
        path.mkdir()
        (path / "frame.vti").write_text("")
    else:
        path.write_text("")
    to_trash(path)
    assert os.listdir(tmp_path) == []
