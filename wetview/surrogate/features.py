"""The inputs of surrogates: measured on an electrode, and taken from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

from wetview.lbm.pore_space import measure_pore_space
from wetview.memory import require_memory
from wetview.pores.counting import count, greatest, sums
from wetview.pores.cut_off_gas import cut_off_gas
from wetview.pores.darcy_front import darcy_front
from wetview.pores.distance import root_of, squared_distance
from wetview.pores.members import Members
from wetview.pores.paths import geodesic_distance, widest_path
from wetview.progress import part, silent
from wetview.surrogate.voxels import lateness
from wetview.volume.faces import axis_of, opposite_face

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.lbm.fluids import Fluids
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases
    from wetview.volume.faces import Face

_NEAR, _MIDDLE, _FAR = 5, 50, 95
"""Percentiles of a pore's voxels."""
_DEAD, _SLOW, _CALM = 0.03, 0.1, 0.4
"""Of the mean flow: gas stays where there is less about a voxel."""
_WIDEST = 0.1
"""Of the sample's longest edge, that flow is averaged over at most."""
_CELL = 3.0
"""Edge of the cells that fill as one, over the pore volume over wall."""
_LATEST = 100.0
"""Crossings of the sample that the front along streamlines takes at most."""
_BYTES_A_PORE_VOXEL = 260
"""Memory that all this takes."""
_STARTS = (0, 0.02, 0.04, 0.11, 0.16, 0.24, 0.72, 0.91, 1)
"""When each stage begins, as a share of the whole, measured on 251 x 200 x 200."""
_NO_WAY_OUT = 5.0
"""Lengths of the sample that stand for the way out where there is none."""


@dataclass(frozen=True, eq=False)
class ElectrodeView:
    """An electrode as a network sees it, from one of its faces.

    Made once for an electrode, in seconds; every fluid and pressure uses it again.

    Parameters
    ----------
    pores : Pores
        Its pores.
    inlet : Face
        Where the electrolyte enters.
    columns : mapping of (n_pores,) ndarray of float64
        Inputs that do not depend on the fluid; see `wetview.surrogate.columns`.
    is_reached : (n_pores,) ndarray of bool
        Whether a way leads from the inlet into each pore.
    late : (nx, ny, nz) ndarray of float32
        By which the voxels of a pore fill, the least first; see `lateness`.
    """

    pores: Pores
    inlet: Face
    columns: Mapping[str, NDArray[np.float64]]
    is_reached: NDArray[np.bool_]
    late: NDArray[np.float32]

    def with_conditions(
        self, fluids: Fluids, pressure_pa: float
    ) -> dict[str, NDArray[np.float64]]:
        """All inputs of a filling, by name."""
        n_pores = len(self.pores)
        conditions = {
            "pressure_pa": pressure_pa,
            "contact_angle_deg": fluids.contact_angle_deg,
            "binder_contact_angle_deg": fluids.binder_contact_angle_deg,
            "liquid_viscosity_pa_s": fluids.liquid_viscosity_pa_s,
            "surface_tension_n_m": fluids.surface_tension_n_m,
        }
        filled = {name: np.full(n_pores, value) for name, value in conditions.items()}
        return {**self.columns, **filled}


