"""A filling that is still being simulated, put together from the job's messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np

from wetview.filling import Filling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling import Frames


class _InTurn(Sequence["NDArray[np.uint8]"]):
    """Some frames of a run, and those that come after them."""

    def __init__(
        self, former: Frames, n_former: int, later: list[NDArray[np.uint8]]
    ) -> None:
        self._former = former
        self._n_former = n_former
        self._later = later

    def __len__(self) -> int:
        return self._n_former + len(self._later)

    @overload
    def __getitem__(self, index: int) -> NDArray[np.uint8]: ...
    @overload
    def __getitem__(self, index: slice) -> list[NDArray[np.uint8]]: ...
    def __getitem__(
        self, index: int | slice
    ) -> NDArray[np.uint8] | list[NDArray[np.uint8]]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        if at < self._n_former:
            return self._former[at]
        return self._later[at - self._n_former]


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
        self._former: Frames = ()
        self._n_former = 0

    @classmethod
    def resumed(cls, former: Filling) -> Self:
        """Begin with the frames of a run that goes on; they stay where they are."""
        live = cls(former.name, voxel_m=former.voxel_m, description=former.description)
        rows = np.searchsorted(former.time_s, former.frame_time_s)
        live._step = former.step[rows].tolist()
        live._time_s = former.frame_time_s.tolist()
        live._saturation = former.frame_saturation.tolist()
        live._pore_saturation = list(former.pore_saturation[rows])
        live._former = former.frames
        live._n_former = former.n_frames
        return live

    def __len__(self) -> int:
        return self._n_former + len(self._frames)

    def add(
        self,
        *,
        index: int,
        step: int,
        time_s: float,
        saturation: float,
        pore_saturation: NDArray[np.float32],
        liquid_fraction: NDArray[np.uint8],
    ) -> None:
        """Put a frame at its place; those after it have been computed again."""
        for rows in (self._step, self._time_s, self._saturation, self._pore_saturation):
            del rows[index:]
        self._n_former = min(self._n_former, index)
        del self._frames[index - self._n_former :]
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
            frames=_InTurn(self._former, self._n_former, list(self._frames)),
            voxel_m=self._voxel_m,
            outcome="running",
            description=self._description,
        )
