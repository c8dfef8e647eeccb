"""Of the fillings: conditions, curves, characteristic times, gas, and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.filling import filling_end, pore_filling_times
from wetview.filling.conditions import conditions_of
from wetview.plots import pressure_figure, saturation_figure
from wetview.report.html import (
    bullets,
    columns,
    drawing,
    pairs,
    paragraph,
    section,
    side_by_side,
    still,
    table,
    text,
    tiles,
)
from wetview.report.sample import STILL_PX
from wetview.units import KPA, format_number, format_time

if TYPE_CHECKING:
    from wetview.filling import Filling
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.report.contents import ReportContents, ReportedRun

MOST_IN_DETAIL = 4
"""Runs with pictures of their own; the others stand in the table."""

_STILLS = (0.25, 0.5, 1.0)
_TEXT_SCALE = 2.2
_MPA_S, _MN_M = 1e-3, 1e-3
_OUTCOMES = {
    "flat": "the saturation no longer rises",
    "max_steps": "the steps were used up",
    "stopped": "it was stopped",
    "running": "it is still running",
}


def overview_section(contents: ReportContents, report: Report) -> str:
    """All fillings in one table and one figure."""
    runs = contents.runs
    if not runs:
        return section(
            "Fillings",
            paragraph("Nothing was simulated or predicted yet.", look="quiet"),
            name="fillings",
        )
    figures = []
    if len(runs) > 1:
        figure = pressure_figure(
            [run.filling for run in runs], theme="print", size_in=(7.0, 3.4)
        )
        figures.append(
            drawing(
                figure,
                "Saturation over time: simulated solid, predicted dashed. Of several"
                " fillings under the same conditions the last is drawn.",
            )
        )
    header = (
        "Filling",
        "kind",
        "pressure, kPa",
        "contact angle",
        "saturation",
        "50 % of end",
        "90 % of end",
        "at rest",
    )
    return section(
        "Fillings",
        *figures,
        table(header, [_row(run.filling) for run in runs]),
        name="fillings",
    )


def run_sections(contents: ReportContents, report: Report) -> str:
    """The first fillings, one after the other."""
    made = []
    shown = contents.runs[:MOST_IN_DETAIL]
    for number, run in enumerate(shown):
        report(number, len(shown), f"Drawing {run.filling.name}")
        made.append(_run(run, contents))
    if len(contents.runs) > MOST_IN_DETAIL:
        made.append(
            paragraph(
                f"{len(contents.runs) - MOST_IN_DETAIL} more fillings stand in the"
                " table above.",
                look="quiet",
            )
        )
    return "".join(made)


def _run(run: ReportedRun, contents: ReportContents) -> str:
    filling = run.filling
    kind = "predicted by a network" if filling.is_predicted else "simulated"
    parts = [
        f"<h3>{text(filling.name)}, {kind}</h3>",
        tiles(_numbers(filling)),
        side_by_side(_stills(filling, contents)),
        side_by_side(_curves(filling, contents.sample.pores)),
        columns(
            pairs(_conditions(filling)),
            pairs([*_times(filling), *_pores_of(filling), *_gas(filling)]),
        ),
        _assumptions(filling, contents),
    ]
    return f"<section>{''.join(parts)}</section>"


def _row(filling: Filling) -> tuple[str, ...]:
    conditions = conditions_of(filling)
    end = _end(filling)
    pressure, angle = conditions.pressure_pa, conditions.contact_angle_deg
    return (
        filling.name,
        "predicted" if filling.is_predicted else "simulated",
        "–" if pressure is None else f"{pressure / KPA:.4g}",
        "–" if angle is None else f"{angle:.4g}°",
        f"{100 * end.saturation:.1f} %",
        _time(end.t50_of_end_s),
        _time(end.t90_of_end_s),
        _time(end.t_flat_s),
    )


def _numbers(filling: Filling) -> list[tuple[str, str]]:
    end = _end(filling)
    return [
        ("Saturation at the end", f"{100 * end.saturation:.1f} %"),
        ("Half of that after", _time(end.t50_of_end_s)),
        ("90 % of that after", _time(end.t90_of_end_s)),
        ("At rest after", _time(end.t_flat_s)),
    ]


def _stills(filling: Filling, contents: ReportContents) -> list[str]:
    from wetview.scene import still_picture
    from wetview.scene.video_look import BurntIn, VideoLook

    look = VideoLook(
        burnt_in=BurntIn(curves=False, names=False, time=False, axes=False),
        supersampling=2,
        text_scale=_TEXT_SCALE,
    )
    pictures = []
    for at in _STILLS:
        pixels = still_picture(
            filling,
            contents.sample.phases,
            contents.sample.pores,
            at=at,
            size=(STILL_PX[0] // 2, STILL_PX[1] // 2),
            theme="print",
            look=look,
        )
        frame = round(at * (filling.n_frames - 1))
        share = 100 * float(filling.frame_saturation[frame])
        when = format_time(float(filling.frame_time_s[frame]))
        pictures.append(still(pixels, f"{share:.0f} % filled, after {when}."))
    return pictures


def _curves(filling: Filling, pores: Pores | None) -> list[str]:
    figure = saturation_figure(filling, theme="print", size_in=(4.4, 2.9), title="")
    made = [drawing(figure, "Saturation of the electrode over time.")]
    n_pores = filling.pore_saturation.shape[1]
    if pores is not None and n_pores == len(pores):
        # Small, middle and large ones, which fill differently.
        order = np.argsort(pores.table.volume_vx)
        picked = tuple(
            int(order[round(share * (n_pores - 1))]) + 1 for share in (0.5, 0.8, 1.0)
        )
        figure = saturation_figure(
            filling,
            pores=tuple(dict.fromkeys(picked)),
            theme="print",
            size_in=(4.4, 2.9),
            title="",
        )
        made.append(
            drawing(figure, "The same with a middle, a large and the largest pore.")
        )
    return made


def _conditions(filling: Filling) -> list[tuple[str, object]]:
    stored = filling.description
    rows: list[tuple[str, object]] = []
    fluids = stored.get("fluids")
    if isinstance(fluids, dict):
        rows += _fluids(fluids)
    conditions = conditions_of(filling)
    if conditions.pressure_points:
        points = ", ".join(
            f"{pressure_pa / KPA:.4g} kPa at {format_time(time_s)}"
            for time_s, pressure_pa in conditions.pressure_points
        )
        rows.append(("Pressure above the gas", points))
    elif conditions.pressure_pa is not None:
        rows.append(
            ("Pressure above the gas", f"{conditions.pressure_pa / KPA:.4g} kPa")
        )
    for key, title in (
        ("inlet", "Inlet"),
        ("outlet", "Outlet"),
        ("sides", "Sides"),
        ("trapped_gas", "Trapped gas"),
    ):
        if stored.get(key):
            rows.append((title, stored[key]))
    return rows


def _fluids(fluids: dict[str, Any]) -> list[tuple[str, object]]:
    known = (
        ("name", "Electrolyte", 1.0, ""),
        ("liquid_density_kg_m3", "Its density", 1.0, "kg/m³"),
        ("liquid_viscosity_pa_s", "Its viscosity", _MPA_S, "mPa s"),
        ("surface_tension_n_m", "Surface tension", _MN_M, "mN/m"),
        ("contact_angle_deg", "Contact angle on active material", 1.0, "°"),
        ("binder_contact_angle_deg", "Contact angle on binder", 1.0, "°"),
        ("gas_viscosity_pa_s", "Viscosity of the gas", _MPA_S, "mPa s"),
    )
    rows: list[tuple[str, object]] = []
    for key, title, unit, name in known:
        value = fluids.get(key)
        if isinstance(value, int | float):
            rows.append((title, f"{value / unit:.4g} {name}".replace(" °", "°")))
        elif value:
            rows.append((title, value))
    return rows


def _times(filling: Filling) -> list[tuple[str, object]]:
    end = _end(filling)
    results = filling.results
    rows: list[tuple[str, object]] = [
        ("Ended because", results.get("reason") or _OUTCOMES[filling.outcome]),
        (
            "50, 90, 99 % of the pore volume",
            ", ".join(map(_time, (end.t50_s, end.t90_s, end.t99_s))),
        ),
        (
            "50, 90, 99 % of the end",
            ", ".join(
                map(_time, (end.t50_of_end_s, end.t90_of_end_s, end.t99_of_end_s))
            ),
        ),
    ]
    if results.get("steps"):
        rows.append(("Steps", format_number(float(results["steps"]))))
    return rows


def _pores_of(filling: Filling) -> list[tuple[str, object]]:
    if not filling.pore_saturation.shape[1]:
        return []
    times = pore_filling_times(filling.time_s, filling.pore_saturation)
    fills = times.fills
    rows: list[tuple[str, object]] = [
        ("Pores that fill", f"{int(fills.sum())} of {len(times)}"),
    ]
    if fills.any():
        for values, title in (
            (times.t_f0_s[fills], "T_f0 of 10, 50, 90 % of them"),
            (times.t_f1_s[fills], "T_f1 of 10, 50, 90 % of them"),
        ):
            spread = np.percentile(values, (10, 50, 90)).tolist()
            rows.append((title, ", ".join(format_time(value) for value in spread)))
    return rows


def _gas(filling: Filling) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    trapped = filling.results.get("trapped_gas")
    if isinstance(trapped, dict):
        rows.append(
            (
                "Trapped at the end",
                f"{100 * trapped['share_of_pores']:.2f} % of the pore volume in"
                f" {trapped['n_clusters']} clusters",
            )
        )
    real = filling.results.get("saturation_with_real_gas")
    if isinstance(real, float):
        rows.append(
            (
                "Saturation if that gas were compressed as real gas",
                f"{100 * real:.2f} %",
            )
        )
    if filling.gas_balance:
        last = filling.gas_balance[-1]
        for title, value in (
            ("Liquid that came in", last.liquid_in_pv),
            ("Gas that left", last.gas_out_pv),
            ("Gas in clusters", last.gas_trapped_pv),
            ("Gas that dissolved", last.gas_dissolved_pv),
        ):
            rows.append((title, f"{100 * value:.2f} % of what fills all pores"))
    return rows


def _assumptions(filling: Filling, contents: ReportContents) -> str:
    """What the plan simplifies, worked out again from the settings of the run."""
    if filling.is_predicted:
        return paragraph(
            "Predicted: no flow was computed. The network saw each pore's size, place"
            " and neighbours, and the conditions above.",
            look="quiet",
        )
    notes = _plan_notes(filling.description, contents)
    if not notes:
        return ""
    return "<h3>What the simulation assumes</h3>" + bullets(notes)


def _plan_notes(
    description: dict[str, Any], contents: ReportContents
) -> tuple[str, ...]:
    from wetview.lbm import plan_filling
    from wetview.lbm.fluids import Fluids
    from wetview.lbm.schedule import PressureSchedule

    try:
        points = description.get("pressure_points")
        pressure = (
            PressureSchedule(tuple((float(t), float(p)) for t, p in points))
            if points
            else PressureSchedule.constant(float(description["pressure_pa"]))
        )
        plan = plan_filling(
            contents.sample.phases,
            Fluids(**description["fluids"]),
            pressure=pressure,
            **{
                name: description[name]
                for name in ("inlet", "outlet", "sides", "trapped_gas")
                if name in description
            },
        )
    except (UserError, KeyError, TypeError, ValueError):
        # Settings of another version, or of a run that was not simulated.
        return ()
    return plan.notes


def _end(filling: Filling) -> Any:
    return filling_end(
        filling.time_s, filling.saturation, is_flat=filling.outcome == "flat"
    )


def _time(time_s: float | None) -> str:
    return "–" if time_s is None else format_time(time_s)
