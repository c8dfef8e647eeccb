"""Arrays that may be larger than memory."""

from __future__ import annotations

import gc
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from wetview import scratch
from wetview.errors import UserError


@pytest.fixture
def in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Every array lies in a file, in a folder of its own."""
    monkeypatch.setattr(scratch, "IN_MEMORY_BYTES", 0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(scratch.tempfile, "tempdir", None)
    return tmp_path


def test_an_array_in_a_file_is_one_of_zeros_that_can_be_written(in_files):
    values = scratch.zeros((3, 4, 5), np.int32)
    assert (values == 0).all()
    assert values.shape == (3, 4, 5)
    assert values.dtype == np.int32
    values[...] = np.arange(60).reshape(3, 4, 5)
    assert values.sum() == 60 * 59 // 2
    assert not values.flags.owndata


def test_a_small_array_lies_in_memory():
    assert scratch.zeros((3, 4, 5), np.int32).flags.owndata


@pytest.mark.skipif(sys.platform == "win32", reason="the file has a name there")
def test_the_file_has_no_name_and_its_place_is_free_with_the_array(in_files):
    n_bytes = 64_000_000
    before = shutil.disk_usage(in_files).free
    values = scratch.zeros((n_bytes,), np.uint8)
    values[:] = 1
    assert not list(in_files.iterdir())
    assert before - shutil.disk_usage(in_files).free > n_bytes / 2
    del values
    gc.collect()
    assert before - shutil.disk_usage(in_files).free < n_bytes / 2


def test_a_disk_without_room_is_named(in_files, monkeypatch):
    monkeypatch.setattr(
        scratch.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000)
    )
    with pytest.raises(UserError, match="TMPDIR") as caught:
        scratch.zeros((2_000_000,), np.uint8)
    assert str(in_files) in str(caught.value)
    assert "2 MB" in str(caught.value)
    assert "1 kB" in str(caught.value)


@pytest.mark.skipif(not Path("/var/tmp").is_dir(), reason="has no such folder")
def test_where_nobody_says_otherwise_the_folder_is_not_one_in_memory(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    assert scratch.folder() == Path("/var/tmp")
