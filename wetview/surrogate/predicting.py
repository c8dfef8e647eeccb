"""A prediction as a filling, which the window shows like any simulated one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import Filling, filling_end
from wetview.filling.filling import PREDICTED
from wetview.filling.trapped import saturation_with_real_gas
from wetview.pores.members import Members
from wetview.surrogate.voxels import PredictedFrames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.lbm.fluids import Fluids
    from wetview.surrogate.features import ElectrodeView
    from wetview.surrogate.prediction import PorePrediction
    from wetview.surrogate.surrogate import OutOfRange, Surrogate

_N_TIMES = 400
_FRAME_RISE = 0.01
"""Saturation between two frames, as in simulated runs."""
_EARLIEST = 1e-3


@dataclass(frozen=True, eq=False)
class PredictedFilling:
    """A predicted filling, with how far it is to be trusted.

    Parameters
    ----------
    filling : Filling
        Curves and frames.
    prediction : PorePrediction
        What each network says of each pore.
    interval_low, interval_high : (n_times,) ndarray of float64
        Ends of the 90 % interval of the electrode's saturation, at `filling.time_s`.
    out_of_range : tuple of OutOfRange
        Inputs that training did not cover.
    """

    filling: Filling
    prediction: PorePrediction
    interval_low: NDArray[np.float64]
    interval_high: NDArray[np.float64]
    out_of_range: tuple[OutOfRange, ...]


class Predictor:
    """Predicts the fillings of one electrode; every one after the first is fast.

    Parameters
    ----------
    view : ElectrodeView
        The electrode, from its inlet.
    """

    def __init__(self, view: ElectrodeView) -> None:
        self.view = view
        self._place = Members.of(view.pores.labels).order(view.late)

    def predict(
        self,
        surrogate: Surrogate,
        fluids: Fluids,
        pressure_pa: float,
        *,
        name: str = "",
        time_s: NDArray[np.float64] | None = None,
    ) -> PredictedFilling:
        """Predict how the electrode fills.

        Parameters
        ----------
        surrogate : Surrogate
            The trained networks.
        fluids : Fluids
            Electrolyte and gas.
        pressure_pa : float
            At the inlet above that of the gas.
        name : str
            What to call the filling.
        time_s : (n,) ndarray, optional
            When curves and frames are wanted; by default until the filling rests.

        Raises
        ------
        UserError
            If the surrogate needs what is not known of the electrode.
        """
        view, pores = self.view, self.view.pores
        columns = view.with_conditions(fluids, pressure_pa)
        prediction = surrogate.predict(columns, is_reached=view.is_reached)
        times = _times(prediction) if time_s is None else np.asarray(time_s, float)
        of_pores = prediction.curves(times).astype(np.float32)
        volume = pores.table.volume_vx
        saturation = of_pores @ (volume / volume.sum())
        gas = (1 - of_pores[-1]) * volume
        frames = _frame_rows(saturation) if time_s is None else np.arange(len(times))
        low, high = surrogate.interval(prediction, times)
        is_out = surrogate.out_of_range(columns, is_reached=view.is_reached)
        description = _description(
            surrogate, fluids, pressure_pa, view.inlet, name, is_out
        )
        filling = Filling(
            name=name or f"{surrogate.name}, predicted",
            time_s=times,
            step=np.arange(len(times), dtype=np.int64),
            saturation=saturation.astype(np.float32),
            pore_saturation=of_pores,
            frame_time_s=times[frames],
            frame_saturation=saturation[frames].astype(np.float32),
            frames=PredictedFrames(pores.labels, self._place, of_pores[frames]),
            voxel_m=pores.voxel_m,
            outcome="flat",
            description=description,
            results={
                **_results(times, saturation, len(frames)),
                "saturation_with_real_gas": saturation_with_real_gas(
                    float(saturation[-1]),
                    trapped=float(gas[view.is_reached].sum() / volume.sum()),
                    pressure_pa=pressure_pa,
                ),
            },
        )
        return PredictedFilling(filling, prediction, low, high, is_out)


def _times(prediction: PorePrediction) -> NDArray[np.float64]:
    """From 0 to where the filling rests, closer together at the beginning."""
    end = prediction.end_s()
    even = np.linspace(0, end, _N_TIMES // 2)
    early = np.geomspace(_EARLIEST * end, end, _N_TIMES // 2)
    return np.unique(np.concatenate([even, early]))


def _frame_rows(saturation: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows at which the saturation has risen enough for a frame, and the two ends."""
    rows = [0]
    for row in range(1, len(saturation)):
        if saturation[row] >= saturation[rows[-1]] + _FRAME_RISE:
            rows.append(row)
    if rows[-1] != len(saturation) - 1:
        rows.append(len(saturation) - 1)
    return np.array(rows, dtype=np.int64)


def _description(
    surrogate: Surrogate,
    fluids: Fluids,
    pressure_pa: float,
    inlet: str,
    name: str,
    is_out: tuple[OutOfRange, ...],
) -> dict[str, Any]:
    return {
        "kind": PREDICTED,
        "name": name,
        "surrogate": surrogate.name,
        "preset": surrogate.preset_name,
        "surrogate_version": surrogate.card.get("version", ""),
        "seed": surrogate.card.get("seed"),
        "fluids": dict(vars(fluids)),
        "pressure_pa": pressure_pa,
        "inlet": inlet,
        "out_of_range": [str(one) for one in is_out],
    }


def _results(
    times: NDArray[np.float64], saturation: NDArray[np.float64], n_frames: int
) -> dict[str, Any]:
    end = filling_end(times, saturation, is_flat=True)
    return {
        "outcome": "flat",
        "reason": "predicted",
        "steps": 0,
        "time_s": float(times[-1]),
        "n_frames": n_frames,
        **vars(end),
    }
