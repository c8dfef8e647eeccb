"""Volumes in files, and the command line called in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def slit_path(tmp_path: Path) -> Path:
    """Labels 0 pore, 1 active material, 2 binder; a slit along the file's last axis."""
    labels = np.ones((8, 6, 16), np.uint8)
    labels[1:7, 1:5, :] = 0
    labels[7] = 2
    path = tmp_path / "slit.npy"
    np.save(path, labels)
    return path


@pytest.fixture
def grey_path(tmp_path: Path) -> Path:
    """Dark pores in a bright solid, with noise."""
    rng = np.random.default_rng(3)
    grey = rng.normal(30_000, 500, (16, 8, 6))
    grey[:, 2:6, 1:5] -= 20_000
    path = tmp_path / "grey.npy"
    np.save(path, grey.astype(np.uint16))
    return path


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Call wetview with --json and give what it answers."""

    def call(*arguments: object) -> dict[str, Any]:
        code = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        assert code == 0, err
        (line,) = out.splitlines()
        answered: dict[str, Any] = json.loads(line)
        return answered

    return call


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Call wetview with something the user has to put right; give what it says."""

    def call(*arguments: object) -> str:
        code = main([*map(str, arguments)])
        out, err = capsys.readouterr()
        assert code == 1
        assert out == ""
        assert "Traceback" not in err
        assert len(err.splitlines()) == 1
        return err

    return call
