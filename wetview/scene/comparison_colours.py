"""The colours of a comparison's panes: of liquid, of differences, and of pores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.filling.difference import curves_at
from wetview.scene.colours import LEAD_MAP, extremes
from wetview.scene.comparison_view import symmetric_limits
from wetview.scene.pore_shapes import nearest_labels
from wetview.scene.surface_colours import FieldColours, PoreColours, SurfaceColours
from wetview.units import time_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.fill_time import FillTimes
    from wetview.filling.filling import Filling
    from wetview.scene.comparison_view import ComparisonData

ORDER_MAP = "viridis"
SATURATION_MAP = "cividis"
_PER_CENT = (0.0, 100.0)

PoreValues = tuple["NDArray[np.floating]", tuple[float, float], str, str]
"""Values of pores, ends of their scale, colour map, and title."""


class ComparisonColours:
    """Makes colours from the data of a comparison; what does not change is kept.

    Parameters
    ----------
    data : ComparisonData
        The fillings and their comparison.
    """

    def __init__(self, data: ComparisonData) -> None:
        self._data = data
        self._kept: dict[tuple[str, ...], SurfaceColours] = {}
        self._labels: NDArray[np.int32] | None = None

    def of_filling(
        self, which: str, colour_by: str, time_s: float
    ) -> SurfaceColours | None:
        """Colours of the liquid of "first" or "second"; None for its own colour."""
        data = self._data
        filling = data.first if which == "first" else data.second
        if filling is None:
            return None
        if colour_by == "pore_saturation" and data.pores is not None:
            now = 100 * pore_saturation_at(filling, time_s)
            return self._of_pores(
                now, _PER_CENT, SATURATION_MAP, "Saturation\nof pore, %"
            )
        if data.compared is None or colour_by == "electrolyte":
            return None
        key = (which, colour_by)
        if key not in self._kept:
            made = self._static(which, colour_by)
            if made is None:
                return None
            self._kept[key] = made
        return self._kept[key]

    def of_difference(
        self, colour_by: str, first: NDArray[np.uint8], second: NDArray[np.uint8]
    ) -> SurfaceColours | None:
        """Colours of where one filling is ahead; None as long as that is not known."""
        if colour_by == "now":
            # Whole where liquid is in one of them alone.
            values = (second.astype(np.float32) - first) * np.float32(1 / 255)
            return FieldColours(
                values, (-1, 1), colour_map=LEAD_MAP, title="only A: -1\nonly B: +1"
            )
        compared = self._data.compared
        if compared is None:
            return None
        key = ("difference", colour_by)
        if key not in self._kept:
            lead = compared.lead
            if colour_by == "saturation":
                values, title = 100 * lead.saturation, "B ahead by,\n% filled"
            else:
                second_s, unit = time_unit(max(symmetric_limits(lead.time_s)))
                values = lead.time_s / np.float32(second_s)
                title = f"B ahead by,\n{unit}"
            self._kept[key] = FieldColours(
                values, symmetric_limits(values), colour_map=LEAD_MAP, title=title
            )
        return self._kept[key]

    def of_pores(
        self, colour_by: str, first_s: float, second_s: float
    ) -> PoreValues | None:
        """Values, limits, colour map and title; None where neighbours differ."""
        data = self._data
        for key, filling, at_s, letter in (
            ("saturation_first", data.first, first_s, "A"),
            ("saturation_second", data.second, second_s, "B"),
        ):
            if colour_by == key and filling is not None:
                now = 100 * pore_saturation_at(filling, at_s)
                return now, _PER_CENT, SATURATION_MAP, f"Saturation\nin {letter}, %"
        if colour_by in data.columns:
            title, values = data.columns[colour_by]
            return values, extremes(values), ORDER_MAP, title
        return self._of_errors(colour_by)

    def _of_errors(self, colour_by: str) -> PoreValues | None:
        compared = self._data.compared
        if compared is None:
            return None
        if colour_by == "error":
            errors = 100 * compared.pores.mean_abs_saturation
            top = float(np.nanpercentile(errors, 98)) if len(errors) else 1.0
            return errors, (0.0, top or 1.0), "inferno_r", "Mean\nerror, %"
        if colour_by in ("t_f0", "t_f1"):
            late_s = (
                compared.pores.t_f0_s
                if colour_by == "t_f0"
                else (compared.pores.t_f1_s)
            )
            second_s, unit = time_unit(max(symmetric_limits(late_s)))
            early = -late_s / second_s
            limits = symmetric_limits(early)
            return early, limits, LEAD_MAP, f"{colour_by.upper()}: B\nahead by, {unit}"
        return None

    def _static(self, which: str, colour_by: str) -> SurfaceColours | None:
        compared, data = self._data.compared, self._data
        assert compared is not None
        is_first = which == "first"
        fill = compared.first_fill if is_first else compared.second_fill
        second_s, unit = time_unit(compared.end_s)
        if colour_by == "fill_time":
            values = fill.time_s / np.float32(second_s)
            limits = (0.0, _latest(compared.first_fill, compared.second_fill, second_s))
            title = f"Filled at,\n{unit}"
            return FieldColours(values, limits, colour_map=ORDER_MAP, title=title)
        if colour_by == "order":
            values = 100 * fill.saturation
            title = "Filled when\n% was full"
            return FieldColours(values, _PER_CENT, colour_map=ORDER_MAP, title=title)
        if colour_by == "pore_t_f0" and data.pores is not None:
            pores = compared.pores
            start_s = pores.first_t_f0_s if is_first else pores.second_t_f0_s
            values = start_s / second_s
            both = np.concatenate([pores.first_t_f0_s, pores.second_t_f0_s]) / second_s
            title = f"T_f0 of\npore, {unit}"
            return self._of_pores(values, extremes(both), ORDER_MAP, title)
        return None

    def _of_pores(
        self,
        values: NDArray[np.floating],
        limits: tuple[float, float],
        colour_map: str,
        title: str,
    ) -> SurfaceColours:
        assert self._data.pores is not None
        if self._labels is None:
            self._labels = nearest_labels(self._data.pores.labels)
        return PoreColours(
            self._labels, values, limits, colour_map=colour_map, title=title
        )


def pore_saturation_at(filling: Filling, time_s: float) -> NDArray[np.float64]:
    """(n_pores,) ndarray, saturation of each pore at a time."""
    at = np.array([time_s])
    return curves_at(at, filling.time_s, filling.pore_saturation)[0]


def _latest(first: FillTimes, second: FillTimes, second_s: float) -> float:
    """Time by which nearly all voxels of both have filled."""
    times = np.concatenate([first.time_s.ravel(), second.time_s.ravel()])
    known = times[np.isfinite(times)]
    return float(np.percentile(known, 99)) / second_s if len(known) else 1.0
