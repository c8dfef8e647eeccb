"""When Darcy's law expects a sharp front in each pore voxel, before any simulation.

One slow flow is solved through the pore space, with the local conductivity that the
distance to the wall gives. A front that fills voxels in the order of its pressure drop
meets the resistance up to there, so the time that it takes follows by one sum. A front
that runs along each streamline on its own comes early where the flow is quick and late
in still corners. Fillings lie between the two. Seconds follow from both by the
viscosity over the driving pressure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.pores.cells import cells_to_solve_on
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
from wetview.progress import part, silent
from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.faces import Face

_TOLERANCE = 1e-10  # in still corners the front follows differences as small


@dataclass(frozen=True, eq=False)
class DarcyFront:
    """The order and the time in which a front fills the pores.

    Parameters
    ----------
    time : (nx, ny, nz) ndarray of float32
        Dimensionless: times viscosity over driving pressure it is the time in seconds.
        NaN in the solid, and in pores that lie on no way from inlet to outlet.
    gas_time : (nx, ny, nz) ndarray of float32
        What gas of the liquid's viscosity, which has to leave before the front, would
        add to that time. NaN where `time` is.
    stream_time, stream_gas_time : (nx, ny, nz) ndarray of float32
        The same for a front along the streamlines; very late where next to nothing
        flows. NaN where `time` is.
    flux : (nx, ny, nz) ndarray of float32
        What flows through each voxel over the mean of all; near 0 in dead ends, whose
        gas has no other way out. NaN where `time` is.
    crossing, gas_crossing : float
        Both times at the outlet; NaN where no way leads there.
    permeability_vx2 : float
        Of the whole sample, in squared voxels; 0 where no way leads through.
    """

    time: NDArray[np.float32]
    gas_time: NDArray[np.float32]
    stream_time: NDArray[np.float32]
    stream_gas_time: NDArray[np.float32]
    flux: NDArray[np.float32]
    crossing: float
    gas_crossing: float
    permeability_vx2: float


def darcy_front(
    is_pore: NDArray[np.bool_],
    *,
    inlet: Face = "x-",
    walls_beside: bool = False,
    report: Report = silent,
) -> DarcyFront:
    """Solve the slow flow from the inlet to the face opposite, and time the front.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    inlet : Face
        Where the electrolyte enters.
    walls_beside : bool
        Whether the sides of the sample are walls that slow the flow down.
    report : callable, optional
        Told how far the work is, as a share that is only estimated.

    Notes
    -----
    A voxel at the distance d from the wall conducts d^2: averaged over a slit that is
    exactly its h^2/12 (Poiseuille), over a round tube R^2/6 instead of R^2/8. With the
    pressure drop psi from the inlet (0) to the outlet (1) and the flux q at unit drop,
    the front that has filled all voxels below psi meets the resistance psi / q; hence
    `t(psi) = integral of psi' / q dV(psi')`, in a plain slab x^2 / (2 k / phi). Gas
    before the front resists along the rest of the way, with its own viscosity: it adds
    `integral of (1 - psi') / q dV(psi')` over the ratio of the viscosities.

    Every streamline has the same drop from end to end, so a front moves along it as if
    it were alone: with the time of flight tau of the one slow flow, `dt = psi dtau`,
    and `(1 - psi) dtau` for the gas. Where lines meet in a voxel, what comes in counts
    by its share of the flow. Flow only leads to where the pressure is lower: sorted by
    it, all voxels follow from those before (streamline simulation: M. J. King and
    A. Datta-Gupta, In Situ 22 (1998) 91).
    """
    flow = seen_from(is_pore, inlet)
    is_through = joins_both_faces(flow)
    if not is_through.any():
        nowhere = np.full((5, *is_pore.shape), np.nan, dtype=np.float32)
        nan = float("nan")
        return DarcyFront(
            nowhere[0], nowhere[1], nowhere[2], nowhere[3], nowhere[4], nan, nan, 0.0
        )
    conductivity = conductivity_vx2(flow, walls_beside=walls_beside)[is_through]
    slow = _slow_flow(is_through, conductivity, part(report, 0, 0.8))
    drop = slow.drop
    order = np.argsort(drop, kind="stable")
    filled_at, gas_at = np.empty(len(drop)), np.empty(len(drop))
    filled_at[order] = np.cumsum(drop[order]) / slow.flux
    gas_at[order] = np.cumsum(1 - drop[order]) / slow.flux
    along, gas_along = slow.arrivals(order).T

    def over_voxels(values: NDArray[np.float64]) -> NDArray[np.float32]:
        field = np.full(flow.shape, np.nan, dtype=np.float32)
        field[is_through] = values
        return turned_back(field, inlet)

    nx, ny, nz = flow.shape
    return DarcyFront(
        over_voxels(filled_at),
        over_voxels(gas_at),
        over_voxels(along),
        over_voxels(gas_along),
        over_voxels(slow.through / slow.through.mean()),
        float(filled_at.max()),
        float(gas_at.max()),
        slow.flux * nx / (ny * nz),
    )


@dataclass(frozen=True, eq=False)
class _SlowFlow:
    """One slow flow at unit pressure drop.

    Parameters
    ----------
    drop : (n,) ndarray of float64
        Drop from the inlet (0) to the outlet (1), in each voxel.
    links : Links
        Between the voxels.
    along : (n_links,) ndarray of float64
        Flow from one to the other.
    into : (n,) ndarray of float64
        Flow through the inlet's face.
    through : (n,) ndarray of float64
        Flow through each voxel.
    """

    drop: NDArray[np.float64]
    links: Links
    along: NDArray[np.float64]
    into: NDArray[np.float64]
    through: NDArray[np.float64]

    @property
    def flux(self) -> float:
        """Through the whole sample."""
        return float(self.into.sum())

    def arrivals(self, order: NDArray[np.int64]) -> NDArray[np.float64]:
        """(n, 2) ndarray, when a front along the streamlines comes, and gas before it.

        Parameters
        ----------
        order : (n,) ndarray of int64
            Voxels as the drop rises.
        """
        work = np.stack([self.drop, 1 - self.drop], axis=1)
        times, _ = along_streamlines(order, self.links, self.along, self.into, work)
        return times


def _slow_flow(
    is_through: NDArray[np.bool_], conductivity: NDArray[np.float64], report: Report
) -> _SlowFlow:
    one, other = touching_voxels(is_through)
    link = in_series(conductivity[one], conductivity[other]).astype(np.float32)
    at_inlet, at_outlet = (half_links(is_through, at, conductivity) for at in (0, -1))
    links = Links(one, other, link, at_inlet + at_outlet)
    depth = (np.nonzero(is_through)[0] + 0.5) / is_through.shape[0]
    cells = cells_to_solve_on(is_through)
    drop = solve(
        links, at_outlet, depth, tolerance=_TOLERANCE, cells=cells, report=report
    )
    drop = np.clip(drop, 0, 1)
    along = link * (drop[other] - drop[one])
    into, out = at_inlet * drop, at_outlet * (1 - drop)
    through, amount, n = into + out, np.abs(along), len(drop)
    for end in (one, other):
        through += np.bincount(end, amount, n)
    return _SlowFlow(drop, links, along, into, through / 2)
