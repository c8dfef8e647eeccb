"""Of what was learnt: predictions against simulations, networks, and sensitivities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.filling import compare_fillings
from wetview.filling.conditions import conditions_of
from wetview.plots import sobol_figure, two_curves_figure
from wetview.report.html import (
    bullets,
    drawing,
    paragraph,
    section,
    side_by_side,
    still,
    table,
    text,
)

if TYPE_CHECKING:
    from wetview.filling import Comparison, Filling
    from wetview.progress import Report
    from wetview.report.contents import ReportContents
    from wetview.sensitivity import SobolResult
    from wetview.surrogate import Surrogate

_MOST_PAIRS = 3


def comparison_section(contents: ReportContents, report: Report) -> str:
    """Predictions against simulations under the same conditions."""
    parts, rows = [], []
    for simulated, predicted in _pairs([run.filling for run in contents.runs]):
        try:
            compared = compare_fillings(
                simulated, predicted, contents.sample.phases.is_pore
            )
        except UserError as problem:
            parts.append(paragraph(problem.message, look="quiet"))
            continue
        rows.append(_scores(compared))
        if len(rows) <= _MOST_PAIRS:
            parts.append(_pair(compared, contents))
    if rows:
        header = (
            "Simulated and predicted",
            "mean error of S",
            "largest",
            "Dice, mean over time",
            "pores' mean error of S",
        )
        parts.insert(0, table(header, rows))
    return section("Simulated and predicted", *parts, name="compared")


def network_section(contents: ReportContents, report: Report) -> str:
    """What each network was trained on, and its scores on electrodes left out."""
    parts = [_network(network) for network in contents.networks]
    return section("Networks", *parts, name="networks")


def sobol_section(contents: ReportContents, report: Report) -> str:
    """Bars of every analysis that was kept."""
    parts = [_sobol(result) for result in contents.sensitivities]
    return section("Sensitivity", *parts, name="sobol")


def _pairs(fillings: list[Filling]) -> list[tuple[Filling, Filling]]:
    simulated = {
        _key(filling): filling for filling in fillings if not filling.is_predicted
    }
    return [
        (simulated[_key(filling)], filling)
        for filling in fillings
        if filling.is_predicted and _key(filling) in simulated
    ]


def _key(filling: Filling) -> tuple[Any, ...]:
    """What a simulation and its prediction have in common."""
    conditions = conditions_of(filling)
    return (
        conditions.pressure_pa,
        conditions.contact_angle_deg,
        conditions.fluid,
        conditions.inlet,
    )


def _scores(compared: Comparison) -> tuple[str, ...]:
    of_pores = compared.pores.mean_abs_saturation
    return (
        f"{compared.first.name} | {compared.second.name}",
        f"{100 * compared.mean_difference:.2f} %",
        f"{100 * compared.max_difference:.2f} %",
        f"{float(np.mean(compared.overlap.dice)):.3f}",
        f"{100 * float(np.nanmean(of_pores)):.2f} %" if len(of_pores) else "–",
    )


def _pair(compared: Comparison, contents: ReportContents) -> str:
    from wetview.scene import still_picture
    from wetview.scene.video_look import BurntIn, VideoLook

    pixels = still_picture(
        (compared.first, compared.second),
        contents.sample.phases,
        contents.sample.pores,
        at=0.5,
        size=(1160, 560),
        theme="print",
        look=VideoLook(burnt_in=BurntIn(curves=False), supersampling=2, text_scale=1.4),
    )
    figure = two_curves_figure(compared, theme="print", size_in=(6.0, 3.0))
    return (
        f"<h3>{text(compared.first.name)} and {text(compared.second.name)}</h3>"
        + still(pixels, "Both at the same physical time.")
        + side_by_side([drawing(figure, "Saturation over time, what differs shaded.")])
    )


def _network(network: Surrogate) -> str:
    card = network.card
    words = [f"Inputs and outputs as in “{network.preset_name}”."]
    if card.get("n_rows"):
        electrodes = card.get("electrodes") or []
        words.append(
            f"Trained on {card['n_rows']} pores of {len(electrodes)} electrodes,"
            f" {len(card.get('runs') or [])} runs; seed {card.get('seed')}."
        )
    scores = card.get("scores")
    parts = [f"<h3>{text(network.name)}</h3>", bullets(words)]
    if not isinstance(scores, dict):
        parts.append(paragraph("It was trained without scores.", look="quiet"))
        return "".join(parts)
    rows = [_score_row("all", scores)]
    for key, title in (("by_electrode", "{}"), ("by_pressure_pa", "{} Pa")):
        found = scores.get(key)
        if isinstance(found, dict):
            rows += [_score_row(title.format(name), one) for name, one in found.items()]
    header = (
        "Electrodes that it had not seen",
        "runs",
        "mean error of S",
        "worst run",
        "fills or not, right by volume",
    )
    parts.append(table(header, rows))
    found = scores.get("r2")
    if isinstance(found, dict):
        named = [(name, _digits(value)) for name, value in found.items()]
        parts.append(
            table(
                ["R² over the pores", *(name for name, _ in named)],
                [["", *(value for _, value in named)]],
            )
        )
    return "".join(parts)


def _score_row(name: str, scores: dict[str, Any]) -> tuple[str, ...]:
    return (
        name,
        str(scores.get("n_runs", "–")),
        _percent(scores.get("curve_mae")),
        _percent(scores.get("curve_mae_worst")),
        _percent(scores.get("fills_right_by_volume")),
    )


def _sobol(result: SobolResult) -> str:
    figure = sobol_figure(result, theme="print", size_in=(7.0, 3.4))
    caption = (
        f"Sobol's indices of “{result.model}”: first order before, total pale; N ="
        f" {result.n_base}, {result.n_evaluations} evaluations, seed {result.seed},"
        f" {result.confidence:.0%} intervals."
    )
    notes = bullets(result.notes) if result.notes else ""
    return f"<h3>{text(result.model)}</h3>" + drawing(figure, caption) + notes


def _percent(value: Any) -> str:
    return f"{100 * value:.2f} %" if isinstance(value, int | float) else "–"


def _digits(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"
