"""Two fluids on a pore lattice, in lattice units: the state, and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np

from wetview.errors import UserError
from wetview.lbm import kernel
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import (
    COLOUR_WEIGHT_AXIS,
    COLOUR_WEIGHT_REST,
    N_DIRECTIONS,
    VELOCITIES,
)
from wetview.lbm.layout import ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice

CHECK_EVERY = 100
"""Steps between two looks at whether the numbers are still finite."""

CHECK_DENSITY_EVERY = 400
"""Steps between two looks at the density, which takes longer."""

_COLOUR_LIMIT = 0.5
_LEAST_DENSITY, _MOST_DENSITY = 0.5, 2.0
_CHUNKS_A_THREAD = 8


@dataclass(frozen=True)
class Model:
    """The numbers of the two-phase model, all in lattice units.

    Parameters
    ----------
    surface_tension : float
        Between liquid and gas.
    liquid_viscosity, gas_viscosity : float
        Kinematic viscosities.
    inlet_density : float
        Density of the reservoir; the pressure there is (inlet_density - 1) / 3.
    ramp_steps : int
        Steps over which that density is reached.
    holds_liquid : bool
        Whether the outlet is a vent, which liquid does not pass.
    gas_sink : float
        Share of its overpressure that gas loses in a step, by dissolving.
    force_x : float
        Body force along x, for tests and for permeability.
    """

    surface_tension: float
    liquid_viscosity: float
    gas_viscosity: float
    inlet_density: float = 1.0
    ramp_steps: int = 0
    holds_liquid: bool = True
    gas_sink: float = 0.0
    force_x: float = 0.0


class TwoPhaseFlow:
    """The populations of two fluids, and how they move.

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
        self.lattice = lattice
        self.model = model
        self.n_threads = min(n_threads, _most_threads())
        self.step = 0
        self._density_checked_at = 0
        self._pops = np.zeros(lattice.n_open * ROWS, dtype=np.float32)
        self._resting = np.zeros(lattice.n_blocks * BLOCK, dtype=np.float32)
        self._colour = np.zeros(lattice.n_cells, dtype=np.float32)
        if colour is not None:
            self._fill_with(colour)
        self._pops_out = self._pops.copy()
        self._colour_out = self._colour.copy()

    def advance(self, n_steps: int) -> None:
        """Take `n_steps` steps, an even number.

        Raises
        ------
        UserError
            Where the numbers have left the range in which the model is stable.
        """
        if n_steps % 2:
            msg = f"`n_steps` is {n_steps} but must be even: two steps use two buffers"
            raise ValueError(msg)
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
            for first in range(0, n_steps, CHECK_EVERY):
                n_now = min(CHECK_EVERY, n_steps - first)
                kernel.advance(
                    n_now,
                    self.n_threads * _CHUNKS_A_THREAD,
                    self._pops,
                    self._pops_out,
                    self._resting,
                    self._colour,
                    self._colour_out,
                    lattice.neighbours,
                    lattice.wall,
                    lattice.n_open,
                    lattice.inlet_ghost,
                    lattice.inlet_node,
                    self._inlet_density(n_now),
                    lattice.outlet_ghost,
                    lattice.outlet_node,
                    lattice.outlet_reflect,
                    model.holds_liquid,
                    lattice.solid_start,
                    lattice.solid_node,
                    lattice.solid_weight,
                    numbers,
                )
                self.step += n_now
                self._require_sound()
        finally:
            numba.set_num_threads(previous)

    @property
    def colour(self) -> NDArray[np.float32]:
        """(n_nodes,) ndarray, liquid fraction of every node, 0 to 1."""
        return np.clip(self._raw_colour, 0, 1)

    @property
    def _raw_colour(self) -> NDArray[np.float32]:
        """The liquid's share of the density, which over- and undershoots a little."""
        return self._colour[: self.lattice.n_nodes]

    @property
    def saturation(self) -> float:
        """Share of the pore volume that holds liquid."""
        return float(self.colour.mean(dtype=np.float64))

    @property
    def liquid_mass(self) -> float:
        """Sum of the liquid's density over all nodes."""
        moving = self._populations()[:, N_DIRECTIONS:].sum(dtype=np.float64)
        resting = self._resting[: self.lattice.n_nodes].sum(dtype=np.float64)
        return float(moving + resting)

    @property
    def n_bytes(self) -> int:
        """Memory that the state and the lattice take."""
        state = (
            self._pops,
            self._pops_out,
            self._resting,
            self._colour,
            self._colour_out,
        )
        tables = (
            value
            for value in vars(self.lattice).values()
            if isinstance(value, np.ndarray)
        )
        return sum(array.nbytes for array in (*state, *tables))

    def density(self) -> NDArray[np.float32]:
        """(n_nodes,) ndarray, density of every node; pressure is a third of it."""
        return 1 + self._populations()[:, :N_DIRECTIONS].sum(axis=1, dtype=np.float64)

    def velocity(self) -> NDArray[np.float64]:
        """(n_nodes, 3) ndarray, velocity of every node in voxels a step."""
        momentum = self._populations()[:, :N_DIRECTIONS].astype(np.float64) @ VELOCITIES
        # The force acts in the collision: half of it belongs to the step before.
        momentum[:, 0] -= 0.5 * self.model.force_x
        return momentum / self.density()[:, np.newaxis]

    def _populations(self) -> NDArray[np.float32]:
        n_blocks = self.lattice.n_blocks
        blocks = self._pops[: n_blocks * ROWS * BLOCK]
        rows = blocks.reshape(n_blocks, ROWS, BLOCK).transpose(0, 2, 1)
        return rows.reshape(-1, ROWS)[: self.lattice.n_nodes]

    def _fill_with(self, colour: NDArray[np.float32]) -> None:
        n_nodes, n_blocks = self.lattice.n_nodes, self.lattice.n_blocks
        self._colour[:n_nodes] = colour
        self._resting[:n_nodes] = COLOUR_WEIGHT_REST * colour
        blocks = self._pops[: n_blocks * ROWS * BLOCK]
        carried = blocks.reshape(n_blocks, ROWS, BLOCK)[:, N_DIRECTIONS:]
        filled = self._colour[: n_blocks * BLOCK].reshape(-1, 1, BLOCK)
        carried[:] = COLOUR_WEIGHT_AXIS * filled
        start, node = self.lattice.solid_start, self.lattice.solid_node
        weighted = self.lattice.solid_weight * self._colour[node]
        solid = slice(self.lattice.n_open, self.lattice.n_open + len(start) - 1)
        self._colour[solid] = np.add.reduceat(weighted, start[:-1])

    def _inlet_density(self, n_steps: int) -> NDArray[np.float64]:
        steps = self.step + 1 + np.arange(n_steps)
        ramp = np.minimum(steps / max(self.model.ramp_steps, 1), 1.0)
        return 1 + (self.model.inlet_density - 1) * ramp

    def _require_sound(self) -> None:
        low, high = float(self._raw_colour.min()), float(self._raw_colour.max())
        is_sound = low >= -_COLOUR_LIMIT and high <= 1 + _COLOUR_LIMIT
        if is_sound and self.step >= self._density_checked_at + CHECK_DENSITY_EVERY:
            density = self.density()
            is_sound = _LEAST_DENSITY < density.min() <= density.max() < _MOST_DENSITY
            self._density_checked_at = self.step
        if not is_sound:
            model = self.model
            raise UserError(
                f"The simulation became unstable before step {self.step}:"
                f" {_cause(model)}",
                "Choose a lower pressure or a smaller viscosity ratio, or give the"
                " narrowest pores more voxels",
            )


def _most_threads() -> int:
    return int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]


def _cause(model: Model) -> str:
    """The setting that is furthest out of the range in which the model is stable."""
    excess = {
        f"surface tension {model.surface_tension:g} in lattice units, above the limit"
        " of 0.03": model.surface_tension / 0.03,
        f"inlet density {model.inlet_density:g}, above the limit of 1.15": (
            (model.inlet_density - 1) / 0.15
        ),
        f"viscosity {min(model.gas_viscosity, model.liquid_viscosity):g} in lattice"
        " units, below the limit of 0.01": 0.01
        / min(model.gas_viscosity, model.liquid_viscosity),
    }
    worst = max(excess, key=lambda words: excess[words])
    if excess[worst] <= 1:
        return "flow through the narrowest pores is too fast for one voxel"
    return worst
