"""Saturation over time as a CSV file: the electrode, then each pore."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.project.atomic import write_text

if TYPE_CHECKING:
    from wetview.filling import Filling


def write_saturation_csv(path: Path, filling: Filling) -> None:
    """Write the curves of a run, one row for every time at which it was sampled.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    n_pores = filling.pore_saturation.shape[1]
    header = ["time (s)", "step", "electrode"]
    header += [f"pore {pore}" for pore in range(1, n_pores + 1)]
    with io.StringIO(newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        for row in range(len(filling.time_s)):
            writer.writerow(
                (
                    f"{filling.time_s[row]:.9g}",
                    int(filling.step[row]),
                    f"{filling.saturation[row]:.6g}",
                    *(f"{value:.4g}" for value in filling.pore_saturation[row]),
                )
            )
        write_text(Path(path), stream.getvalue())
