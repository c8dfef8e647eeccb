"""The columns of the table of pores in the step Compare, in the user's units; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.units import UM, time_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling import Comparison
    from wetview.pores import Pores


@dataclass(frozen=True, eq=False)
class ErrorColumn:
    """One column with its values.

    Parameters
    ----------
    heading, tip : str
        For the header.
    values : (n_pores,) ndarray
        NaN where there is none.
    digits : int
        Digits behind the point.
    is_signed : bool
        Whether a plus is written, too.
    """

    heading: str
    tip: str
    values: NDArray[np.float64]
    digits: int
    is_signed: bool = False


def error_columns(compared: Comparison, pores: Pores | None) -> tuple[ErrorColumn, ...]:
    """What two fillings differ by, pore by pore; the error first after the number."""
    errors = compared.pores
    second_s, unit = time_unit(compared.end_s)
    columns = [
        ErrorColumn("Pore", "Number of the pore", np.arange(1.0, len(errors) + 1), 0),
        ErrorColumn(
            "Error\n%",
            "Time mean of |S_B - S_A|, the difference of the pore's saturation",
            100 * errors.mean_abs_saturation,
            1,
        ),
        ErrorColumn(
            "End\n%",
            "Saturation in B less that in A at the end of the comparison",
            100 * errors.final_saturation,
            1,
            is_signed=True,
        ),
        ErrorColumn(
            f"T_f0\n{unit}",
            "Start of filling in B less that in A: positive where B is later",
            errors.t_f0_s / second_s,
            2,
            is_signed=True,
        ),
        ErrorColumn(
            f"T_f1\n{unit}",
            "End of filling in B less that in A: positive where B is later",
            errors.t_f1_s / second_s,
            2,
            is_signed=True,
        ),
    ]
    if pores is not None and len(pores) == len(errors):
        volume = pores.table.volume_vx * (pores.voxel_m / UM) ** 3
        columns.append(
            ErrorColumn("Volume\nµm³", "Volume of the pore", volume.astype(float), 0)
        )
    return tuple(columns)


def shown(column: ErrorColumn, row: int) -> str:
    """A value as it is written."""
    value = float(column.values[row])
    if np.isnan(value):
        return "–"
    sign = "+" if column.is_signed else ""
    return f"{value:{sign}.{column.digits}f}"
