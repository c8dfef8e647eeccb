"""What-if electrodes and fluids, the fastest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wetview.sensitivity.sensitive_model import SensitiveModel


@dataclass(frozen=True)
class WhatIf:
    """One row of the list.

    Parameters
    ----------
    name : str
        What the user calls it.
    inputs : tuple of float
        Every input of the model, in its order.
    electrode : str
        Which electrode is asked, if not that of the model.
    """

    name: str
    inputs: tuple[float, ...]
    electrode: str = ""


@dataclass(frozen=True)
class Ranked:
    """One row of the ranking.

    Parameters
    ----------
    place : int
        From 1; rows whose value is unknown share the last place.
    what_if : WhatIf
        The row.
    value : float
        The output it is ranked by; NaN where the model gives none.
    outside : tuple of str
        Titles of the inputs that lie outside the training range.
    """

    place: int
    what_if: WhatIf
    value: float
    outside: tuple[str, ...]


def rank(
    model: SensitiveModel,
    rows: Sequence[WhatIf],
    output: str,
    *,
    electrodes: Mapping[str, SensitiveModel] | None = None,
) -> tuple[Ranked, ...]:
    """The rows by an output, the smallest first; rows without a value come last.

    Parameters
    ----------
    model : SensitiveModel
        What is asked.
    rows : sequence of WhatIf
        What it is asked.
    output : str
        Name of the output.
    electrodes : mapping of str to SensitiveModel, optional
        Models of other electrodes, with the same inputs and outputs.

    Raises
    ------
    UserError
        If there is no such output, or a row has another number of inputs.
    """
    names = [column.name for column in model.outputs]
    if output not in names:
        raise UserError(
            f"There is no output `{output}`", f"The outputs are {', '.join(names)}"
        )
    for row in rows:
        if len(row.inputs) != len(model.inputs):
            raise UserError(
                f"`{row.name}` has {len(row.inputs)} inputs, "
                f"the model has {len(model.inputs)}",
                f"Give {', '.join(column.name for column in model.inputs)}",
            )
    if not rows:
        return ()
    asked = electrodes or {}
    values = np.array(
        [
            np.asarray(
                asked.get(row.electrode, model).evaluate(
                    np.array([row.inputs], dtype=np.float64)
                )
            )[0, names.index(output)]
            for row in rows
        ]
    )
    order = np.argsort(values, kind="stable")  # NaN comes last
    n_known = int(np.isfinite(values).sum())
    return tuple(
        Ranked(
            min(place, n_known + 1),
            rows[at],
            float(values[at]),
            _outside(model, rows[at]),
        )
        for place, at in enumerate(order, start=1)
    )


def _outside(model: SensitiveModel, row: WhatIf) -> tuple[str, ...]:
    return tuple(
        column.title
        for column, value in zip(model.inputs, row.inputs, strict=True)
        if not column.low <= value <= column.high
    )
