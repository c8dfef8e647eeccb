"""The ways to learn: the paper's network, and wetview's own.

A preset says which columns a network is given and in what form, in what form it gives
the filling of a pore, and how it is trained. A model's file names its preset.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from wetview.errors import UserError
from wetview.filling import N_SAMPLES
from wetview.surrogate.capillarity import (
    capillary_pressure_pa,
    driving_pressure_pa,
    nothing_drives,
)
from wetview.surrogate.fitting_settings import FitSettings
from wetview.surrogate.model_gas import model_gas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wetview.filling import PoreFillingTimes

    Columns = Mapping[str, NDArray[np.float64]]

PAPER_SAMPLES = (0, 1, 7, 8, 9)
"""S1, S2, S8, S9 and S10: the saturations that the paper keeps."""

_LEAST_TIME = 1e-12
_MOST_LOGIT = 6.0
_MOST_LOG = 10.0
"""Of a time over the front's, far beyond any that was simulated."""


@dataclass(frozen=True, eq=False)
class Outputs:
    """What networks say of each pore, in physical form.

    Parameters
    ----------
    fill_probability : (..., n) ndarray of float64
        That the pore fills at all.
    t_f0_s, t_f1_s : (..., n) ndarray of float64
        If it fills.
    saturation : (..., n, 10) ndarray of float64
        S1 .. S10, rising, within [0, 1].
    final_saturation : (..., n) ndarray of float64
        At the end, if it fills; at least S10.
    """

    fill_probability: NDArray[np.float64]
    t_f0_s: NDArray[np.float64]
    t_f1_s: NDArray[np.float64]
    saturation: NDArray[np.float64]
    final_saturation: NDArray[np.float64]


class Preset(ABC):
    """What both presets have."""

    name: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    settings: ClassVar[FitSettings]
    n_members: ClassVar[int]
    scales: ClassVar[tuple[str, ...]] = ()
    """Columns that only make others dimensionless: `groups` tells where they hold."""

    def groups(self, columns: Columns) -> dict[str, NDArray[np.float64]]:
        """What the scales come to, by the name of the group."""
        return {}

    @abstractmethod
    def features(self, columns: Columns) -> NDArray[np.float64]:
        """(n, n_features) ndarray, what the network is given."""

    @abstractmethod
    def targets(self, columns: Columns, times: PoreFillingTimes) -> NDArray[np.float64]:
        """(n, n_outputs) ndarray, what it should give; NaN where that is unknown."""

    @abstractmethod
    def outputs(self, columns: Columns, given: NDArray[np.float64]) -> Outputs:
        """What (n_members, n, n_outputs) numbers of the networks mean."""


_FRONTS = {
    "begin": ("front_begin", "gas_begin"),
    "middle": ("front_middle", "gas_middle"),
    "end": ("front_end", "gas_end"),
    "neighbour": ("neighbour_front", "neighbour_gas"),
    "crossing": ("front_crossing", "gas_crossing"),
    "stream begin": ("stream_begin", "stream_gas_begin"),
    "stream middle": ("stream_middle", "stream_gas_middle"),
    "stream end": ("stream_end", "stream_gas_end"),
}
"""When the front comes, and what gas before it adds, in a pore or the sample."""
_STREAMS = ("stream begin", "stream middle", "stream end")
_LATEST_STREAM = 2.0
"""Crossings that the front along streamlines counts for at most."""
_AT_ONCE = 0.003
"""Share of the crossing that the first pores take at least."""


