"""Predicts, off the window's thread, what moved inputs give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from wetview.sensitivity import rank, sweep, typical_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.sensitivity import (
        CurveModel,
        InputRange,
        InputSweep,
        Ranked,
        WhatIf,
    )

    Curve = tuple[NDArray[np.float64], NDArray[np.float64]]

_KEY = "what if"
_N_POINTS = 41
_RANK_KEY = "what if ranking"


@dataclass(frozen=True, eq=False)
class WhatIfAnswer:
    """What a position of the inputs gives.

    Parameters
    ----------
    curve, typical : (time_s, saturation)
        For the position, and for typical inputs.
    outputs : (n_outputs,) ndarray
        For the position.
    swept : InputSweep or None
        Along the input that moves.
    """

    curve: Curve
    typical: Curve
    outputs: NDArray[np.float64]
    swept: InputSweep | None


class WhatIfAnswers(QObject):
    """Answers the latest position; positions passed meanwhile are left out.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where it is computed.
    parent : QObject
        Owner.
    """

    answered = Signal(object)
    """A `WhatIfAnswer`, or None where there is no model."""
    ranked = Signal(object)
    """The rows in order: a tuple of `Ranked`."""

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._is_wanted = False
        self._is_busy = False
        self._is_behind = False
        self._input: str | None = None
        self._output = ""
        self._former: tuple[CurveModel, WhatIfAnswer] | None = None
        desk = context.sensitivity
        desk.position_changed.connect(self.ask)
        desk.model_changed.connect(self.ask)
        desk.what_ifs_changed.connect(self.rank)

    def want(self, is_wanted: bool) -> None:
        """Whether anybody looks at the answers."""
        self._is_wanted = is_wanted
        self.ask()

    def sweep_input(self, name: str | None) -> None:
        """Along which input outputs are wanted."""
        if name != self._input:
            self._input = name
            self.ask()

    def rank_by(self, output: str) -> None:
        """By which output rows are ranked."""
        self._output = output
        self.rank()

    def ask(self) -> None:
        """Answer the present position, now or after the one under way."""
        desk = self._context.sensitivity
        if not self._is_wanted:
            return
        if desk.model is None or desk.request is None:
            self.answered.emit(None)
            return
        if self._is_busy:
            self._is_behind = True
            return
        self._is_busy, self._is_behind = True, False
        names = [entry.name for entry in desk.request.ranges]
        moves = self._input if self._input in names else None
        self._background.start(
            _KEY,
            partial(
                _answer,
                desk.model,
                desk.request.ranges,
                desk.position,
                moves,
                self._former,
            ),
            then=self._on_answered,
            failed=self._on_failed,
        )

    def rank(self) -> None:
        """Rank the rows of what-ifs."""
        desk = self._context.sensitivity
        model = desk.model
        names = [] if model is None else [column.name for column in model.outputs]
        if model is None or self._output not in names:
            self.ranked.emit(())
            return
        self._background.start(
            _RANK_KEY,
            partial(_rank, model, desk.what_ifs, self._output, desk.electrodes),
            then=self.ranked.emit,
        )

    def _on_answered(self, answer: tuple[CurveModel, WhatIfAnswer]) -> None:
        self._is_busy = False
        model, what = answer
        self._former = answer
        if model is self._context.sensitivity.model:
            self.answered.emit(what)
        if self._is_behind:
            self.ask()

    def _on_failed(self, problem: object) -> None:
        self._is_busy = False
        self._background.failed.emit(problem)


def _answer(
    model: CurveModel,
    ranges: tuple[InputRange, ...],
    position: NDArray[np.float64],
    moves: str | None,
    former: tuple[CurveModel, WhatIfAnswer] | None,
) -> tuple[CurveModel, WhatIfAnswer]:
    known = former[1] if former is not None and former[0] is model else None
    swept = None
    if moves is not None:
        column = [entry.name for entry in ranges].index(moves)
        swept = None if known is None else _moved(known.swept, column, ranges, position)
        if swept is None:
            swept = sweep(model, moves, at=position, ranges=ranges, n_points=_N_POINTS)
    outputs = np.asarray(model.evaluate(position[None]))[0]
    typical = (
        model.curve(typical_inputs(model, ranges)) if known is None else known.typical
    )
    return model, WhatIfAnswer(model.curve(position), typical, outputs, swept)


def _moved(
    swept: InputSweep | None,
    column: int,
    ranges: tuple[InputRange, ...],
    position: NDArray[np.float64],
) -> InputSweep | None:
    """A sweep that holds still, since only its own input moved; else None."""
    if swept is None or swept.input != ranges[column]:
        return None
    is_other = np.arange(len(position)) != column
    if not np.array_equal(swept.at[is_other], position[is_other]):
        return None
    return replace(swept, at=position, present=float(position[column]))


def _rank(
    model: CurveModel,
    rows: tuple[WhatIf, ...],
    output: str,
    electrodes: dict[str, CurveModel],
) -> tuple[Ranked, ...]:
    return rank(model, rows, output, electrodes=electrodes)
