"""From phases to a list of pore nodes, their neighbours, and the walls they touch.

Only pore voxels become nodes. They are numbered in C order and kept in blocks of
`BLOCK`; then come the ghosts of the open faces, which carry populations as nodes do;
then the walls, which carry a colour only:

    0 .. n_nodes            pore voxels, padded to whole blocks
    first_ghost .. n_open   beyond the inlet and the vents, padded likewise
    n_open .. n_cells       walls: sides of solid voxels that touch a pore, and of those
                            pores that lie behind an edge in which two solid voxels meet
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from wetview.lbm.lattice import N_DIRECTIONS, VELOCITIES, opposite
from wetview.lbm.walls import WallCells, wall_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 128
"""Nodes that the kernel gathers and computes together; a power of two."""

Ends = Literal["inlet and outlet", "inlet and wall", "walls", "periodic"]
Sides = Literal["wall", "periodic", "vent"]


ENTERING = np.zeros((7, 5), dtype=np.int32)
for _inward in range(1, 7):
    ENTERING[_inward] = np.flatnonzero(VELOCITIES @ VELOCITIES[_inward] == 1)
"""(7, 5) the directions that lead in through a face, by the axis direction 1 .. 6 that
does; row 0 is not used."""


class OpenFaces(NamedTuple):
    """Ghosts beyond open faces.

    Parameters
    ----------
    ghost, node : (m,) ndarray of int32
        Every ghost's cell, and the node that it lies next to.
    inward : (m,) ndarray of int32
        Direction from the ghost to that node, 1 .. 6.
    target : (m, 5) ndarray of int32
        The nodes that pull from the ghost along `ENTERING[inward]`; -1 for none.
    """

    ghost: NDArray[np.int32]
    node: NDArray[np.int32]
    inward: NDArray[np.int32]
    target: NDArray[np.int32]


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
    at_wall : (n_blocks, BLOCK) ndarray of bool
        Whether a node has a wall among its neighbours.
    inlet, vents : OpenFaces
        The face where liquid enters, and all faces where gas leaves.
    walls : WallCells
        From which nodes, and how, walls take their colour.
    """

    shape: tuple[int, int, int]
    node_voxel: NDArray[np.int64]
    n_open: int
    n_cells: int
    neighbours: NDArray[np.int32]
    at_wall: NDArray[np.bool_]
    inlet: OpenFaces
    vents: OpenFaces
    walls: WallCells

    @property
    def n_nodes(self) -> int:
        """Number of pore nodes."""
        return len(self.node_voxel)

    @property
    def n_blocks(self) -> int:
        """Number of blocks of pore nodes."""
        return len(self.neighbours)

    @property
    def n_bytes(self) -> int:
        """Memory of all tables."""
        tables = (*vars(self).values(), *self.inlet, *self.vents, *self.walls)
        return sum(table.nbytes for table in tables if isinstance(table, np.ndarray))