class PaperPreset(Preset):
    """Six inputs, five hidden layers of 80, seven outputs, as Shodiev et al. have it.

    Pores that never fill are left out of the training, and every pore is predicted to
    fill. Times are learnt as logarithms. Batch size, learning rate and weight decay are
    ours: they shorten the 1000 epochs from minutes to one, and the result is better.
    """

    name = "paper"
    columns = (
        "volume_vx",
        "surface_area_vx2",
        "contact_area_vx2",
        "contact_percent",
        "distance_vx",
        "pressure_pa",
    )
    settings = FitSettings(
        batch_size=1024, learning_rate=6e-3, weight_decay=0.5, keeps_best=False
    )
    n_members = 1

    def __init__(self, samples: tuple[int, ...] = PAPER_SAMPLES) -> None:
        self.samples = samples

    def features(self, columns: Columns) -> NDArray[np.float64]:
        """See `Preset`."""
        return np.stack([columns[name] for name in self.columns], axis=1)

    def targets(self, columns: Columns, times: PoreFillingTimes) -> NDArray[np.float64]:
        """See `Preset`."""
        logs = [
            np.log(np.maximum(time, _LEAST_TIME))
            for time in (times.t_f0_s, times.t_f1_s)
        ]
        return np.column_stack([*logs, times.saturation[:, self.samples]])

    def outputs(self, columns: Columns, given: NDArray[np.float64]) -> Outputs:
        """See `Preset`; S_i that are not learnt lie on lines between the others."""
        t_f0 = np.exp(given[..., 0])
        t_f1 = np.maximum(np.exp(given[..., 1]), t_f0)
        known = rising(given[..., 2:])
        at = np.interp(np.arange(N_SAMPLES), self.samples, np.arange(len(self.samples)))
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, len(self.samples) - 1)
        part = at - low
        saturation = (1 - part) * known[..., low] + part * known[..., high]
        return Outputs(
            np.ones_like(t_f0), t_f0, t_f1, saturation, saturation[..., -1].copy()
        )


class SixInputsPreset(PaperPreset):
    """The paper's inputs and outputs, learnt better: for comparison with the paper's.

    Inputs in logarithms, an ensemble of smaller networks without batch normalisation,
    with weight decay and fewer epochs.
    """

    name = "six inputs"
    settings = FitSettings(
        hidden=(64, 64),
        normalise=False,
        n_epochs=100,
        batch_size=256,
        weight_decay=0.3,
        keeps_best=False,
    )
    n_members = 5

    def features(self, columns: Columns) -> NDArray[np.float64]:
        """See `Preset`."""
        c = columns
        return np.column_stack(
            [
                np.log(c["volume_vx"]),
                np.log(np.maximum(c["surface_area_vx2"], 1)),
                np.log1p(c["contact_area_vx2"]),
                c["contact_percent"],
                c["distance_vx"],
                np.log(np.maximum(c["distance_vx"], 0) + 0.5),
                np.log(np.maximum(c["pressure_pa"], 1)),
            ]
        )