def view_electrode(
    phases: Phases, pores: Pores, *, inlet: Face = "x-", report: Report = silent
) -> ElectrodeView:
    """Measure what a network is told of an electrode.

    Parameters
    ----------
    phases : Phases
        The electrode.
    pores : Pores
        Its pores.
    inlet : Face
        Where the electrolyte enters.
    report : callable, optional
        Told how far the work is.

    Raises
    ------
    UserError
        If there is not memory enough.
    """
    is_pore = phases.is_pore
    n_pore = max(int(np.count_nonzero(is_pore)), 1)
    require_memory("Measuring the electrode", n_pore * _BYTES_A_PORE_VOXEL)
    outlet = opposite_face(inlet)
    geodesic = geodesic_distance(is_pore, inlet, report=_stage(report, 0))
    way_out = geodesic_distance(is_pore, outlet, report=_stage(report, 1))
    distance_vx2 = squared_distance(is_pore, report=_stage(report, 2))
    radius = root_of(distance_vx2)
    widest = root_of(widest_path(distance_vx2, inlet, report=_stage(report, 3)))
    widest_out = root_of(widest_path(distance_vx2, outlet, report=_stage(report, 4)))
    # As simulations usually have it, the sides are walls.
    front = darcy_front(
        is_pore, inlet=inlet, walls_beside=True, report=_stage(report, 5)
    )
    report(_STARTS[6], 1, "Measuring each pore")
    table, labels, n_pores = pores.table, pores.labels, len(pores)
    members = Members.of(labels)

    def mean(field: NDArray[Any]) -> NDArray[np.float64]:
        of_pores: NDArray[np.float64] = sums(labels, field, n_pores)[1:]
        return of_pores / table.volume_vx

    def most(field: NDArray[np.float32]) -> NDArray[np.float64]:
        of_pores: NDArray[np.float32] = greatest(labels, field, n_pores)[1:]
        return of_pores.astype(np.float64)

    way = members.percentiles(geodesic, (_NEAR, _FAR))
    is_reached = np.isfinite(way[0])
    extent = np.where(is_reached, way[1], 0) - np.where(is_reached, way[0], 0)
    order = 0.5 * geodesic.astype(np.float64) ** 2
    crossing, times = _front_times(front.time, front.crossing, order, members)
    gas_crossing, gas_times = _front_times(
        front.gas_time, front.gas_crossing, geodesic, members
    )
    stream_times, stream_gas_times = (
        np.minimum(_front_times(field, most, way, members)[1], _LATEST * most)
        for field, most, way in (
            (front.stream_time, crossing, order),
            (front.stream_gas_time, gas_crossing, geodesic),
        )
    )
    inscribed = most(radius)
    flow = np.nan_to_num(front.flux)
    space = measure_pore_space(phases, inlet=inlet)
    hydraulic_radius_vx = space.hydraulic_radius_m / phases.voxel_m
    # bounded where there is no wall
    mean_radius_vx = min(hydraulic_radius_vx, _WIDEST * max(phases.shape))
    about = _flow_about(flow, is_pore, mean_radius_vx)
    stays = cut_off_gas(
        is_pore,
        _CELL * mean_radius_vx,
        inlet=inlet,
        walls_beside=True,
        report=_stage(report, 7),
    )
    late = lateness(
        *(front, geodesic, about, is_pore),
        length_vx=phases.shape[axis_of(inlet)],
        bell_vx=mean_radius_vx,
    )
    n_neighbours = np.bincount(pores.neighbours.ravel(), minlength=len(pores) + 1)[1:]
    columns = {
        "volume_vx": table.volume_vx,
        "surface_area_vx2": table.surface_area_vx2,
        "contact_area_vx2": table.contact_area_vx2,
        "contact_percent": table.contact_percent,
        "distance_vx": pores.distance_from_vx(inlet),
        "geodesic_vx": way[0],
        "extent_vx": extent,
        "bottleneck_radius_vx": most(widest),
        "inscribed_radius_vx": inscribed,
        "n_neighbours": n_neighbours,
        "binder_share": _binder_share(phases.labels, labels),
        "front_begin": times[0],
        "front_middle": times[1],
        "front_end": times[2],
        "gas_begin": gas_times[0],
        "gas_middle": gas_times[1],
        "gas_end": gas_times[2],
        "stream_begin": stream_times[0],
        "stream_middle": stream_times[1],
        "stream_end": stream_times[2],
        "stream_gas_begin": stream_gas_times[0],
        "stream_gas_middle": stream_gas_times[1],
        "stream_gas_end": stream_gas_times[2],
        "through_flow": mean(flow),
        "dead_share": mean(about < _DEAD),
        "slow_share": mean(about < _SLOW),
        "calm_share": mean(about < _CALM),
        "cut_off_share": mean(stays),
        "outlet_geodesic_vx": np.minimum(
            members.percentiles(way_out, (_NEAR,))[0],
            _NO_WAY_OUT * phases.shape[axis_of(inlet)],
        ),
        "outlet_bottleneck_radius_vx": most(widest_out),
        **_of_neighbours(pores, times[1], gas_times[1], inscribed),
        "porosity": phases.porosity,
        "whole_dead_share": (about < _DEAD).sum() / n_pore,
        "whole_slow_share": (about < _SLOW).sum() / n_pore,
        "whole_cut_off_share": stays.sum() / n_pore,
        "length_vx": phases.shape[axis_of(inlet)],
        "hydraulic_radius_vx": hydraulic_radius_vx,
        "front_crossing": crossing,
        "gas_crossing": gas_crossing,
        "wall_binder_share": _share(space.wall_faces),
        "voxel_m": phases.voxel_m,
    }
    whole = {
        name: np.broadcast_to(
            np.asarray(values, dtype=np.float64), (len(pores),)
        ).copy()
        for name, values in columns.items()
    }
    for values in whole.values():
        values[~is_reached & ~np.isfinite(values)] = 0.0
    report(1, 1, f"{len(pores)} pores")
    return ElectrodeView(pores, inlet, whole, is_reached, late)


