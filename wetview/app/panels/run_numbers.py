"""What a run ended with, in the user's units, as rows of a card of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.filling.outcome import FLAT_RULE
from wetview.units import UM, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.filling import Filling

    Row = tuple[str, str, str]
    """Name, value, explanation."""


def run_numbers(filling: Filling) -> tuple[Row, ...]:
    """The numbers of a run, as far as it has them; older runs have fewer."""
    return tuple(_rows(filling.results))


def _rows(results: dict[str, Any]) -> Iterator[Row]:
    if "saturation" in results:
        tip = "Share of the pore volume that holds electrolyte at the end"
        if "reason" in results:
            tip += f"; it ended because {results['reason']}"
        yield "Saturation", f"{100 * results['saturation']:.2f} %", tip
    yield from real_gas(results, 2)
    if results.get("t_flat_s") is not None:
        yield (
            "Flat from",
            format_time(results["t_flat_s"]),
            "When the saturation came to rest. The rule: "
            f"{results.get('flat_rule', FLAT_RULE)}",
        )
    if "t50_s" in results:
        yield (
            "50, 90, 99 % full",
            _times(results, "t50_s", "t90_s", "t99_s"),
            "When so much of the pore volume was filled",
        )
        yield (
            "50, 90, 99 % of the end",
            _times(results, "t50_of_end_s", "t90_of_end_s", "t99_of_end_s"),
            "When so much of the saturation at the end was reached",
        )
    trapped = results.get("trapped_gas")
    if trapped is not None:
        share = f"{100 * trapped['share_of_pores']:.2f} %"
        yield (
            "Trapped gas",
            f"{share} in {trapped['n_clusters']} clusters",
            "Share of the pore volume in clusters of gas that reach no open face; the"
            f" largest has {trapped['largest_m3'] / UM**3:.4g} µm³",
        )
    balance = results.get("gas_balance")
    if balance is not None:
        yield (
            "Gas out, dissolved",
            f"{100 * balance['gas_out_pv']:.1f}, "
            f"{100 * balance['gas_dissolved_pv']:.1f} %",
            "What left through the open faces, and what dissolved, of the gas that"
            " filled the pores at the start",
        )


def real_gas(results: dict[str, Any], n_digits: int) -> Iterator[Row]:
    """The saturation if trapped gas were compressed, where that makes a difference."""
    real = results.get("saturation_with_real_gas")
    if real is not None and real > results["saturation"]:
        yield (
            "With real gas",
            f"{100 * real:.{n_digits}f} %",
            "Saturation at the end if the trapped gas, at 1 atm before, were compressed"
            " as real gas is; simulations compress it by at most 15 %",
        )


def _times(results: dict[str, Any], *names: str) -> str:
    return ", ".join(
        "–" if results[name] is None else format_time(results[name]) for name in names
    )
