"""A filling run in the user's terms: phases and a plan in, liquid fractions out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from wetview.filling import GasBalance, TrappedGas, trapped_gas
from wetview.lbm.devices import CPU, choose_device, make_flow
from wetview.lbm.geometry import Ends, build_lattice
from wetview.lbm.model import Model
from wetview.lbm.plan import engine_bytes
from wetview.lbm.pore_space import wall_cosine
from wetview.memory import require_memory
from wetview.volume.faces import (
    FACES,
    axis_of,
    opposite_face,
    seen_from,
    turned_back,
    vectors_turned_back,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.lbm.plan import FillingPlan
    from wetview.volume import Phases
    from wetview.volume.faces import Face

ENGINE_VERSION = 2
"""Raised when a state that an older engine left would go on differently."""

_T = TypeVar("_T", bound=np.generic)
_ENDS: dict[str, Ends] = {
    "vent": "inlet and outlet",
    "open": "inlet and outlet",
    "closed": "inlet and wall",
}


class FillingRun:
    """Electrolyte entering a sample by one of its faces, step by step.

    The engine fills along +x from x = 0: the sample is turned for it, and what comes
    out is turned back. Everything here is in the sample's own axes.

    Parameters
    ----------
    phases : Phases
        The electrode.
    plan : FillingPlan
        What `plan_filling` made for it.
    device : str
        What computes; see `wetview.lbm.devices.choose_device`.
    n_threads : int
        Threads to compute with on the CPU; the result does not depend on it.

    Raises
    ------
    UserError
        If the device that is wanted is not there, or its memory is too small.
    """

    def __init__(
        self,
        phases: Phases,
        plan: FillingPlan,
        *,
        device: str = CPU,
        n_threads: int = 1,
    ) -> None:
        self.plan = plan
        is_pore = phases.is_pore
        n_nodes = int(np.count_nonzero(is_pore))
        if not choose_device(device, n_cells=n_nodes).is_gpu:
            require_memory("The simulation", engine_bytes(n_nodes, is_pore.size))
        self._lattice = build_lattice(
            self._for_engine(is_pore),
            self._for_engine(wall_cosine(phases, plan.fluids)),
            ends=_ENDS[plan.outlet],
            sides=plan.sides,
        )
        self.device = choose_device(device, n_cells=self._lattice.n_open)
        self._flow = make_flow(
            self._lattice,
            Model(
                surface_tension=plan.lattice.surface_tension,
                liquid_viscosity=plan.lattice.liquid_viscosity,
                gas_viscosity=plan.lattice.gas_viscosity,
                inlet_knots=plan.inlet_knots,
                holds_liquid=plan.outlet != "open",
                gas_sink=plan.gas_sink,
                sink_spares_vented=plan.trapped_gas != "evacuated",
            ),
            device=self.device,
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
    def n_bytes(self) -> int:
        """Memory that the engine takes."""
        return self._flow.n_bytes

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
        return self._on_voxels(np.rint(255 * self._flow.colour).astype(np.uint8))

    def pressure_pa(self) -> NDArray[np.float32]:
        """(nx, ny, nz) ndarray, pressure above that of the gas; 0 in the solid."""
        pressure = (self._flow.density() - 1) / 3 * self.plan.pascals_a_lattice_unit
        return self._on_voxels(pressure.astype(np.float32))

    def velocity_m_s(self) -> NDArray[np.float32]:
        """(nx, ny, nz, 3) ndarray, velocity of the fluid; 0 in the solid."""
        metres_a_second = self.plan.voxel_m / self.plan.step_s
        velocity = (self._flow.velocity() * metres_a_second).astype(np.float32)
        return self._on_voxels(vectors_turned_back(velocity, self.plan.inlet))

    def trapped_gas(self) -> TrappedGas:
        """Gas that is joined to no open face."""
        is_pore = self._on_voxels(np.ones(self.n_nodes, dtype=bool))
        return trapped_gas(
            self.liquid_fraction(),
            is_pore,
            open_faces=self._open_faces,
            periodic_axes=self._periodic_axes,
        )

    def gas_balance(self, trapped: TrappedGas) -> GasBalance:
        """Where the gas is that filled the pores at the start, at density 1.

        Parameters
        ----------
        trapped : TrappedGas
            What `trapped_gas` found.
        """
        flow, n_nodes = self._flow, self.n_nodes
        cluster = self._for_engine(trapped.labels).ravel()[self._lattice.node_voxel]
        density = flow.density()
        liquid = flow.liquid_mass
        gas = float(density.sum()) - liquid
        return GasBalance(
            liquid_in_pv=liquid / n_nodes,
            gas_out_pv=1 - (gas + flow.dissolved_gas) / n_nodes,
            gas_trapped_pv=float(density[cluster > 0].sum()) / n_nodes,
            gas_dissolved_pv=flow.dissolved_gas / n_nodes,
        )

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
        label = self._for_engine(labels).ravel()[self._lattice.node_voxel]
        n = int(labels.max()) + 1
        liquid = np.bincount(label, weights=self._flow.colour, minlength=n)
        volume = np.bincount(label, minlength=n)
        return (liquid[1:] / volume[1:]).astype(np.float32)

    @property
    def _open_faces(self) -> list[Face]:
        """Faces that gas can leave by, the inlet among them."""
        inlet = self.plan.inlet
        faces = [inlet]
        if self.plan.outlet != "closed":
            faces.append(opposite_face(inlet))
        if self.plan.sides == "vent":
            faces += [face for face in FACES if axis_of(face) != axis_of(inlet)]
        return faces

    @property
    def _periodic_axes(self) -> list[int]:
        if self.plan.sides != "periodic":
            return []
        return [axis for axis in range(3) if axis != axis_of(self.plan.inlet)]

    def _for_engine(self, voxels: NDArray[_T]) -> NDArray[_T]:
        """Values of the sample's voxels as the engine has them."""
        return np.ascontiguousarray(seen_from(voxels, self.plan.inlet))

    def _on_voxels(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of the nodes on the voxels of the sample, 0 in the solid."""
        shape = (*self._lattice.shape, *values.shape[1:])
        voxels = np.zeros(shape, dtype=values.dtype)
        voxels.reshape(-1, *values.shape[1:])[self._lattice.node_voxel] = values
        return np.ascontiguousarray(turned_back(voxels, self.plan.inlet))