class WetviewPreset(Preset):
    """What the pore network and physics tell, with pores that never fill.

    Of each pore is learnt how much earlier or later it fills than a Darcy front comes,
    between the one that fills by pressure and the one along the streamlines: at
    `mu / p` with the driving pressure p, applied plus capillary, times the front's
    dimensionless arrival; so another electrolyte, voxel size or length is inside the
    range. The front pushes the gas out as it is on the lattice, after the
    pressure has risen; see `wetview.surrogate.model_gas`.
    """

    name = "wetview"
    columns = (
        "volume_vx",
        "surface_area_vx2",
        "contact_percent",
        "distance_vx",
        "geodesic_vx",
        "extent_vx",
        "bottleneck_radius_vx",
        "inscribed_radius_vx",
        "n_neighbours",
        "binder_share",
        "front_begin",
        "front_middle",
        "front_end",
        "gas_begin",
        "gas_middle",
        "gas_end",
        "stream_begin",
        "stream_middle",
        "stream_end",
        "stream_gas_begin",
        "stream_gas_middle",
        "stream_gas_end",
        "through_flow",
        "dead_share",
        "slow_share",
        "calm_share",
        "cut_off_share",
        "outlet_geodesic_vx",
        "outlet_bottleneck_radius_vx",
        "exit_share",
        "neighbour_front",
        "neighbour_gas",
        "neighbour_radius_vx",
        "porosity",
        "whole_dead_share",
        "whole_slow_share",
        "whole_cut_off_share",
        "length_vx",
        "hydraulic_radius_vx",
        "front_crossing",
        "gas_crossing",
        "wall_binder_share",
        "voxel_m",
        "pressure_pa",
        "contact_angle_deg",
        "binder_contact_angle_deg",
        "liquid_viscosity_pa_s",
        "surface_tension_n_m",
    )
    settings = FitSettings(
        hidden=(64, 64),
        activation="silu",
        normalise=False,
        n_epochs=120,
        batch_size=512,
        weight_decay=0.3,
        has_class=True,
        is_robust=True,
        stays_inside=True,
    )
    n_members = 5
    scales = (
        "voxel_m",
        "liquid_viscosity_pa_s",
        "surface_tension_n_m",
        "distance_vx",
        "geodesic_vx",
        "outlet_geodesic_vx",
        *(name for names in _FRONTS.values() for name in names),
    )

    def groups(self, columns: Columns) -> dict[str, NDArray[np.float64]]:
        """See `Preset`."""
        ratio, _ = model_gas(columns)
        length = columns["length_vx"]
        return {
            "pressure_over_tension": _over_tension(columns),
            "viscosity_ratio": ratio,
            "way_over_length": columns["geodesic_vx"] / length,
            "crossing_over_length2": columns["front_crossing"] / length**2,
        }

    def features(self, columns: Columns) -> NDArray[np.float64]:
        """See `Preset`; all dimensionless."""
        c = columns
        driving = driving_pressure_pa(c)
        local = [
            capillary_pressure_pa(c, c[name], c["binder_share"]) / driving
            for name in (
                "hydraulic_radius_vx",
                "bottleneck_radius_vx",
                "inscribed_radius_vx",
            )
        ]
        ratio, rise_s = model_gas(c)
        crossing = _front(c, "crossing", ratio)
        fronts = [
            np.log(np.maximum(_front(c, place, ratio) / crossing, 1e-4))
            for place in ("begin", "middle", "end", "neighbour", *_STREAMS)
        ]
        crossing_s = c["liquid_viscosity_pa_s"] * crossing / driving
        way = c["geodesic_vx"]
        sphere = np.cbrt(36 * np.pi * c["volume_vx"] ** 2)
        return np.column_stack(
            [
                np.log(c["volume_vx"]),
                np.log(np.maximum(c["surface_area_vx2"], 1) / sphere),
                c["contact_percent"],
                c["distance_vx"] / c["length_vx"],
                np.log(np.maximum(way, 0.5) / c["length_vx"]),
                way / np.maximum(c["distance_vx"], 0.5),
                np.log(np.maximum(c["extent_vx"], 0.5) / c["length_vx"]),
                np.log(np.maximum(c["bottleneck_radius_vx"], 0.5)),
                np.log(np.maximum(c["inscribed_radius_vx"], 0.5)),
                np.log1p(c["n_neighbours"]),
                c["binder_share"],
                np.log(c["through_flow"] + 1e-3),
                c["dead_share"],
                c["slow_share"],
                c["calm_share"],
                c["cut_off_share"],
                np.minimum(c["outlet_geodesic_vx"] / c["length_vx"], 5),
                np.log(np.maximum(c["outlet_bottleneck_radius_vx"], 0.25)),
                c["exit_share"],
                np.log(np.maximum(c["neighbour_radius_vx"], 0.5)),
                *fronts,
                c["porosity"],
                c["whole_dead_share"],
                c["whole_slow_share"],
                c["whole_cut_off_share"],
                np.log(c["hydraulic_radius_vx"]),
                np.log(crossing / c["length_vx"] ** 2),
                np.log(ratio),
                np.log(rise_s / crossing_s + 1e-3),
                *(np.arcsinh(ratio) for ratio in local),
                np.log(_over_tension(c)),
                np.cos(np.radians(c["contact_angle_deg"])),
                np.cos(np.radians(c["binder_contact_angle_deg"])),
            ]
        )

    def targets(self, columns: Columns, times: PoreFillingTimes) -> NDArray[np.float64]:
        """See `Preset`."""
        logs = [
            np.log(np.maximum(time, _LEAST_TIME) / front_s)
            for time, front_s in zip(
                (times.t_f0_s, times.t_f1_s), _front_times_s(columns), strict=True
            )
        ]
        final = np.where(times.fills, times.final_saturation, np.nan)
        return np.column_stack([times.fills, *logs, times.saturation, final])

    def outputs(self, columns: Columns, given: NDArray[np.float64]) -> Outputs:
        """See `Preset`."""
        begin_s, end_s = _front_times_s(columns)
        logit = np.clip(given[..., 0], -_MOST_LOGIT, _MOST_LOGIT)
        # No network is asked where nothing drives the electrolyte in.
        logit = np.where(nothing_drives(columns), -_MOST_LOGIT, logit)
        late = np.exp(np.clip(given[..., 1:3], -_MOST_LOG, _MOST_LOG))
        t_f0 = begin_s * late[..., 0]
        t_f1 = np.maximum(end_s * late[..., 1], t_f0)
        saturation = rising(given[..., 3 : 3 + N_SAMPLES])
        final = np.clip(given[..., -1], saturation[..., -1], 1)
        return Outputs(1 / (1 + np.exp(-logit)), t_f0, t_f1, saturation, final)


