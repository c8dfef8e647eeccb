"""The data that a run leaves: frames, and saturation over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.balance import GasBalance

Frames = Sequence["NDArray[np.uint8]"]
"""Liquid fraction of every voxel, 0 to 255, one (nx, ny, nz) array a frame."""


PREDICTED = "predict"
"""The `kind` in the description of a filling that was predicted."""


@dataclass(frozen=True, eq=False)
class Filling:
    """How electrolyte filled a sample: simulated or predicted.

    Parameters
    ----------
    name : str
        What to call the run.
    time_s, step : (n,) ndarray of float64, of int64
        When the saturation was sampled.
    saturation : (n,) ndarray of float32
        Liquid volume over pore volume of the sample.
    pore_saturation : (n, n_pores) ndarray of float32
        The same for each pore.
    frame_time_s, frame_saturation : (n_frames,) ndarray of float64, of float32
        When the frames were taken, and the sample's saturation then.
    frames : sequence of (nx, ny, nz) ndarray of uint8
        Liquid fraction, 0 to 255; read on demand where it lies in a file.
    voxel_m : float
        Edge of a voxel in metres.
    outcome : {"flat", "max_steps", "stopped", "running"}
        Why the run ended: saturation no longer rises, step limit, stopped by the user.
    description : dict
        The settings that made it, as they were given.
    gas_balance : tuple of GasBalance
        Where the gas was at each frame; empty where that was not recorded.
    results : dict
        The numbers that it ended with; empty while it runs.
    """

    name: str
    time_s: NDArray[np.float64]
    step: NDArray[np.int64]
    saturation: NDArray[np.float32]
    pore_saturation: NDArray[np.float32]
    frame_time_s: NDArray[np.float64]
    frame_saturation: NDArray[np.float32]
    frames: Frames
    voxel_m: float
    outcome: str
    description: dict[str, Any]
    gas_balance: tuple[GasBalance, ...] = ()
    results: dict[str, Any] = field(default_factory=dict)

    @property
    def is_predicted(self) -> bool:
        """Whether a network predicted it; otherwise it was simulated."""
        return self.description.get("kind") == PREDICTED

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.frames)

    def frame_at(self, time_s: float) -> int:
        """Index of the last frame taken at or before a time."""
        after = int(np.searchsorted(self.frame_time_s, time_s, side="right"))
        return max(after - 1, 0)
