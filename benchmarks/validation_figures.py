"""Draws docs/images/validation-*.png from what the validation measured.

Run by hand, after `python benchmarks/lbm_validation.py --json FILE`:
`python benchmarks/validation_figures.py FILE [--folder docs/images]`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.plots import LIGHT, save_figure
from wetview.plots.style import new_figure, style_axes, style_legend, style_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Rows = list[dict[str, Any]]

SIZE_IN = (4.6, 3.4)
STYLE = LIGHT
DRIVEN = {0.0: "sucked in", 2.78: "pressed in", 5.56: "pressed in"}


def laplace(rows: Rows) -> Figure:
    drops = [row for row in rows if "radius_vx" in row["setting"]]
    curvature = np.array([1 / row["setting"]["radius_vx"] for row in drops])
    figure, axes = new_figure(STYLE, SIZE_IN)
    # All drops have one surface tension: theory is one line through the origin.
    slope = drops[0]["theory"] / curvature[0]
    line = np.array([0, 1.08 * curvature.max()])
    _band(axes, line, 0.95 * slope * line, 1.05 * slope * line, "± 5 %")
    axes.plot(line, slope * line, color=STYLE.line, linewidth=1.2, label="2 σ / R")
    axes.plot(
        curvature,
        [row["measured"] for row in drops],
        "o",
        color=STYLE.accent,
        label="measured",
    )
    axes.set_xlim(0, line[-1])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("Curvature 1 / R (1/voxel)")
    axes.set_ylabel("Pressure in the drop")
    style_title(axes, "Laplace", STYLE)
    style_legend(axes, STYLE)
    return figure


def angles(rows: Rows) -> Figure:
    """Set against measured, three places where it was measured."""
    figure, axes = new_figure(STYLE, (4.6, 4.2))
    ends = np.array([20.0, 160.0])
    _band(axes, ends, ends - 8, ends + 8, "± 8 degrees (stairs)")
    _band(axes, ends, ends - 3, ends + 3, "± 3 degrees (flat)", strength=0.28)
    axes.plot(ends, ends, color=STYLE.line, linewidth=1.0)
    for case, choice, label, marker, colour in (
        ("slit", {"width_vx": 8, "viscosity_ratio": 1}, "slit of 8", "o", 1),
        ("slit", {"width_vx": 8, "viscosity_ratio": 10}, "slit of 8, 10 : 1", "v", 0),
        ("drops", {}, "drop", "D", 3),
        ("staircase", {"viscosity_ratio": 1}, "stairs at 45°", "s", 2),
    ):
        found = [
            (row["theory"], row["measured"])
            for row in rows
            if row["case"] == case
            and all(round(row["setting"][k], 6) == v for k, v in choice.items())
        ]
        if found:
            axes.plot(
                *np.transpose(found),
                marker,
                color=STYLE.series[colour],
                markersize=5,
                label=label,
            )
    axes.set_xlim(*ends)
    axes.set_ylim(0, 180)
    axes.set_xticks(range(30, 151, 30))
    axes.set_yticks(range(0, 181, 30))
    axes.set_xlabel("Contact angle set (degrees)")
    axes.set_ylabel("Contact angle measured (degrees)")
    style_title(axes, "Contact angle", STYLE)
    style_legend(axes, STYLE)
    return figure


def washburn(rows: Rows) -> Figure:
    figure, axes = new_figure(STYLE, (6.4, 4.2))
    for row, colour in zip(rows, STYLE.series, strict=False):
        step = np.array(row["curve"]["step"])
        square = np.array(row["curve"]["square"])
        # All runs in one plot: times and squares in the scales of each run's end.
        time = (step * row["theory"] + square[0]) / square[-1]
        axes.plot(
            time,
            square / square[-1],
            color=colour,
            linewidth=1.8,
            label=row["what"].removeprefix("L^2 / t in a ").split(", Ca")[0],
        )
    both = np.array([0.0, 1.15])
    _band(axes, both, 0.95 * both, 1.05 * both, "± 5 %")
    axes.plot(both, both, color=STYLE.line, linewidth=1.2, label="Lucas, Washburn")
    axes.set_xlim(0, both[-1])
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("Time (of theory's filling)")
    axes.set_ylabel("L², less the gas's drag (of the last)")
    style_title(axes, "Imbibition", STYLE)
    style_legend(axes, STYLE)
    return figure


def refinement(rows: Rows) -> Figure:
    figure, axes = new_figure(STYLE, SIZE_IN)
    axes.remove()
    rows = [row for row in rows if row["curve"]]
    grids = list(dict.fromkeys(_grid(row) for row in rows))
    panels = figure.subplots(1, len(grids), sharey=True, squeeze=False)[0]
    figure.set_size_inches(3.6 * len(grids), SIZE_IN[1])
    for grid, panel in zip(grids, panels, strict=True):
        style_axes(panel, STYLE)
        chosen = [row for row in rows if _grid(row) == grid]
        for row, colour in zip(chosen, STYLE.series, strict=False):
            curve = row["curve"]
            name = DRIVEN[row["setting"]["pressure"]]
            panel.plot(
                curve["time"],
                curve["fine"],
                color=colour,
                linewidth=1.8,
                label=f"{name}, fine",
            )
            panel.plot(
                curve["time"],
                curve["coarse"],
                "o",
                color=colour,
                markersize=3.5,
                label=f"{name}, coarse",
            )
        panel.set_xlim(left=0)
        panel.set_ylim(0, 1)
        panel.set_xlabel("Time (µ dx / σ)")
        style_title(panel, grid, STYLE)
        style_legend(panel, STYLE)
    panels[0].set_ylabel("Saturation")
    return figure


def _grid(row: dict[str, Any]) -> str:
    kind, n = row["what"].split(", ")[1], round(row["setting"]["voxels"])
    return f"{kind.capitalize()}, {n} and {2 * n} voxels"


def _band(
    axes: Axes,
    x: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    label: str,
    *,
    strength: float = 0.14,
) -> None:
    axes.fill_between(
        x, low, high, color=STYLE.accent, alpha=strength, linewidth=0, label=label
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("json", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("docs/images"))
    arguments = parser.parse_args()
    rows = json.loads(arguments.json.read_text(encoding="utf-8"))
    for name, draw, cases in (
        ("laplace", laplace, {"laplace"}),
        ("contact-angle", angles, {"slit", "drops", "staircase"}),
        ("washburn", washburn, {"washburn"}),
        ("refinement", refinement, {"refinement"}),
    ):
        chosen = [row for row in rows if row["case"] in cases]
        if chosen:
            path = arguments.folder / f"validation-{name}.png"
            save_figure(draw(chosen), path, dpi=150)
            print(path)


if __name__ == "__main__":
    main()
