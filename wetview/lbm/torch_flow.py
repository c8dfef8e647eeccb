"""The engine in PyTorch, for GPUs: arrays on the device, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from wetview.lbm.flow import TwoPhaseFlow
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    COLOUR_WEIGHT_REST,
    N_AXIS_PAIRS,
    N_PAIRS,
)
from wetview.lbm.layout import RESTING_ROW, ROWS
from wetview.lbm.torch_kernel import (
    BACK,
    FORTH,
    LIQUID_BACK,
    LIQUID_FORTH,
    N_ROWS,
    REST,
    RESTING,
    State,
    wall_colour,
)
from wetview.lbm.torch_launch import Launcher
from wetview.lbm.torch_tables import (
    ghost_cells,
    make_numbers,
    make_surroundings,
    make_tables,
    wall_range,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch import Tensor

    from wetview.lbm.geometry import PoreLattice
    from wetview.lbm.model import Model
    from wetview.lbm.torch_launch import Functions

_MOST_CELLS = 2**31 // N_ROWS
"""Places are 32-bit numbers."""
_PAIRS_OF_ROWS = (
    *((FORTH.start + p, BACK.start + p) for p in range(N_PAIRS)),
    *((LIQUID_FORTH.start + p, LIQUID_BACK.start + p) for p in range(N_AXIS_PAIRS)),
)
_ROW_IN_LAYOUT = [REST, *(row for pair in _PAIRS_OF_ROWS for row in pair), RESTING]
"""Row here of every row of `wetview.lbm.layout`."""


class TorchFlow(TwoPhaseFlow):
    """Two fluids, computed by PyTorch.

    Parameters
    ----------
    lattice : PoreLattice
        Where the nodes are.
    model : Model
        What the fluids are.
    device : str
        PyTorch's name of it: "cuda:0", "mps", "xpu:0", or "cpu" for tests.
    colour : (n_nodes,) ndarray of float32, optional
        Liquid fraction of every node at the start; gas everywhere by default.
    compiled : bool, optional
        Whether to compile the steps; by default where PyTorch can do so for a GPU.
    """

    def __init__(
        self,
        lattice: PoreLattice,
        model: Model,
        *,
        device: str = "cpu",
        colour: NDArray[np.float32] | None = None,
        compiled: bool | None = None,
    ) -> None:
        super().__init__(lattice, model)
        if lattice.n_cells > _MOST_CELLS:
            msg = f"`lattice` has {lattice.n_cells} cells, more than {_MOST_CELLS}"
            raise ValueError(msg)
        self.device = torch.device(device)
        self._ghosts = ghost_cells(lattice)
        self._walls = wall_range(lattice)
        self._tables = make_tables(lattice, model, self.device)
        self._around = make_surroundings(lattice, model, self.device)
        self._numbers = make_numbers(model, self.device)
        self._now = self._empty_state()
        self._after = self._empty_state()
        if colour is not None:
            self._fill_with(colour)
        self._write_sinking()
        self._densities = [torch.ones(1, device=self.device) for _ in range(2)]
        self._launcher = Launcher(
            self._step_there,
            self._step_back,
            device=self.device,
            varying=(*self._now, *self._after, *self._tables, *self._around),
            compiled=compiled,
        )

    def _advance(self, n_steps: int, inlet_density: NDArray[np.float64]) -> None:
        density = torch.from_numpy(inlet_density.astype(np.float32)).to(self.device)
        with torch.no_grad():
            for first in range(0, n_steps, 2):
                # The launcher may replay what it has recorded: it reads these tensors.
                self._densities[0].copy_(density[first : first + 1])
                self._densities[1].copy_(density[first + 1 : first + 2])
                self._launcher.run()

    def _step_there(self, functions: Functions) -> None:
        self._step(functions, self._now, self._after, self._densities[0])

    def _step_back(self, functions: Functions) -> None:
        self._step(functions, self._after, self._now, self._densities[1])

    def _step(
        self, functions: Functions, now: State, after: State, inlet_density: Tensor
    ) -> None:
        functions.collide(now, after, self._tables, self._numbers)
        if self._ghosts.stop > self._ghosts.start:
            populations, colour = functions.ghosts(
                after, self._around, self._numbers, inlet_density
            )
            after.populations[:RESTING, self._ghosts] = populations
            after.colour[self._ghosts] = colour
        if self._walls.stop > self._walls.start:
            after.colour[self._walls] = functions.wall_colour(after, self._around)

    @property
    def _raw_colour(self) -> NDArray[np.float32]:
        return _array(self._now.colour[: self.lattice.n_nodes])

    @property
    def dissolved_gas(self) -> float:
        """Mass of gas that has dissolved since the start."""
        nodes = self._now.dissolved[:, : self.lattice.n_nodes]
        return float(_array(nodes).sum(dtype=np.float64))

    @property
    def n_bytes(self) -> int:
        """Memory that the state and the lattice take on the device."""
        states = (
            part
            for state in (self._now, self._after)
            for part in (state.populations, state.colour, state.dissolved)
        )
        return sum(part.nbytes for part in (*self._tables, *self._around, *states))

    @property
    def liquid_mass(self) -> float:
        """Sum of the liquid's density over all nodes."""
        now = self._now
        moving = now.liquid_forth.sum(0) + now.liquid_back.sum(0)
        nodes = _array((moving + now.resting)[: self.lattice.n_nodes])
        return float(nodes.sum(dtype=np.float64))

    def density(self) -> NDArray[np.float64]:
        """(n_nodes,) ndarray, density of every node; pressure is a third of it."""
        # Summed on the device: a run looks at it often.
        now = self._now
        excess = (now.forth + now.back).sum(0) + now.rest
        return 1 + _array(excess[: self.lattice.n_nodes]).astype(np.float64)

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Everything that the coming steps depend on; `restore` takes it back.

        The engine for the CPU takes it as well, and goes on with its own rounding.
        """
        n_blocks = self.lattice.n_blocks
        rows = self._now.populations[_ROW_IN_LAYOUT]
        state: dict[str, NDArray[np.generic]] = {
            "step": np.array([self.step, self._density_checked_at]),
            "populations": _array(
                rows.reshape(ROWS, -1, BLOCK).transpose(0, 1)
            ).ravel(),
            "colour": _array(self._now.colour),
            "sinking": self._sinking.copy(),
            "dissolved": np.zeros(n_blocks),
        }
        if self.model.gas_sink:
            of_nodes = _array(self._now.dissolved)
            whole = of_nodes.sum(axis=0, dtype=np.float64)[: n_blocks * BLOCK]
            state["dissolved"] = whole.reshape(n_blocks, BLOCK).sum(axis=1)
            state["dissolved_of_nodes"] = of_nodes
        return state

    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Go on from a state, bit for bit as if there had been no interruption.

        Raises
        ------
        ValueError
            If the state is of another lattice.
        """
        now, n_blocks = self._now, self.lattice.n_blocks
        for name, shape in (
            ("populations", (now.populations.numel(),)),
            ("colour", tuple(now.colour.shape)),
            ("sinking", self._sinking.shape),
            ("dissolved", (n_blocks,)),
        ):
            if state[name].shape != shape:
                msg = f"`{name}` is of {state[name].shape}, not {shape}"
                raise ValueError(msg)
        step = np.asarray(state["step"], dtype=np.int64)
        self.step, self._density_checked_at = int(step[0]), int(step[1])
        blocks = state["populations"].reshape(-1, ROWS, BLOCK)
        rows = np.empty(now.populations.shape, dtype=np.float32)
        rows[_ROW_IN_LAYOUT] = blocks.transpose(1, 0, 2).reshape(ROWS, -1)
        _write(now.populations, rows)
        _write(now.colour, state["colour"])
        self._sinking[:] = state["sinking"]
        self._write_sinking()
        if self.model.gas_sink:
            _write(now.dissolved, self._dissolved_of_nodes(state))

    def _find_sinking(self) -> None:
        super()._find_sinking()
        self._write_sinking()

    def _write_sinking(self) -> None:
        if self.model.gas_sink:
            sinking = torch.from_numpy(self._sinking)
            self._tables.sinking[: len(sinking)].copy_(sinking)

    def _dissolved_of_nodes(
        self, state: Mapping[str, NDArray[np.generic]]
    ) -> NDArray[np.generic]:
        if "dissolved_of_nodes" in state:
            return state["dissolved_of_nodes"]
        # The CPU keeps one number a block: here it becomes that of the first node.
        whole = np.asarray(state["dissolved"], dtype=np.float64)
        of_nodes = np.zeros(self._now.dissolved.shape, dtype=np.float32)
        first = slice(0, len(whole) * BLOCK, BLOCK)
        of_nodes[0, first] = whole
        of_nodes[1, first] = whole - of_nodes[0, first]
        return of_nodes

    def _populations(self) -> NDArray[np.float32]:
        rows = self._now.populations[_ROW_IN_LAYOUT[:RESTING_ROW]]
        return _array(rows[:, : self.lattice.n_nodes]).T

    def _resting_liquid(self) -> NDArray[np.float32]:
        return _array(self._now.resting[: self.lattice.n_nodes])

    def _fill_with(self, colour: NDArray[np.float32]) -> None:
        now, nodes = self._now, slice(self.lattice.n_nodes)
        now.colour[nodes] = torch.from_numpy(colour.astype(np.float32)).to(self.device)
        now.resting[nodes] = COLOUR_WEIGHT_REST * now.colour[nodes]
        for rows in (now.liquid_forth, now.liquid_back):
            rows[:, nodes] = COLOUR_WEIGHT_AXIS * now.colour[nodes]
        now.colour[self._walls] = wall_colour(now, self._around)

    def _empty_state(self) -> State:
        width, n_cells = self.lattice.n_open, self.lattice.n_cells
        shapes = (
            (N_ROWS, width),
            (n_cells,),
            (2, width if self.model.gas_sink else 0),
        )
        populations, colour, dissolved = (
            torch.zeros(shape, device=self.device) for shape in shapes
        )
        return State(
            populations=populations,
            forth=_alone(populations[FORTH]),
            liquid_forth=_alone(populations[LIQUID_FORTH]),
            back=_alone(populations[BACK]),
            liquid_back=_alone(populations[LIQUID_BACK]),
            rest=_alone(populations[REST]),
            resting=_alone(populations[RESTING]),
            colour=colour,
            open_colour=_alone(colour[:width]),
            dissolved=dissolved,
        )


def _alone(view: Tensor) -> Tensor:
    """Part of a tensor that does not know the whole, as the compiler wants it."""
    return view.data


def _write(tensor: Tensor, array: NDArray[np.generic]) -> None:
    tensor.copy_(torch.from_numpy(np.array(array, dtype=np.float32)))


def _array(tensor: Tensor) -> NDArray[np.float32]:
    """Copy of a tensor in the computer's memory."""
    return np.array(tensor.cpu().numpy())
