"""Absolute permeability of a pore space: the same engine with one fluid.

The fluid is driven by a body force F along the axis until its flow is steady; Darcy's
law then gives `k = mu q / F`, q the mean flux over the whole cross-section.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import ndimage

from wetview.errors import UserError
from wetview.memory import require_memory
from wetview.progress import silent
from wetview.units import DARCY, UM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.cpu_flow import CpuFlow
    from wetview.progress import Report
    from wetview.volume import Phases

Axis = Literal["x", "y", "z"]
FlowEnds = Literal["reservoirs", "mirrored", "periodic"]
"""What lies beyond the two faces that the flow crosses: a layer of free fluid, the
mirror image of the sample, or the sample again."""
FlowSides = Literal["wall", "periodic"]

RESERVOIR_VX = 8
"""Voxels of free fluid between the end of the sample and its beginning."""
VISCOSITY = 1 / 20
"""Kinematic viscosity in lattice units. The result does not depend on it; at this one
pressure evens out quickest (1/6 took three times as many steps)."""
TOLERANCE = 1e-3
"""Share of the permeability that may still change when the flow counts as steady."""

_CHECK_EVERY = 50
_N_VALUES = 5
_NOISE = 1e-6  # of single precision
_MOST_STEPS = 100_000
_SPEED = 5e-4
_MOST_SPEED = 0.03
_DENSITY_DROP = 0.01
_LEAST_SHARE = 1e-6
_EDGES_JOIN = ndimage.generate_binary_structure(3, 2)


@dataclass(frozen=True)
class Permeability:
    """Permeability of a sample along one axis.

    Parameters
    ----------
    axis : {"x", "y", "z"}
        Direction of the flow.
    value_m2 : float
        Permeability; 0 where no pores join the two faces.
    ends, sides : str
        What lay beyond the faces.
    steps : int
        Steps until the flow was steady.
    """

    axis: Axis
    value_m2: float
    ends: FlowEnds
    sides: FlowSides
    steps: int

    @property
    def darcy(self) -> float:
        """In darcy."""
        return self.value_m2 / DARCY

    @property
    def um2(self) -> float:
        """In square micrometres."""
        return self.value_m2 / UM**2


def measure_permeability(
    phases: Phases,
    axis: Axis = "x",
    *,
    ends: FlowEnds = "reservoirs",
    sides: FlowSides = "wall",
    tolerance: float = TOLERANCE,
    n_threads: int = 1,
    report: Report = silent,
) -> Permeability:
    """Drive one fluid through the pores of a sample and apply Darcy's law.

    Parameters
    ----------
    phases : Phases
        The electrode.
    axis : {"x", "y", "z"}
        Direction of the flow.
    ends : {"reservoirs", "mirrored", "periodic"}
        "reservoirs" puts 8 voxels of free fluid between the sample's end and its
        beginning, as when it is measured between two chambers; "mirrored" puts its
        mirror image there, at twice the cost; "periodic" nothing, which suits a sample
        that repeats.
    sides : {"wall", "periodic"}
        The four faces beside.
    tolerance : float
        The flow is steady when the permeability changed by less than this share of
        itself over 200 steps, and when no more than that is to come, as estimated from
        the last five values, 50 steps apart, as from a geometric series.
    n_threads : int
        Threads to compute with.
    report : callable
        Told how far it is; may raise `Cancelled`.

    Returns
    -------
    Permeability

    Raises
    ------
    UserError
        If there is no pore, a setting is unknown, or the flow does not become steady.

    Notes
    -----
    With reservoirs the force acts on them too, and they hardly resist: the sample, of
    length L, feels all of `F (L + 8)`. The force is so small that the density falls by
    at most 1 % along the sample and that the Reynolds number stays below about 0.1, so
    that neither compressibility nor inertia counts.
    """
    _validate(phases, axis, ends, sides)
    is_pore = phases.is_pore.swapaxes(0, "xyz".index(axis))
    if sides == "wall":
        is_pore = _joining_both_faces(is_pore)
    if not is_pore.any():
        return Permeability(axis, 0.0, ends, sides, 0)
    length = is_pore.shape[0]
    guess = _kozeny_permeability(is_pore, sides)
    force = min(
        VISCOSITY * float(is_pore.mean()) * _SPEED / guess,
        _DENSITY_DROP / (3 * length),
    )
    cell = _with_ends(is_pore, ends)
    flow = _one_fluid(cell, force, sides, n_threads)
    history: list[float] = []
    missing = math.inf
    while missing > tolerance:
        if flow.step >= _MOST_STEPS:
            raise UserError(
                f"The flow along {axis} was not steady after {flow.step} steps",
                "Choose a smaller box, or larger voxels",
            )
        note = f"Flow along {axis}, step {flow.step}"
        report(_share_done(missing, tolerance), 1, note)
        flow.advance(_CHECK_EVERY)
        velocity = flow.velocity()
        fastest = float(np.abs(velocity).max())
        if fastest > _MOST_SPEED:  # a wide channel among narrow pores
            force *= 0.2 * _MOST_SPEED / fastest
            flow, history = _one_fluid(cell, force, sides, n_threads), []
            continue
        flux = float(velocity[:, 0].sum()) / cell.size
        # What drives the flow, in a voxel of the sample's length.
        drive = force * len(cell) / length if ends == "reservoirs" else force
        history.append(VISCOSITY * flux / drive)
        missing = _share_to_come(history[-_N_VALUES:], least=_LEAST_SHARE * guess)
    return Permeability(axis, history[-1] * phases.voxel_m**2, ends, sides, flow.step)


def _validate(phases: Phases, axis: str, ends: str, sides: str) -> None:
    for title, value, allowed in (
        ("axis", axis, get_args(Axis)),
        ("ends setting", ends, get_args(FlowEnds)),
        ("sides setting", sides, get_args(FlowSides)),
    ):
        if value not in allowed:
            raise UserError(
                f"The {title} is {value!r}", f"Choose {' or '.join(allowed)}"
            )
    if not phases.is_pore.any():
        raise UserError(
            f"{phases.name} has no pore voxel",
            "Choose which labels, or which side of the threshold, are pore",
        )


def _joining_both_faces(is_pore: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pores that join the first layer to the last: nothing flows in the others.

    Fluid passes between voxels that share an edge, as the lattice's diagonals do.
    """
    cluster, _ = ndimage.label(is_pore, structure=_EDGES_JOIN)
    both = np.intersect1d(cluster[0], cluster[-1])
    return np.isin(cluster, both[both > 0])