def _front(
    columns: Columns, place: str, ratio: NDArray[np.float64]
) -> NDArray[np.float64]:
    """When the front is at a place, dimensionless, with gas so much less viscous."""
    of_liquid, of_gas = _FRONTS[place]
    time: NDArray[np.float64] = columns[of_liquid] + columns[of_gas] / ratio
    return time


def _over_tension(columns: Columns) -> NDArray[np.float64]:
    """Driving pressure over the capillary pressure of the mean pore, but for its angle.

    Whatever that is, menisci hold gas back and are held back.
    """
    radius_m = columns["hydraulic_radius_vx"] * columns["voxel_m"]
    over_tension: NDArray[np.float64] = (
        driving_pressure_pa(columns) * radius_m / columns["surface_tension_n_m"]
    )
    return over_tension


def _front_times_s(
    columns: Columns,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When the front would be at the near and at the far end of each pore.

    The one that fills by pressure comes too early where flow is slow, the one along
    the streamlines too late: their geometric mean is nearer to what is simulated.
    """
    ratio, rise_s = model_gas(columns)
    scale = columns["liquid_viscosity_pa_s"] / driving_pressure_pa(columns)
    crossing = _front(columns, "crossing", ratio)
    # Nothing fills before the pressure is there, nor in no time at all.
    earliest = rise_s / 2 + _AT_ONCE * scale * crossing

    def between(place: str) -> NDArray[np.float64]:
        by_pressure = _front(columns, place, ratio)
        along = _front(columns, f"stream {place}", ratio)
        along = np.minimum(along, _LATEST_STREAM * crossing)
        time_s: NDArray[np.float64] = scale * np.sqrt(by_pressure * along) + earliest
        return time_s

    return between("begin"), between("end")


def rising(saturation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Saturations along the last axis as a curve can have them: rising, in [0, 1]."""
    rising: NDArray[np.float64] = np.maximum.accumulate(
        np.clip(saturation, 0, 1), axis=-1
    )
    return rising


_PRESETS: dict[str, Callable[[], Preset]] = {
    preset.name: preset for preset in (PaperPreset, SixInputsPreset, WetviewPreset)
}

PRESET_NAMES = tuple(_PRESETS)


def preset_named(name: str) -> Preset:
    """A preset by its name.

    Raises
    ------
    UserError
        If there is none.
    """
    if name not in _PRESETS:
        raise UserError(
            f"The preset is {name!r}", f"Choose one of {', '.join(PRESET_NAMES)}"
        )
    return _PRESETS[name]()