def _stage(report: Report, number: int) -> Report:
    """Reports of one stage as parts of the whole."""
    return part(report, _STARTS[number], _STARTS[number + 1])


def _flow_about(
    flow: NDArray[np.float32], is_pore: NDArray[np.bool_], radius_vx: float
) -> NDArray[np.float32]:
    """Mean flow in the pores about each voxel; infinite in the solid.

    A bell as wide as the mean pore tells better where gas stays than the flow through
    the voxel itself, which is slow beside every wall, too.
    """
    share, mean = (
        ndimage.gaussian_filter(field, radius_vx, output=np.float32, mode="nearest")
        for field in (is_pore.astype(np.float32), flow)
    )
    about = np.full(flow.shape, np.inf, dtype=np.float32)
    np.divide(mean, share, out=about, where=is_pore)
    return about


def _front_times(
    time: NDArray[np.float32],
    crossing: float,
    way_time: NDArray[np.floating],
    members: Members,
) -> tuple[float, NDArray[np.float64]]:
    """When the front crosses the sample, and where it is in each pore.

    Where no flow leads through, `way_time` stands in, made as long as the front's time
    is elsewhere: for a front that slows as Washburn's, the square of the way.
    """
    way_time = way_time.astype(np.float64)
    known = np.isfinite(time) & np.isfinite(way_time) & (way_time > 0.5)
    if known.any():
        way_time = way_time * np.median(time[known] / way_time[known])
    if not np.isfinite(crossing):
        reached = np.isfinite(way_time)
        crossing = float(way_time[reached].max()) if reached.any() else 1.0
    whole = np.where(np.isfinite(time), time, way_time)
    return crossing, members.percentiles(whole, (_NEAR, _MIDDLE, _FAR))


def _of_neighbours(
    pores: Pores,
    front: NDArray[np.float64],
    gas: NDArray[np.float64],
    radius: NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """Means over the neighbours of each pore, weighted by the area they share."""
    n_pores = len(pores)
    one, other = pores.neighbours.T - 1
    first, second = np.concatenate([one, other]), np.concatenate([other, one])
    area = np.concatenate([pores.shared_area_vx2, pores.shared_area_vx2])
    front, gas = (np.where(np.isfinite(time), time, 0.0) for time in (front, gas))
    whole = np.bincount(first, area, n_pores)

    def mean_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(first, area * values, n_pores) / np.maximum(whole, 1e-9)

    is_alone = whole == 0
    return {
        "exit_share": mean_of((front[second] > front[first]).astype(np.float64)),
        "neighbour_front": np.where(is_alone, front, mean_of(front[second])),
        "neighbour_gas": np.where(is_alone, gas, mean_of(gas[second])),
        "neighbour_radius_vx": np.where(is_alone, radius, mean_of(radius[second])),
    }


def _binder_share(
    phases: NDArray[np.uint8], labels: NDArray[np.int32]
) -> NDArray[np.float64]:
    """(n_pores,) ndarray, share of each pore's wall that is binder."""
    counts = count(labels, phases=phases)
    walls = counts.active_faces + counts.binder_faces
    share: NDArray[np.float64] = counts.binder_faces / np.maximum(walls, 1)
    return share


def _share(wall_faces: tuple[int, int]) -> float:
    return wall_faces[1] / max(sum(wall_faces), 1)
