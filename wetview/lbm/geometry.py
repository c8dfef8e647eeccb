"""From phases to a list of pore nodes, their neighbours, and the walls they touch.

Only pore voxels become nodes. They are numbered in C order and kept in blocks of
`BLOCK`; then come the ghosts of the open faces, which carry populations as nodes do;
then the solid voxels beside pores, which carry an extrapolated colour only:

    0 .. n_nodes            pore voxels, padded to whole blocks
    first_ghost .. n_open   reservoir at x = -1 and vent at x = nx, padded likewise
    n_open .. n_cells       solid voxels that touch a pore
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from scipy import ndimage

from wetview.lbm.lattice import N_DIRECTIONS, VELOCITIES, WEIGHTS, opposite

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 128
"""Nodes that the kernel gathers and computes together; a power of two."""

Ends = Literal["inlet and outlet", "inlet and wall", "walls", "periodic"]
Sides = Literal["wall", "periodic"]

_NORMAL_SMOOTHING_VX = 1.0
_PAD = 4
_T = TypeVar("_T", np.int32, np.float32)


@dataclass(frozen=True, eq=False)
class PoreLattice:
    """Where the nodes are and what they touch.

    Parameters
    ----------
    shape : tuple of int
        Voxels along x, y, z.
    node_voxel : (n_nodes,) ndarray of int64
        Flat index (C order) of each node's voxel.
    n_open, n_cells : int
        Ends of the ranges given in the module's docstring.
    neighbours : (n_blocks, 18, BLOCK) ndarray of int32
        Cell at x + e_q for q = 1 .. 18; `n_open` or above is solid.
    wall : (n_blocks, 4, BLOCK) ndarray of float32
        Unit normal into the solid and cosine of the contact angle; 0 away from walls.
    inlet_ghost, inlet_node, outlet_ghost, outlet_node : (m,) ndarray of int32
        Ghosts of the open faces and the node that each lies next to.
    outlet_reflect : (m, 5) ndarray of int32
        Nodes that pull from an outlet ghost along the five directions with e_x = -1, in
        the order of `OUTLET_DIRECTIONS`; -1 where there is none.
    solid_start : (n_solid + 1,) ndarray of int32
    solid_node : (k,) ndarray of int32
    solid_weight : (k,) ndarray of float32
        Pore neighbours of each solid cell, and weights that add up to 1.
    """

    shape: tuple[int, int, int]
    node_voxel: NDArray[np.int64]
    n_open: int
    n_cells: int
    neighbours: NDArray[np.int32]
    wall: NDArray[np.float32]
    inlet_ghost: NDArray[np.int32]
    inlet_node: NDArray[np.int32]
    outlet_ghost: NDArray[np.int32]
    outlet_node: NDArray[np.int32]
    outlet_reflect: NDArray[np.int32]
    solid_start: NDArray[np.int32]
    solid_node: NDArray[np.int32]
    solid_weight: NDArray[np.float32]

    @property
    def n_nodes(self) -> int:
        """Number of pore nodes."""
        return len(self.node_voxel)

    @property
    def n_blocks(self) -> int:
        """Number of blocks of pore nodes."""
        return len(self.neighbours)


OUTLET_DIRECTIONS = np.flatnonzero(VELOCITIES[:, 0] == -1).astype(np.int32)
"""(5,) directions that lead from the outlet's ghosts back into the sample."""


