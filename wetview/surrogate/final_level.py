"""How much fuller an electrode ends than its networks say, learnt on those left out.

Networks learn of single pores. By how much all pores of an electrode are wrong together
is little beside the scatter among them, and hardly counts in what they are trained on;
but it is most of the error of the electrode's curve. It goes with how slender the pores
are: electrodes whose pores are long for their width end fuller than networks say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wetview.surrogate.presets import Outputs

MIN_ELECTRODES = 12
"""Fewer do not tell a slope from chance."""

_COLUMNS = ("extent_vx", "volume_vx", "hydraulic_radius_vx")
_STARTED = 0.05
"""Saturation at which a pore counts as filling."""


@dataclass(frozen=True)
class LevelSample:
    """The end of one run of an electrode that was left out.

    Parameters
    ----------
    electrode : str
        Which.
    slenderness : float
        Of `log_slenderness`.
    filling_share : float
        Of the pore volume, in pores that were predicted to fill.
    difference : float
        Simulated less predicted saturation at the end.
    """

    electrode: str
    slenderness: float
    filling_share: float
    difference: float


@dataclass(frozen=True)
class FinalLevel:
    """A straight line: how much fuller pores end that fill.

    Parameters
    ----------
    offset, slope : float
        Saturation that is added where the slenderness is `centre`, and what one more
        of the slenderness adds.
    centre, low, high : float
        Mean, least and largest slenderness that it was fitted to; beyond, the nearest
        counts.
    """

    offset: float
    slope: float
    centre: float
    low: float
    high: float

    def shift(self, slenderness: float) -> float:
        """Saturation to be added in pores that fill."""
        within = min(max(slenderness, self.low), self.high)
        return self.offset + self.slope * (within - self.centre)

    def applied(
        self,
        outputs: Outputs,
        columns: Mapping[str, NDArray[np.float64]],
        is_reached: NDArray[np.bool_],
    ) -> Outputs:
        """Outputs whose pores keep more or less gas, each in proportion to its own.

        Parameters
        ----------
        outputs : Outputs
            Of all members.
        columns : mapping of (n_pores,) ndarray
            The inputs by name.
        is_reached : (n_pores,) ndarray of bool
            Pores that a way from the inlet leads to.
        """
        slenderness = log_slenderness(columns)
        if slenderness is None:
            return outputs
        volume = columns["volume_vx"] / columns["volume_vx"].sum()
        volume = volume * ((outputs.fill_probability >= 0.5) & is_reached)
        gas = (volume * (1 - outputs.final_saturation)).sum(axis=1)
        left = gas - self.shift(slenderness) * volume.sum(axis=1)
        factor = np.maximum(left, 0) / np.maximum(gas, 1e-9)
        old = outputs.final_saturation
        lowest = np.minimum(old, _STARTED)
        new = np.clip(1 - factor[:, None] * (1 - old), lowest, 1)
        ratio = new / np.maximum(old, 1e-9)
        return replace(
            outputs,
            saturation=np.clip(outputs.saturation * ratio[..., None], 0, 1),
            final_saturation=new,
        )


def log_slenderness(columns: Mapping[str, NDArray[np.float64]]) -> float | None:
    """Logarithm of the pores' length over pore volume by wall, if both are known.

    Length is the way through a pore from its near to its far end, in the mean over the
    pore volume.
    """
    if any(name not in columns for name in _COLUMNS):
        return None
    length, volume, radius = (columns[name] for name in _COLUMNS)
    mean = float((length * volume).sum() / volume.sum())
    return float(np.log(max(mean, 0.5) / radius[0]))


def fit_level(samples: Sequence[LevelSample]) -> FinalLevel | None:
    """The line through the samples; None where it tells nothing of other electrodes.

    That is judged by leaving out each electrode in turn.
    """
    electrodes = np.array([sample.electrode for sample in samples])
    names = np.unique(electrodes)
    if len(names) < MIN_ELECTRODES:
        return None
    x = np.array([sample.slenderness for sample in samples])
    share = np.array([sample.filling_share for sample in samples])
    wanted = np.array([sample.difference for sample in samples])
    if np.ptp(x) == 0:
        return None
    terms = np.column_stack([share, share * (x - x.mean())])
    rest = wanted.copy()
    for name in names:
        out = electrodes == name
        line, *_ = np.linalg.lstsq(terms[~out], wanted[~out], rcond=None)
        rest[out] -= terms[out] @ line
    if rest @ rest >= wanted @ wanted:
        return None
    line, *_ = np.linalg.lstsq(terms, wanted, rcond=None)
    return FinalLevel(*map(float, (*line, x.mean(), x.min(), x.max())))
