"""A predicted filling as a run's file, which is then read like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.project.filling_writer import FillingWriter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.surrogate import PredictedFilling
    from wetview.volume import Phases

_N_INTERVAL = 100
"""Times at which the interval is kept."""
_DIGITS = 5


def write_predicted(
    path: Path,
    predicted: PredictedFilling,
    *,
    phases: Phases,
    pores: Pores,
    provenance: Mapping[str, Any],
    overwrite: bool = False,
) -> None:
    """Write a prediction with its curves, its frames and its interval.

    Raises
    ------
    UserError
        If the file exists, the folder is missing or read-only, or the disk is full.
    """
    filling = predicted.filling
    with FillingWriter(
        path,
        phases=phases,
        pores=pores,
        name=filling.name,
        description=filling.description,
        provenance=provenance,
        overwrite=overwrite,
    ) as writer:
        for row, time_s in enumerate(filling.time_s.tolist()):
            writer.add_sample(
                int(filling.step[row]),
                time_s,
                float(filling.saturation[row]),
                filling.pore_saturation[row],
            )
        for index, frame in enumerate(filling.frames):
            writer.add_frame(
                float(filling.frame_time_s[index]),
                float(filling.frame_saturation[index]),
                frame,
            )
        writer.finish(
            "flat", {**filling.results, "interval_90": interval_90(predicted)}
        )


def interval_90(predicted: PredictedFilling) -> dict[str, list[float]]:
    """The interval, thinned out to what the file's results have room for."""
    time = predicted.filling.time_s
    at = np.linspace(time[0], time[-1], _N_INTERVAL)
    return {
        "time_s": [float(f"{value:.{_DIGITS}g}") for value in at],
        "low": np.interp(at, time, predicted.interval_low).round(_DIGITS).tolist(),
        "high": np.interp(at, time, predicted.interval_high).round(_DIGITS).tolist(),
    }
