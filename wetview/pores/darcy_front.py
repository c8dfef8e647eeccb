"""When Darcy's law expects a sharp front in each pore voxel, before any simulation.

One slow flow is solved through the pore space, with the local conductivity that the
distance to the wall gives. A front that fills voxels in the order of its pressure drop
meets the resistance up to there, so the time that it takes follows by one sum. Seconds
follow from it by the viscosity over the driving pressure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import edt
import numpy as np
from scipy import ndimage, sparse
from scipy.sparse.linalg import cg

from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.faces import Face

_TOLERANCE = 1e-5
_MOST_ITERATIONS = 5000


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
    flux: NDArray[np.float32]
    crossing: float
    gas_crossing: float
    permeability_vx2: float


def darcy_front(
    is_pore: NDArray[np.bool_], *, inlet: Face = "x-", walls_beside: bool = False
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

    Notes
    -----
    A voxel at the distance d from the wall conducts d^2: averaged over a slit that is
    exactly its h^2/12 (Poiseuille), over a round tube R^2/6 instead of R^2/8. With the
    pressure drop psi from the inlet (0) to the outlet (1) and the flux q at unit drop,
    the front that has filled all voxels below psi meets the resistance psi / q; hence
    `t(psi) = integral of psi' / q dV(psi')`, in a plain slab x^2 / (2 k / phi). Gas
    before the front resists along the rest of the way, with its own viscosity: it adds
    `integral of (1 - psi') / q dV(psi')` over the ratio of the viscosities.
    """
    flow = seen_from(is_pore, inlet)
    clusters, n_clusters = ndimage.label(flow)
    spanning = np.intersect1d(clusters[0], clusters[-1])
    spanning = spanning[spanning > 0]
    time = np.full(flow.shape, np.nan, dtype=np.float32)
    if not len(spanning):
        nowhere = turned_back(time, inlet)
        nan = float("nan")
        return DarcyFront(nowhere, nowhere.copy(), nowhere.copy(), nan, nan, 0.0)
    keeps = np.zeros(n_clusters + 1, dtype=bool)
    keeps[spanning] = True
    is_through = keeps[clusters]
    drop, through, flux = _pressure_drop(is_through, _to_wall(flow, walls_beside))
    order = np.argsort(drop, kind="stable")
    filled_at, gas_at = np.empty(len(drop)), np.empty(len(drop))
    filled_at[order] = np.cumsum(drop[order]) / flux
    gas_at[order] = np.cumsum(1 - drop[order]) / flux
    gas_time = time.copy()
    time[is_through], gas_time[is_through] = filled_at, gas_at
    nx, ny, nz = flow.shape
    of_voxel = np.full(flow.shape, np.nan, dtype=np.float32)
    of_voxel[is_through] = through / through.mean()
    return DarcyFront(
        turned_back(time, inlet),
        turned_back(gas_time, inlet),
        turned_back(of_voxel, inlet),
        float(filled_at.max()),
        float(gas_at.max()),
        flux * nx / (ny * nz),
    )


def _to_wall(flow: NDArray[np.bool_], walls_beside: bool) -> NDArray[np.float32]:
    """Distance to the nearest wall; x = 0 and the end, where it goes on, are none."""
    beside = int(walls_beside)
    padded = np.pad(flow, ((0, 0), (beside, beside), (beside, beside)))
    distance: NDArray[np.float32] = edt.edt(
        np.ascontiguousarray(padded), black_border=False, parallel=1
    )
    inside = slice(beside, -beside or None)
    # Where there is no wall at all the sample's own size has to do.
    return np.minimum(distance[:, inside, inside], max(flow.shape))


def _pressure_drop(
    is_through: NDArray[np.bool_], distance: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Drop from the inlet (0) to the outlet (1) and flux of every voxel; whole flux."""
    # The distance map counts from the centre of the nearest solid voxel.
    conductivity = (distance[is_through].astype(np.float64) - 0.5) ** 2
    number = np.full(is_through.shape, -1, dtype=np.int64)
    n = len(conductivity)
    number[is_through] = np.arange(n)
    ends, links = [], []
    for axis in range(3):
        along = np.moveaxis(number, axis, 0)
        one, other = along[:-1].ravel(), along[1:].ravel()
        both = (one >= 0) & (other >= 0)
        one, other = one[both], other[both]
        ends.append((one, other))
        k_one, k_other = conductivity[one], conductivity[other]
        links.append(2 * k_one * k_other / (k_one + k_other))
    one = np.concatenate([pair[0] for pair in ends])
    other = np.concatenate([pair[1] for pair in ends])
    link = np.concatenate(links)
    at_inlet = _half_links(number[0], conductivity)
    at_outlet = _half_links(number[-1], conductivity)
    diagonal: NDArray[np.float64] = at_inlet + at_outlet
    diagonal += np.bincount(one, link, n)
    diagonal += np.bincount(other, link, n)
    matrix = sparse.coo_array(
        (
            np.concatenate([-link, -link, diagonal]),
            (
                np.concatenate([one, other, np.arange(n)]),
                np.concatenate([other, one, np.arange(n)]),
            ),
        ),
        shape=(n, n),
    ).tocsr()
    depth = (np.nonzero(is_through)[0] + 0.5) / is_through.shape[0]
    drop, _ = cg(
        matrix,
        at_outlet,
        x0=depth,
        rtol=_TOLERANCE,
        maxiter=_MOST_ITERATIONS,
        M=sparse.diags_array(1 / diagonal),
    )
    drop = np.clip(drop, 0, 1)
    along = np.abs(link * (drop[one] - drop[other]))
    into, out = at_inlet * drop, at_outlet * (1 - drop)
    through = into + out + np.bincount(one, along, n) + np.bincount(other, along, n)
    return drop, through / 2, float(into.sum())


def _half_links(
    layer: NDArray[np.int64], conductivity: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) ndarray, half a voxel from its centre to the face."""
    voxels = layer[layer >= 0]
    half = np.zeros(len(conductivity))
    half[voxels] = 2 * conductivity[voxels]
    return half
