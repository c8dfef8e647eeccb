"""Two fluids on a pore lattice: what every engine has in common.

`CpuFlow` computes with numba, `TorchFlow` with PyTorch on a GPU; a test holds them
equal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.lbm.gas_paths import trapped_gas_nodes
from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import N_DIRECTIONS, VELOCITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice
    from wetview.lbm.model import Model

CHECK_EVERY = 100
"""Steps between two looks at whether the numbers are still finite, and at which gas is
trapped where that matters; counted from the start of the run."""

CHECK_DENSITY_EVERY = 400
"""Steps between two looks at the density, which takes longer."""

_COLOUR_LIMIT = 0.5
_LEAST_DENSITY, _MOST_DENSITY = 0.5, 2.0


class TwoPhaseFlow(ABC):
    """The populations of two fluids, and how they move.

    Parameters
    ----------
    lattice : PoreLattice
        Where the nodes are.
    model : Model
        What the fluids are.
    """

    def __init__(self, lattice: PoreLattice, model: Model) -> None:
        self.lattice = lattice
        self.model = model
        self.step = 0
        self._density_checked_at = 0
        self._sinking = np.zeros(lattice.n_blocks * BLOCK, dtype=np.uint8)
        """1 for nodes whose gas sinks, 0 for others."""
        self._sinking[: lattice.n_nodes] = not model.sink_spares_vented

    def advance(self, n_steps: int) -> None:
        """Take `n_steps` steps, an even number.

        Raises
        ------
        UserError
            Where the numbers have left the range in which the model is stable.
        """
        if n_steps % 2:
            msg = f"`n_steps` is {n_steps} but must be even: steps come in pairs"
            raise ValueError(msg)
        end = self.step + n_steps
        while self.step < end:
            since_look = self.step % CHECK_EVERY
            if (
                since_look == 0
                and self.model.gas_sink
                and self.model.sink_spares_vented
            ):
                self._find_sinking()
            n_now = min(CHECK_EVERY - since_look, end - self.step)
            self._advance(n_now, self._inlet_density(n_now))
            self.step += n_now
            self._require_sound()

    @abstractmethod
    def _advance(self, n_steps: int, inlet_density: NDArray[np.float64]) -> None:
        """Take steps; the reservoir's density after each of them is given."""

    @property
    @abstractmethod
    def n_bytes(self) -> int:
        """Memory that the state and the lattice take."""

    @property
    @abstractmethod
    def _raw_colour(self) -> NDArray[np.float32]:
        """(n_nodes,) liquid's share of the density; over- and undershoots a little."""

    @abstractmethod
    def _populations(self) -> NDArray[np.float32]:
        """(n_nodes, 25) ndarray: f_0 .. f_18 less their weights, then a_1 .. a_6."""

    @abstractmethod
    def _resting_liquid(self) -> NDArray[np.float32]:
        """(n_nodes,) ndarray, a_0."""

    @abstractmethod
    def state(self) -> dict[str, NDArray[np.generic]]:
        """Everything that the coming steps depend on; `restore` takes it back."""

    @abstractmethod
    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Go on from a state, bit for bit as if there had been no interruption.

        Raises
        ------
        ValueError
            If the state is of another lattice.
        """

    @property
    @abstractmethod
    def dissolved_gas(self) -> float:
        """Mass of gas that has dissolved since the start."""

    @property
    def colour(self) -> NDArray[np.float32]:
        """(n_nodes,) ndarray, liquid fraction of every node, 0 to 1."""
        return np.clip(self._raw_colour, 0, 1)

    @property
    def saturation(self) -> float:
        """Share of the pore volume that holds liquid."""
        return float(self.colour.mean(dtype=np.float64))

    @property
    def liquid_mass(self) -> float:
        """Sum of the liquid's density over all nodes."""
        moving = self._populations()[:, N_DIRECTIONS:].sum(dtype=np.float64)
        resting = self._resting_liquid().sum(dtype=np.float64)
        return float(moving + resting)

    @property
    def gas_mass(self) -> float:
        """Sum of the gas's density over all nodes."""
        return float(self.density().sum(dtype=np.float64)) - self.liquid_mass

    def density(self) -> NDArray[np.float64]:
        """(n_nodes,) ndarray, density of every node; pressure is a third of it."""
        return 1 + self._populations()[:, :N_DIRECTIONS].sum(axis=1, dtype=np.float64)

    def velocity(self) -> NDArray[np.float64]:
        """(n_nodes, 3) ndarray, velocity of every node in voxels a step."""
        momentum = self._populations()[:, :N_DIRECTIONS].astype(np.float64) @ VELOCITIES
        # The force acts in the collision: half of it belongs to the step before.
        momentum[:, 0] -= 0.5 * self.model.force_x
        return momentum / self.density()[:, np.newaxis]

    def _find_sinking(self) -> None:
        trapped = trapped_gas_nodes(self.lattice, self._raw_colour)
        self._sinking[: self.lattice.n_nodes] = trapped

    def _inlet_density(self, n_steps: int) -> NDArray[np.float64]:
        steps = self.step + 1 + np.arange(n_steps)
        knot_steps, densities = zip(*self.model.inlet_knots, strict=True)
        return np.interp(steps, knot_steps, densities)

    def _require_sound(self) -> None:
        raw_colour = self._raw_colour
        low, high = float(raw_colour.min()), float(raw_colour.max())
        is_sound = low >= -_COLOUR_LIMIT and high <= 1 + _COLOUR_LIMIT
        if is_sound and self.step >= self._density_checked_at + CHECK_DENSITY_EVERY:
            density = self.density()
            is_sound = bool(
                _LEAST_DENSITY < density.min() <= density.max() < _MOST_DENSITY
            )
            self._density_checked_at = self.step
        if not is_sound:
            raise UserError(
                f"The simulation became unstable before step {self.step}:"
                f" {_cause(self.model)}",
                "Choose a lower pressure or a smaller viscosity ratio, or give the"
                " narrowest pores more voxels",
            )


def _cause(model: Model) -> str:
    """The setting that is furthest out of the range in which the model is stable."""
    excess = {
        f"surface tension {model.surface_tension:g} in lattice units, above the limit"
        " of 0.03": model.surface_tension / 0.03,
        f"inlet density {model.most_inlet_density:g}, above the limit of 1.15": (
            (model.most_inlet_density - 1) / 0.15
        ),
        f"viscosity {min(model.gas_viscosity, model.liquid_viscosity):g} in lattice"
        " units, below the limit of 0.01": 0.01
        / min(model.gas_viscosity, model.liquid_viscosity),
    }
    worst = max(excess, key=lambda words: excess[words])
    if excess[worst] <= 1:
        return "flow through the narrowest pores is too fast for one voxel"
    return worst
