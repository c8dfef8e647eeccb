"""What the step Sensitivity works on: a network, limits, and what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from psygnal import Signal

from wetview.sensitivity import (
    DEFAULT_N_BASE,
    WhatIf,
    correlated_groups,
    factors_of,
    rank_correlation,
    typical_inputs,
    usual_ranges,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wetview.lbm.fluids import Fluids
    from wetview.progress import Report
    from wetview.sensitivity import (
        CurveModel,
        Distribution,
        Factor,
        InputRange,
        SobolResult,
    )

_OF_FLUIDS = ("liquid_viscosity_pa_s", "surface_tension_n_m")
"""Inputs that an electrolyte has; its contact angle belongs to the electrode, too."""

LoadModel = Callable[["Report"], "CurveModel"]


@dataclass(frozen=True)
class NetworkChoice:
    """A network that may be analysed.

    Parameters
    ----------
    key : str
        Tells it from the others: the path of its file, and what is asked of it.
    title : str
        What the user reads.
    load : callable
        Gives the model; may take a minute, and reports how far it is.
    is_of_electrode : bool
        Whether a whole electrode is asked, not a single pore.
    """

    key: str
    title: str
    load: LoadModel
    is_of_electrode: bool = False


@dataclass(frozen=True)
class SensitivityRequest:
    """Settings of an analysis.

    Parameters
    ----------
    ranges : tuple of InputRange
        Limits of every input.
    outputs : tuple of str
        Names of the outputs.
    n_base : int
        Base samples N.
    distribution : {"uniform", "training"}
        How inputs vary.
    groups : tuple of tuples of str
        Inputs that vary together.
    seed : int
        Of the sequence.
    """

    ranges: tuple[InputRange, ...]
    outputs: tuple[str, ...]
    n_base: int = DEFAULT_N_BASE
    distribution: Distribution = "uniform"
    groups: tuple[tuple[str, ...], ...] = ()
    seed: int = 0

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What indices will belong to."""
        return factors_of(self.ranges, self.groups)


