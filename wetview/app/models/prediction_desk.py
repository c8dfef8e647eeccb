"""What the page Predict works on: conditions, and the filling that they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psygnal import Signal

if TYPE_CHECKING:
    from wetview.app.models.request import FillingRequest
    from wetview.lbm.fluids import Fluids
    from wetview.surrogate import PredictedFilling
    from wetview.volume.faces import Face


@dataclass(frozen=True)
class Conditions:
    """What a filling is predicted for.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    pressure_pa : float
        At the inlet above that of the gas, constant.
    inlet : Face
        Where the electrolyte enters.
    """

    fluids: Fluids
    pressure_pa: float
    inlet: Face = "x-"

    @classmethod
    def of(cls, request: FillingRequest) -> Conditions:
        """Those of the step Simulate; of a pressure that changes, the largest."""
        return cls(request.fluids, request.pressure.largest_pa, request.inlet)

    @property
    def name(self) -> str:
        """As a run would be called: "405.3 kPa, 90°"."""
        name = f"{self.pressure_pa / 1e3:.4g} kPa, {self.fluids.contact_angle_deg:g}°"
        return name if self.inlet == "x-" else f"{name}, from {self.inlet}"


class PredictionDesk:
    """State of the page. Panel and controller listen to its signals."""

    conditions_changed = Signal()
    predicted_changed = Signal()

    def __init__(self) -> None:
        self._conditions: Conditions | None = None
        self._predicted: PredictedFilling | None = None
        self._missing = ""
        self._is_kept = False
        self._seconds = 0.0

    @property
    def conditions(self) -> Conditions | None:
        """What the user has set here; None as long as the step Simulate counts."""
        return self._conditions

    @property
    def predicted(self) -> PredictedFilling | None:
        """What was predicted last."""
        return self._predicted

    @property
    def missing(self) -> str:
        """Why there is no prediction, in words; "" where there is one."""
        return self._missing

    @property
    def is_kept(self) -> bool:
        """Whether this prediction is a run of the project, or about to be."""
        return self._is_kept

    @property
    def seconds(self) -> float:
        """What the prediction took to compute."""
        return self._seconds

    def set_conditions(self, conditions: Conditions | None) -> None:
        """Predict for other conditions; None for those of the step Simulate."""
        if conditions != self._conditions:
            self._conditions = conditions
            self.conditions_changed.emit()

    def set_predicted(self, predicted: PredictedFilling, seconds: float) -> None:
        """Take a prediction."""
        self._predicted, self._seconds = predicted, seconds
        self._missing, self._is_kept = "", False
        self.predicted_changed.emit()

    def set_missing(self, missing: str) -> None:
        """Say why there is none."""
        if missing != self._missing or self._predicted is not None:
            self._predicted, self._missing, self._is_kept = None, missing, False
            self.predicted_changed.emit()

    def set_kept(self, is_kept: bool) -> None:
        """Note that the prediction is kept, or could not be."""
        self._is_kept = is_kept
        self.predicted_changed.emit()
