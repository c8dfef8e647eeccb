"""Which pores are to be seen: by a condition in words, and by a range; no Qt."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from psygnal import Signal

from wetview.app.models.pore_columns import COLUMNS, YES_OR_NO, column
from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.filling import Filling
    from wetview.pores import Pores

_SIGNS: dict[str, Callable[[NDArray[np.float64], float], NDArray[np.bool_]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_CONDITION = re.compile(r"\s*(\w+)\s*(>=|<=|!=|==|>|<|=)\s*(\S+)\s*")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.IGNORECASE)
_WORDS = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0}
_EXAMPLE = "volume > 500 and contact < 20"


@dataclass(frozen=True)
class Condition:
    """A column, a sign and a number.

    Parameters
    ----------
    key : str
        Of the column.
    sign : str
        One of >, >=, <, <=, = and !=.
    value : float
        In the unit of the column.
    """

    key: str
    sign: str
    value: float

    def holds(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,) ndarray of bool; what has no value never fits."""
        return np.isfinite(values) & _SIGNS[self.sign](values, self.value)


def conditions_of(text: str) -> tuple[Condition, ...]:
    """The conditions in a text, all of which have to hold; none for an empty one.

    Raises
    ------
    UserError
        If a part of it is no condition, or names no column.

    Examples
    --------
    >>> conditions_of("volume > 500, joined = yes")[1]
    Condition(key='joined', sign='=', value=1.0)
    """
    if not text.strip():
        return ()
    return tuple(_condition(part) for part in _BETWEEN.split(text.strip()))


def _condition(part: str) -> Condition:
    found = _CONDITION.fullmatch(part)
    if found is None:
        raise UserError(f"“{part}” is no condition", f"Write, for example, {_EXAMPLE}")
    name, sign, written = found.groups()
    key = name.lower()
    keys = [entry.key for entry in COLUMNS]
    if key not in keys:
        raise UserError(f"There is no column “{name}”", f"There are {', '.join(keys)}")
    known = _WORDS if key in YES_OR_NO else {}
    try:
        value = known.get(written.lower())
        value = float(written) if value is None else value
    except ValueError as error:
        raise UserError(
            f"“{written}” is no number", f"Write, for example, {_EXAMPLE}"
        ) from error
    return Condition(key, "=" if sign == "==" else sign, value)


class PoreFilter:
    """Shared by the table and the 3D view: what one hides, the other hides, too."""

    changed = Signal()

    def __init__(self) -> None:
        self._text = ""
        self._conditions: tuple[Condition, ...] = ()
        self._problem: UserError | None = None
        self._range: tuple[str, float, float] | None = None

    @property
    def text(self) -> str:
        """The condition in words."""
        return self._text

    @property
    def problem(self) -> UserError | None:
        """Why the text is no condition; it then hides nothing."""
        return self._problem

    @property
    def range(self) -> tuple[str, float, float] | None:
        """A column's key, and the least and the greatest value to be seen."""
        return self._range

    def set_text(self, text: str) -> None:
        """Take another condition."""
        if text == self._text:
            return
        self._text, self._problem = text, None
        try:
            self._conditions = conditions_of(text)
        except UserError as problem:
            self._conditions, self._problem = (), problem
        self.changed.emit()

    def set_range(self, wanted: tuple[str, float, float] | None) -> None:
        """Show pores whose value of a column lies within a range; None: all."""
        if wanted != self._range:
            self._range = wanted
            self.changed.emit()

    def shown(self, pores: Pores, filling: Filling | None) -> NDArray[np.bool_] | None:
        """(n_pores,) ndarray, which pores are to be seen; None where all are."""
        conditions = self._conditions
        if self._range is not None:
            key, low, high = self._range
            conditions += (Condition(key, ">=", low), Condition(key, "<=", high))
        if not conditions:
            return None
        shown = np.ones(len(pores), dtype=np.bool_)
        for condition in conditions:
            values = column(condition.key).values(pores, filling)
            shown &= False if values is None else condition.holds(values)
        return shown