class SensitivityDesk:
    """State of the step. Panel and views listen to its signals."""

    networks_changed = Signal()
    model_changed = Signal()
    request_changed = Signal()
    result_changed = Signal()
    progress_changed = Signal()
    position_changed = Signal()
    what_ifs_changed = Signal()

    def __init__(self) -> None:
        self._networks: tuple[NetworkChoice, ...] = ()
        self._chosen: str | None = None
        self._model: CurveModel | None = None
        self._request: SensitivityRequest | None = None
        self._result: SobolResult | None = None
        self._progress: float | None = None
        self._position: NDArray[np.float64] = np.zeros(0)
        self._correlation: NDArray[np.float64] = np.zeros((0, 0))
        self._what_ifs: tuple[WhatIf, ...] = ()
        self._electrodes: dict[str, CurveModel] = {}

    @property
    def networks(self) -> tuple[NetworkChoice, ...]:
        """What can be chosen."""
        return self._networks

    @property
    def chosen(self) -> NetworkChoice | None:
        """What is chosen; its model may still be loading."""
        return next((one for one in self._networks if one.key == self._chosen), None)

    @property
    def model(self) -> CurveModel | None:
        """The model of what is chosen, once it is loaded."""
        return self._model

    @property
    def request(self) -> SensitivityRequest | None:
        """Settings; there as long as a model is."""
        return self._request

    @property
    def result(self) -> SobolResult | None:
        """What was found last."""
        return self._result

    @property
    def progress(self) -> float | None:
        """Share that is done while an analysis runs, None otherwise."""
        return self._progress

    @property
    def position(self) -> NDArray[np.float64]:
        """(n_inputs,) ndarray, where inputs stand in the view of one at a time."""
        return self._position

    @property
    def correlation(self) -> NDArray[np.float64]:
        """Rank correlation of the training inputs of the model."""
        return self._correlation

    @property
    def what_ifs(self) -> tuple[WhatIf, ...]:
        """Rows to rank."""
        return self._what_ifs

    @property
    def electrodes(self) -> dict[str, CurveModel]:
        """Models of electrodes that rows of the ranking ask, by name."""
        return dict(self._electrodes)

    def set_networks(self, networks: Sequence[NetworkChoice]) -> None:
        """Offer other networks; what is chosen stays if it is still there."""
        self._networks = tuple(networks)
        if self.chosen is None:
            self._chosen = None
            self._set_model(None)
        self.networks_changed.emit()

    def choose(self, key: str) -> None:
        """Choose a network; its model comes later."""
        if key != self._chosen:
            self._chosen = key
            self._set_model(None)
            self.networks_changed.emit()

    def set_model(self, key: str, model: CurveModel) -> None:
        """Take the model of a network; ignored if another is chosen by now."""
        if key == self._chosen:
            self._set_model(model)

    def set_request(self, request: SensitivityRequest) -> None:
        """Change settings."""
        if request != self._request:
            self._request = request
            low = [entry.low for entry in request.ranges]
            high = [entry.high for entry in request.ranges]
            self._position = np.clip(self._position, low, high)
            self.request_changed.emit()

    def set_distribution(self, distribution: Distribution) -> None:
        """Let inputs vary otherwise; usual ranges become the other usual ones."""
        if self._request is None or self._model is None:
            return
        ranges = self._request.ranges
        if ranges == usual_ranges(self._model, self._request.distribution):
            ranges = usual_ranges(self._model, distribution)
        self.set_request(
            replace(self._request, ranges=ranges, distribution=distribution)
        )

    def group_correlated(self, are_grouped: bool) -> None:
        """Let inputs that go together in the training data vary together, or not."""
        if self._request is None or self._model is None:
            return
        names = [entry.name for entry in self._request.ranges]
        groups = correlated_groups(self._correlation, names) if are_grouped else ()
        # Within a group inputs go together only if they are drawn so.
        has_rows = len(self._model.training_inputs) > 0
        distribution: Distribution = (
            "training" if are_grouped and has_rows else "uniform"
        )
        self.set_request(replace(self._request, groups=groups))
        self.set_distribution(distribution)

    def set_result(self, result: SobolResult | None) -> None:
        """Show what was found."""
        self._result = result
        self.result_changed.emit()

    def set_progress(self, progress: float | None) -> None:
        """Say how far an analysis is."""
        self._progress = progress
        self.progress_changed.emit()

    def set_input(self, column: int, value: float) -> None:
        """Move one input in the view of one at a time."""
        if self._position[column] != value:
            moved = self._position.copy()
            moved[column] = value
            self._position = moved
            self.position_changed.emit()

    def reset_position(self) -> None:
        """Put all inputs where a typical training row has them."""
        if self._model is not None and self._request is not None:
            self._position = typical_inputs(self._model, self._request.ranges)
            self.position_changed.emit()

    def rank_position(self) -> None:
        """Add where the inputs stand to the rows."""
        number = len(self._what_ifs) + 1
        row = WhatIf(f"What if {number}", tuple(self._position.tolist()))
        self.set_what_ifs([*self._what_ifs, row])

    def rank_fluids(self, fluids: Sequence[Fluids]) -> None:
        """Add a row for every electrolyte, the inputs as they stand otherwise."""
        if self._request is None:
            return
        names = [entry.name for entry in self._request.ranges]
        rows = []
        for one in fluids:
            inputs = self._position.copy()
            for name in _OF_FLUIDS:
                if name in names:
                    inputs[names.index(name)] = getattr(one, name)
            rows.append(WhatIf(one.name, tuple(inputs.tolist())))
        kept = [one for one in self._what_ifs if one not in rows]
        self.set_what_ifs([*kept, *rows])

    def rank_electrodes(self, models: Mapping[str, CurveModel]) -> None:
        """Add a row for every electrode, at the inputs as they stand."""
        self._electrodes = dict(models)
        inputs = tuple(self._position.tolist())
        rows = [WhatIf(name, inputs, name) for name in models]
        kept = [one for one in self._what_ifs if one not in rows]
        self.set_what_ifs([*kept, *rows])

    def set_what_ifs(self, rows: Sequence[WhatIf]) -> None:
        """Rank other rows."""
        self._what_ifs = tuple(rows)
        self.what_ifs_changed.emit()

    def _set_model(self, model: CurveModel | None) -> None:
        self._model = model
        self._request = None
        self._position = np.zeros(0)
        self._correlation = np.zeros((0, 0))
        self._what_ifs = ()
        self._electrodes = {}
        self._result = None
        if model is not None:
            ranges = usual_ranges(model)
            outputs = tuple(column.name for column in model.outputs)
            self._request = SensitivityRequest(ranges, outputs)
            self._correlation = rank_correlation(model.training_inputs)
            self._position = typical_inputs(model, ranges)
        self.model_changed.emit()
        self.request_changed.emit()
        self.result_changed.emit()
        self.position_changed.emit()
        self.what_ifs_changed.emit()
