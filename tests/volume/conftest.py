from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.volume import Phases, Volume

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture
def grey_stack() -> NDArray[np.uint16]:
    """Voxels with three different edges, every value once."""
    return np.arange(6 * 8 * 10, dtype=np.uint16).reshape(6, 8, 10)


@pytest.fixture
def labelled() -> Volume:
    """Labels 0, 85 and 170 in shares of 1/2, 1/4 and 1/4."""
    voxels = np.zeros((4, 4, 4), dtype=np.uint8)
    voxels[2] = 85
    voxels[3] = 170
    return Volume(voxels, 0.4e-6, "labelled")


@pytest.fixture
def half_and_half() -> Phases:
    """Pore for x below 4, active material from there."""
    labels = np.zeros((8, 6, 4), dtype=np.uint8)
    labels[4:] = 1
    return Phases(labels, 1e-6, "half")
