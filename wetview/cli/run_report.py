"""What is told of a run that has ended, by `simulate` and `resume`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from wetview.cli.options import print_json
from wetview.units import UM, format_bytes, format_duration, format_time

if TYPE_CHECKING:
    import argparse

    from wetview.cli.progress_line import ProgressLine

_JSON_KEYS = (
    "steps",
    "seconds",
    "saturation",
    "n_frames",
    "nodes_per_second",
    "out",
    "outcome",
    "reason",
    "flat_rule",
    "time_s",
    "t_flat_s",
    "t50_s",
    "t90_s",
    "t99_s",
    "t50_of_end_s",
    "t90_of_end_s",
    "t99_of_end_s",
    "trapped_gas",
    "gas_balance",
    "saturation_with_real_gas",
    "fields",
    "resumed_at",
    "checkpoint_bytes",
)


def tell_run(
    result: dict[str, Any], options: argparse.Namespace, line: ProgressLine
) -> int:
    """Print what a run ended with.

    Returns
    -------
    int
        Exit code: 0, or that of the signal that stopped it.
    """
    stopped = result["outcome"] == "stopped"
    if stopped:
        print(
            f"wetview {options.verb}: Stopped. The {result['n_frames']} frames computed"
            f" until then are in `{result['out']}`.",
            file=sys.stderr,
        )
    if options.json:
        print_json({key: result[key] for key in _JSON_KEYS})
    else:
        _print(result)
    return line.exit_code if stopped else 0


def _print(result: dict[str, Any]) -> None:
    speed = result["nodes_per_second"] / 1e6
    print(f"saturation     {result['saturation']:.4f}")
    tell_real_gas(result)
    print(f"filling time   {format_time(result['time_s'])}")
    if result["t_flat_s"] is not None:
        print(f"flat from      {format_time(result['t_flat_s'])}")
    print(f"pores filled   {_times(result, '')}")
    print(f"of the end     {_times(result, '_of_end')}")
    _print_gas(result)
    print(f"steps          {result['steps']}; ended because {result['reason']}")
    if result["outcome"] == "flat":
        print(f"               {result['flat_rule']}")
    print(
        f"took           {format_duration(result['seconds'])}, "
        f"{speed:.2f} million pore voxels a second"
    )
    print(f"frames         {result['n_frames']}")
    print(f"written        {result['out']} ({format_bytes(result['n_bytes'])})")
    if result["fields"] is not None:
        print(f"fields         {result['fields']}")
    if result["checkpoint_bytes"] is not None:
        print(
            f"checkpoint     {format_bytes(result['checkpoint_bytes'])}; to go on:"
            f" wetview resume {result['out']}"
        )


def tell_real_gas(result: dict[str, Any]) -> None:
    """Print the saturation if trapped gas were compressed, if that is another."""
    real = result["saturation_with_real_gas"]
    if real is not None and real > result["saturation"]:
        print(
            f"               {real:.4f} if the trapped gas, at 1 atm before, were"
            " compressed as real gas is"
        )


def _times(result: dict[str, Any], of_what: str) -> str:
    parts = []
    for percent in (50, 90, 99):
        time_s = result[f"t{percent}{of_what}_s"]
        reached = "never" if time_s is None else f"after {format_time(time_s)}"
        parts.append(f"{percent} % {reached}")
    return ", ".join(parts)


def _print_gas(result: dict[str, Any]) -> None:
    trapped, balance = result["trapped_gas"], result["gas_balance"]
    if trapped["n_clusters"]:
        print(
            f"trapped gas    {trapped['share_of_pores']:.2%} of the pores in"
            f" {trapped['n_clusters']} clusters, the largest"
            f" {trapped['largest_m3'] / UM**3:.4g} um3"
        )
    else:
        print("trapped gas    none")
    print(
        f"gas balance    {balance['gas_out_pv']:.4f} out,"
        f" {balance['gas_trapped_pv']:.4f} trapped,"
        f" {balance['gas_dissolved_pv']:.4f} dissolved, for"
        f" {balance['liquid_in_pv']:.4f} of liquid in (pore volumes)"
    )
