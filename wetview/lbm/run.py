"""A filling run in the user's terms: phases and a plan in, liquid fractions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import Ends, build_lattice
from wetview.lbm.model import Model, ramp
from wetview.lbm.plan import GAS_SINK, RAMP_STEPS, wall_cosine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.lbm.plan import FillingPlan
    from wetview.volume import Phases

_ENDS: dict[str, Ends] = {
    "vent": "inlet and outlet",
    "open": "inlet and outlet",
    "closed": "inlet and wall",
}


class FillingRun:
    """Electrolyte entering a sample at x = 0, step by step.

    Parameters
    ----------
    phases : Phases
        The electrode.
    plan : FillingPlan
        What `plan_filling` made for it.
    n_threads : int
        Threads to compute with; the result does not depend on it.
    """

    def __init__(
        self, phases: Phases, plan: FillingPlan, *, n_threads: int = 1
    ) -> None:
        self.plan = plan
        self._lattice = build_lattice(
            phases.is_pore,
            wall_cosine(phases, plan.fluids),
            ends=_ENDS[plan.outlet],
            sides=plan.sides,
        )
        self._flow = CpuFlow(
            self._lattice,
            Model(
                surface_tension=plan.surface_tension_lattice,
                liquid_viscosity=plan.liquid_viscosity_lattice,
                gas_viscosity=plan.gas_viscosity_lattice,
                inlet_knots=ramp(plan.inlet_density, RAMP_STEPS),
                holds_liquid=plan.outlet == "vent",
                gas_sink=GAS_SINK if plan.trapped_gas == "dissolving" else 0.0,
            ),
            n_threads=n_threads,
        )

    def advance(self, n_steps: int) -> None:
        """Take `n_steps` steps, an even number.

        Raises
        ------
        UserError
            Where the run has become unstable; says which setting is the cause.
        """
        self._flow.advance(n_steps)

    @property
    def step(self) -> int:
        """Steps taken."""
        return self._flow.step

    @property
    def time_s(self) -> float:
        """Physical time since the start."""
        return self._flow.step * self.plan.step_s

    @property
    def n_nodes(self) -> int:
        """Pore voxels, each of which is a node of the lattice."""
        return self._lattice.n_nodes

    @property
    def saturation(self) -> float:
        """Liquid volume over pore volume of the sample."""
        return self._flow.saturation

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Everything that the coming steps depend on, for a checkpoint."""
        return self._flow.state()

    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Go on from a checkpoint, bit for bit as if there had been no interruption.

        Raises
        ------
        ValueError
            If the state is of another sample.
        """
        self._flow.restore(state)

    def liquid_fraction(self) -> NDArray[np.uint8]:
        """(nx, ny, nz) ndarray, liquid fraction of every voxel from 0 to 255."""
        fraction = np.zeros(self._lattice.shape, dtype=np.uint8)
        fraction.ravel()[self._lattice.node_voxel] = np.rint(255 * self._flow.colour)
        return fraction

    def label_saturation(self, labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """Saturation of every pore.

        Parameters
        ----------
        labels : (nx, ny, nz) ndarray of int32
            0 in the solid, pores from 1.

        Returns
        -------
        (n_pores,) ndarray of float32
        """
        label = labels.ravel()[self._lattice.node_voxel]
        n = int(labels.max()) + 1
        liquid = np.bincount(label, weights=self._flow.colour, minlength=n)
        volume = np.bincount(label, minlength=n)
        return (liquid[1:] / volume[1:]).astype(np.float32)
