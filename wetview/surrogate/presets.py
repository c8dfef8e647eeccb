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
from wetview.surrogate.capillarity import capillary_pressure_pa, driving_pressure_pa
from wetview.surrogate.fitting_settings import FitSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wetview.filling import PoreFillingTimes

    Columns = Mapping[str, NDArray[np.float64]]

PAPER_SAMPLES = (0, 1, 7, 8, 9)
"""S1, S2, S8, S9 and S10: the saturations that the paper keeps."""

_LEAST_TIME = 1e-12
_MOST_LOGIT = 6.0


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

    @abstractmethod
    def features(self, columns: Columns) -> NDArray[np.float64]:
        """(n, n_features) ndarray, what the network is given."""

    @abstractmethod
    def targets(self, columns: Columns, times: PoreFillingTimes) -> NDArray[np.float64]:
        """(n, n_outputs) ndarray, what it should give; NaN where that is unknown."""

    @abstractmethod
    def outputs(self, columns: Columns, given: NDArray[np.float64]) -> Outputs:
        """What (n_members, n, n_outputs) numbers of the networks mean."""


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

    Times are learnt in units of the Darcy front: `mu / p` with the driving pressure p,
    applied plus capillary, times the front's dimensionless arrival at the outlet; so
    another electrolyte, voxel size or length is inside the range.
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
        "through_flow",
        "outlet_geodesic_vx",
        "outlet_bottleneck_radius_vx",
        "exit_share",
        "neighbour_front",
        "neighbour_radius_vx",
        "porosity",
        "length_vx",
        "hydraulic_radius_vx",
        "front_crossing",
        "wall_binder_share",
        "voxel_m",
        "pressure_pa",
        "contact_angle_deg",
        "binder_contact_angle_deg",
        "liquid_viscosity_pa_s",
        "surface_tension_n_m",
    )
    settings = FitSettings(
        hidden=(64, 64, 64),
        activation="silu",
        normalise=False,
        n_epochs=120,
        batch_size=512,
        weight_decay=0.3,
        has_class=True,
    )
    n_members = 5

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
        crossing = c["front_crossing"]
        fronts = [
            np.log(np.maximum(c[name] / crossing, 1e-4))
            for name in ("front_begin", "front_middle", "front_end", "neighbour_front")
        ]
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
                np.minimum(c["outlet_geodesic_vx"] / c["length_vx"], 5),
                np.log(np.maximum(c["outlet_bottleneck_radius_vx"], 0.25)),
                c["exit_share"],
                np.log(np.maximum(c["neighbour_radius_vx"], 0.5)),
                *fronts,
                c["porosity"],
                np.log(c["hydraulic_radius_vx"]),
                np.log(crossing / c["length_vx"] ** 2),
                *(np.arcsinh(ratio) for ratio in local),
                np.cos(np.radians(c["contact_angle_deg"])),
                np.cos(np.radians(c["binder_contact_angle_deg"])),
            ]
        )

    def targets(self, columns: Columns, times: PoreFillingTimes) -> NDArray[np.float64]:
        """See `Preset`."""
        unit = self._time_unit_s(columns)
        logs = [
            np.log(np.maximum(time, _LEAST_TIME) / unit)
            for time in (times.t_f0_s, times.t_f1_s)
        ]
        final = np.where(times.fills, times.final_saturation, np.nan)
        return np.column_stack([times.fills, *logs, times.saturation, final])

    def outputs(self, columns: Columns, given: NDArray[np.float64]) -> Outputs:
        """See `Preset`."""
        unit = self._time_unit_s(columns)
        logit = np.clip(given[..., 0], -_MOST_LOGIT, _MOST_LOGIT)
        t_f0 = unit * np.exp(given[..., 1])
        t_f1 = np.maximum(unit * np.exp(given[..., 2]), t_f0)
        saturation = rising(given[..., 3 : 3 + N_SAMPLES])
        final = np.clip(given[..., -1], saturation[..., -1], 1)
        return Outputs(1 / (1 + np.exp(-logit)), t_f0, t_f1, saturation, final)

    def _time_unit_s(self, columns: Columns) -> NDArray[np.float64]:
        """When Darcy's sharp front would reach the outlet."""
        unit: NDArray[np.float64] = (
            columns["liquid_viscosity_pa_s"]
            * columns["front_crossing"]
            / driving_pressure_pa(columns)
        )
        return unit


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