def build_lattice(
    is_pore: NDArray[np.bool_],
    wall_cosine: NDArray[np.float32],
    *,
    ends: Ends = "inlet and outlet",
    sides: Sides = "wall",
) -> PoreLattice:
    """Number the pore nodes, find their neighbours, normals and contact angles.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    wall_cosine : (nx, ny, nz) ndarray of float32
        Cosine of the contact angle on each solid voxel. The sample's own faces, where
        they are walls, are neutral (90 degrees).
    ends : str
        What lies beyond x = 0 and x = nx.
    sides : str
        What lies beyond the other four faces.
    """
    numbering = _Numbering(is_pore, ends, sides)
    n_nodes = len(numbering.node_voxel)
    n_blocks = -(-n_nodes // BLOCK)
    neighbours = np.full((N_DIRECTIONS - 1, n_blocks * BLOCK), -1, dtype=np.int32)
    solid_cells = []
    for q in range(1, N_DIRECTIONS):
        cell = numbering.neighbour_cell(q)
        number = numbering.number[cell]
        neighbours[q - 1, :n_nodes] = number
        solid_cells.append(cell[number < 0])
    solid_cell = np.unique(np.concatenate(solid_cells))
    n_open = numbering.n_open
    numbering.number[solid_cell] = n_open + np.arange(len(solid_cell), dtype=np.int32)
    for q in range(1, N_DIRECTIONS):
        neighbours[q - 1, :n_nodes] = numbering.number[numbering.neighbour_cell(q)]
    # Nodes that only fill the last block up are closed in on all sides by themselves.
    neighbours[:, n_nodes:] = n_open + len(solid_cell)

    start, node, weight = _solid_neighbours(neighbours[:, :n_nodes], n_open, solid_cell)
    wall = _walls(numbering, neighbours[:, :n_nodes], wall_cosine, solid_cell)
    wall_blocks = np.zeros((4, n_blocks * BLOCK), dtype=np.float32)
    wall_blocks[:, :n_nodes] = wall
    reflect = _outlet_reflect(neighbours, numbering)
    return PoreLattice(
        shape=numbering.shape,
        node_voxel=numbering.node_voxel,
        n_open=n_open,
        n_cells=n_open + len(solid_cell) + 1,
        neighbours=_in_blocks(neighbours),
        wall=_in_blocks(wall_blocks),
        inlet_ghost=numbering.inlet_ghost,
        inlet_node=numbering.inlet_node,
        outlet_ghost=numbering.outlet_ghost,
        outlet_node=numbering.outlet_node,
        outlet_reflect=reflect,
        solid_start=start,
        solid_node=node,
        solid_weight=weight,
    )


class _Numbering:
    """Numbers of all cells of the volume with one layer around it."""

    def __init__(self, is_pore: NDArray[np.bool_], ends: Ends, sides: Sides) -> None:
        nx, ny, nz = is_pore.shape
        self.shape = (nx, ny, nz)
        self.ends = ends
        self.sides = sides
        self.is_pore = is_pore
        self.node_voxel = np.flatnonzero(is_pore)
        n_nodes = len(self.node_voxel)
        self._xyz = np.unravel_index(self.node_voxel, self.shape)
        self._strides = ((ny + 2) * (nz + 2), nz + 2, 1)

        number = np.full((nx + 2, ny + 2, nz + 2), -1, dtype=np.int32)
        inner = number[1:-1, 1:-1, 1:-1]
        inner[is_pore] = np.arange(n_nodes, dtype=np.int32)
        first_ghost = _up_to_block(n_nodes)
        self.inlet_node = _layer(
            inner[0], ends in ("inlet and outlet", "inlet and wall")
        )
        self.outlet_node = _layer(inner[-1], ends == "inlet and outlet")
        n_inlet, n_outlet = len(self.inlet_node), len(self.outlet_node)
        self.inlet_ghost = np.arange(n_inlet, dtype=np.int32) + first_ghost
        self.outlet_ghost = (
            np.arange(n_outlet, dtype=np.int32) + first_ghost + n_inlet
        ).astype(np.int32)
        if n_inlet:
            number[0, 1:-1, 1:-1][inner[0] >= 0] = self.inlet_ghost
        if n_outlet:
            number[-1, 1:-1, 1:-1][inner[-1] >= 0] = self.outlet_ghost
        self.n_open = first_ghost + _up_to_block(n_inlet + n_outlet)
        self.number = number.ravel()

    def neighbour_cell(self, direction: int) -> NDArray[np.int64]:
        """Flat index, in the volume with its layer, of every node's neighbour."""
        cell = np.zeros(len(self.node_voxel), dtype=np.int64)
        periodic = (self.ends == "periodic", *2 * [self.sides == "periodic"])
        for axis in range(3):
            position = self._xyz[axis] + int(VELOCITIES[direction, axis])
            if periodic[axis]:
                position = position % self.shape[axis]
            cell += (position + 1) * self._strides[axis]
        return cell


def _up_to_block(count: int) -> int:
    return -(-count // BLOCK) * BLOCK


def _layer(numbers: NDArray[np.int32], is_open: bool) -> NDArray[np.int32]:
    return numbers[numbers >= 0] if is_open else np.empty(0, dtype=np.int32)


def _in_blocks(rows: NDArray[_T]) -> NDArray[_T]:
    n_rows, n = rows.shape
    blocks = rows.reshape(n_rows, n // BLOCK, BLOCK).transpose(1, 0, 2)
    return np.ascontiguousarray(blocks)


def _solid_neighbours(
    neighbours: NDArray[np.int32], n_open: int, solid_cell: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Pore neighbours of each solid cell as a compressed row, with their weights."""
    direction, node = np.nonzero(neighbours >= n_open)
    solid = neighbours[direction, node] - n_open
    order = np.argsort(solid, kind="stable")
    weight = WEIGHTS[direction + 1]
    total = np.bincount(solid, weights=weight, minlength=len(solid_cell))
    start = np.zeros(len(solid_cell) + 1, dtype=np.int32)
    np.cumsum(np.bincount(solid, minlength=len(solid_cell)), out=start[1:])
    return (
        start,
        node[order].astype(np.int32),
        (weight / total[solid])[order].astype(np.float32),
    )


def _walls(
    numbering: _Numbering,
    neighbours: NDArray[np.int32],
    wall_cosine: NDArray[np.float32],
    solid_cell: NDArray[np.int64],
) -> NDArray[np.float32]:
    """(4, n_nodes) normal into the solid and cosine of the contact angle."""
    cosine = np.zeros(tuple(n + 2 for n in numbering.shape), dtype=np.float32)
    cosine[1:-1, 1:-1, 1:-1] = wall_cosine
    solid_cosine = cosine.ravel()[solid_cell]
    touched = np.zeros(neighbours.shape[1])
    weighted = np.zeros(neighbours.shape[1])
    for q in range(1, N_DIRECTIONS):
        solid = neighbours[q - 1] - numbering.n_open
        touches = solid >= 0
        touched[touches] += WEIGHTS[q]
        weighted[touches] += WEIGHTS[q] * solid_cosine[solid[touches]]
    is_wall = touched > 0

    normal = _smoothed_normals(numbering)
    length = np.linalg.norm(normal, axis=0)
    # In a slit of one voxel the two walls' normals cancel: no side is the wall's.
    has_normal = is_wall & (length > 1e-3)
    wall = np.zeros((4, neighbours.shape[1]), dtype=np.float32)
    wall[:3, has_normal] = normal[:, has_normal] / length[has_normal]
    wall[3, has_normal] = weighted[has_normal] / touched[has_normal]
    return wall


def _smoothed_normals(numbering: _Numbering) -> NDArray[np.float32]:
    """(3, n_nodes) gradient of the smoothed solid at every node."""
    solid = (~numbering.is_pore).astype(np.float32)
    padded = np.pad(
        solid, ((_PAD, _PAD), (0, 0), (0, 0)), mode=_end_mode(numbering.ends)
    )
    if numbering.ends == "walls":
        padded[:_PAD] = 1
    if numbering.ends in ("walls", "inlet and wall"):
        padded[-_PAD:] = 1
    beside = ((0, 0), (_PAD, _PAD), (_PAD, _PAD))
    if numbering.sides == "periodic":
        padded = np.pad(padded, beside, mode="wrap")
    else:
        padded = np.pad(padded, beside, constant_values=1)
    smooth = ndimage.gaussian_filter(padded, _NORMAL_SMOOTHING_VX, truncate=3.0)
    x, y, z = np.unravel_index(numbering.node_voxel, numbering.shape)
    return np.stack(
        [
            smooth[x + _PAD + dx, y + _PAD + dy, z + _PAD + dz]
            - smooth[x + _PAD - dx, y + _PAD - dy, z + _PAD - dz]
            for dx, dy, dz in np.eye(3, dtype=int)
        ]
    )


def _end_mode(ends: Ends) -> Literal["wrap", "edge"]:
    return "wrap" if ends == "periodic" else "edge"


def _outlet_reflect(
    neighbours: NDArray[np.int32], numbering: _Numbering
) -> NDArray[np.int32]:
    """Nodes that pull from each outlet ghost along `OUTLET_DIRECTIONS`."""
    reflect = np.full((len(numbering.outlet_ghost), 5), -1, dtype=np.int32)
    if len(reflect):
        first = numbering.outlet_ghost[0]
        last_layer = numbering.outlet_node
        for column, direction in enumerate(OUTLET_DIRECTIONS):
            upstream = neighbours[opposite(int(direction)) - 1, last_layer]
            is_ghost = (upstream >= first) & (upstream < numbering.n_open)
            reflect[upstream[is_ghost] - first, column] = last_layer[is_ghost]
    return reflect
