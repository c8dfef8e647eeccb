"""What `wetview report` writes and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.project import Project
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = Project.create(tmp_path / "a.wetview", "a")
    labels = np.zeros((8, 6, 5), np.uint8)
    labels[2:4] = 1
    project.add_sample("plate", Phases(labels, 1e-6, "plate"), None, {})
    return project.folder


@pytest.mark.gl
def test_a_page_is_written(answer: Answer, folder: Path, tmp_path: Path) -> None:
    told = answer("report", folder, tmp_path / "a.html")
    assert (told["sample"], told["n_runs"]) == ("plate", 0)
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert len(page.encode()) == told["n_bytes"]


def test_another_page_is_not_replaced(
    refusal: Refusal, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text("mine")
    assert "exists already" in refusal("report", folder, tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text() == "mine"


def test_other_endings_are_refused(
    refusal: Refusal, folder: Path, tmp_path: Path
) -> None:
    assert ".html" in refusal("report", folder, tmp_path / "a.docx")
