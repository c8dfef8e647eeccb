"""A small electrode of spheres, its pores, and liquid that comes in from x = 0."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.filling.filling import Filling
from wetview.pores.pores import Pores, PoreTable
from wetview.volume.phases import Phase, Phases

SHAPE = (32, 24, 20)
VOXEL_M = 1e-6
N_FRAMES = 5


@pytest.fixture(scope="session")
def phases() -> Phases:
    """Two spheres of active material with a block of binder between them."""
    x, y, z = np.indices(SHAPE)
    labels = np.zeros(SHAPE, dtype=np.uint8)
    for centre in ((8, 16, 10), (24, 16, 10)):
        squares = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2
        labels[squares < 36] = Phase.ACTIVE_MATERIAL
    labels[13:19, 14:18, 6:14] = Phase.BINDER
    return Phases(labels, VOXEL_M, "spheres")


@pytest.fixture(scope="session")
def pores(phases: Phases) -> Pores:
    """Two pores: the halves at low and at high x."""
    labels = np.where(np.indices(SHAPE)[0] < SHAPE[0] // 2, 1, 2).astype(np.int32)
    labels[~phases.is_pore] = 0
    volume = np.bincount(labels.ravel(), minlength=3)[1:].astype(np.int64)
    ones = np.ones(2)
    table = PoreTable(
        volume_vx=volume,
        surface_area_vx2=ones,
        contact_area_vx2=ones,
        centre_vx=np.array([[8.0, 12.0, 10.0], [24.0, 12.0, 10.0]]),
        touches_inlet=np.array([True, False]),
        touches_outlet=np.array([False, True]),
    )
    neighbours = np.array([[1, 2]], dtype=np.int32)
    return Pores(labels, table, neighbours, np.ones(1), VOXEL_M)


@pytest.fixture(scope="session")
def filling(phases: Phases, pores: Pores) -> Filling:
    """Liquid with a flat front that goes through the sample, ever more slowly."""
    frames, in_pores = [], []
    for number in range(N_FRAMES):
        liquid = np.zeros(SHAPE, dtype=np.uint8)
        liquid[: number * SHAPE[0] // (N_FRAMES - 1)] = 255
        liquid[~phases.is_pore] = 0
        frames.append(liquid)
        filled = np.bincount(pores.labels.ravel(), weights=liquid.ravel() / 255.0)
        in_pores.append(filled[1:] / pores.table.volume_vx)
    share = np.array([f.sum() / 255 for f in frames]) / phases.is_pore.sum()
    time_s = 1e-3 * share.astype(float) ** 2
    return Filling(
        name="spheres",
        time_s=time_s,
        step=np.arange(N_FRAMES) * 100,
        saturation=share.astype(np.float32),
        pore_saturation=np.array(in_pores, dtype=np.float32),
        frame_time_s=time_s,
        frame_saturation=share.astype(np.float32),
        frames=frames,
        voxel_m=VOXEL_M,
        outcome="flat",
        description={},
    )
