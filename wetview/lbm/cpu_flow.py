"""The engine on the processor: arrays in the kernel's layout, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from wetview.lbm import kernel
from wetview.lbm.boundaries import fill_walls
from wetview.lbm.flow import TwoPhaseFlow
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import COLOUR_WEIGHT_AXIS, COLOUR_WEIGHT_REST, N_DIRECTIONS
from wetview.lbm.layout import RESTING_ROW, ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice
    from wetview.lbm.model import Model

_CHUNKS_A_THREAD = 8


class CpuFlow(TwoPhaseFlow):
    """Two fluids, computed by numba in some threads.

    Parameters
    ----------
    lattice : PoreLattice
        Where the nodes are.
    model : Model
        What the fluids are.
    colour : (n_nodes,) ndarray of float32, optional
        Liquid fraction of every node at the start; gas everywhere by default.
    n_threads : int
        Threads to compute with; the result does not depend on it.
    """

    def __init__(
        self,
        lattice: PoreLattice,
        model: Model,
        *,
        colour: NDArray[np.float32] | None = None,
        n_threads: int = 1,
    ) -> None:
        super().__init__(lattice, model)
        self.n_threads = min(n_threads, _most_threads())
        self._pops = np.zeros(lattice.n_open * ROWS, dtype=np.float32)
        self._dissolved = np.zeros(lattice.n_blocks, dtype=np.float64)
        self._colour = np.zeros(lattice.n_cells, dtype=np.float32)
        if colour is not None:
            self._fill_with(colour)
        self._colour_out = self._colour.copy()

    def _advance(self, n_steps: int, inlet_density: NDArray[np.float64]) -> None:
        lattice, model = self.lattice, self.model
        numbers = tuple(
            np.float32(value)
            for value in (
                model.surface_tension,
                1 / model.liquid_viscosity,
                1 / model.gas_viscosity,
                model.gas_sink,
                model.force_x,
            )
        )
        previous = numba.get_num_threads()
        numba.set_num_threads(self.n_threads)
        try:
            kernel.advance(
                n_steps,
                self.n_threads * _CHUNKS_A_THREAD,
                self._pops,
                self._colour,
                self._colour_out,
                self._sinking,
                self._dissolved,
                lattice.neighbours,
                lattice.at_wall,
                lattice.n_open,
                tuple(lattice.inlet),
                inlet_density,
                tuple(lattice.vents),
                model.holds_liquid,
                tuple(lattice.walls),
                numbers,
            )
        finally:
            numba.set_num_threads(previous)

    @property
    def _raw_colour(self) -> NDArray[np.float32]:
        return self._colour[: self.lattice.n_nodes]

    @property
    def dissolved_gas(self) -> float:
        """Mass of gas that has dissolved since the start."""
        return float(self._dissolved.sum())

    @property
    def n_bytes(self) -> int:
        """Memory that the state and the lattice take."""
        state = (
            self._pops,
            self._colour,
            self._colour_out,
            self._sinking,
            self._dissolved,
        )
        return sum(array.nbytes for array in state) + self.lattice.n_bytes

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Everything that the coming steps depend on; `restore` takes it back."""
        return {
            "step": np.array([self.step, self._density_checked_at]),
            "populations": self._pops.copy(),
            "colour": self._colour.copy(),
            "sinking": self._sinking.copy(),
            "dissolved": self._dissolved.copy(),
        }

    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Go on from a state, bit for bit as if there had been no interruption.

        Raises
        ------
        ValueError
            If the state is of another lattice.
        """
        for name, own in (
            ("populations", self._pops),
            ("colour", self._colour),
            ("sinking", self._sinking),
            ("dissolved", self._dissolved),
        ):
            if state[name].shape != own.shape or state[name].dtype != own.dtype:
                msg = f"`{name}` is {state[name].dtype} of {state[name].shape}"
                raise ValueError(msg)
        step = np.asarray(state["step"], dtype=np.int64)
        self.step, self._density_checked_at = int(step[0]), int(step[1])
        self._pops[:] = state["populations"]
        self._colour[:] = state["colour"]
        self._sinking[:] = state["sinking"]
        self._dissolved[:] = state["dissolved"]

    def _populations(self) -> NDArray[np.float32]:
        return self._rows(slice(0, RESTING_ROW))

    def _resting_liquid(self) -> NDArray[np.float32]:
        return self._rows(slice(RESTING_ROW, ROWS))[:, 0]

    def _rows(self, rows: slice) -> NDArray[np.float32]:
        """(n_nodes, n_rows) some rows of all nodes."""
        chosen = self._blocks[:, rows].transpose(0, 2, 1)
        return chosen.reshape(-1, chosen.shape[2])[: self.lattice.n_nodes]

    @property
    def _blocks(self) -> NDArray[np.float32]:
        """(n_blocks, ROWS, BLOCK) view of the nodes' populations."""
        n_blocks = self.lattice.n_blocks
        return self._pops[: n_blocks * ROWS * BLOCK].reshape(n_blocks, ROWS, BLOCK)

    def _fill_with(self, colour: NDArray[np.float32]) -> None:
        n_nodes, n_blocks = self.lattice.n_nodes, self.lattice.n_blocks
        self._colour[:n_nodes] = colour
        filled = self._colour[: n_blocks * BLOCK].reshape(-1, 1, BLOCK)
        self._blocks[:, N_DIRECTIONS:RESTING_ROW] = COLOUR_WEIGHT_AXIS * filled
        self._blocks[:, RESTING_ROW:] = COLOUR_WEIGHT_REST * filled
        fill_walls(self._colour, self.lattice.n_open, tuple(self.lattice.walls))


def _most_threads() -> int:
    return int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]