def _kozeny_permeability(is_pore: NDArray[np.bool_], sides: FlowSides) -> float:
    """A guess in square voxels, good to a factor of a few: `phi r_h^2 / 4`."""
    is_open = is_pore.view(np.int8)
    if sides == "wall":
        is_open = np.pad(is_open, ((0, 0), (1, 1), (1, 1)))
    faces = sum(np.count_nonzero(np.diff(is_open, axis=axis)) for axis in range(3))
    hydraulic_radius = np.count_nonzero(is_pore) / max(int(faces), 1)
    return float(is_pore.mean()) * hydraulic_radius**2 / 4


def _with_ends(is_pore: NDArray[np.bool_], ends: FlowEnds) -> NDArray[np.bool_]:
    """The cell that repeats along the flow."""
    if ends == "reservoirs":
        free = np.ones((RESERVOIR_VX, *is_pore.shape[1:]), dtype=bool)
        return np.concatenate([is_pore, free])
    if ends == "mirrored":
        return np.concatenate([is_pore, is_pore[::-1]])
    return np.ascontiguousarray(is_pore)


def _one_fluid(
    cell: NDArray[np.bool_], force: float, sides: FlowSides, n_threads: int
) -> CpuFlow:
    from wetview.lbm.cpu_flow import CpuFlow  # numba, which takes a moment
    from wetview.lbm.geometry import build_lattice
    from wetview.lbm.model import Model
    from wetview.lbm.plan import engine_bytes

    n_nodes = int(np.count_nonzero(cell))
    require_memory("The flow through the sample", engine_bytes(n_nodes, cell.size))
    lattice = build_lattice(
        cell, np.zeros(cell.shape, dtype=np.float32), ends="periodic", sides=sides
    )
    return CpuFlow(
        lattice,
        Model(0.0, VISCOSITY, VISCOSITY, force_x=force),
        colour=np.ones(lattice.n_nodes, dtype=np.float32),
        n_threads=n_threads,
    )


def _share_to_come(values: list[float], *, least: float) -> float:
    """What a series of five values may still change, over its last value.

    It is at least what they spread over, as the flow may swing before it settles; from
    their change per two values on they are taken to converge as a geometric series.
    """
    if len(values) < _N_VALUES:
        return math.inf
    scale = max(abs(values[-1]), least)
    spread = (max(values) - min(values)) / scale
    if spread < _NOISE:
        return spread
    before, last = values[2] - values[0], values[4] - values[2]
    ratio = last / before if before else 0.0
    if ratio >= 1:
        return math.inf
    return max(spread, abs(last) / scale * ratio / (1 - ratio))


def _share_done(missing: float, tolerance: float) -> float:
    """How far a convergence is, by orders of magnitude."""
    if not missing < 1:
        return 0.0
    return min(math.log(missing) / math.log(tolerance), 1.0)