def build_lattice(
    is_pore: NDArray[np.bool_],
    wall_cosine: NDArray[np.float32],
    *,
    ends: Ends = "inlet and outlet",
    sides: Sides = "wall",
) -> PoreLattice:
    """Number the pore nodes, find their neighbours and walls.

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
    neighbours = np.empty((N_DIRECTIONS - 1, n_blocks * BLOCK), dtype=np.int32)
    solid_voxels = []
    for q in range(1, N_DIRECTIONS):
        voxel = numbering.neighbour_cell(q)
        is_barred = numbering.is_barred(q)
        cell = numbering.number[voxel]
        cell[is_barred] = -1
        neighbours[q - 1, :n_nodes] = cell
        is_solid = cell < 0
        solid_voxels.append(voxel[is_solid] + numbering.n_all * is_barred[is_solid])
    row, node = np.nonzero(neighbours[:, :n_nodes] < 0)
    solid_voxel, solid = np.unique(np.concatenate(solid_voxels), return_inverse=True)
    walls, wall = wall_cells(
        row + 1, node, solid, _cosine_of(solid_voxel, wall_cosine, numbering)
    )
    neighbours[row, node] = numbering.n_open + wall
    # Nodes that only fill the last block up are closed in on all sides by themselves.
    n_cells = numbering.n_open + len(walls.hops) + 1
    neighbours[:, n_nodes:] = n_cells - 1
    in_blocks = _in_blocks(neighbours)
    return PoreLattice(
        shape=numbering.shape,
        node_voxel=numbering.node_voxel,
        n_open=numbering.n_open,
        n_cells=n_cells,
        neighbours=in_blocks,
        at_wall=np.asarray((in_blocks >= numbering.n_open).any(axis=1)),
        inlet=_open_faces(neighbours, numbering.inlet),
        vents=_open_faces(neighbours, numbering.vents),
        walls=walls,
    )


_Layer = tuple["NDArray[np.int32]", "NDArray[np.int32]", int]


class _Numbering:
    """Numbers of all cells of the volume with one layer around it."""

    def __init__(self, is_pore: NDArray[np.bool_], ends: Ends, sides: Sides) -> None:
        nx, ny, nz = is_pore.shape
        self.shape = (nx, ny, nz)
        self._is_periodic = (ends == "periodic", *2 * [sides == "periodic"])
        self.node_voxel = np.flatnonzero(is_pore)
        self.xyz = np.unravel_index(self.node_voxel, self.shape)
        self.strides = ((ny + 2) * (nz + 2), nz + 2, 1)
        self.n_all = (nx + 2) * (ny + 2) * (nz + 2)
        self.is_pore = is_pore

        number = np.full((nx + 2, ny + 2, nz + 2), -1, dtype=np.int32)
        n_nodes = len(self.node_voxel)
        number[1:-1, 1:-1, 1:-1][is_pore] = np.arange(n_nodes, dtype=np.int32)
        self._next_ghost = _up_to_block(n_nodes)
        self.inlet: list[_Layer] = []
        self.vents: list[_Layer] = []
        if ends in ("inlet and outlet", "inlet and wall"):
            self.inlet.append(self._open(number, axis=0, at_start=True))
        if ends == "inlet and outlet":
            self.vents.append(self._open(number, axis=0, at_start=False))
        if sides == "vent":
            self.vents += [
                self._open(number, axis=axis, at_start=at_start)
                for axis in (1, 2)
                for at_start in (True, False)
            ]
        self.n_open = _up_to_block(self._next_ghost)
        self.number = number.ravel()

    def _open(self, number: NDArray[np.int32], *, axis: int, at_start: bool) -> _Layer:
        """Give the nodes of a face a ghost each."""
        inner = [slice(1, -1)] * 3
        inner[axis] = slice(0, 1) if at_start else slice(-1, None)
        beyond = number[tuple(inner)]
        inner[axis] = slice(1, 2) if at_start else slice(-2, -1)
        last = number[tuple(inner)]
        node = last[last >= 0]
        ghost = np.arange(len(node), dtype=np.int32) + np.int32(self._next_ghost)
        beyond[last >= 0] = ghost
        self._next_ghost += len(node)
        return node, ghost, 2 * axis + (1 if at_start else 2)

    def is_barred(self, direction: int) -> NDArray[np.bool_]:
        """Whether the way of every node along a diagonal leads between two solids.

        Where two solid voxels meet in an edge nothing passes between them. Liquid,
        which travels along axes alone, could not follow what does: it would be left
        behind, and gas would come from nowhere.
        """
        steps = np.flatnonzero(VELOCITIES[direction])
        if len(steps) < 2:
            return np.zeros(len(self.node_voxel), dtype=bool)
        closed = np.ones(len(self.node_voxel), dtype=bool)
        for axis in steps:
            by_axis = 2 * axis + (1 if VELOCITIES[direction, axis] > 0 else 2)
            closed &= self.number[self.neighbour_cell(int(by_axis))] < 0
        barred: NDArray[np.bool_] = closed & (
            self.number[self.neighbour_cell(direction)] >= 0
        )
        return barred

    def neighbour_cell(self, direction: int) -> NDArray[np.int64]:
        """Flat index, in the volume with its layer, of every node's neighbour."""
        cell = np.zeros(len(self.node_voxel), dtype=np.int64)
        for axis in range(3):
            position = self.xyz[axis] + int(VELOCITIES[direction, axis])
            if self._is_periodic[axis]:
                position = position % self.shape[axis]
            cell += (position + 1) * self.strides[axis]
        return cell


def _up_to_block(count: int) -> int:
    return -(-count // BLOCK) * BLOCK


def _in_blocks(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    n_rows, n = rows.shape
    blocks = rows.reshape(n_rows, n // BLOCK, BLOCK).transpose(1, 0, 2)
    return np.ascontiguousarray(blocks)


def _cosine_of(
    solid_voxel: NDArray[np.int64],
    wall_cosine: NDArray[np.float32],
    numbering: _Numbering,
) -> NDArray[np.float32]:
    """Cosine of the contact angle on solid voxels; 0 on the sample's own faces.

    A barred pore takes the mean of the solid voxels that it touches by a face.
    """
    cosine = np.pad(wall_cosine, 1).ravel()
    is_wall = np.pad(~numbering.is_pore, 1).ravel()
    is_barred = solid_voxel >= numbering.n_all
    found = np.zeros(len(solid_voxel), dtype=np.float32)
    found[~is_barred] = cosine[solid_voxel[~is_barred]]
    barred = solid_voxel[is_barred] - numbering.n_all
    steps = [sign * stride for stride in numbering.strides for sign in (-1, 1)]
    beside = (barred[:, np.newaxis] + steps).clip(0, numbering.n_all - 1)
    n_walls = np.maximum(is_wall[beside].sum(axis=1), 1)
    found[is_barred] = (cosine[beside] * is_wall[beside]).sum(axis=1) / n_walls
    return found


def _open_faces(neighbours: NDArray[np.int32], layers: list[_Layer]) -> OpenFaces:
    """Ghosts of faces, with the nodes that pull from them."""
    parts = []
    for node, ghost, inward in layers:
        target = np.full((len(node), 5), -1, dtype=np.int32)
        for m, q in enumerate(ENTERING[inward]):
            upstream = neighbours[opposite(int(q)) - 1, node] - ghost[0]
            is_ghost = (upstream >= 0) & (upstream < len(ghost))
            target[upstream[is_ghost], m] = node[is_ghost]
        parts.append((ghost, node, np.full(len(node), inward, np.int32), target))
    if not parts:
        none = np.empty(0, dtype=np.int32)
        return OpenFaces(none, none, none, np.empty((0, 5), dtype=np.int32))
    ghosts, nodes, inwards, targets = zip(*parts, strict=True)
    return OpenFaces(
        np.concatenate(ghosts),
        np.concatenate(nodes),
        np.concatenate(inwards),
        np.concatenate(targets),
    )
