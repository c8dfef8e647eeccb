"""From a lattice and a model to the tensors that PyTorch's kernel reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from wetview.lbm.geometry import BLOCK
from wetview.lbm.lattice import N_PAIRS, PAIRS, WEIGHTS
from wetview.lbm.torch_kernel import BACK, FORTH, Numbers, Surroundings, Tables
from wetview.lbm.walls import MOST_LINKS, WallCells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.geometry import PoreLattice
    from wetview.lbm.model import Model


def ghost_cells(lattice: PoreLattice) -> slice:
    """The ghosts of the open faces, which follow each other."""
    ghosts = np.concatenate([lattice.inlet.ghost, lattice.vents.ghost])
    first = int(ghosts.min()) if len(ghosts) else lattice.n_open
    return slice(first, first + len(ghosts))


def wall_range(lattice: PoreLattice) -> slice:
    """The walls, which follow the nodes and ghosts."""
    return slice(lattice.n_open, lattice.n_open + len(lattice.walls.hops))


def make_numbers(model: Model, device: torch.device) -> Numbers:
    """Write the lattice's constants and the model's numbers."""
    pair = np.arange(N_PAIRS, dtype=np.int32)
    columns = (
        PAIRS.T[:, :, np.newaxis].astype(np.float32),
        WEIGHTS[1::2, np.newaxis].astype(np.float32),
        (PAIRS**2).sum(axis=1)[:, np.newaxis].astype(np.float32),
        (FORTH.start + pair)[:, np.newaxis],
        (BACK.start + pair)[:, np.newaxis],
    )
    values = (
        model.surface_tension,
        1 / model.liquid_viscosity,
        1 / model.gas_viscosity,
        model.gas_sink,
        model.force_x,
    )
    return Numbers(
        *_tensors(columns, device),
        *(torch.tensor([value], device=device) for value in values),
    )


def make_tables(lattice: PoreLattice, model: Model, device: torch.device) -> Tables:
    """Write what every node has around it as rows; where gas sinks is still open."""
    # What is beyond the nodes, ghosts among it, has solid on all sides: it is computed
    # for nothing, and cannot do harm.
    neighbours = _as_rows(lattice.neighbours, lattice.n_open, lattice.n_cells - 1)
    at_wall = np.zeros(lattice.n_open, dtype=np.uint8)
    at_wall[: lattice.at_wall.size] = lattice.at_wall.ravel()
    own = np.arange(lattice.n_open, dtype=np.int32)
    sinking = np.zeros(lattice.n_open if model.gas_sink else 0, dtype=np.uint8)
    arrays = (own, neighbours[::2], neighbours[1::2], at_wall, sinking)
    return Tables(*_tensors(arrays, device))


def make_surroundings(
    lattice: PoreLattice, model: Model, device: torch.device
) -> Surroundings:
    """Write which nodes the ghosts and the walls belong to."""
    ghosts = ghost_cells(lattice)
    n_ghosts = ghosts.stop - ghosts.start
    node = np.zeros(n_ghosts, dtype=np.int32)
    for face in (lattice.inlet, lattice.vents):
        node[face.ghost - ghosts.start] = face.node
    is_inlet = np.zeros(n_ghosts, dtype=bool)
    is_inlet[lattice.inlet.ghost - ghosts.start] = True
    pulls = np.full((2, N_PAIRS, n_ghosts), -1, dtype=np.int64)
    if model.holds_liquid:
        is_vent = np.zeros(lattice.n_cells, dtype=bool)
        is_vent[lattice.vents.ghost] = True
        neighbours = _as_rows(lattice.neighbours, lattice.n_open, lattice.n_cells - 1)
        # What travels forth is pulled from behind.
        for row, upstream in (
            (pulls[0], neighbours[1::2]),
            (pulls[1], neighbours[::2]),
        ):
            pair, puller = np.nonzero(is_vent[upstream])
            row[pair, upstream[pair, puller] - ghosts.start] = puller
    arrays = (node, is_inlet, *pulls, *_padded_walls(lattice.walls))
    return Surroundings(*_tensors(arrays, device))


def _as_rows(blocks: NDArray[Any], width: int, beyond: int) -> NDArray[Any]:
    """(n_rows, width) ndarray from blocks, filled up with what lies beyond them."""
    n_blocks, n_rows, _ = blocks.shape
    rows = np.full((n_rows, width), beyond, dtype=blocks.dtype)
    rows[:, : n_blocks * BLOCK] = blocks.transpose(1, 0, 2).reshape(n_rows, -1)
    return rows


def _padded_walls(walls: WallCells) -> tuple[NDArray[Any], ...]:
    """Nodes, weights and bonds of walls as rows, and which walls are far."""
    count = np.diff(walls.start)
    column = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(walls.node)) - walls.start[column]
    # As many as there can be: rows that differ in number would be compiled anew.
    shape = (MOST_LINKS, len(count))
    node = np.zeros(shape, dtype=np.int32)
    weight = np.zeros(shape, dtype=np.float32)
    bond = np.zeros(shape, dtype=np.float32)
    node[row, column] = walls.node
    weight[row, column] = 1 / count[column]
    bond[row, column] = walls.bond
    return node, weight, bond, walls.hops == 2


def _tensors(arrays: Any, device: torch.device) -> list[torch.Tensor]:
    return [
        torch.from_numpy(np.ascontiguousarray(array)).to(device) for array in arrays
    ]
