"""A filling that is still being simulated, put together from the job's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import Filling

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LiveFilling:
    """Collects frames as they arrive and shows them as a `Filling`.

    Parameters
    ----------
    name : str
        What to call the run.
    voxel_m : float
        Edge of a voxel in metres.
    description : dict
        The settings of the run.
    """

    def __init__(
        self, name: str, *, voxel_m: float, description: dict[str, Any]
    ) -> None:
        self.name = name
        self._voxel_m = voxel_m
        self._description = description
        self._step: list[int] = []
        self._time_s: list[float] = []
        self._saturation: list[float] = []
        self._pore_saturation: list[NDArray[np.float32]] = []
        self._frames: list[NDArray[np.uint8]] = []

    def __len__(self) -> int:
        return len(self._frames)

    def add(
        self,
        *,
        step: int,
        time_s: float,
        saturation: float,
        pore_saturation: NDArray[np.float32],
        liquid_fraction: NDArray[np.uint8],
    ) -> None:
        """Append a frame."""
        self._step.append(step)
        self._time_s.append(time_s)
        self._saturation.append(saturation)
        self._pore_saturation.append(pore_saturation)
        self._frames.append(liquid_fraction)

    def filling(self) -> Filling:
        """What has arrived so far; the frames are shared, not copied."""
        time_s = np.asarray(self._time_s, dtype=np.float64)
        saturation = np.asarray(self._saturation, dtype=np.float32)
        rows = self._pore_saturation
        return Filling(
            name=self.name,
            time_s=time_s,
            step=np.asarray(self._step, dtype=np.int64),
            saturation=saturation,
            pore_saturation=np.stack(rows) if rows else np.zeros((0, 0), np.float32),
            frame_time_s=time_s,
            frame_saturation=saturation,
            frames=list(self._frames),
            voxel_m=self._voxel_m,
            outcome="running",
            description=self._description,
        )
