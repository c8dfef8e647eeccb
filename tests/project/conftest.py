"""A small sample, and a run of it that was computed from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.pores import Pores, PoreTable
from wetview.project import FillingWriter
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHAPE = (8, 6, 5)


@pytest.fixture
def phases() -> Phases:
    """Two pore channels along x in a solid."""
    labels = np.ones(SHAPE, np.uint8)
    labels[:, 1, 1:4] = 0
    labels[:, 4, 1:4] = 0
    labels[:, 5, :] = 2
    return Phases(labels, 1e-6, "two channels")


@pytest.fixture
def pores(phases: Phases) -> Pores:
    """One pore a channel."""
    labels = np.zeros(SHAPE, np.int32)
    labels[:, 1, 1:4] = 1
    labels[:, 4, 1:4] = 2
    table = PoreTable(
        volume_vx=np.array([24, 24]),
        surface_area_vx2=np.array([64 * 2 / 3, 64 * 2 / 3]),
        contact_area_vx2=np.array([0.0, 0.0]),
        centre_vx=np.array([[3.5, 1, 2], [3.5, 4, 2]]),
        touches_inlet=np.array([True, True]),
        touches_outlet=np.array([True, True]),
    )
    return Pores(labels, table, np.array([[1, 2]], np.int32), np.array([0.0]), 1e-6)


@pytest.fixture
def write_run(phases: Phases, pores: Pores) -> Callable[..., Path]:
    """Write a finished run of a number of frames."""

    def write(path: Path, n_frames: int = 4, *, finish: bool = True) -> Path:
        with FillingWriter(
            path,
            phases=phases,
            pores=pores,
            name="a run",
            description={"kind": "simulate", "pressure_pa": 1e5},
            provenance={"version": "0", "seed": 3},
        ) as writer:
            fill(writer, n_frames)
            if finish:
                writer.finish("flat", {"saturation": 0.5})
        return path

    return write


def fill(writer: FillingWriter, n_frames: int) -> None:
    """Write frames, of which number i holds the value i everywhere."""
    for index in range(n_frames):
        share = index / 10
        writer.add_sample(index * 10, index * 1e-6, share, [share, share / 2])
        writer.add_frame(index * 1e-6, share, np.full(SHAPE, index, np.uint8))
