"""`wetview bundle` and `wetview unbundle`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.project import Project
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


def test_a_project_travels_as_one_file(answer: Answer, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wetview", "an electrode")
    cube = Phases(np.zeros((4, 3, 2), np.uint8), 1e-6, "cube")
    project.add_sample("cube", cube, None, {})
    told = answer("bundle", tmp_path / "a.wetview", tmp_path / "a.zip")
    assert told["n_files"] == 2  # the list and the sample
    assert told["n_bytes"] == (tmp_path / "a.zip").stat().st_size
    back = answer("unbundle", tmp_path / "a.zip", tmp_path / "b.wetview")
    assert (back["project"], back["n_samples"]) == ("an electrode", 1)


def test_another_file_is_not_replaced(refusal: Refusal, tmp_path: Path) -> None:
    Project.create(tmp_path / "a.wetview", "an electrode")
    (tmp_path / "a.zip").write_text("mine")
    said = refusal("bundle", tmp_path / "a.wetview", tmp_path / "a.zip")
    assert "exists already" in said
    assert (tmp_path / "a.zip").read_text() == "mine"


def test_a_file_that_is_no_bundle_is_told(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("something else")
    said = refusal("unbundle", tmp_path / "a.zip", tmp_path / "b.wetview")
    assert "no zip file" in said
    assert not (tmp_path / "b.wetview").exists()
