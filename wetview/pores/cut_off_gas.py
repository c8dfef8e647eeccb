"""The gas that a front cuts off from the outlet, before any simulation.

The front moves on in steps. In each, Darcy's flow is solved anew, with liquid behind
the front and gas before it, which is less viscous; the front follows the streamlines;
and gas that gas no longer joins to the outlet stays. Menisci are as wide as pores, so
it is not voxels that fill but cells about as wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from wetview.pores.cells import cut_into_cells
from wetview.pores.conjugate_gradients import solve
from wetview.pores.slow_flow import (
    Links,
    conductivity_vx2,
    half_links,
    in_series,
    joins_both_faces,
    touching_voxels,
)
from wetview.pores.streamlines import along_streamlines
from wetview.progress import silent
from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.faces import Face

_VISCOSITY_RATIO = 10.0
"""Of liquid over gas. Simulations have 6 to 17; it hardly changes where gas stays."""
_STEP = 0.03
"""Share of the pore volume that is filled before the flow is solved again."""
_MOST_STEPS = 80
_LONGEST = 100.0
"""Crossings of the sample after which what is left is not waited for."""
_ALMOST_FULL = 0.999
_MOST_CUBES = 20_000
"""That would hold all pores without solid: of large samples the cells are larger."""
_TOLERANCE = 1e-8


def cut_off_gas(
    is_pore: NDArray[np.bool_],
    cell_vx: float,
    *,
    inlet: Face = "x-",
    walls_beside: bool = False,
    report: Report = silent,
) -> NDArray[np.bool_]:
    """Where the front leaves gas behind that has no way out.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    cell_vx : float
        Edge of the cubes that cut the pores into cells; larger where there would be
        more than 20 000 cells.
    inlet : Face
        Where the electrolyte enters.
    walls_beside : bool
        Whether the sides of the sample are walls that slow the flow down.
    report : callable, optional
        Told how much of the pores the front has passed.

    Returns
    -------
    (nx, ny, nz) ndarray of bool
        Also True in pores on no way from the inlet to the outlet.
    """
    flow = seen_from(is_pore, inlet)
    is_through = joins_both_faces(flow)
    stays = flow & ~is_through
    if is_through.any():
        squared = conductivity_vx2(flow, walls_beside=walls_beside)
        cells = _Cells.of(is_through, squared[is_through], cell_vx)
        stays[is_through] = _cut_off(cells, report)[cells.of_voxel]
    return turned_back(stays, inlet)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Pores cut into cells, and what flows between them at unit pressure difference.

    Parameters
    ----------
    of_voxel : (n_voxels,) ndarray of int
        The cell of each pore voxel.
    volume_vx : (n,) ndarray of float64
        Volume of each cell.
    one, other : (n_links,) ndarray of int32
        Cells that touch.
    link : (n_links,) ndarray of float64
        What leads from one to the other.
    at_inlet, at_outlet : (n,) ndarray of float64
        What leads to the two faces.
    """

    of_voxel: NDArray[np.integer]
    volume_vx: NDArray[np.float64]
    one: NDArray[np.int32]
    other: NDArray[np.int32]
    link: NDArray[np.float64]
    at_inlet: NDArray[np.float64]
    at_outlet: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.volume_vx)

    @classmethod
    def of(
        cls,
        is_through: NDArray[np.bool_],
        conductivity: NDArray[np.float64],
        cell_vx: float,
    ) -> _Cells:
        """Cut the pores; see `cut_into_cells`."""
        one, other = touching_voxels(is_through)
        at_least_vx = np.cbrt(np.count_nonzero(is_through) / _MOST_CUBES)
        n, of_voxel = cut_into_cells(is_through, max(cell_vx, at_least_vx))
        place = np.argwhere(is_through)
        volume = np.bincount(of_voxel, minlength=n).astype(np.float64)
        centre = np.stack(
            [np.bincount(of_voxel, place[:, axis], n) / volume for axis in range(3)]
        )
        first, second = of_voxel[one], of_voxel[other]
        apart = first != second
        first, second = first[apart], second[apart]
        pair = np.minimum(first, second).astype(np.int64) * n
        pair += np.maximum(first, second)
        pairs, which = np.unique(pair, return_inverse=True)
        first, second = (pairs // n).astype(np.int32), (pairs % n).astype(np.int32)
        way = np.linalg.norm(centre[:, first] - centre[:, second], axis=0)
        length = is_through.shape[0]
        at_inlet, at_outlet = (
            np.bincount(of_voxel, half_links(is_through, at, conductivity) / 2, n)
            / np.maximum(distance, 0.5)
            for at, distance in ((0, centre[0] + 0.5), (-1, length - 0.5 - centre[0]))
        )
        face = in_series(conductivity[one[apart]], conductivity[other[apart]])
        link = np.bincount(which, face, len(pairs)) / np.maximum(way, 1.0)
        return cls(of_voxel, volume, first, second, link, at_inlet, at_outlet)

    def flow(
        self, mobility: NDArray[np.float64], guess: NDArray[np.float64]
    ) -> tuple[Links, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Links, pressure, flow from one to the other, and from the inlet."""
        link = self.link * in_series(mobility[self.one], mobility[self.other])
        at_inlet, at_outlet = self.at_inlet * mobility, self.at_outlet * mobility
        links = Links(
            self.one, self.other, link.astype(np.float32), at_inlet + at_outlet
        )
        pressure = solve(links, at_inlet, guess, tolerance=_TOLERANCE)
        along = links.link * (pressure[self.one] - pressure[self.other])
        return links, pressure, along, at_inlet * (1 - pressure)

    def joined_to_outlet(self, has_gas: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(n,) ndarray of bool, cells whose gas gas joins to the outlet."""
        both = has_gas[self.one] & has_gas[self.other]
        n = len(self)
        _, cluster = connected_components(
            sparse.coo_array(
                (np.ones(int(both.sum()), bool), (self.one[both], self.other[both])),
                shape=(n, n),
            ),
            directed=False,
        )
        open_clusters = np.unique(cluster[has_gas & (self.at_outlet > 0)])
        joined: NDArray[np.bool_] = has_gas & np.isin(cluster, open_clusters)
        return joined


def _cut_off(cells: _Cells, report: Report) -> NDArray[np.bool_]:
    """(n,) ndarray of bool, cells whose gas stays."""
    n, volume = len(cells), cells.volume_vx
    liquid = np.zeros(n)
    has_gas = np.ones(n, dtype=bool)
    joined = has_gas
    pressure = np.full(n, 0.5)
    *_, into = cells.flow(np.ones(n), pressure)
    longest = _LONGEST * volume.sum() / into.sum()
    for _ in range(_MOST_STEPS):
        passed = volume[~joined].sum() / volume.sum()
        report(float(passed), 1, "Gas that is cut off")
        # Liquid passes gas that stays as if it were liquid.
        resistance = liquid + (1 - liquid) / _VISCOSITY_RATIO
        mobility = np.where(joined, 1 / resistance, 1.0)
        links, pressure, along, into = cells.flow(mobility, pressure)
        missing = np.where(joined, (1 - liquid) * volume, 0.0)
        order = np.argsort(-pressure, kind="stable")
        full_at, through = along_streamlines(
            order, links, along, into, missing[:, None]
        )
        full_at = full_at[:, 0]
        reached_at = full_at - missing / through
        waiting = np.flatnonzero(joined)
        if not len(waiting):
            break
        waiting = waiting[np.argsort(full_at[waiting], kind="stable")]
        filled = np.cumsum(missing[waiting])
        last = min(np.searchsorted(filled, _STEP * volume.sum()), len(waiting) - 1)
        step = full_at[waiting[last]]
        if step > longest:
            break
        is_full = joined & (full_at <= step)
        begun = joined & ~is_full & (reached_at < step)
        more = through[begun] * (step - reached_at[begun]) / volume[begun]
        liquid[begun] = np.minimum(liquid[begun] + more, _ALMOST_FULL)
        liquid[is_full] = 1.0
        has_gas = has_gas & ~is_full
        joined = cells.joined_to_outlet(has_gas)
    return has_gas & ~joined
