"""What a network predicts of each pore, and the curves that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.filling import (
    FLAT_RELATIVE_RISE,
    FLAT_RISE,
    FLAT_SHARE,
    N_SAMPLES,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.surrogate.presets import Outputs

_RISE_BEFORE = 0.5
"""A pore begins to take liquid up so much earlier than T_f0, where it holds 0.05."""
_SETTLING = 0.5
"""Time constant of what is missing at T_f1, over T_f1 - T_f0."""


@dataclass(frozen=True, eq=False)
class PorePrediction:
    """The predicted filling of every pore, by each member of an ensemble.

    Parameters
    ----------
    volume_vx : (n_pores,) ndarray of float64
        Volume of each pore.
    members : Outputs
        Arrays (n_members, n_pores, ...).
    is_reached : (n_pores,) ndarray of bool
        Pores that no way leads to stay empty, whatever the networks say.
    """

    volume_vx: NDArray[np.float64]
    members: Outputs
    is_reached: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.volume_vx)

    @property
    def n_members(self) -> int:
        """Number of networks."""
        return len(self.members.t_f0_s)

    @property
    def fill_probability(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, probability that each pore fills at all."""
        mean: NDArray[np.float64] = self.members.fill_probability.mean(axis=0)
        return np.where(self.is_reached, mean, 0.0)

    @property
    def fills(self) -> NDArray[np.bool_]:
        """(n_pores,) ndarray of bool, whether each pore is predicted to fill."""
        fills: NDArray[np.bool_] = self.fill_probability >= 0.5
        return fills

    @property
    def t_f0_s(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, when filling starts; NaN where it does not."""
        return self._geometric_mean(self.members.t_f0_s)

    @property
    def t_f1_s(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, when filling stops; NaN where it never starts."""
        return self._geometric_mean(self.members.t_f1_s)

    @property
    def saturation(self) -> NDArray[np.float64]:
        """(n_pores, 10) ndarray, S1 .. S10; NaN where the pore does not fill."""
        mean = self.members.saturation.mean(axis=0)
        return np.where(self.fills[:, None], mean, np.nan)

    @property
    def final_saturation(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, saturation at the end."""
        mean = self.members.final_saturation.mean(axis=0)
        return np.where(self.fills, mean, 0.0)

    def curves(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_times, n_pores) ndarray, saturation of each pore: rising, in [0, 1]."""
        curves = rebuilt_curves(
            time_s,
            np.nan_to_num(self.t_f0_s, nan=np.inf),
            np.nan_to_num(self.t_f1_s, nan=np.inf),
            np.nan_to_num(self.saturation),
            self.final_saturation,
        )
        return curves * self.fills

    def electrode_curves(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_members, n_times) ndarray, saturation of the electrode by each member."""
        weight = self.volume_vx / self.volume_vx.sum()
        members = self.members
        curves = []
        for member in range(self.n_members):
            fills = (members.fill_probability[member] >= 0.5) & self.is_reached
            of_pores = rebuilt_curves(
                time_s,
                members.t_f0_s[member],
                members.t_f1_s[member],
                members.saturation[member],
                members.final_saturation[member],
            )
            curves.append((of_pores * fills) @ weight)
        return np.stack(curves)

    def end_s(self) -> float:
        """When the electrode's saturation rests: a quarter later than it is reached.

        That is when a simulation ends that fills in this way.
        """
        fills = self.fills
        if not fills.any():
            return 1.0
        last = float(self.t_f1_s[fills].max())
        times = np.concatenate([[0.0], np.geomspace(1e-4 * last, 2 * last, 400)])
        saturation = self.curves(times) @ (self.volume_vx / self.volume_vx.sum())
        limit = min(FLAT_RISE, FLAT_RELATIVE_RISE * saturation[-1])
        moving = np.flatnonzero(saturation < saturation[-1] - limit)
        return float(times[moving[-1] + 1]) / (1 - FLAT_SHARE)

    def _geometric_mean(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        mean = np.exp(np.log(np.maximum(times, 1e-300)).mean(axis=0))
        return np.where(self.fills, mean, np.nan)


def rebuilt_curves(
    time_s: NDArray[np.float64],
    t_f0_s: NDArray[np.float64],
    t_f1_s: NDArray[np.float64],
    saturation: NDArray[np.float64],
    final_saturation: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Curves through S1 .. S10, from empty before T_f0 to the end after T_f1.

    Before T_f0 the saturation rises from 0 in a straight line; after T_f1 what is
    missing of the final saturation decays.

    Parameters
    ----------
    time_s : (n_times,) ndarray
        When the curves are wanted.
    t_f0_s, t_f1_s : (n_pores,) ndarray
        Infinite where a pore never fills.
    saturation : (n_pores, 10) ndarray
        S1 .. S10.
    final_saturation : (n_pores,) ndarray
        What is reached in the end.

    Returns
    -------
    (n_times, n_pores) ndarray
    """
    time = np.asarray(time_s, dtype=np.float64)[:, None]
    begins, ends = t_f0_s, t_f1_s
    never = ~np.isfinite(begins)
    begins = np.where(never, 1.0, begins)
    ends = np.where(never, 2.0, np.maximum(ends, begins))
    # A pore that fills in no time fills within a billionth of what is looked at.
    span = np.maximum(ends - begins, 1e-9 * max(float(time.max()), 1e-300))
    at = np.clip((time - begins) / span, 0, 1) * (N_SAMPLES - 1)
    low = np.minimum(at.astype(np.int64), N_SAMPLES - 2)
    pores = np.arange(len(begins))
    one, other = saturation[pores, low], saturation[pores, low + 1]
    curves = one + (at - low) * (other - one)
    first = saturation[:, 0]
    early = time < begins
    ramp_begins = (1 - _RISE_BEFORE) * begins
    rise = np.maximum(begins - ramp_begins, 1e-9 * max(float(time.max()), 1e-300))
    ramp = first * np.clip((time - ramp_begins) / rise, 0, 1)
    curves = np.where(early, ramp, curves)
    missing = np.maximum(final_saturation - saturation[:, -1], 0)
    late = np.maximum(time - ends, 0)
    curves = curves + missing * -np.expm1(-late / (_SETTLING * span))
    curves[:, never] = 0.0
    rebuilt: NDArray[np.float64] = np.clip(curves, 0, 1)
    return rebuilt
