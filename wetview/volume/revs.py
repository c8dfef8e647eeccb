"""Representative boxes: alike in porosity, crossed by pores, far from each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.box import Box
from wetview.volume.integral import table_of_sums
from wetview.volume.percolation import joins_faces

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.phases import Phases

    Corners = NDArray[np.int64]

REV_SHAPE = (100, 100, 75)
"""Voxels of the usual box: of 1 um each, the one that the field computes with."""

_MOST_CANDIDATES = 20_000
_SIGNS = tuple(
    ((-1) ** (3 - sum(far)), far) for far in itertools.product((0, 1), repeat=3)
)
"""Corners of a box, and how its sum is put together from the table at them."""
_N_TARGETS = 5
_N_STARTS = 2
_N_SWAPS = 2
_N_PATTERNS = 4
_ENOUGH = 2
"""Porosities that gave all the boxes, after which no more are tried."""


@dataclass(frozen=True, eq=False)
class Revs:
    """Boxes cut from a volume.

    Parameters
    ----------
    boxes : tuple of Box
        Where they lie.
    porosity : (n,) ndarray of float64
        Of each.
    n_wanted : int
        How many were asked for.
    reason : str
        Where there are fewer, why; else empty.
    """

    boxes: tuple[Box, ...]
    porosity: NDArray[np.float64]
    n_wanted: int
    reason: str = ""

    @property
    def mean_porosity(self) -> float:
        """Mean over the boxes."""
        return float(self.porosity.mean()) if len(self.porosity) else float("nan")

    @property
    def largest_deviation(self) -> float:
        """Of a porosity from their mean, over the mean."""
        if not len(self.porosity):
            return float("nan")
        mean = self.mean_porosity
        return float(np.abs(self.porosity - mean).max() / mean) if mean else 0.0

    @property
    def nearest_voxels(self) -> float:
        """Distance of the two middles that are nearest to each other, in voxels."""
        middles = np.array([[b.x[0], b.y[0], b.z[0]] for b in self.boxes], float)
        if len(middles) < 2:
            return float("nan")
        apart = np.linalg.norm(middles[:, None] - middles[None], axis=-1)
        return float(apart[np.triu_indices(len(middles), 1)].min())


def find_revs(
    phases: Phases,
    *,
    n_boxes: int = 11,
    shape: tuple[int, int, int] = REV_SHAPE,
    tolerance: float = 0.05,
    may_overlap: bool = False,
    report: Report = silent,
) -> Revs:
    """Boxes of like porosity, as far from each other as they can be.

    Parameters
    ----------
    phases : Phases
        What is cut.
    n_boxes : int
        How many are wanted.
    shape : (int, int, int)
        Voxels of a box.
    tolerance : float
        How far a porosity may differ from their mean, over the mean.
    may_overlap : bool
        Whether boxes may share voxels.
    report : Report
        Is told how far it is.

    Returns
    -------
    Revs
        Fewer boxes than wanted, and why, where the volume does not give them.

    Raises
    ------
    UserError
        If not even one box fits, or none has pores that lead through along x.

    Notes
    -----
    For several porosities, among all boxes near it, each next box is the one farthest
    from those chosen; even patterns of boxes side by side are tried besides, because
    far apart is not how most fit in. Boxes are then moved one by one as long as the
    smallest distance grows. The choice is that with most boxes, and of these the one
    with the largest smallest distance.
    """
    _validate(phases, n_boxes, shape, tolerance)
    is_pore = phases.is_pore
    sums = table_of_sums(is_pore)
    corners = _grid(phases.shape, shape)
    porosity = _porosity_at(sums, corners, shape)
    crossed: dict[tuple[int, ...], bool] = {}

    def is_crossed(corner: NDArray[np.int64]) -> bool:
        key = tuple(int(n) for n in corner)
        if key not in crossed:
            part = tuple(slice(n, n + size) for n, size in zip(key, shape, strict=True))
            crossed[key] = joins_faces(is_pore[part])
        return crossed[key]

    best: Corners = np.empty((0, 3), np.int64)
    n_full = 0
    targets = _targets(porosity)
    for index, target in enumerate(targets):
        report(index, len(targets), "Choosing boxes")
        # Two porosities that lie in here differ from their mean by the tolerance at
        # most, whatever the mean is.
        near = np.abs(porosity - target) <= target * tolerance / (2 + tolerance)
        sets = _choices(corners[near], shape, n_boxes, may_overlap, is_crossed)
        for chosen in sets:
            if _is_better(chosen, best):
                best = chosen
        n_full += any(len(chosen) == n_boxes for chosen in sets)
        if n_full == _ENOUGH:
            break
    report(len(targets), len(targets), "Choosing boxes")
    if not len(best):
        raise UserError(
            f"No box of {_shown(shape)} voxels in {phases.name} has pores that lead "
            "through along x",
            "Take another thickness axis, a smaller box, or check what is pore",
        )
    best = best[np.lexsort(best.T[::-1])]
    boxes = tuple(
        Box(*((int(n), int(n) + size) for n, size in zip(corner, shape, strict=True)))
        for corner in best
    )
    porosity = _porosity_at(sums, best, shape)
    reason = ""
    if len(boxes) < n_boxes:
        reason = _too_few(phases, len(boxes), n_boxes, shape, tolerance, may_overlap)
    return Revs(boxes, porosity, n_boxes, reason)


def _grid(volume: tuple[int, ...], shape: tuple[int, ...]) -> Corners:
    """First corners of boxes on an even grid that has both ends of each axis."""
    room = [n - size for n, size in zip(volume, shape, strict=True)]
    step = 1.0
    while np.prod([int(n / step) + 1 for n in room], dtype=float) > _MOST_CANDIDATES:
        step *= 1.1
    axes = [
        np.unique(np.round(np.linspace(0, n, int(n / step) + 1)).astype(np.int64))
        for n in room
    ]
    # Places of boxes side by side, from both ends.
    packed = [
        np.unique(
            np.concatenate(
                [axis, np.arange(0, n + 1, size), n - np.arange(0, n + 1, size)]
            )
        )
        for axis, n, size in zip(axes, room, shape, strict=True)
    ]
    return np.stack(np.meshgrid(*packed, indexing="ij"), axis=-1).reshape(-1, 3)


def _porosity_at(
    sums: NDArray[np.int64], corners: Corners, shape: tuple[int, int, int]
) -> NDArray[np.float64]:
    n_pore = np.zeros(len(corners), np.int64)
    for sign, far in _SIGNS:
        x, y, z = (corners + np.array(far) * shape).T
        n_pore += sign * sums[x, y, z]
    return n_pore / float(np.prod(shape, dtype=float))


def _targets(porosity: NDArray[np.float64]) -> list[float]:
    """Porosities to try, that of most boxes first: it wins where all do as well."""
    levels = np.linspace(0.5, 0.02, _N_TARGETS // 2 + 1)[1:]
    shares = [0.5, *(q for level in levels for q in (level, 1 - level))]
    found = np.quantile(porosity, shares).tolist()
    return list(dict.fromkeys(target for target in found if target > 0))


def _choices(
    corners: Corners,
    shape: tuple[int, int, int],
    n_boxes: int,
    may_overlap: bool,
    is_crossed: Callable[[NDArray[np.int64]], bool],
) -> list[Corners]:
    """Sets of boxes among these candidates."""
    if not len(corners):
        return []
    middle = corners.mean(axis=0)
    far = np.argsort(-((corners - middle) ** 2).sum(axis=1), kind="stable")
    starts = far[np.linspace(0, len(far) - 1, min(_N_STARTS, len(far))).astype(int)]
    sets = [
        _farthest_first(corners, int(start), shape, n_boxes, may_overlap, is_crossed)
        for start in dict.fromkeys(starts.tolist())
    ]
    sets = [
        _spread(chosen, corners, shape, may_overlap, is_crossed)
        for chosen in sets
        if len(chosen) == n_boxes
    ] or sets
    if not may_overlap and max(map(len, sets)) < n_boxes:
        sets += [
            _thinned(side, n_boxes)
            for side in _side_by_side(corners, shape, is_crossed)
        ]
    return sets


def _farthest_first(
    corners: Corners,
    start: int,
    shape: tuple[int, int, int],
    n_boxes: int,
    may_overlap: bool,
    is_crossed: Callable[[NDArray[np.int64]], bool],
) -> Corners:
    """From one box on, the next is always the farthest from those chosen."""
    allowed = np.ones(len(corners), np.bool_)
    distance = np.full(len(corners), np.inf)
    chosen: list[int] = []
    candidate = start
    while len(chosen) < n_boxes:
        if is_crossed(corners[candidate]):
            chosen.append(candidate)
            apart = corners - corners[candidate]
            distance = np.minimum(distance, (apart.astype(float) ** 2).sum(axis=1))
            if not may_overlap:
                allowed &= (np.abs(apart) >= shape).any(axis=1)
        allowed[candidate] = False
        if not allowed.any():
            break
        candidate = int(np.argmax(np.where(allowed, distance, -1.0)))
    return corners[chosen]


def _spread(
    chosen: Corners,
    corners: Corners,
    shape: tuple[int, int, int],
    may_overlap: bool,
    is_crossed: Callable[[NDArray[np.int64]], bool],
) -> Corners:
    """Move each box to the place farthest from the others, a few times over."""
    for _ in range(_N_SWAPS if len(chosen) > 1 else 0):
        before = chosen.copy()
        for index in range(len(chosen)):
            others = np.delete(chosen, index, axis=0)
            apart = corners[:, None] - others[None]
            distance = (apart.astype(float) ** 2).sum(axis=-1).min(axis=1)
            if not may_overlap:
                free = (np.abs(apart) >= shape).any(axis=-1).all(axis=1)
                distance = np.where(free, distance, -1.0)
            here = ((chosen[index] - others).astype(float) ** 2).sum(axis=1).min()
            for candidate in np.argsort(-distance, kind="stable")[:20]:
                if distance[candidate] <= here:
                    break
                if is_crossed(corners[candidate]):
                    chosen[index] = corners[candidate]
                    break
        if (before == chosen).all():
            break
    return chosen


def _side_by_side(
    corners: Corners,
    shape: tuple[int, int, int],
    is_crossed: Callable[[NDArray[np.int64]], bool],
) -> list[Corners]:
    """Boxes in even patterns, each one box further; the patterns with most boxes."""
    _, pattern, n_boxes = np.unique(
        corners % shape, axis=0, return_inverse=True, return_counts=True
    )
    fullest = np.argsort(-n_boxes, kind="stable")[:_N_PATTERNS]
    sets = []
    for index in fullest[n_boxes[fullest] > 1]:
        on_pattern = corners[pattern.ravel() == index]
        is_kept = np.array([is_crossed(corner) for corner in on_pattern])
        sets.append(on_pattern[is_kept])
    return sets


def _thinned(chosen: Corners, n_boxes: int) -> Corners:
    """At most so many of the boxes, the farthest first."""
    if len(chosen) <= n_boxes:
        return chosen
    kept = [0]
    distance = np.full(len(chosen), np.inf)
    while len(kept) < n_boxes:
        apart = (chosen - chosen[kept[-1]]).astype(float)
        distance = np.minimum(distance, (apart**2).sum(axis=1))
        kept.append(int(np.argmax(distance)))
    return chosen[kept]


def _is_better(chosen: Corners, best: Corners) -> bool:
    if len(chosen) != len(best):
        return len(chosen) > len(best)
    return _smallest_distance(chosen) > _smallest_distance(best) * (1 + 1e-9)


def _smallest_distance(corners: Corners) -> float:
    if len(corners) < 2:
        return 0.0
    apart = np.linalg.norm((corners[:, None] - corners[None]).astype(float), axis=-1)
    return float(apart[np.triu_indices(len(corners), 1)].min())


def _too_few(
    phases: Phases,
    n_found: int,
    n_wanted: int,
    shape: tuple[int, int, int],
    tolerance: float,
    may_overlap: bool,
) -> str:
    nx, ny, nz = (n // size for n, size in zip(phases.shape, shape, strict=True))
    fit = (
        ""
        if may_overlap or nx * ny * nz >= n_wanted
        else f"; side by side {nx * ny * nz} fit into {_shown(phases.shape)}"
    )
    way = "Use smaller boxes or a larger tolerance" + (
        "" if may_overlap else ", or let them overlap"
    )
    return (
        f"{n_found} of {n_wanted} boxes of {_shown(shape)} voxels were found whose "
        f"porosities lie within {100 * tolerance:g} % of their mean and whose pores "
        f"lead through{fit}. {way}"
    )


def _validate(
    phases: Phases, n_boxes: int, shape: tuple[int, int, int], tolerance: float
) -> None:
    if n_boxes < 1:
        raise UserError(f"{n_boxes} boxes are wanted", "Ask for 1 or more")
    if not 0 < tolerance <= 1:
        raise UserError(
            f"The tolerance of the porosity is {tolerance:g}",
            "Give a share of the mean, for example 0.05",
        )
    if len(shape) != 3 or min(shape) < 2:
        raise UserError(
            f"The box has {_shown(shape)} voxels", "Give three edges from 2"
        )
    if any(size > n for size, n in zip(shape, phases.shape, strict=True)):
        raise UserError(
            f"A box of {_shown(shape)} voxels does not fit into {phases.name}, which "
            f"has {_shown(phases.shape)}",
            "Use a smaller box, or smaller voxels",
        )


def _shown(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
