"""`wetview compare A.h5 B.h5`: how well two fillings of one sample agree."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_overwrite, add_verb, input_path, print_json
from wetview.units import format_time

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.filling import Agreement, PoreErrors
    from wetview.plots import Table


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "compare",
        run,
        summary="Tell how well two fillings of one sample agree.",
        notes="Often a simulation and its prediction. `wetview figure` draws what they "
        "differ by: pressures, curves, dice, parity-t-f0, parity-t-f1.",
    )
    parser.add_argument("first", type=input_path, metavar="A.h5", help="a run")
    parser.add_argument(
        "second", type=input_path, metavar="B.h5", help="another of the same sample"
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="write how every pore differs"
    )
    add_overwrite(parser, "a table")


def run(options: argparse.Namespace) -> int:
    """Compare."""
    from wetview.cli.progress_line import progress
    from wetview.filling import agreement, compare_fillings
    from wetview.plots import save_table
    from wetview.project import (
        read_filling,
        read_run_sample,
        require_new_file,
        require_not_input,
    )

    if options.csv is not None:
        for path in (options.first, options.second):
            require_not_input(options.csv, path)
        require_new_file(options.csv, overwrite=options.overwrite)
    with progress() as (report, _):
        report(0, 0, "Reading the runs")
        first, second = read_filling(options.first), read_filling(options.second)
        is_pore = read_run_sample(options.first).phases.is_pore
        compared = compare_fillings(first, second, is_pore, report=report)
        if options.csv is not None:
            save_table(_table(compared.pores), options.csv)
    found = agreement(compared)
    if options.json:
        print_json({"first": first.name, "second": second.name, **asdict(found)})
        return 0
    print(f"A         {first.name}")
    print(f"B         {second.name}")
    _tell(found)
    if options.csv is not None:
        print(f"written   {options.csv}")
    return 0


def _table(errors: PoreErrors) -> Table:
    """One row a pore."""
    from wetview.plots import Table

    columns = {
        "pore": range(1, len(errors) + 1),
        "mean |S_B - S_A|": errors.mean_abs_saturation.tolist(),
        "S_B - S_A at the end": errors.final_saturation.tolist(),
        "T_f0 of A (s)": errors.first_t_f0_s.tolist(),
        "T_f0 of B (s)": errors.second_t_f0_s.tolist(),
        "T_f1 of A (s)": errors.first_t_f1_s.tolist(),
        "T_f1 of B (s)": errors.second_t_f1_s.tolist(),
    }
    return Table(tuple(columns), tuple(zip(*columns.values(), strict=True)))


def _tell(found: Agreement) -> None:
    at = format_time(found.max_difference_at_s)
    print(
        f"curves    differ by {100 * found.mean_difference:.2f} % on average, at most"
        f" {100 * found.max_difference:.1f} % at {at}"
        f" (compared until {format_time(found.end_s)})"
    )
    print(
        f"liquid    Dice {found.dice_at_equal_times:.3f} at equal times,"
        f" {found.dice_at_equal_saturations:.3f} at equal saturations"
    )
    if not found.n_pores:
        return
    times = "   ".join(
        f"{name} {'unknown' if math.isnan(r2) else f'{r2:.3f}'}"
        for name, r2 in (
            ("R2 of log T_f0", found.r2_log_t_f0),
            ("log T_f1", found.r2_log_t_f1),
        )
    )
    print(f"pores     {times}")
    print(
        f"          differ by {100 * found.mean_pore_difference:.2f} % on average;"
        f" {found.n_fill_in_one_only} of {found.n_pores} fill in one of the two only"
    )
