"""One electrode at five pressures, its trapped gas kept, dissolving and evacuated.

Run by hand; what follows the folder is given to `wetview simulate`:

    python benchmarks/trapped_gas.py RUNS --figure gas.png -- FILE --voxel-um 0.4

Two runs go on at a time, on one core each. Runs that are in the folder already are
not computed again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from matplotlib.figure import Figure

from wetview.filling.trapped import saturation_with_real_gas
from wetview.plots.style import plot_style, style_axes, style_legend
from wetview.project import read_filling
from wetview.project.runs import read_results
from wetview.units import ATM, KPA

PRESSURES_ATM = (0.5, 1, 2, 4, 8)
MODES = ("kept", "dissolving", "evacuated")
SHOWN_ATM = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path)
    parser.add_argument("--figure", type=Path)
    parser.add_argument("simulate", nargs="+", help="FILE and options of it")
    arguments = parser.parse_args()
    arguments.runs.mkdir(parents=True, exist_ok=True)
    # High pressures first: they take the fewest steps.
    cases = [(mode, atm) for atm in reversed(PRESSURES_ATM) for mode in MODES]

    def compute(case: tuple[str, float]) -> None:
        out = run_path(arguments.runs, *case)
        if not out.exists():
            mode, atm = case
            command = [sys.executable, "-m", "wetview", "simulate"]
            command += [*arguments.simulate, "--trapped-gas", mode, "--threads", "1"]
            command += ["--pressure-kpa", str(atm * ATM / KPA), "--no-pores"]
            subprocess.run([*command, "--out", str(out)], check=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compute, cases))
    print("| pressure, atm | " + " | ".join(MODES) + " | kept, with real gas |")
    print("|---" * (2 + len(MODES)) + "|")
    for atm in PRESSURES_ATM:
        cells = [describe(run_path(arguments.runs, mode, atm)) for mode in MODES]
        cells.append(f"{with_real_gas(arguments.runs, atm):.3f}")
        print(f"| {atm} | " + " | ".join(cells) + " |")
    if arguments.figure is not None:
        draw(arguments.runs, arguments.figure)


def run_path(folder: Path, mode: str, atm: float) -> Path:
    return folder / f"{mode}-{atm}atm.h5"


def describe(path: Path) -> str:
    results = read_results(path)
    time_us = 1e6 * results["time_s"]
    return f"{results['saturation']:.3f} ({results['outcome']}, {time_us:.0f} us)"


def with_real_gas(runs: Path, atm: float) -> float:
    results = read_results(run_path(runs, "kept", atm))
    return saturation_with_real_gas(
        results["saturation"],
        trapped=results["trapped_gas"]["share_of_pores"],
        trapped_mass=results["gas_balance"]["gas_trapped_pv"],
        pressure_pa=atm * ATM,
    )


def draw(runs: Path, path: Path) -> None:
    """Saturation over time at one pressure, and at the end over pressure."""
    style = plot_style("light")
    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    over_time, over_pressure = figure.subplots(1, 2, sharey=True)
    for axes in (over_time, over_pressure):
        style_axes(axes, style)
    for mode, colour in zip(MODES, style.series, strict=False):
        filling = read_filling(run_path(runs, mode, SHOWN_ATM))
        over_time.plot(1e6 * filling.time_s, filling.saturation, color=colour)
        ends = [
            read_results(run_path(runs, mode, atm))["saturation"]
            for atm in PRESSURES_ATM
        ]
        over_pressure.plot(PRESSURES_ATM, ends, color=colour, marker="o", label=mode)
    over_time.set(xlabel=f"Time at {SHOWN_ATM} atm (µs)", ylabel="Saturation")
    over_pressure.set(xlabel="Pressure (atm)", xscale="log", ylim=(0, 1))
    over_pressure.set_xticks(PRESSURES_ATM, [f"{p:g}" for p in PRESSURES_ATM])
    over_pressure.minorticks_off()
    real = [with_real_gas(runs, atm) for atm in PRESSURES_ATM]
    kept = {"color": style.series[0], "linestyle": "--", "marker": "o"}
    over_pressure.plot(PRESSURES_ATM, real, **kept, label="kept, with real gas")
    style_legend(over_pressure, style)
    figure.savefig(path, dpi=150)


if __name__ == "__main__":
    main()
