"""How good predictions are: of pores, of the electrode's curve, and in 3D."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.surrogate.dataset import RunRecord
    from wetview.surrogate.prediction import PorePrediction
    from wetview.surrogate.surrogate import Surrogate


@dataclass(frozen=True, eq=False)
class RunScore:
    """How well one run that the networks never saw is predicted.

    Parameters
    ----------
    run, electrode : str
        Which.
    pressure_pa : float
        At its inlet.
    curve_error : float
        Mean over the run's time of |S_predicted - S_simulated| of the electrode.
    covered : float
        Share of that time in which the simulated curve lies in the interval; NaN where
        there is none.
    fills_right : float
        Share of the pores of which it is rightly said whether they fill; each counts
        by its volume.
    prediction : PorePrediction
        What was predicted.
    time_s, simulated, predicted, spread : (n_times,) ndarray
        The curves, and the members' standard deviation.
    """

    run: str
    electrode: str
    pressure_pa: float
    curve_error: float
    covered: float
    fills_right: float
    prediction: PorePrediction
    time_s: NDArray[np.float64]
    simulated: NDArray[np.float64]
    predicted: NDArray[np.float64]
    spread: NDArray[np.float64]


_N_TIMES = 200


def score_run(surrogate: Surrogate, record: RunRecord) -> RunScore:
    """Predict a run from its columns, and compare."""
    columns = record.columns
    is_reached = (
        np.isfinite(columns["geodesic_vx"]) if "geodesic_vx" in columns else None
    )
    prediction = surrogate.predict(columns, is_reached=is_reached)
    time = np.linspace(record.time_s[0], record.time_s[-1], _N_TIMES)
    simulated = np.interp(time, record.time_s, record.saturation)
    members = prediction.electrode_curves(time)
    predicted = members.mean(axis=0)
    low, high = surrogate.interval(prediction, time)
    is_inside = (simulated >= low - 1e-9) & (simulated <= high + 1e-9)
    is_right = prediction.fills == record.times.fills
    volume = columns["volume_vx"]
    has_interval = np.isfinite(surrogate.interval_factor)
    return RunScore(
        run=record.name,
        electrode=record.electrode,
        pressure_pa=record.pressure_pa,
        curve_error=float(np.abs(predicted - simulated).mean()),
        covered=float(is_inside.mean()) if has_interval else float("nan"),
        fills_right=float((is_right * volume).sum() / volume.sum()),
        prediction=prediction,
        time_s=time,
        simulated=simulated,
        predicted=predicted,
        spread=members.std(axis=0),
    )
